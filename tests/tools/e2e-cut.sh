#!/bin/sh
# Half a stream never looks whole. The stream of all five tools cut at every line and at random bytes: tp-report refuses
# it and prints no page. A tool killed at a random moment while a slow writer feeds it: the next one notices, and the
# target of -o is what it was. Lines lost from the middle: refused where a begin or a run is among them.
# SEED chooses the places; FULL=1 tries more.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
seed=${SEED:-1}
cuts=200
kills=8
if [ -n "${FULL-}" ]; then
	cuts=5000
	kills=200
fi

fault() {
	faults=$((faults + 1))
	[ "$faults" -gt 3 ] || echo "FAIL $1"
}

verdict() {
	if [ "$faults" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
	faults=0
}
faults=0

(cd tests/partnership/2026-W47 && tp-import -- *.csv) >"$work/import"
tp-score <"$work/import" >"$work/score"
tp-portfolio <"$work/score" >"$work/portfolio"
tp-roles <"$work/portfolio" >"$work/stream"
cd "$work" || exit 1

# refused NAME: what is in `part` gets no page of any format, a message, and exit status 3.
refused() {
	status=0
	tp-report "$format" <part >page 2>err || status=$?
	if [ "$status" -ne 3 ] || [ -s page ] || [ "$(wc -l <err)" -ne 1 ]; then
		fault "$1 $format: exit status $status, $(wc -c <page) bytes of page, $(cat err)"
	fi
}

# --- cut ---

lines=$(wc -l <stream)
bytes=$(wc -c <stream)
format=-ftext
step=1
[ -n "${FULL-}" ] || step=$((lines / cuts + 1))
for n in $(seq 0 "$step" $((lines - 1))) $((lines - 1)); do
	head -n "$n" stream >part
	refused "the first $n of $lines lines"
done
verdict
awk -v n="$cuts" -v seed="$seed" -v bytes="$bytes" 'BEGIN {
	srand(seed); for (i = 0; i < n; i++) print int(rand() * bytes) }' >places
while read -r n; do
	case $((n % 4)) in
	0) format=-ftext ;;
	1) format=-fjson ;;
	2) format=-fmd ;;
	3) format=-fcsv ;;
	esac
	head -c "$n" stream >part
	refused "the first $n of $bytes bytes"
done <places
verdict
for n in $(seq 1 120); do
	[ "$n" -lt "$bytes" ] || break
	head -c $((bytes - n)) stream >part
	refused "all but $n bytes"
done
verdict

# The end of it, and holes: every begin and run in turn is lost.
tail -n +2 stream >part
refused 'without the first line'
grep -nE '"kind":"(begin|run)"' stream | cut -d : -f 1 >places
while read -r n; do
	sed "${n}d" stream >part
	refused "without line $n"
done <places
verdict

# Whole, and without begins and runs at all: accepted.
for n in whole bare; do
	if [ "$n" = whole ]; then cp stream part; else grep -vE '"kind":"(begin|run)"' stream >part; fi
	status=0
	tp-report <part >page 2>err || status=$?
	if [ "$status" -ne 0 ] || [ ! -s page ]; then fault "the $n stream: exit status $status, $(cat err)"; fi
done
verdict

