#!/bin/sh
# coverage.sh OBJECT... lists the lines that the tests reached, a source a line, the least covered first, and the sums of
# lib and of all.
set -eu
cd "$(dirname "$0")/../.."
for object in "$@"; do
	source=${object#*/obj/}
	source=${source%.o}.c
	gcov -n "$object" 2>/dev/null | awk -v source="$source" '
		/^File / { mine = ($0 == "File \047" source "\047") }
		mine && /^Lines executed:/ { split($2, part, /[:%]/); printf "%s %s %s\n", part[2], $4, source; found = 1; mine = 0 }
		END { if (!found) printf "0 0 %s\n", source }'
done | sort -k 1,1n -k 3 | awk '
	function tell(of) { if (lines[of] > 0) printf "%6.1f %% of %5d  %s\n", 100 * reached[of] / lines[of], lines[of], of }
	function count(of) { lines[of] += $2; reached[of] += $1 * $2 / 100 }
	{ printf "%6.1f %% of %5d  %s\n", $1, $2, $3; count("in all"); if ($3 ~ /^lib\//) count("in lib") }
	END { tell("in lib"); tell("in all") }'
