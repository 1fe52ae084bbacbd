"""A fuzzer of the file readers: files in every form, with something wrong, must be read right or refused with a message.

    python -m tests.fuzz.files --seconds 3600 --seed 1

prints what was tried and what was found as JSON. Inputs are read by a child process with a limit on memory; the parent
watches it, so that a crash or a hang of a library is found too. Finds are kept in `tests/fuzz/found`, and a test tries each of
them again. With `--engine atheris` (extra `fuzz`) libFuzzer chooses what to change; else the changes are drawn, and what
reaches new lines of the readers is changed further.

A find is: an exception that is no ZerosumError, a message without words or with a debtor's number, a line that is neither
read, rejected nor counted, an amount that Python's own csv and decimal read otherwise, the end of the process, more than
5 seconds, or more than 1 GB.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import select
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import CodeType, FrameType
from typing import IO, Any

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [one for one in (str(TESTS),) if one not in sys.path]

SECONDS_MAX = 5.0
"""Seconds of processor time that one input may take."""
SILENCE_MAX = 30.0
"""Seconds without a word from the child: then it hangs."""
PEAK_MAX = 10**9
"""Bytes of memory that the child may have held at most."""
ADDRESSES_MAX = 3 * 2**30
"""Bytes of addresses that the child may ask for (RLIMIT_AS)."""
KEPT_MAX = 256 * 1024
"""A larger input is not kept as a file; its place in the round is told."""
POOL_MAX = 3000
"""Inputs that are changed further."""
TRACED_MAX = 50_000
"""Bytes of an input whose lines of code are looked at."""
FOUND = Path(__file__).parent / "found"
WATCHED = ("read", "sources", "normalise", "money.py", "dates.py", "numbers.py", "identity.py")
"""Of the package: what is followed line by line."""


@dataclass(frozen=True)
class Tried:
    """What came of one input."""

    outcome: str
    """`read`, or the code of the refusal, or ! and what went wrong."""
    find: str = ""
    """What is wrong, in words; "" where all is well."""
    seconds: float = 0.0


@dataclass
class Report:
    """What a round came to."""

    seed: int
    engine: str
    seconds: float = 0.0
    inputs: int = 0
    formats: dict[str, dict[str, int]] = field(default_factory=dict)
    """Kind of file -> outcome -> how many."""
    finds: list[dict[str, str]] = field(default_factory=list)
    crashes: int = 0
    hangs: int = 0
    stalls: int = 0
    """How often the fuzzer itself took too long to think of something; no find."""
    over_memory: int = 0
    differing_amounts: int = 0
    amounts_compared: int = 0
    slowest_seconds: float = 0.0
    peak_bytes: int = 0
    lines_reached: int = 0
    lines_watched: int = 0

    def add(self, told: dict[str, Any]) -> None:
        """What the child said of one input."""
        self.inputs += 1
        of_shape = self.formats.setdefault(told["shape"], {})
        of_shape[told["outcome"]] = of_shape.get(told["outcome"], 0) + 1
        self.slowest_seconds = max(self.slowest_seconds, told["seconds"])
        self.peak_bytes = max(self.peak_bytes, told["peak"])
        self.lines_reached = max(self.lines_reached, told["reached"])
        self.lines_watched = told["watched"]
        self.amounts_compared += told["compared"]


# --- one input ---


class Trier:
    """Tries inputs in a folder of its own, where the files of a seed that are not changed lie already."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.laid: set[str] = set()
        self.compared = 0

    def __call__(self, seed: Any, data: bytes) -> Tried:
        """Read the input as `zerosum run` would."""
        from zerosum.errors import MiscountError, ZerosumError
        from zerosum.normalise.intake import take_inputs

        at = self.lay(seed, data)
        began = time.process_time()
        try:
            intake = take_inputs(seed.settings(at))
        except ZerosumError as error:
            taken = time.process_time() - began
            if isinstance(error, MiscountError):
                return Tried(f"!{error.problems[0].code}", f"read twice, and not the same: {error}", taken)
            return _timed(Tried(error.problems[0].code, _message_wrong(seed, error)), taken)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            where = _where(error)
            told = "".join(traceback.format_exception(error))
            return Tried(f"!{type(error).__name__} {where}", told, time.process_time() - began)
        taken = time.process_time() - began
        return _timed(Tried("read", _lines_wrong(intake) or self._amounts_wrong(seed, data, intake)), taken)

    def lay(self, seed: Any, data: bytes) -> Path:
        """Write the input, and beside it the files of the seed that are not changed -> their folder."""
        at = self.folder / seed.name
        if seed.name not in self.laid:
            at.mkdir(parents=True, exist_ok=True)
            for file in seed.files:
                (at / file.name).write_bytes(file.data)
            self.laid.add(seed.name)
        (at / seed.files[seed.at].name).write_bytes(data)
        return at

    def _amounts_wrong(self, seed: Any, data: bytes, intake: Any) -> str:
        """Each amount that was read against Python's own csv and decimal."""
        from fuzz.seeds import plain_csv, rows_of

        text = _decoded(data, seed.source.encoding) if plain_csv(seed) else None
        rows = rows_of(text, seed.source.separator) if text is not None and seed.source.separator else None
        if not rows or any("\n" in one for one in rows.get(1, [])):
            return (
                ""  # a quotation mark in the middle of a heading: the csv module takes lines of the table for a heading
            )
        headings = [one.strip(" \t\r\n\ufeff\"'").casefold() for one in rows.get(1, [])]
        ours = {one.text.casefold() for one in _amount_column(seed.source)}
        at = [position for position, heading in enumerate(headings) if heading in ours]
        if len(at) != 1:
            return ""
        for lines in intake.lines:
            for line, amount_ore in zip(lines.line.tolist(), lines.amount_ore.tolist(), strict=True):
                row = rows.get(line, [])
                written = row[at[0]] if len(row) > at[0] else None
                theirs = None if written is None else ore_by_decimal(written, seed.source)
                self.compared += 1
                if theirs != amount_ore:
                    return f"line {line}: {written!r} is {theirs} øre by csv and decimal, {amount_ore} by us"
        return ""


