#!/bin/sh
# Random sheets in every dialect against what they were made of: rows in are records and rejects, and the right ones; and
# what is mended in the rejects comes in as if it had never been broken.
# SEED chooses the sheets, SHEETS how many (default 200), CASE only one of them.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
python3 tests/tools/sheets.py "$work" "${SEED:-1}" "${SHEETS:-200}" "${CASE-}"
