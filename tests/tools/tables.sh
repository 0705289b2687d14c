#!/bin/sh
# tables.sh PAGE prints a man page with its tables, as the tools in $BUILD list them, in the place of a line
# `.\" table fields`, `.\" table checks` or `.\" table instruments`.
set -eu
cd "$(dirname "$0")/../.."
bin=${BUILD:-build}/bin
export LC_ALL=C

# The cells of a CSV without newlines in them, with a tab between them.
cells() {
	sed 1d | awk '{
		line = ""
		quoted = 0
		for (i = 1; i <= length($0); i++) {
			c = substr($0, i, 1)
			if (c == "\"" && quoted && substr($0, i + 1, 1) == "\"") {
				line = line c
				i++
			} else if (c == "\"")
				quoted = !quoted
			else
				line = line (c == "," && !quoted ? "\t" : c)
		}
		print line
	}'
}

fields() {
	"$bin/tp-import" --list-fields -f csv -l en | cells | awk -F '\t' '
		$1 != kind { if (kind) print ".El"; kind = $1; print ".Ss Members of " kind "\n.Bl -tag -width users_intended -compact" }
		{
			print ".It Cm " $2 "\n" $3 ($4 == "yes" ? ", required" : $4 ? ", " $4 " required" : "")
			print ".br\nin sheets: " $5 ($5 && $6 ? "; " : "") $6
			if ($7)
				print ".br\nwords: " $7
		}
		END { print ".El" }'
}

checks() {
	for tool in tp-score tp-portfolio tp-roles; do
		printf '.Ss Checks of %s\n.Bl -tag -width contradicting-phase -compact\n' $tool
		"$bin/$tool" --list-checks -f csv -l en | cells | awk -F '\t' '{
			print ".It Cm " $1 "\n" $2 ": " $4 ($5 ? ", from " $5 : "")
			if ($6)
				print ".br\n" $6
		}'
		echo .El
	done
}

instruments() {
	echo '.Bl -tag -width context-difference -compact'
	"$bin/tp-score" --list -f csv -l en | cells | awk -F '\t' '{ print ".It Cm " $1 "\n" $2 "; about " $3 ", items: " $4 }'
	echo .El
}

while IFS= read -r line; do
	case $line in
	'.\" table '*) "${line##* }" ;;
	*) printf '%s\n' "$line" ;;
	esac
done <"$1"