def _amount_column(source: Any) -> tuple[Any, ...]:
    return next(column.headings for column in source.parts[0].columns if column.name == "amount")  # type: ignore[no-any-return]


def _decoded(data: bytes, declared: str | None) -> str | None:
    try:
        if declared:
            return data.decode(declared).lstrip("\ufeff")
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return data.decode("windows-1252")
    except (UnicodeDecodeError, LookupError):
        return None


def ore_by_decimal(text: str, source: Any) -> int | None:
    """An amount that a reader took, by nothing but Python's decimal: signs and spaces that mean nothing are dropped."""
    plain = "".join(text.split()).lower()
    for sign in "\u2212\u2013":
        plain = plain.replace(sign, "-")
    minus = plain.startswith("-") or plain.endswith("-")
    plain = plain[1:] if plain.startswith(("-", "+")) else plain.removesuffix("-")
    for word in ("kr.", "kr", "dkk"):
        plain = plain.removeprefix(word).removesuffix(word)
    if plain.startswith("-") or plain.endswith("-"):  # behind the currency
        minus, plain = not minus, plain.strip("-")
    plain = plain.removeprefix("+")
    if getattr(source, "unit", "kr") != "oere":
        plain = plain.replace("." if source.decimal == "," else ",", "").replace(source.decimal, ".")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    exact = value if getattr(source, "unit", "kr") == "oere" else value.scaleb(2)
    if exact != exact.to_integral_value():
        return None
    return -int(exact) if minus else int(exact)


def _timed(tried: Tried, seconds: float) -> Tried:
    if seconds > SECONDS_MAX and not tried.find:
        return Tried(f"!slow {tried.outcome}", f"{seconds:.1f} seconds", seconds)
    return Tried(f"!{tried.outcome}" if tried.find else tried.outcome, tried.find, seconds)


def _message_wrong(seed: Any, error: Any) -> str:
    """Whether each problem has its words in both languages, and none a debtor's number of the input."""
    for problem in error.problems:
        try:
            told = [problem.told(language) for language in ("da", "en")]
        except (KeyError, IndexError, ValueError) as lacks:
            return f"no words for {problem.code}: {lacks}"
        shown = " ".join([str(one) for one in told] + [problem.file, str(problem.column), problem.value])
        for number in _debtors(seed):
            if number in shown:
                return f"the number of a debtor is shown: {problem.code}"
    return ""


_NUMBERS: dict[str, frozenset[str]] = {}


def _debtors(seed: Any) -> frozenset[str]:
    from formats.table import Kind

    if seed.given is None:
        return frozenset()
    if seed.name not in _NUMBERS:
        cells = [
            str(one)
            for table in seed.given.tables
            for column in table.columns
            if column.kind is Kind.DEBTORS
            for one in column.values
        ]
        each = {number for cell in cells for number in cell.split("|") if len(number) == 10}
        _NUMBERS[seed.name] = frozenset(each | {f"{one[:6]}-{one[6:]}" for one in each})
    return _NUMBERS[seed.name]


