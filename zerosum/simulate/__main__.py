"""Make data: `python -m zerosum.simulate example DIR --area AREA --seed N` or `… bench DIR --claims N --faulty 0.01 --seed N`."""

from __future__ import annotations

import argparse
from pathlib import Path

from zerosum.simulate import technical
from zerosum.simulate.example import bench, example

EXAMPLES = {"daginstitution": example, "teknisk-forvaltning": technical.example}


def main(arguments: list[str] | None = None) -> None:
    """Read the command and make what it asks for."""
    parser = argparse.ArgumentParser(prog="python -m zerosum.simulate", description=__doc__)
    what = parser.add_subparsers(dest="what", required=True)
    one = what.add_parser("example", help="the example municipality: inputs, settings, truth")
    many = what.add_parser("bench", help="files for benchmarks")
    for command in (one, many):
        command.add_argument("dir", type=Path)
        command.add_argument("--seed", type=int, default=2026)
    one.add_argument("--area", choices=tuple(EXAMPLES), default="daginstitution")
    many.add_argument("--claims", type=int, default=1_000_000)
    many.add_argument("--faulty", type=float, default=0.01, help="share of the claims that have a fault")
    many.add_argument("--format", choices=("plain", "ode"), default="plain")
    asked = parser.parse_args(arguments)
    if asked.what == "example":
        EXAMPLES[asked.area](asked.dir, asked.seed)
    else:
        bench(asked.dir, asked.claims, asked.faulty, asked.format, asked.seed)
    print(asked.dir)


if __name__ == "__main__":
    main()
