#!/bin/sh
# Input that means ill, devices and FIFOs, files that change while they are read: see hostile.py. FULL=1 tries more.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
python3 tests/tools/hostile.py "$work" ${FULL:+full}