def _lines_wrong(intake: Any) -> str:
    """Lines in = lines typed + rejects + lines under each rule; and each reject has its words."""
    for at, file in enumerate(intake.files):
        typed = sum(int((one.file == at).sum()) for one in intake.lines)
        out = typed + file.rejects + sum(file.counted_as.values())
        if out != file.lines:
            return f"lines were lost: {file.lines} in, {out} out ({file.path})"
    for reject in {one.problem.code: one for one in intake.rejects}.values():
        try:
            _ = [reject.problem.told(language) for language in ("da", "en")]
        except (KeyError, IndexError, ValueError) as lacks:
            return f"no words for {reject.problem.code}: {lacks}"
    return ""


def _where(error: BaseException) -> str:
    """The innermost line of ours."""
    ours = [one for one in traceback.extract_tb(error.__traceback__) if f"{os.sep}zerosum{os.sep}" in one.filename]
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""


# --- which lines of the readers an input reaches ---


class Lines:
    """Lines of the package that were run while an input was read."""

    def __init__(self) -> None:
        import zerosum

        root = Path(zerosum.__file__).parent
        self.places = tuple(str(root / one) for one in WATCHED)
        self.reached: set[tuple[str, int]] = set()
        self.watched = sum(
            len(_lines_of(compile(path.read_text(encoding="utf-8"), str(path), "exec")))
            for place in self.places
            for path in ([Path(place)] if place.endswith(".py") else sorted(Path(place).rglob("*.py")))
            if path.exists()
        )

    def new(self, action: Callable[[], object]) -> int:
        """How many lines the action reaches that nothing reached before."""
        from zerosum.normalise import intake

        before, on_all_cores = len(self.reached), intake.on_all_cores
        intake.on_all_cores = lambda work, given: [work(one) for one in given]  # here, where it is followed
        sys.settrace(self._call)
        try:
            action()
        finally:
            sys.settrace(None)
            intake.on_all_cores = on_all_cores
        return len(self.reached) - before

    def _call(self, frame: FrameType, event: str, value: object) -> Any:
        return self._line if frame.f_code.co_filename.startswith(self.places) else None

    def _line(self, frame: FrameType, event: str, value: object) -> Any:
        self.reached.add((frame.f_code.co_filename, frame.f_lineno))
        return self._line


def _lines_of(code: CodeType) -> set[int]:
    lines = {line for _, _, line in code.co_lines() if line is not None}
    for one in code.co_consts:
        if isinstance(one, CodeType):
            lines |= _lines_of(one)
    return lines


# --- the child: tries inputs until it is ended ---


def child(number: int, start: int, folder: Path, engine: str) -> None:
    """Try inputs, and say on standard output what is tried and what came of it."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES_MAX, ADDRESSES_MAX))
    sources = folder / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    if engine == "atheris":
        _by_atheris(number, start, folder, sources)
        return
    from fuzz.mutate import mutated
    from fuzz.seeds import seeds

    every = seeds(sources)
    others = [one.files[one.at].data for one in every]
    pool = list(zip(every, others, strict=True))
    say = _Said(Trier(folder), start)
    for seed, data in pool[:]:  # the seeds themselves first: the lines that they reach are known
        if start == 0:
            say(seed, data, traced=len(data) < TRACED_MAX)
    while True:
        rng = random.Random(f"{number}:{say.at}")
        seed, data = pool[rng.randrange(len(pool))]
        changed = mutated(rng, data, others)
        if say(seed, changed, traced=len(changed) < TRACED_MAX and rng.random() < 0.15):
            if len(pool) >= POOL_MAX:
                pool[rng.randrange(len(every), POOL_MAX)] = (seed, changed)
            else:
                pool.append((seed, changed))


class _Said:
    """Tries an input, and says so before and after."""

    def __init__(self, trier: Trier, start: int) -> None:
        self.trier = trier
        self.at = start
        self.lines = Lines()
        self.outcomes: set[tuple[str, str]] = set()

    def __call__(self, seed: Any, data: bytes, *, traced: bool) -> bool:
        """Whether the input reaches what no input has reached before."""
        self.trier.lay(seed, data)  # so that it is there, whatever comes
        print(json.dumps({"at": self.at, "seed": seed.name}), flush=True)
        _sabotage(self.at)
        before = self.trier.compared
        tried = self.trier(seed, data)
        outcome = (seed.shape, tried.outcome)
        new = outcome not in self.outcomes and len(data) < TRACED_MAX
        self.outcomes.add(outcome)
        compared = self.trier.compared - before
        if traced or new:
            new = bool(self.lines.new(lambda: self.trier(seed, data))) or new
        told = asdict(tried) | {
            "shape": seed.shape,
            "peak": peak_bytes(),
            "reached": len(self.lines.reached),
            "watched": self.lines.watched,
            "compared": compared,
        }
        print(json.dumps(told), flush=True)
        self.at += 1
        return new


def peak_bytes() -> int:
    """The most memory that this process has held. What getrusage says is also that of the parent it was made from."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    line = next(one for one in status.read_text(encoding="ascii").splitlines() if one.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def _sabotage(at: int) -> None:
    """Something that must be found, where a test asks for it."""
    if at == 5 and "ZEROSUM_FUZZ_SABOTAGE" in os.environ:
        {"abort": os.abort, "hang": lambda: time.sleep(600), "memory": lambda: bytearray(b"x") * (PEAK_MAX + 10**8)}[
            os.environ["ZEROSUM_FUZZ_SABOTAGE"]
        ]()