# Every tool in the middle, too, and with -o what stood there stays.
for pair in score:import portfolio:score roles:portfolio; do
	tool=tp-${pair%:*}
	from=${pair#*:}
	lines=$(wc -l <"$from")
	echo 'what stood here before' >target
	for n in 0 1 2 $((lines / 2)) $((lines - 2)) $((lines - 1)); do
		head -n "$n" "$from" >part
		status=0
		$tool <part >out 2>err || status=$?
		[ "$status" -eq 3 ] || fault "$tool of $n lines: exit status $status"
		cp out part
		refused "$tool of $n lines"
		head -n "$n" "$from" | $tool -o target 2>err && fault "$tool -o of $n lines: exit status 0"
	done
	for size in 0 1 2 4 8; do # a file may not grow beyond so many blocks: SIGXFSZ, the nearest to a full disk without one
		(
			ulimit -f "$size"
			$tool -o target <"$from" || exit
		) 2>/dev/null && [ "$(wc -c <"$from")" -gt $((size * 512)) ] && fault "$tool -o with $size blocks: exit status 0"
	done
	[ "$(cat target)" = 'what stood here before' ] || fault "$tool touched the target"
	left=$(find . -name '.tp-*')
	[ -z "$left" ] || fault "$tool left $left"
	verdict
done

# --- killed ---

python3 - "$seed" "$kills" <<'END' >verdicts
import os
import random
import signal
import subprocess
import sys
import threading
import time

chance = random.Random(int(sys.argv[1]))
kills = int(sys.argv[2])
LINE = ["tp-import", "tp-score", "tp-portfolio", "tp-roles", "tp-report"]
OLD = b"what stood here before\n"
passed = failed = 0


def bulk(name):
    """The stream with enough in it that a tool has written before it has read all."""
    with open(name, "rb") as file:
        lines = file.readlines()
    more = [b'{"kind":"unit","id":"u%d","name":"Enhed","municipality":"vejen","area":"employment"}\n' % i
            for i in range(3000)]
    return b"".join(lines[:1] + more + lines[1:])


CSV = b"id;navn;kommune\n" + b"".join(b"u%d;Enhed;Vejen\n" % i for i in range(9000))
INPUT = {"tp-import": CSV, "tp-score": bulk("import"), "tp-portfolio": bulk("score"), "tp-roles": bulk("portfolio"),
         "tp-report": bulk("stream")}


def feed(process, data):
    try:
        for i in range(0, len(data), len(data) // 15 + 1):
            process.stdin.write(data[i:i + len(data) // 15 + 1])
            process.stdin.flush()
            time.sleep(0.003)
        process.stdin.close()
    except (BrokenPipeError, ValueError):
        pass


def kill_within(process, data):
    """Feeds slowly and kills at a random moment; True where the kill came before the end."""
    writer = threading.Thread(target=feed, args=(process, data))
    writer.start()
    time.sleep(chance.random() * 0.08)
    process.send_signal(signal.SIGKILL)
    killed = process.wait() == -signal.SIGKILL
    writer.join()
    return killed


def arguments(tool):
    return [tool, "-k", "unit"] if tool == "tp-import" else [tool]


def line_from(tool, run):
    """The tool and all that come after it: their statuses, the page, what each of the later ones said."""
    first = subprocess.Popen(arguments(tool), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL)
    after, source = [], first.stdout
    for name in LINE[LINE.index(tool) + 1:]:
        after.append(subprocess.Popen([name], stdin=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
        source.close()
        source = after[-1].stdout
    killed = run(first, INPUT[tool])
    page = after[-1].stdout.read()
    said = [p.stderr.read() for p in after]
    return killed, {p.wait() for p in after}, page, said


def without_kill(process, data):
    feed(process, data)
    return process.wait() != 0


def whole_line(tool):
    """No page, and each of the tools after it says why; or all of it, where the kill came too late."""
    killed, states, page, said = line_from(tool, kill_within)
    refused = states == {3} and page == b"" and all(said)
    whole = states == {0} and page == PAGE[tool]
    return whole or killed and refused, (killed, states, page[:80], said)


def target(tool):
    """With -o the target is the old one or the whole new one, and nothing lies beside it."""
    os.makedirs("folder", exist_ok=True)
    with open("folder/target", "wb") as file:
        file.write(OLD)
    process = subprocess.Popen(arguments(tool) + ["-o", "folder/target"], stdin=subprocess.PIPE,
                               stderr=subprocess.DEVNULL)
    killed = kill_within(process, INPUT[tool])
    with open("folder/target", "rb") as file:
        found = file.read()
    # Between link and rename a second name may be left behind; the promise says so.
    beside = [name for name in os.listdir("folder") if name != "target"]
    for name in beside:
        os.remove(f"folder/{name}")
    whole = found == WHOLE[tool]
    return (whole or killed and found == OLD) and len(beside) <= killed, (killed, found[:80], beside)


WHOLE = {tool: subprocess.run(arguments(tool), input=INPUT[tool], stdout=subprocess.PIPE, check=True).stdout
         for tool in LINE}
PAGE = {tool: line_from(tool, without_kill)[2] for tool in LINE[:-1]}
tries = killed_n = 0
for tool in LINE:
    for way in (whole_line, target) if tool != LINE[-1] else (target,):
        faults = 0
        for i in range(kills):
            good, what = way(tool)
            tries += 1
            killed_n += what[0]
            if not good:
                faults += 1
                print(f"FAIL {tool} killed, {way.__name__}, try {i}: {what}")
        passed += faults == 0
        failed += faults > 0
print(f"cut: {killed_n} of {tries} runs were killed before their end")
print(passed, failed)
END
sed '$d' verdicts
# shellcheck disable=SC2046 # two numbers
set -- $(tail -n 1 verdicts)
passed=$((passed + ${1:-0}))
failed=$((failed + ${2:-1}))

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
