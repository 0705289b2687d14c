#!/bin/sh
# The script of README's "A weekly job", taken out of README.md and run as cron runs it, by sh and by bash: weeks with
# findings, a quiet one, a broken file, no files, a full disk, tools and the whole job killed, a mailer that fails. It
# mails once or not at all, and what was kept is kept: no half-written file, no temporary.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
finish() {
	if [ -s "$work/pids/group" ]; then kill -9 "-$(cat "$work/pids/group")"; fi
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM
weekly=$work/weekly
mkdir "$work/tmp"
passed=0
failed=0
skipped=0

# expect WHAT COMMAND...: in the case that runs.
expect() {
	what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $shell, $case: $what: exit status $status, $(mails) mails, printed: $(cat "$work/printed")"
		head -n 5 "$work/mails"/* 2>/dev/null
		diff "$work/before" "$work/after" | head -n 5
	fi
}

skip() {
	echo "skipped: $1"
	skipped=$((skipped + 1))
}

# --- the world of the job ---

awk '/^```sh weekly$/ { on = 1; next } /^```/ { on = 0 } on' README.md >"$weekly"

# script FILE: makes it of what comes in, with WORK for $work.
script() {
	mkdir -p "${1%/*}"
	sed "s|WORK|$work|g" >"$1"
	chmod +x "$1"
}

script "$work/bin/mailer" <<'END'
#!/bin/sh
n=$(find WORK/mails -type f | wc -l)
{ printf '%s\n' "$@"; cat; } >"WORK/mails/$((n + 1))"
END
script "$work/bin/no-mailer" <<'END'
#!/bin/sh
cat >/dev/null
echo 'mailer: no route' >&2
exit 75
END
ln -s mailer "$work/bin/mail"
script "$work/bin/group" <<'END'
#!/bin/sh
echo $$ >WORK/pids/group
exec setsid "$@"
END
# A disk that takes one week and a little, which holds what is in $work/kept; what it holds in the end goes there.
script "$work/bin/small-disk" <<'END'
#!/bin/sh
size=$(cat WORK/kept/* | wc -c)
mount -t tmpfs -o "size=$((size / 1024 + 64))k" tmpfs WORK/status/ && cp WORK/kept/* WORK/status || exit 98
"$@"
status=$?
rm -r WORK/kept
cp -R WORK/status/. WORK/kept
exit "$status"
END
mkdir "$work/less"
for tool in "$ROOT/$BUILD"/bin/tp-*; do
	name=${tool##*/}
	script "$work/known/$name" <<-END
		#!/bin/sh
		echo \$\$ >WORK/pids/$name
		exec '$tool' "\$@"
	END
	script "$work/full/$name/$name" <<-END
		#!/bin/sh
		LD_PRELOAD='$ROOT/$BUILD/shim.so' TP_FAIL=write:1+ exec '$tool' "\$@"
	END
	[ "$name" = tp-score ] || ln -s "$tool" "$work/less/$name"
done

# sheet FILE ROW...
sheet() {
	printf '%s\n' "$@" | sed 1d >"$1"
}

# One initiative that is on its way; what is late has been noted until Christmas.
quiet() {
	mkdir -p "$1"
	sheet "$1/municipalities.csv" 'id,name' 'vejen,Vejen'
	{
		printf 'id,title,municipality,unit,phase,phase_since,start,progress,technology,type,problem,goals,cost,hours,'
		printf 'decided,decision_reason,case_revised,support_until,personal_data,owner_statement\n'
		printf 'robot,Robotter,vejen,stab,rollout,2026-09-01,2026-02-01,40,rpa,efficiency,Mange lister,quality,90000,400,'
		printf '2026-01-05,De tager en dag,2026-10-01,2027-12-31,no,Færre lister\n'
	} >"$1/initiatives.csv"
	sheet "$1/milestones.csv" 'initiative,title,due,done' 'robot,Start,2026-10-01,2026-10-01' \
		'robot,Midtvejs,2026-11-10,' 'robot,Slut,2027-06-30,'
	sheet "$1/roles.csv" 'initiative,role,person,group,level,hours,prepared' 'robot,owner,chef,,executive,1,yes' \
		'robot,leader,pl,,manager,9,yes' 'robot,agent,teamleder,,line-manager,2,yes' 'robot,agent,superbruger,kontoret,employee,2,yes' \
		'robot,target,,kontoret,,,'
	sheet "$1/benefits.csv" 'initiative,title,goal,baseline,target,actual,due,measured' \
		'robot,Timer,savings,100,50,60,2026-12-31,2026-11-20'
	sheet "$1/feedback.csv" 'initiative,received,answered,text' 'robot,2026-11-02,2026-11-03,Hvornår?'
	sheet "$1/notes.csv" 'check,subject,key,until,why' 'late,robot,Midtvejs,2026-12-24,aftalt'
}

# build_world NAME: a home, with a space in its name, and what a job gets if no case says otherwise.
build_world() {
	home="$work/$1/ida marie"
	mkdir -p "$home/sheets" "$home/status"
	ln -sfn "$home/status" "$work/status"
	cp -R tests/partnership/2026-W46 tests/partnership/2026-W47 "$home/sheets"
	quiet "$home/sheets/2026-W48"
	path=$PATH
	mailer=$work/bin/mailer
	within=
	more=
}

listing() {
	find "$home" "$work/tmp" -type f -exec cksum {} + | sort
}

# begin CASE: nothing was mailed yet, and all that is there is known.
begin() {
	case=$1
	rm -rf "$work/mails" "$work/pids"
	mkdir "$work/mails" "$work/pids"
	listing >"$work/before"
	cp "$work/before" "$work/after"
}

# job [WEEK]: what cron does on the Sunday of the week. Words in $more are variables besides.
job() {
	number=${1-2026-W47}
	status=0
	# shellcheck disable=SC2086 # words
	$within env -i HOME="$home" PATH="$path" TMPDIR="$work/tmp" ASAN_OPTIONS="$ASAN_OPTIONS" \
		SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + (${number#*-W} - 47) * 604800)) ${mailer:+MAIL_CMD="$mailer"} $more \
		"$shell" "$weekly" "$@" </dev/null >"$work/printed" 2>&1 || status=$?
	listing >"$work/after"
}

# --- what is asked ---

mails() {
	find "$work/mails" -type f | wc -l
}

# mailed SUBJECT TEXT: by the only mail, which holds the text.
mailed() {
	[ "$(mails)" -eq 1 ] && [ "$(head -n 1 "$work/mails/1")" = "$1" ] && grep -Fq -- "$2" "$work/mails/1"
}

not_mailed() {
	! grep -Fq -- "$1" "$work/mails/1"
}

# Done with the status, and nothing was printed for cron to send.
ended() {
	[ "$status" -eq "$1" ] && [ ! -s "$work/printed" ]
}

nothing_changed() {
	cmp -s "$work/before" "$work/after"
}

# grew_by STREAM PAGE: just these two have come into ~/status, the stream whole, and all else is as it was.
grew_by() {
	comm -23 "$work/before" "$work/after" >"$work/gone"
	comm -13 "$work/before" "$work/after" | sed "s|.*/ida marie/status/||" | sort >"$work/new"
	[ ! -s "$work/gone" ] && printf '%s\n' "$@" | cmp -s - "$work/new" && tp-report -o "$work/page" "$home/status/$1"
}

# The mail is the page that was kept.
page_mailed() {
	tail -n +3 "$work/mails/1" | sed '$d' | cmp -s - "$home/status/$1.txt"
}

# --- weeks as they come ---

weeks() {
	begin 'the first week'
	job 2026-W46
	expect 'ends well' ended 0
	expect 'the page is mailed once' mailed 'Status 2026-W46' ' red'
	expect 'the mail is the page' page_mailed 2026-W46
	expect 'nothing to compare with' not_mailed 'Changed since'
	expect 'stream and page are kept' grew_by 2026-W46.jsonl 2026-W46.txt

	begin 'the week after'
	job 2026-W47
	expect 'ends well' ended 0
	expect 'the page tells what changed' mailed 'Status 2026-W47' 'Changed since 15 Nov 2026'
	expect 'stream and page are kept' grew_by 2026-W47.jsonl 2026-W47.txt

	for week in 2026-W47 2026-W46; do
		begin "$week again"
		job "$week"
		expect 'ends well' ended 0
		expect 'compared with the same week as before' nothing_changed
		expect 'mailed again' mailed "Status $week" ' red'
	done

	begin 'a quiet week'
	job 2026-W48
	expect 'ends well' ended 0
	expect 'no mail' [ "$(mails)" -eq 0 ]
	expect 'stream and page are kept' grew_by 2026-W48.jsonl 2026-W48.txt
	expect 'the page says so' grep -q ' 0 red · .* 0 yellow · .* 1 green' "$home/status/2026-W48.txt"
}

# Without a word: the week is that of the clock, the mailer that of the system, the page in Danish.
by_the_clock() {
	begin 'this week'
	this=$(date +%G-W%V)
	rm -rf "$home/sheets/$this"
	quiet "$home/sheets/$this"
	rm "$home/sheets/$this/notes.csv"
	listing >"$work/before"
	path=$work/bin:$PATH
	mailer=
	more='LANG=da_DK.UTF-8 MAIL_TO=ida@example.dk'
	job
	expect 'ends well' ended 0
	expect 'mailed by the command of the system' mailed -s 'Ugestatus'
	expect 'with subject and receiver' [ "$(sed -n 2,3p "$work/mails/1" | tr '\n' :)" = "Status $this:ida@example.dk:" ]
	expect 'stream and page are kept' grew_by "$this.jsonl" "$this.txt"
}

# --- weeks that go wrong ---

# refused STATUS TEXT: mailed with the text, and nothing else happened.
refused() {
	expect "ends with $1" ended "$1"
	expect "mails $2" mailed 'Status 2026-W49 failed' "$2"
	expect 'mails the status' mailed 'Status 2026-W49 failed' "(exit status $1)"
	expect 'what was kept is as it was' nothing_changed
}

broken() {
	week="$home/sheets/2026-W49"
	begin 'no folder'
	job 2026-W49
	refused 3 2026-W49

	mkdir "$week"
	begin 'an empty folder'
	job 2026-W49
	refused 3 '*.csv: no such file'

	quiet "$week"
	sheet "$week/more-milestones.csv" 'initiative,title,due' 'robot,Aldrig,2026-02-31'
	begin 'a broken file'
	job 2026-W49
	refused 3 'tp-import: more-milestones.csv:2: due: 2026-02-31 is not a date'

	begin 'a broken file, and no mail'
	mailer=$work/bin/no-mailer
	job 2026-W49
	mailer=$work/bin/mailer
	expect 'ends with 3' [ "$status" -eq 3 ]
	expect 'says it to cron' grep -q 'more-milestones.csv:2: due' "$work/printed"
	expect 'what was kept is as it was' nothing_changed
	rm "$week/more-milestones.csv"

	begin 'a page, and no mail'
	mailer=$work/bin/no-mailer
	job 2026-W47
	mailer=$work/bin/mailer
	expect 'ends as the mailer does' [ "$status" -eq 75 ]
	expect 'says it to cron' grep -q 'no route' "$work/printed"
	expect 'the page is kept' nothing_changed

	begin 'a tool that is not there'
	path=$work/less:/usr/bin:/bin
	job 2026-W49
	path=$PATH
	refused 3 tp-score
}

# --- a full disk ---

# full TOOL WEEK STATUS: what the tool writes fails as on a full disk; it can still say so.
full() {
	begin "a full disk for $1"
	path=$work/full/$1:$PATH
	job "$2"
	path=$PATH
	expect "ends with $3" ended "$3"
	expect 'mails why' mailed "Status $2 failed" 'No space left on device'
	expect 'what was kept is as it was' nothing_changed
}

full_disk() {
	if [ -e "$ROOT/$BUILD/shim.so" ]; then
		full tp-import 2026-W49 3
		full tp-roles 2026-W49 4
		full tp-report 2026-W47 4
	else
		skip "a full disk by the shim, which $BUILD has not"
	fi

	# A real one, where it may be mounted.
	if ! unshare -rm mount -t tmpfs tmpfs "$work/tmp" 2>/dev/null; then
		skip 'a small disk, which may not be mounted here'
		return
	fi
	begin 'a small disk'
	mkdir "$work/kept"
	cp "$home/status"/2026-W46.* "$work/kept"
	within="unshare -rm $work/bin/small-disk"
	job 2026-W47
	within=
	expect 'ends with 4' ended 4
	expect 'mails why' mailed 'Status 2026-W47 failed' 'No space left on device'
	expect 'what was kept is as it was' [ "$(cd "$work/kept" && echo .[!.]* *)" = '.[!.]* 2026-W46.jsonl 2026-W46.txt' ]
	expect 'and whole' cmp -s "$work/kept/2026-W46.jsonl" "$home/status/2026-W46.jsonl"
	rm -r "$work/kept"
}

# --- killed ---

# Has tp-roles written some of its file? Leaves its name in $output.
has_written() {
	for descriptor in "/proc/$(cat "$work/pids/tp-roles")/fd"/*; do
		output=$(readlink "$descriptor")
		case $output in
		"$home/status/"*) [ -s "$descriptor" ] && return ;;
		esac
	done 2>/dev/null
	return 1
}

# start CASE: a job, a group of its own, that stands in the middle: its last sheet is a pipe into which nothing comes.
start() {
	begin "$1"
	(
		path=$work/known:$PATH
		within=$work/bin/group
		job 2026-W50
		echo "$status" >"$work/ended"
	) 2>/dev/null &
	running=$!
	output=
	tries=0
	until [ -e "$work/pids/tp-roles" ] && has_written || [ "$tries" -eq 1000 ]; do
		tries=$((tries + 1))
		sleep 0.01
	done
	expect 'stands in the middle' [ "$tries" -lt 1000 ]
}

# Closes the pipe, so that what was not killed comes to its end.
settle() {
	: >"$home/sheets/2026-W50/zz-milestones.csv" &
	pipe=$!
	wait "$running"
	rm -f "$work/pids/group"
	kill "$pipe" 2>/dev/null
	wait
	status=$(cat "$work/ended")
	case $output in
	*' (deleted)') ;;
	*) rm -f "$output" ;; # where files have names from the start, nobody is left to take this one away
	esac
	listing >"$work/after"
}

killed() {
	week="$home/sheets/2026-W50"
	cp -R "$home/sheets/2026-W47" "$week"
	# So much that every tool has written some of it before the pipe is reached.
	seq 9000 | sed 's/.*/u&,Enhed,vejen/; 1i id,name,municipality' >"$week/yy-units.csv"
	mkfifo "$week/zz-milestones.csv"
	for tool in tp-import tp-score tp-portfolio tp-roles; do
		start "$tool killed"
		kill -9 "$(cat "$work/pids/$tool")"
		settle
		case $tool in
		tp-roles) expect 'ends as killed' ended 137 ;;
		*) expect 'ends with 3' ended 3 ;;
		esac
		expect 'is mailed' mailed 'Status 2026-W50 failed' "(exit status $status)"
		expect 'what was kept is as it was' nothing_changed
	done

	start 'all killed'
	kill -9 "-$(cat "$work/pids/group")"
	settle
	expect 'ends as killed' [ "$status" -eq 137 ]
	expect 'no mail' [ "$(mails)" -eq 0 ]
	expect 'what was kept is as it was' nothing_changed

	rm "$week/zz-milestones.csv"
	begin 'the job after the kill'
	job 2026-W50
	expect 'ends well' ended 0
	expect 'the page is mailed once' mailed 'Status 2026-W50' ' red'
	expect 'stream and page are kept' grew_by 2026-W50.jsonl 2026-W50.txt
}

for shell in sh bash; do
	command -v "$shell" >/dev/null || continue
	build_world "$shell"
	weeks
	broken
	full_disk
	killed
	build_world "$shell-clock"
	by_the_clock
done
if command -v shellcheck >/dev/null; then
	case='the script'
	expect 'shellcheck has nothing to say' shellcheck "$weekly"
fi

if [ "$skipped" -gt 0 ]; then
	echo "$passed passed, $failed failed, $skipped skipped"
else
	echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ]