def _by_atheris(number: int, start: int, folder: Path, sources: Path) -> None:
    """libFuzzer chooses: an input is the seed's number in two bytes, then the file."""
    import atheris  # type: ignore[import-not-found]

    with atheris.instrument_imports(include=["zerosum.read", "zerosum.sources", "zerosum.normalise", "zerosum.money"]):
        import zerosum.normalise.intake  # noqa: F401

    from fuzz.mutate import mutated
    from fuzz.seeds import seeds

    every = seeds(sources)
    others = [one.files[one.at].data for one in every]
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    for at, data in enumerate(others):
        (corpus / f"{at:04}").write_bytes(at.to_bytes(2, "big") + data)
    say = _Said(Trier(folder), start)

    def try_one(data: bytes) -> None:
        if len(data) > 2:
            say(every[int.from_bytes(data[:2], "big") % len(every)], data[2:], traced=False)

    def change(data: bytes, longest: int, seed: int) -> bytes:
        rng = random.Random(seed)
        if rng.random() < 0.3 or len(data) < 3:
            return atheris.Mutate(data, longest)  # type: ignore[no-any-return]
        return (data[:2] + mutated(rng, data[2:], others))[:longest]

    from fuzz.mutate import LARGEST

    options = [
        f"-seed={number + start + 1}",
        f"-max_len={LARGEST}",
        "-len_control=0",
        "-rss_limit_mb=0",
        "-timeout=600",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], try_one, custom_mutator=change, internal_libfuzzer=True)
    atheris.Fuzz()


# --- the parent: watches ---


def hunt(
    seconds: float, number: int, found: Path = FOUND, engine: str = "drawn", *, until_found: bool = False
) -> Report:
    """A round of so many seconds, or until something is found. Finds are written to the folder `found`."""
    report = Report(number, engine)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="zerosum-fuzz-") as name:
        folder = Path(name)
        while time.monotonic() - began < seconds and not (until_found and report.finds):
            _watched(report, began + seconds, folder, found)
    report.seconds = round(time.monotonic() - began, 1)
    return report


