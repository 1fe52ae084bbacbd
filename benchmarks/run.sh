#!/bin/sh
# Time a full run of zerosum against polars and datacompy: `sh benchmarks/run.sh [CLAIMS] [OPTIONS]`, as `make bench` does.
# The others have an environment of their own, since datacompy holds pandas below 3.1; ours is the project's.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
ours=$here/../.venv/bin/python
theirs=$here/.venv
export ZEROSUM_PDF=0 # the browser is not what is timed

if [ ! -f "$theirs/made" ] || [ "$here/requirements.lock" -nt "$theirs/made" ]; then
  rm -rf "$theirs"
  "$ours" -m venv "$theirs"
  "$theirs/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$here/requirements.lock"
  touch "$theirs/made"
fi
exec "$ours" "$here/measure.py" "$@"
