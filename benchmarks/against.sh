#!/bin/sh
# What a change costs: the full run on a million claims with 1 % faulty, another commit's code and ours in turn, three
# rounds: `sh benchmarks/against.sh COMMIT [CLAIMS]`. Both run in our environment.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
other=$(mktemp -d)
trap 'git -C "$here" worktree remove --force "$other/code"; rm -rf "$other"' EXIT
git -C "$here" worktree add --detach "$other/code" "$1" >/dev/null
"$here/.venv/bin/python" -m zerosum.simulate bench "$other/made" --claims "${2:-1000000}" --faulty 0.01 >/dev/null
cd "$other"
for round in 1 2 3; do
  for code in "$other/code" "$here"; do
    rm -rf "$other/out"
    PYTHONPATH=$code "$here/.venv/bin/python" - "$other" <<'PY'
import resource, subprocess, sys, time, zerosum

start = time.perf_counter()
asked = ["-m", "zerosum.cli", "run", "-c", f"{sys.argv[1]}/made/zerosum.toml", "-o", f"{sys.argv[1]}/out", "-q"]
subprocess.run([sys.executable, *asked], stdout=subprocess.DEVNULL, check=False)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{zerosum.__file__}: {time.perf_counter() - start:.1f} s wall, {used.ru_utime + used.ru_stime:.1f} s CPU, {used.ru_maxrss // 1024} MiB")
PY
  done
done
