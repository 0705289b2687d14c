#!/bin/sh
# Nobody is exposed: exposed.py attacks a thousand random municipalities. SEED chooses them; FULL=1 attacks many more.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

worlds=1000
if [ -n "${FULL-}" ]; then worlds=20000; fi
exec python3 tests/tools/exposed.py "${SEED:-1}" "$worlds"
