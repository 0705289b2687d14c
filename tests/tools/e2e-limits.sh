#!/bin/sh
# Every stated size, just at it and just beyond: see limits.py. FULL=1 tries those too that take minutes.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
python3 tests/tools/limits.py "$work" ${FULL:+full}
