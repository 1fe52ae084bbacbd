#!/bin/sh
# What a change costs: the full run, another commit's code and ours in turn, three rounds, ours also without its work list:
# `sh benchmarks/against.sh COMMIT [CLAIMS [FAULTY]]` (a million claims, of which 0.01 faulty). Both run in our environment,
# with no PDF. The machine's load stands in each line: with other work beside it, compare the CPU, and the least of three.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
other=$(mktemp -d)
trap 'git -C "$here" worktree remove --force "$other/code"; rm -rf "$other"' EXIT
git -C "$here" worktree add --detach "$other/code" "$1" >/dev/null
"$here/.venv/bin/python" -m zerosum.simulate bench "$other/made" --claims "${2:-1000000}" --faulty "${3:-0.01}" >/dev/null
export ZEROSUM_PDF=0
cd "$other"

# Run one code ($1) with its options ($2), and say what it used.
once() {
  rm -rf "$other/out"
  PYTHONPATH=$1 "$here/.venv/bin/python" - "$other" "$2" <<'PY'
import os, resource, subprocess, sys, time, zerosum

start = time.perf_counter()
asked = ["-m", "zerosum.cli", "run", "-c", f"{sys.argv[1]}/made/zerosum.toml", "-o", f"{sys.argv[1]}/out", "-q"]
subprocess.run([sys.executable, *asked, *sys.argv[2].split()], stdout=subprocess.DEVNULL, check=False)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
told = f"{time.perf_counter() - start:.1f} s wall, {used.ru_utime + used.ru_stime:.1f} s CPU, {used.ru_maxrss // 1024} MiB"
print(f"{zerosum.__file__} {sys.argv[2]}: {told} (load {os.getloadavg()[0]:.1f})", flush=True)
PY
}

for round in 1 2 3; do
  once "$other/code" ""
  once "$here" ""
  once "$here" "--no-work-list"
done
