#!/bin/sh
# docs.sh [--update] [FILTER] runs every example of README.md, CONTRIBUTING.md, CHANGES.md and the man pages whose name
# holds FILTER, as a reader would type it: in a copy of the example data, with no date set.
#
# An example stands in a block ```sh (Markdown) or .Bd -literal (mdoc): `$ ` and a command, which goes on after a
# backslash; the lines below it are what it prints. It must end with status 0, or with N where it ends in
# `# exit status N`. Shown lines must be those printed, stderr among them; a line `…` stands for any lines, and within a
# line for anything. None shown: none compared. The commands of a file are one session, which begins in the root for
# Markdown and in a week's folder for a man page. A block ```sh needs PROGRAM is skipped where that is not installed.
# A block ```sh bare is what bare.sh runs, ```sh weekly what e2e-cron.sh runs; those of other names are run by
# full-parallel.sh and full-slurm.sh. --update puts in what is printed: what stands next to a `…` line is found by the
# lines at its edges, so let these be lasting ones.
#
# Besides: --help, man page and completions of a tool name the same options; golden cases that a man page names as what
# shows something (.\" case NAME...) exist. That nothing else is named that is not there: e2e-links.sh.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh
unset SOURCE_DATE_EPOCH

update=
if [ "${1-}" = --update ]; then
	update=yes
	shift
fi
filter=${1-}

scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
passed=0
failed=0
skipped=0
changed=0

# verdict NAME REASON: no reason is a pass.
verdict() {
	if [ -z "$2" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $1: $2"
	fi
}

# --- taking examples out of a file ---

unescape() {
	case $1 in
	*.md) cat "$1" ;;
	*) sed 's/\\(aq/'\''/g; s/\\(dq/"/g; s/\\-/-/g; s/\\&//g; s/\\e/\\/g' "$1" ;;
	esac
}

escape() {
	case $1 in
	*.md) cat ;;
	*) sed 's/\\/\\e/g; s/'\''/\\(aq/g; s/^\./\\\&./' ;;
	esac
}

