#!/bin/sh
# Several hundred groups of random answers, scored by tp-score and by oracle.py, which was written from the definitions
# alone: every score is the same, line by line. SEED chooses the answers; FULL=1 tries many seeds.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# A scale of half steps, weights, reversed items, dimensions of one, two and three items, coverage of its own.
cat >"$work/home.json" <<'END'
{
	"id": "home", "title": {"da": "Hjemmelavet", "en": "Home-made"}, "source": "own", "subject": "initiative",
	"scale": {"min": -1, "max": 2.5, "step": 0.5}, "anonymous": true, "min_group": 4, "min_coverage": 0.4,
	"bands": [
		{"id": "low", "from": -1, "title": {"da": "Lav", "en": "Low"}, "severity": "act"},
		{"id": "middle", "from": 0.75, "title": {"da": "Mellem", "en": "Middle"}, "severity": "none"},
		{"id": "high", "from": 1.9, "title": {"da": "Høj", "en": "High"}, "severity": "none"}
	],
	"dimensions": [
		{"id": "pull", "title": {"da": "Træk", "en": "Pull"}, "weight": 2.5, "items": [
			{"id": "pull-1", "text": {"da": "a", "en": "a"}, "weight": 3},
			{"id": "pull-2", "text": {"da": "b", "en": "b"}, "reversed": true},
			{"id": "pull-3", "text": {"da": "c", "en": "c"}, "weight": 0.7}]},
		{"id": "push", "title": {"da": "Skub", "en": "Push"}, "items": [
			{"id": "push-1", "text": {"da": "d", "en": "d"}, "reversed": true, "weight": 1.3},
			{"id": "push-2", "text": {"da": "e", "en": "e"}}]},
		{"id": "rest", "title": {"da": "Rest", "en": "Rest"}, "weight": 0.3, "items": [
			{"id": "rest-1", "text": {"da": "f", "en": "f"}}]}
	]
}
END

# answers SEED: a stream of responses and invitations, in no order.
answers() {
	python3 - "$1" "$work/home.json" lib/data/instruments/maturity.json <<'END'
import json
import random
import sys

chance = random.Random(int(sys.argv[1]))
lines = []


def put(**record):
    lines.append(json.dumps(record, ensure_ascii=False, separators=(",", ":")))


def answer(steps, leaning):
    """Mostly an answer, and those of one subject lean to one side."""
    if chance.random() < 0.15:
        return chance.choice([None, "dk", "na"])
    return chance.choice(steps[leaning:leaning + 3] if chance.random() < 0.6 else steps)


for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    scale = document["scale"]
    steps = [scale["min"] + k * scale["step"] for k in range(round((scale["max"] - scale["min"]) / scale["step"]) + 1)]
    items = [item["id"] for dimension in document["dimensions"] for item in dimension["items"]]
    for number in range(150):
        about = {"instrument": document["id"], "subject": f"emne-{number}"}
        if chance.random() < 0.5:
            about["round"] = chance.choice(["2025", "2026"])
        n = chance.choice([1, 2, 3, 4, 5, 8, 13, 40, 150])
        leaning = chance.randrange(len(steps) - 2)
        left_out = chance.sample(items, chance.randrange(3))
        for respondent in range(n):
            values = {item: answer(steps, leaning) for item in items if item not in left_out}
            who = {"respondent": f"r{respondent}"} if chance.random() < 0.8 else {}
            put(kind="response", **about, values=values, **who)
            if who and chance.random() < 0.1:  # the same again, in parts
                for item, value in values.items():
                    put(kind="response", **about, values={item: value}, **who)
        if chance.random() < 0.5:
            put(kind="invited", **about, count=n + chance.choice([0, 1, 7, 200]))
        elif chance.random() < 0.5:
            put(kind="invited", **about, count=n, group="employees")
            put(kind="invited", **about, count=chance.randrange(9), group="leaders")
        put(kind=document["subject"], id=about["subject"], name="Emne", title="Emne", municipality="vejen")
chance.shuffle(lines)
print("\n".join(lines))
END
}

# Whether `got` and `want` differ by nothing but a few figures that lie half-way between two of four decimals: one sum in
# another order, and they are rounded apart.
ties() {
	python3 - "$work/got" "$work/want" <<'END'
import json
import sys

got, want = (list(map(json.loads, open(path, encoding="utf-8"))) for path in sys.argv[1:])


def near(a, b):
    return a == b or isinstance(a, (int, float)) and isinstance(b, (int, float)) and abs(a - b) < 1.01e-4


apart = [(a, b) for a, b in zip(got, want) if a != b]
good = all(list(a) == list(b) and all(near(a[name], b[name]) for name in a) for a, b in apart)
sys.exit(len(got) != len(want) or not good or len(apart) > 2)
END
}

# compare NAME OPTION...: both with the options, sorted, for tp-score sorts items by id and the oracle does not.
compare() {
	name=$1
	shift
	if ! tp-score -r -i "$work/home.json" "$@" <"$work/in" >"$work/scored"; then
		failed=$((failed + 1))
		echo "FAIL $name: tp-score"
		return
	fi
	python3 tests/tools/oracle.py "$@" "$work/home.json" lib/data/instruments/maturity.json <"$work/in" |
		sort >"$work/want"
	grep '"kind":"score"' "$work/scored" | sort >"$work/got"
	if [ -s "$work/want" ] && { cmp -s "$work/got" "$work/want" || ties; }; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $name: $(comm -3 "$work/got" "$work/want" | wc -l) of $(wc -l <"$work/want") scores differ"
		diff "$work/got" "$work/want" | head -n 6
	fi
}

first=${SEED:-1}
last=$first
if [ -n "${FULL-}" ]; then last=$((first + 50)); fi
for seed in $(seq "$first" "$last"); do
	answers "$seed" >"$work/in"
	compare "seed $seed, all shown" --min-group 1
	compare "seed $seed, as the instruments say"
	compare "seed $seed, groups of 10" --min-group 10
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
