#!/usr/bin/env python3
"""Random answers for the tests of tp-score: a stream of responses, invitations and facts, in no order.

    answers.py [--once] SEED INSTRUMENT.json...

The same seed gives the same stream; units and their municipalities are the same whatever the seed. Some answers are given
twice (but for --once), some respondents have no name, some are of no group, and groups are written in different ways.
"""

import json
import random
import sys

once = sys.argv[1] == "--once"
seed, *instruments = sys.argv[2:] if once else sys.argv[1:]
chance = random.Random(int(seed))
lines = []
GROUPS = ["leaders", "Leaders", "Medarbejdere", "staff", "employees", "night", None]


def put(**record):
    lines.append(json.dumps(record, ensure_ascii=False, separators=(",", ":")))


def answer(steps, leaning):
    """Mostly an answer, and those of one subject lean to one side."""
    if chance.random() < 0.15:
        return chance.choice([None, "dk", "na"])
    return chance.choice(steps[leaning:leaning + 3] if chance.random() < 0.6 else steps)


def respond(about, items, steps, leaning):
    n = chance.choice([1, 2, 3, 4, 5, 8, 13, 40, 150] if chance.random() < 0.3 else [1, 2, 3, 4, 5, 6, 9, 14])
    left_out = chance.sample(items, chance.randrange(min(3, len(items))))
    groups = chance.sample(GROUPS, chance.randrange(1, 4))
    for respondent in range(n):
        values = {item: answer(steps, leaning) for item in items if item not in left_out}
        who = {"respondent": f"r{respondent}"} if chance.random() < 0.8 else {}
        group = chance.choice(groups)
        if group:
            who["group"] = group
        if chance.random() < 0.8:
            who["shift"] = chance.choice([1, 2, "night"])
        put(kind="response", **about, values=values, **who)
        if "respondent" in who and chance.random() < 0.1 and not once:  # the same again, in parts
            for item, value in values.items():
                put(kind="response", **about, values={item: value}, **who)
    return n


for path in instruments:
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    scale = document["scale"]
    steps = [scale["min"] + k * scale["step"] for k in range(round((scale["max"] - scale["min"]) / scale["step"]) + 1)]
    items = [item["id"] for dimension in document["dimensions"] for item in dimension["items"]]
    for number in range(120):
        about = {"instrument": document["id"], "subject": f"emne-{number}"}
        if chance.random() < 0.5:
            about["round"] = chance.choice(["2025", "2026"])
        n = respond(about, items, steps, chance.randrange(len(steps) - 2))
        if chance.random() < 0.5:
            put(kind="invited", **about, count=n + chance.choice([0, 1, 7, 200]))
        elif chance.random() < 0.5:
            for group in ["leaders", "staff", "employees", "night"]:
                put(kind="invited", **about, count=n + chance.randrange(9), group=group)
fields = random.Random(0)  # facts are the same whatever the seed
for number in range(120):
    area = {"area": fields.choice(["employment", "social-health"])} if fields.random() < 0.8 else {}
    if number % 10:
        put(kind="unit", id=f"emne-{number}", name="Emne", municipality=f"by-{fields.randrange(25)}", **area)
    else:
        put(kind="municipality", id=f"emne-{number}", name="Emne")
chance.shuffle(lines)
print("\n".join(lines))
