#!/bin/sh
# Shows the weekly status of the example partnership, and last the line that made it. LANG decides the language.
set -eu
cd "$(dirname "$0")/../.."
PATH=$PWD/${BUILD:-build}/bin:$PATH
# The Sunday of the example's last week, so that the page is the same whenever it is shown.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1795305600}
export PATH SOURCE_DATE_EPOCH

line='tp-import tests/partnership/2026-W47/*.csv | tp-score | tp-portfolio | tp-roles | tp-report weekly'

echo "With ${BUILD:-build}/bin in PATH and SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH ($(date -u -d "@$SOURCE_DATE_EPOCH" +%F)):"
echo
eval "$line"
echo
echo "\$ $line"