def _watched(report: Report, until: float, folder: Path, found: Path) -> None:
    """One child, until the time is out or it must be ended."""
    command = [
        sys.executable,
        "-m",
        "tests.fuzz.files",
        "--child",
        "--seed",
        str(report.seed),
        "--start",
        str(report.inputs),
    ]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            [*command, "--folder", str(folder), "--engine", report.engine],
            stdout=subprocess.PIPE, stderr=said, cwd=TESTS.parent,
            env=os.environ | {"MALLOC_ARENA_MAX": "2", "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip
    try:
        _follow(report, process, until, folder, found)
    finally:
        process.kill()
        process.wait()


def _follow(report: Report, process: subprocess.Popen[bytes], until: float, folder: Path, found: Path) -> None:
    assert process.stdout is not None
    words = _Words(process.stdout)
    current, trying = "", False
    silence = 120.0  # it imports, and makes the seeds
    while time.monotonic() < until:
        told = words.next(min(silence, until - time.monotonic()))
        if told is None and time.monotonic() >= until:
            return
        if told is not None and not told and (not current or process.wait() == 1):  # the fuzzer itself
            raise RuntimeError((folder / "said").read_text(encoding="utf-8", errors="replace")[-4000:])
        if told is None and not trying:
            report.stalls += 1
            report.inputs += 1
            return
        if told is None:
            report.hangs += 1
            _keep(report, "hang", f"no word for {silence:.0f} seconds", current, folder, found)
            report.inputs += 1
            return
        if not told:
            report.crashes += 1
            _keep(report, "crash", f"the process ended with {process.wait()}", current, folder, found)
            report.inputs += 1
            return
        silence = SILENCE_MAX
        if "outcome" not in told:
            current, trying = told["seed"], True
            continue
        trying = False
        report.add(told)
        if told["find"]:
            report.differing_amounts += "by csv and decimal" in told["find"] or "read twice" in told["find"]
            report.hangs += told["outcome"].startswith("!slow")
            _keep(report, told["outcome"], told["find"], current, folder, found)
        if told["peak"] > PEAK_MAX:
            report.over_memory += 1
            _keep(report, "memory", f"{told['peak']:,} bytes", current, folder, found)
            return  # its peak stays: another child


class _Words:
    """The child's lines, with a limit on the waiting."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.handle = stream.fileno()
        self.rest = b""

    def next(self, seconds: float) -> dict[str, Any] | None:
        """The next line; nothing in it where none will come, None where none comes in time."""
        end = time.monotonic() + seconds
        while b"\n" not in self.rest:
            ready, _, _ = select.select([self.handle], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                return None
            more = os.read(self.handle, 1 << 16)
            if not more:
                return {}
            self.rest += more
        line, self.rest = self.rest.split(b"\n", 1)
        return json.loads(line)  # type: ignore[no-any-return]


def _keep(report: Report, kind: str, told: str, seed: str, folder: Path, found: Path) -> None:
    """The input as a file under the seed's name, once for each kind of find and seed."""
    kept = ""
    at = folder / seed
    changed = [one for one in at.iterdir() if one.is_file()] if seed and at.is_dir() else []
    known = {(one["kind"], one["seed"].rsplit("-", 1)[0]) for one in report.finds}
    newest = max(changed, key=lambda one: one.stat().st_mtime_ns, default=None)
    if newest is not None and newest.stat().st_size <= KEPT_MAX and (kind, seed.rsplit("-", 1)[0]) not in known:
        data = newest.read_bytes()
        kept = f"{seed}--{hashlib.sha256(data).hexdigest()[:8]}"
        found.mkdir(parents=True, exist_ok=True)
        (found / kept).write_bytes(data)
    report.finds.append({"kind": kind, "seed": seed, "told": told, "kept": kept})


def kept_finds(found: Path = FOUND) -> list[tuple[str, bytes]]:
    """Seed and input of each find that was kept."""
    return [(one.name.rsplit("--", 1)[0], one.read_bytes()) for one in sorted(found.glob("*--*")) if one.is_file()]


def again(finds: Sequence[tuple[str, bytes]]) -> list[tuple[str, str]]:
    """Try kept finds once more -> seed and what is still wrong. KeyError where the seed is no more."""
    from fuzz.seeds import seeds

    with tempfile.TemporaryDirectory(prefix="zerosum-fuzz-") as name:
        every = {one.name: one for one in seeds(Path(name))}
        trier = Trier(Path(name) / "tried")
        tried = [(seed, trier(every[seed], data)) for seed, data in finds]
    return [(seed, one.find) for seed, one in tried if one.find]


def as_json(report: Report) -> str:
    """The report, with the formats in their order and the finds counted by kind."""
    told = asdict(report)
    told["formats"] = {shape: dict(sorted(report.formats[shape].items())) for shape in sorted(report.formats)}
    told["read"] = sum(of.get("read", 0) for of in report.formats.values())
    told["refused"] = report.inputs - told["read"]
    codes: Counter[str] = Counter()
    for outcomes in report.formats.values():
        codes.update({code: count for code, count in outcomes.items() if code != "read"})
    told["refused_by_code"] = dict(sorted(codes.items()))
    return json.dumps(told, ensure_ascii=False, indent=1)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where nothing was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.files", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=("drawn", "atheris"), default="drawn")
    parser.add_argument("--found", type=Path, default=FOUND)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--start", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.child:
        child(asked.seed, asked.start, asked.folder, asked.engine)
        return 0
    report = hunt(asked.seconds, asked.seed, asked.found, asked.engine)
    print(as_json(report))
    return 1 if report.finds else 0


if __name__ == "__main__":
    sys.exit(main())