# Leaves of each example a folder $scratch/examples/NNN: cmd, status, shown, and lines: where it stands, where what is
# shown begins and ends.
take_out() {
	unescape "$1" | awk -v top="$scratch/examples" -v none="$scratch/none" -v missing="$scratch/missing" '
		function close_example() {
			if (!open)
				return
			print start, first, NR - 1 >(folder "/lines")
			close(folder "/lines")
			close(folder "/shown")
			open = 0
		}
		function open_example() {
			folder = sprintf("%s/%03d", top, ++n)
			system("mkdir -p " folder)
			printf "" >(folder "/shown")
			start = NR
			command = ""
			open = 1
			typing = 1
			found = 1
		}
		function type(line) {
			command = command line "\n"
			if (line ~ /\\$/)
				return
			typing = 0
			first = NR + 1
			status = 0
			if (match(line, /# exit status [0-9]+$/))
				status = substr(line, RSTART + 14) + 0
			printf "%s", command >(folder "/cmd")
			print status >(folder "/status")
			close(folder "/cmd")
			close(folder "/status")
		}
		!inside && /^```sh needs / && system("command -v " $3 " >/dev/null") != 0 {
			print $3 >missing
			next
		}
		!inside && (/^```sh( needs .*)?$/ || /^\.Bd -literal/) { inside = 1; found = 0; from = NR; next }
		inside && (/^```$/ || /^\.Ed/) {
			close_example()
			inside = 0
			if (!found)
				print from >none
			next
		}
		!inside { next }
		typing { type($0); next }
		/^\$ / { close_example(); open_example(); type(substr($0, 3)); next }
		open { print >(folder "/shown") }'
}

# --- running ---

# One shell types all of a file; what it does not come to has no status.
type_all() {
	rm -rf "$scratch/root" "$scratch/tmp"
	mkdir -p "$scratch/root/tests" "$scratch/tmp"
	cp -R tests/partnership "$scratch/root/tests/partnership"
	ln -s "$ROOT/$BUILD" "$scratch/root/build"
	(
		cd "$scratch/root" || exit 1
		case $1 in
		*.md) ;;
		*) cd tests/partnership/2026-W47 || exit 1 ;;
		esac
		export TMPDIR="$scratch/tmp"
		set +u
		for docs_example in "$scratch"/examples/*/; do
			[ -e "$docs_example/cmd" ] || continue
			# shellcheck disable=SC1091 # made just now
			. "$docs_example/cmd" </dev/null >"$docs_example/got" 2>&1
			echo $? >"$docs_example/came"
		done
	)
}

# Compares shown ($1) with got ($2). With update=yes prints what should be shown.
# Exit status 1: they differ, or the place of what is shown cannot be found.
match_output() {
	awk -v update="$3" '
		# Is the line what the pattern says, in which each … stands for anything?
		function fits(line, pattern,   parts, n, i, at) {
			n = split(pattern, parts, "…")
			if (n < 2)
				return line == pattern
			if (substr(line, 1, length(parts[1])) != parts[1])
				return 0
			line = substr(line, length(parts[1]) + 1)
			for (i = 2; i < n; i++) {
				at = index(line, parts[i])
				if (!at)
					return 0
				line = substr(line, at + length(parts[i]))
			}
			return length(line) >= length(parts[n]) && substr(line, length(line) - length(parts[n]) + 1) == parts[n]
		}
		function find(pattern, from) {
			while (from <= got_n && !fits(got[from], pattern))
				from++
			return from
		}
		# As it was shown, where it was shown shortened.
		function shorten(line, a, b) {
			for (; a <= b; a++)
				if (index(shown[a], "…") && fits(line, shown[a]))
					return shown[a]
			return line
		}
		# Lines a to b of what is shown, between two gaps or edges.
		function segment(a, b,   start, end, i) {
			start = a > 1 ? find(shown[a], at) : at
			if (start > got_n)
				return 0
			end = b < shown_n ? find(shown[b], start + (b > a)) : got_n
			if (end > got_n)
				end = start + b - a
			for (i = start; update && i <= end; i++)
				print shorten(got[i], a, b)
			for (i = start; !update && i <= end; i++)
				if (i - start > b - a || !fits(got[i], shown[a + i - start]))
					return 0
			at = end + 1
			return end - start >= b - a || update
		}
		FNR == NR { shown[++shown_n] = $0; next }
		{ got[++got_n] = $0 }
		END {
			at = 1
			for (a = 1; a <= shown_n; a = b + 1) {
				if (shown[a] == "…") {
					if (update)
						print "…"
					b = a
					continue
				}
				for (b = a; b < shown_n && shown[b + 1] != "…"; b++)
					;
				if (!segment(a, b))
					exit 1
			}
		}' "$1" "$2"
}

judge() {
	document=$1
	example=$2
	read -r start first last <"$example/lines"
	name="$document:$start"
	if [ ! -e "$example/came" ]; then
		verdict "$name" 'the shell did not come to its end'
	elif ! cmp -s "$example/status" "$example/came"; then
		verdict "$name" "exit status $(cat "$example/came"), expected $(cat "$example/status")"
		head -n 5 "$example/got"
	elif [ ! -s "$example/shown" ] || match_output "$example/shown" "$example/got" ''; then
		verdict "$name" ''
	elif [ -z "$update" ]; then
		verdict "$name" 'prints something else than is shown'
		diff -a -u --label "$name shown" --label "$name printed" "$example/shown" "$example/got" | grep -av '^-…$' | head -n 40
	elif match_output "$example/shown" "$example/got" yes >"$example/new"; then
		changed=$((changed + 1))
		diff -a -u --label "$name" --label "$name printed" "$example/shown" "$example/new"
		put_in
	else
		verdict "$name" 'what is shown has no place in what is printed: mend it by hand'
	fi
}

# Later examples first, so that the numbers of the lines hold.
put_in() {
	{
		head -n $((first - 1)) "$document"
		escape "$document" <"$example/new"
		tail -n +$((last + 1)) "$document"
	} >"$scratch/document"
	cat "$scratch/document" >"$document"
}

try() {
	rm -rf "$scratch/examples"
	mkdir "$scratch/examples"
	: >"$scratch/none"
	: >"$scratch/missing"
	take_out "$1"
	while read -r program; do
		echo "skipped: $1: $program is not installed"
		skipped=$((skipped + 1))
	done <"$scratch/missing"
	while read -r line; do
		verdict "$1:$line" 'a block without a command: begin it with "$ "'
	done <"$scratch/none"
	type_all "$1"
	for folder in $(find "$scratch/examples" -mindepth 1 -type d | sort -r); do
		judge "$1" "$folder"
	done
}

# --- what else the pages promise ---

options_of_help() {
	"$1" --help | sed -n 's/^  \(-., \)\{0,1\} *--\([^ ]*\)\( [^ ][^ ]*\)\{0,1\} .*/\1--\2\3/p' | sort
}

options_of_page() {
	sed -n '/^\.It Fl/ { s/^\.It //; s/Fl -/--/g; s/Fl \([^-]\)/-\1/g; s/ , /, /g; s/ Ar / /g; p; }' "$1" | sort
}

# Letters and names, each on a line, as each shell's script has them.
options_of_completion() {
	case $2 in
	bash) "$1" --completion bash | sed -n "s/.*-\*) words='\(.*\)' ;;/\1/p" | tr ' ' '\n' ;;
	zsh) "$1" --completion zsh | sed "1,3d; s/\[.*//" | grep -oE -- '--?[a-zA-Z-]+' ;;
	fish) "$1" --completion fish | sed -n 's/.* -l \([^ ]*\)\( -s \(.\)\)\{0,1\}.*/--\1 -\3/p' | tr ' ' '\n' ;;
	esac | grep -v '^-$' | sort -u
}

compare_options() {
	options_of_help "$1" >"$scratch/help"
	options_of_page "$2" >"$scratch/page"
	verdict "$2" "$(diff "$scratch/help" "$scratch/page" | sed -n 's/^</only --help has/p; s/^>/only the page has/p')"
	grep -oE -- '^-[a-zA-Z]|--[a-z-]+' "$scratch/help" | sort -u >"$scratch/names"
	for shell in bash zsh fish; do
		options_of_completion "$1" $shell >"$scratch/completion"
		verdict "$1" "$(diff "$scratch/names" "$scratch/completion" | sed -n "s/^</$shell does not complete/p; s/^>/only $shell has/p")"
	done
}

# The golden cases that a page says show something: .\" case NAME...
cases_of_page() {
	sed -n 's/^\.\\" case //p' "$1" | tr ' ' '\n' | sort -u
}

for document in README.md README.da.md CONTRIBUTING.md CHANGES.md man/*.[1-9]; do
	case $document in
	*"$filter"*) ;;
	*) continue ;;
	esac
	if [ ! -e "$document" ]; then
		verdict "$document" 'is not there'
		continue
	fi
	try "$document"
	tool=$(basename "$document" .1)
	case $document in
	man/tp-*.1)
		compare_options "$tool" "$document"
		for case in $(cases_of_page "$document"); do
			verdict "$document" "$([ -e "tests/golden/$tool/$case/cmd" ] || echo "names the golden case $case, which is not there")"
		done
		;;
	*.md)
		# shellcheck disable=SC2016
		sed -n '/^```sh bare$/,/^```$/ { /^```/d; p; }' "$document" >"$scratch/bare"
		while read -r line; do
			verdict "$document: $line" "$(grep -qF "in_root '$line'" tests/tools/bare.sh || echo 'bare.sh runs something else')"
		done <"$scratch/bare"
		;;
	esac
done

[ -z "$update" ] || echo "$changed written; read the differences above before you commit them"
echo "$passed passed, $failed failed, $skipped skipped" | sed 's/, 0 skipped$//'
[ "$failed" -eq 0 ]
