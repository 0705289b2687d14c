#!/bin/sh
# 10,000 subjects who have answered all built-in instruments: what tp-score holds grows with the groups that are counted,
# and by little for each. Scores and findings are put as they come, or this would be many times as much.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

if [ "${BUILD##*/}" != build ]; then
	echo 'skipped: memory is measured in a plain build'
	echo '0 passed, 0 failed, 1 skipped'
	exit 0
fi

python3 - <<'END'
import glob
import json
import os
import random
import subprocess
import sys

MOST = 1400  # bytes a group; counts alone are a half
documents = [json.load(open(path, encoding="utf-8")) for path in sorted(glob.glob("lib/data/instruments/*.json"))]


def write(document, subjects, chance, to):
    scale = document["scale"]
    steps = round((scale["max"] - scale["min"]) / scale["step"]) + 1
    items = [item["id"] for dimension in document["dimensions"] for item in dimension["items"]]
    for number in range(subjects):
        for _ in range(2):
            values = {item: scale["min"] + chance.randrange(steps) * scale["step"] for item in items}
            record = {"kind": "response", "instrument": document["id"], "subject": f"emne-{number}", "values": values}
            to.write(json.dumps(record, separators=(",", ":")).encode() + b"\n")


def peak(subjects):
    """(bytes, findings) of scoring so many subjects."""
    tool = subprocess.Popen(["tp-score", "-r"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    counter = subprocess.Popen(["grep", "-c", '"kind":"finding"'], stdin=tool.stdout, stdout=subprocess.PIPE)
    tool.stdout.close()
    chance = random.Random(6)
    for document in documents:
        write(document, subjects, chance, tool.stdin)
    tool.stdin.close()
    _, status, usage = os.wait4(tool.pid, 0)
    return 0 if status else usage.ru_maxrss * 1024, int(counter.communicate()[0])


few, _ = peak(1000)
many, findings = peak(10000)
each = (many - few) / 9000 / len(documents)
good = few > 0 and 0 < each < MOST and findings > 100000
print(f"10,000 subjects, {len(documents)} instruments: {many >> 20} MB, {each:.0f} bytes a group, {findings} findings")
print("1 passed, 0 failed" if good else "0 passed, 1 failed")
sys.exit(not good)
END
