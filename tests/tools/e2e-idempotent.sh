#!/bin/sh
# Same records, same bytes: every tool run twice is run once; files and lines in any order, split and concatenated, give
# the same results; locale, time zone and what else the environment holds do not matter; two analyses live side by side.
# FULL=1 tries more orders.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
data=$ROOT/tests/partnership/2026-W47
cd "$work" || exit 1

same() {
	if cmp -s "$2" "$3" && [ -s "$2" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $1"
		diff -a "$2" "$3" | cut -c 1-300 | head -n 6
	fi
}

# What the tools found, of a stream.
results() {
	grep -E '"kind":"(finding|score)"' "$1"
}

# A page without the lines that count files and rows.
page() {
	tp-report weekly "$1" | grep -v '^- tp-import: '
}

# line IN OUT: the three in the middle.
line() {
	tp-score <"$1" | tp-portfolio | tp-roles >"$2"
}

# The numbers 1 to $1 in an order that $2 chooses.
order() {
	awk -v n="$1" -v seed="$2" 'BEGIN { srand(seed); for (i = 1; i <= n; i++) print rand(), i }' | sort | sed 's/.* //'
}

tp-import "$data"/*.csv >facts
line facts stream
results stream >found
page stream >status

# --- twice is once ---

tp-score <facts >score
tp-portfolio <score >portfolio
tp-roles <portfolio >roles
same 'the line, stage by stage' roles stream
for tool in score portfolio roles; do
	"tp-$tool" <$tool >twice
	same "tp-$tool twice" $tool twice
	"tp-$tool" -r <$tool >results
	grep -F "\"by\":\"tp-$tool\"" $tool >own
	same "tp-$tool -r of what it has made" own results
done
tp-score --by group --since score <facts >slices
tp-score --by group --since score <slices >twice
same 'tp-score --by group twice' slices twice
line stream twice
sort stream >want
sort twice >got
same 'the whole line twice' want got
results twice >got
same 'the whole line twice, results in their order' found got
page twice >got
same 'the page of the line twice' status got

# --- any order ---

rounds=4
if [ -n "${FULL-}" ]; then rounds=60; fi
for round in $(seq $rounds); do
	(
		cd "$data" || exit
		set -- *.csv
		n=$#
		set --
		for place in $(order "$n" "$round"); do
			set -- "$@" "$(printf '%s\n' *.csv | sed -n "${place}p")"
		done
		tp-import -- "$@"
	) >shuffled
	line shuffled other
	results other >got
	results stream >want
	sed 's|"at":\[[^]]*\]||' want >want.bare
	sed 's|"at":\[[^]]*\]||' got >got.bare
	same "files in order $round" want.bare got.bare
	page other >got
	same "the page of files in order $round" status got

	n=$(wc -l <facts)
	order "$n" "$round" | awk 'NR == FNR { place[NR] = $1; next } { text[FNR] = $0 }
		END { for (i = 1; i <= FNR; i++) print text[place[i]] }' - facts >shuffled
	line shuffled other
	results other >got
	same "lines in order $round" found got
	page other >got
	same "the page of lines in order $round" status got

	n=$(wc -l <stream)
	order "$n" "$((round + 100))" | awk 'NR == FNR { place[NR] = $1; next } { text[FNR] = $0 }
		END { for (i = 1; i <= FNR; i++) print text[place[i]] }' - stream >shuffled
	page shuffled >got
	same "the page of all lines in order $round" status got
done

# --- split and together ---

(cd "$data" && tp-import -- [a-m]*.csv) >one
(cd "$data" && tp-import -- [n-z]*.csv) >two
cat one two >both
line both other
sed 's|"at":\[[^]]*\]||' found >want.bare
results other | sed 's|"at":\[[^]]*\]||' >got.bare
same 'cat of two streams' want.bare got.bare
page other >got
same 'the page of cat of two streams' status got
tp-score -r facts >a
cat facts a >scored # what the checks look at besides
tp-portfolio -r scored >b
tp-roles -r scored >c
cat c facts b a >both
page both >got
same 'tools beside each other instead of in a line' status got
line facts other
cat facts facts >both
line both other
results other >got
same 'the same stream twice' found got

# --- what surrounds it ---

tp-report -l en stream >want
for setting in LC_ALL=C.UTF-8 LC_ALL=da_DK.UTF-8 LC_ALL=tr_TR.UTF-8 LC_NUMERIC=da_DK LANG=da_DK TZ=Pacific/Kiritimati \
	TZ=America/Los_Angeles TZ=:/etc/passwd MALLOC_PERTURB_=0 MALLOC_ARENA_MAX=1 HOME=/nowhere COLUMNS=20 TERM= \
	PYTHONHASHSEED=7 POSIXLY_CORRECT=1; do
	(
		export "${setting?}"
		(cd "$data" && tp-import -- *.csv) | tp-score | tp-portfolio | tp-roles >other
		tp-report -l en other >got
	)
	(cd "$data" && tp-import -- *.csv) | tp-score | tp-portfolio | tp-roles >here
	same "stream under $setting" here other
	same "page under $setting" want got
done
env -i "PATH=$PATH" SOURCE_DATE_EPOCH=1795305600 sh -c 'tp-score <facts | tp-portfolio | tp-roles' >other
same 'with an empty environment' stream other
(
	unset SOURCE_DATE_EPOCH
	tp-score --as-of 2026-11-22 <facts | tp-portfolio --as-of 2026-11-22 | tp-roles --as-of 2026-11-22 >other
)
same '--as-of instead of SOURCE_DATE_EPOCH' stream other

# --- two analyses of one tool ---

{
	echo '{"kind":"begin","by":"tp-portfolio","analysis":"rank"}'
	echo '{"kind":"rank","by":"tp-portfolio","analysis":"rank","initiative":"vejen-skaermbesoeg","rank":1}'
	echo '{"kind":"run","by":"tp-portfolio","analysis":"rank","version":"0.1.0","as_of":"2026-11-22"}'
} >rank
cat facts rank >both
tp-portfolio check <both >one
tp-portfolio check <one >two
same 'check beside rank, twice' one two
grep '"analysis":"rank"' two >got
same 'rank beside check' rank got
tp-portfolio check --as-of 2026-11-15 <one | tp-portfolio check >two
same 'another day and back' one two

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
