#!/bin/sh
# README's "A hundred machines", line by line, but for the size of parts: GNU parallel on one machine and over ssh to
# servers that this test starts on loopback, with keys, ports and folders of their own; a machine that dies in the middle
# of its work, tried again and resumed. Always the same bytes as one run. Then ROWS rows (ten million) of a long sheet
# through split, count and merge, each in little memory.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'stop_all; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
passed=0
failed=0
skipped=0

# verdict NAME STATUS
verdict() {
	if [ "$2" -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $1"
		head -n 5 "$work/log"
	fi
}

# try RECIPE NAME: it is done, and scored.jsonl is what it should be.
try() {
	sh "$1" >"$work/log" 2>&1
	verdict "$2: status" $?
	cmp scored.jsonl "$work/want" >>"$work/log" 2>&1
	verdict "$2" $?
	rm -f scored.jsonl tallies.jsonl
}

# refuse RECIPE NAME: it fails, and nothing is scored.
refuse() {
	if sh "$1" >"$work/log" 2>&1 || [ -e scored.jsonl ]; then verdict "$2" 1; else verdict "$2" 0; fi
}

stop_all() {
	for pid in "$work"/machine/*/pid; do
		[ ! -e "$pid" ] || kill "$(cat "$pid")"
	done
}

skip() {
	echo "skipped: $1"
	skipped=$((skipped + 1))
}

conclude() {
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" -eq 0 ]
	exit
}

# recipe NAME: README's, with parts small enough that there are many of the example.
recipe() {
	sed -n "/^\`\`\`sh $1\$/,/^\`\`\`\$/ { /^\`\`\`/d; s/--block 10M/--block 30k/; s/l\\/100/l\\/12/; p; }" \
		"$ROOT/README.md"
}

command -v parallel >/dev/null || {
	skip 'GNU parallel is not installed (apt-get install parallel)'
	conclude
}
HOME=$work # where parallel keeps its own, and is told that it may be used without being cited
export HOME
mkdir -p "$work/.parallel" "$work/sheets" "$work/machine"
touch "$work/.parallel/will-cite"
cd "$work/sheets" || exit 1
cp "$ROOT"/tests/partnership/2026-W47/*.csv .

# --- one machine ---

tp-import -- *.csv | tp-score --by group >"$work/want"
recipe one-machine >"$work/recipe"
try "$work/recipe" 'one machine'

# A cell of several lines that look like rows.
{
	echo 'instrument,subject,group,respondent,item,value,comment'
	awk 'BEGIN { srand(1); for (i = 0; i < 30000; i++) printf "maturity,u%d,%s,r%d,data,%d,%s\n", i % 40,
		i % 7 ? "staff" : "leaders", i, 1 + rand() * 5,
		i % 3 ? "" : "\"two \"\"lines\"\", and\n\nmaturity,u1,staff,r1,data,5,more\n\"" }'
} >answers.csv
tp-score --no-unique answers.csv >"$work/want"
recipe sheet >"$work/recipe"
if perl -MText::CSV -e 1 2>/dev/null; then
	try "$work/recipe" 'a sheet whose cells have several lines'
	tr , ';' <answers.csv >semicolons.csv
	tp-score --no-unique semicolons.csv >"$work/want"
	sed "s/--csv/--csv --colsep ';'/; s/answers.csv/semicolons.csv/" "$work/recipe" >"$work/recipe.semicolons"
	try "$work/recipe.semicolons" 'a sheet with semicolons'
else
	skip 'libtext-csv-perl is not installed'
fi
sed 's/--csv//' "$work/recipe" >"$work/recipe.cut"
refuse "$work/recipe.cut" 'a sheet whose cells were cut'
echo 'tp-score -f csv --csv-kind score -o scored.jsonl tallies.jsonl' >"$work/recipe"
refuse "$work/recipe" 'its counts, if somebody scores them all the same'
rm -f tallies.jsonl

# --- several ---

PATH=$PATH:/usr/sbin
sshd=$(command -v sshd) || {
	skip 'openssh-server is not installed'
	conclude
}
# As root it wants a folder that the service makes.
if [ "$(id -u)" -eq 0 ]; then mkdir -p /run/sshd; fi
chmod 700 "$work"
ssh-keygen -q -t ed25519 -N '' -f "$work/key"

# start NAME PORT [FOLDER]: a machine; FOLDER's programs come first in its PATH.
start() {
	there=$work/machine/$1
	mkdir -p "$there"
	[ -e "$there/host_key" ] || ssh-keygen -q -t ed25519 -N '' -f "$there/host_key"
	cat >"$there/config" <<-END
		Port $2
		ListenAddress 127.0.0.1
		HostKey $there/host_key
		PidFile $there/pid
		AuthorizedKeysFile $work/key.pub
		StrictModes no
		UsePAM no
		MaxStartups 100
		SetEnv PATH=${3:+$3:}$PATH
	END
	"$sshd" -f "$there/config" -E "$there/log" && for _ in 1 2 3 4 5 6 7 8 9 10; do
		if [ -s "$there/pid" ]; then return 0; fi
		sleep 0.1
	done
	cat "$there/log"
	return 1
}

base=$((20000 + $$ % 20000))
number=0
printf 'Host *\n\tHostName 127.0.0.1\n\tIdentityFile %s/key\n\tIdentitiesOnly yes\n\tUserKnownHostsFile %s/known\n' "$work" \
	"$work" >"$work/config"
printf '\tStrictHostKeyChecking accept-new\n\tBatchMode yes\n\tLogLevel ERROR\n\tUser %s\n' "$(id -un)" >>"$work/config"
for name in one two three; do
	number=$((number + 1))
	printf 'Host %s\n\tPort %d\n\tHostKeyAlias %s\n' "$name" $((base + number)) "$name" >>"$work/config"
	echo "2/$name" >>machines
done
PARALLEL_SSH="ssh -F $work/config"
export PARALLEL_SSH
if ! start one $((base + 1)) || ! start two $((base + 2)) || ! start three $((base + 3)) ||
	! ssh -F "$work/config" one tp-score --version >"$work/log" 2>&1; then
	skip "sshd cannot be used here: $(tail -n 1 "$work/log")"
	conclude
fi

rm -f answers.csv semicolons.csv
tp-import -- *.csv >answers.jsonl
tp-score --by group answers.jsonl >"$work/want"
recipe ssh >"$work/recipe"
try "$work/recipe" 'three machines'

# Machine two begins to tell what it has counted, and dies with everything that runs on it.
mkdir "$work/dying"
cat >"$work/dying/tp-score" <<END
#!/bin/sh
"$ROOT/$BUILD/bin/tp-score" "\$@" | head -n 5
echo \$PPID >>"$work/died"
kill -9 \$(cat "$work/machine/two/pid")
rm -f "$work/machine/two/pid"
kill -9 \$PPID
END
chmod +x "$work/dying/tp-score"

die() {
	[ ! -e "$work/machine/two/pid" ] || kill "$(cat "$work/machine/two/pid")"
	rm -f "$work/machine/two/pid" "$work/died"
	sleep 0.3
	start two $((base + 2)) "$work/dying"
}

die
try "$work/recipe" 'a machine dies, the others do its part'
[ -s "$work/died" ]
verdict 'it did die' $?

sed 's/--retries 3//' "$work/recipe" >"$work/recipe.once"
die
refuse "$work/recipe.once" 'a machine dies and nothing is tried again'
rm -f tallies.jsonl

recipe resume >"$work/recipe"
if command -v rsync >/dev/null; then
	die
	refuse "$work/recipe" 'a machine dies and the run stops'
	touch "$work/resumed"
	start two $((base + 2))
	try "$work/recipe" 'the same again'
	counted=$(find . -name 'part.??.tally' ! -newer "$work/resumed" | wc -l)
	[ "$counted" -gt 0 ] && [ "$counted" -lt 12 ]
	verdict 'it counts just what was not counted' $?
else
	skip 'rsync is not installed'
fi
stop_all

# --- many parts, many rows ---

cat >"$work/recipe" <<'END'
rm -f part.*
split -a 3 -d -n l/1000 answers.jsonl part.
parallel tp-score --tally --by group -o {}.tally {} ::: part.??? &&
tp-score --by group part.???.tally >scored.jsonl
END
try "$work/recipe" 'a thousand parts'

# generate ROWS: of the eight items of a survey of 98 municipalities.
generate() {
	echo 'instrument,subject,group,respondent,item,value,date'
	awk -v rows="$1" 'BEGIN {
		srand(1)
		n = split("strategy business-case citizen-focus culture ways-of-working competence data technology", item, " ")
		for (i = 0; i < rows; i++) {
			who = int(i / n)
			printf "maturity,m%02d-u%d,%s,r%d,%s,%d,2026-%02d-%02d\n", who % 98, who / 98 % 5,
				who % 5 ? "employees" : "leaders", who, item[i % n + 1], 1 + rand() * 5, 1 + who % 9, 1 + who / 9 % 28
		}
	}'
}

# Whoever takes more bytes of addresses than this, libraries among them, gets none.
modest='prlimit --as=25165824'
rows=${ROWS:-10000000}
generate "$rows" | $modest tp-score --no-unique -r >"$work/want" 2>"$work/log"
verdict "$rows rows at once in 24 MB" $?
generate "$rows" | parallel --pipe -k --block 10M --header : "$modest" tp-score --tally --no-unique >tallies.jsonl
verdict "$rows rows in parts, each in 24 MB" $?
echo "$modest tp-score -r tallies.jsonl >scored.jsonl" >"$work/recipe"
try "$work/recipe" "$(grep -c '"kind":"run"' tallies.jsonl) parts merged in 24 MB"

conclude
