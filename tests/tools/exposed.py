#!/usr/bin/env python3
"""An attacker who has every page of tp-score, knows its rules, and tries to learn what one person answered.

    exposed.py SEED WORLDS

Each world is a municipality with units of up to twelve people in three groups, one of which answers in the open, asked in
two rounds; in a third they are still answering. All worlds are scored by one tp-score --by group.

1. From what the pages show (and from nothing else) people are told apart: those who stand on just the same pages are one
   set. No such set may have fewer than five answers to an item, but for people of an open group on a page of their own.
2. In a set whose answers to an item differ, two who differ trade theirs, and everything is scored again: every page must
   be the same, byte for byte, so that nobody can tell who of them answered what. Where all in a set agree, that is
   visible by nature.
3. The attacker has teeth: on pages that withhold only what is small by itself they find people.
"""

import json
import random
import subprocess
import sys
import tempfile

LEAST, ITEMS, ROUNDS, OPEN_ROUND = 5, ("a", "b"), ("2025", "2026"), "2027"
INSTRUMENT = {
    "id": "poll", "title": {"da": "P", "en": "P"}, "source": "own", "subject": "unit", "anonymous": True,
    "scale": {"min": 1, "max": 5, "step": 1}, "open_groups": ["leaders"],
    "groups": [{"id": name, "title": {"da": name, "en": name}} for name in ("leaders", "staff")],
    "bands": [{"id": "low", "from": 1, "title": {"da": "L", "en": "L"}, "severity": "act"},
              {"id": "high", "from": 3, "title": {"da": "H", "en": "H"}, "severity": "none"}],
    "dimensions": [{"id": "d", "title": {"da": "D", "en": "D"},
                    "items": [{"id": item, "text": {"da": item, "en": item}} for item in ITEMS]}]}


def make_world(chance, number):
    """(municipality, unit, group, round, {item: answer}) of each person; in all rounds somebody else."""
    people = []
    for unit in range(chance.randrange(1, 7)):
        groups = chance.sample(["leaders", "staff", "night", None], chance.randrange(1, 4))
        for round_ in ROUNDS + (OPEN_ROUND,):
            for _ in range(chance.randrange(1, 13)):
                answers = {item: chance.randrange(1, 6) for item in ITEMS if chance.random() < 0.93}
                people.append([f"by-{number}", f"by-{number}-{unit}", chance.choice(groups), round_, answers])
    return people


def scored(worlds, instrument):
    """{municipality: its lines} and the scores of items."""
    lines = []
    for people in worlds:
        lines += [{"kind": "unit", "id": unit, "name": "E", "municipality": by} for by, unit in
                  sorted({(by, unit) for by, unit, *_ in people})]
        for by, unit, group, round_, answers in people:
            lines.append({"kind": "response", "instrument": "poll", "subject": unit, "round": round_, "values": answers}
                         | ({"group": group} if group else {}))
    stream = "".join(json.dumps(line) + "\n" for line in lines)
    out = subprocess.run(["tp-score", "-r", "-i", instrument, "--by", "group", "--open-round", OPEN_ROUND],
                         input=stream, stdout=subprocess.PIPE, text=True, check=True).stdout
    pages, scores = {}, {}
    for line in out.splitlines():
        record = json.loads(line)
        if record["kind"] not in ("score", "finding"):
            continue
        by = "-".join(record["subject"].split("-")[:2])
        pages.setdefault(by, []).append(line)
        if record["kind"] == "score" and record["key"] == ITEMS[0]:
            scores.setdefault(by, []).append(record)
    return pages, scores


def is_on(person, record):
    by, unit, group, round_, _ = person
    return (record.get("round") == round_ and record["subject"] in (by, unit)
            and ("slice" not in record or record["slice"]["group"] == group))


def sets_of(people, scores, withheld):
    """Those who stand on the same pages, the pages by number."""
    sets = {}
    for person in people:
        pages = tuple(i for i, score in enumerate(scores) if is_on(person, score) and not withheld(score))
        sets.setdefault(pages, []).append(person)
    sets.pop((), None)
    return sets


def small_sets(sets, scores):
    for pages, people in sets.items():
        if any(scores[i].get("slice", {}).get("group") == "leaders" and scores[i]["subject_kind"] == "unit"
               for i in pages):
            continue
        for item in ITEMS:
            if 0 < sum(item in person[4] for person in people) < LEAST:
                yield pages, item


def differing(sets):
    """Two of one set with different answers, where there are such; of two units or groups where there are such."""
    for people in sets.values():
        for item in ITEMS:
            there = [person for person in people if item in person[4]]
            others = [person for person in there if person[4][item] != there[0][4][item]]
            if others:
                yield item, there[0], max(others, key=lambda other: other[1:3] != there[0][1:3])


def main():
    chance = random.Random(int(sys.argv[1]))
    worlds = [make_world(chance, number) for number in range(int(sys.argv[2]))]
    passed = failed = found = 0

    def verdict(good, what):
        nonlocal passed, failed
        passed, failed = passed + good, failed + (not good)
        if not good:
            print("FAIL", what)

    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(INSTRUMENT, file)
        file.flush()
        pages, scores = scored(worlds, file.name)
        traded = []
        for people in worlds:
            by = people[0][0]
            sets = sets_of(people, scores[by], lambda score: score.get("suppressed", False))
            shown = list(small_sets(sets, scores[by]))
            verdict(not shown, f"{by}: few are told apart: {shown[:1]}")
            verdict(all(score.get("round") != OPEN_ROUND for score in scores[by]), f"{by}: a round under way is shown")

            def is_small(score):
                there = [person for person in people if is_on(person, score)]
                counts = [sum(item in person[4] for person in there) for item in ITEMS]
                return min((n for n in counts if n), default=LEAST) < LEAST

            found += len(list(small_sets(sets_of(people, scores[by], is_small), scores[by])))
            pairs = list(differing(sets))
            if pairs:
                traded.append(by)
                item, one, other = chance.choice(pairs)
                one[4][item], other[4][item] = other[4][item], one[4][item]
        again, _ = scored(worlds, file.name)
    for by in pages:
        verdict(pages[by] == again[by], f"{by}: a trade of answers is seen")
    verdict(len(traded) > len(worlds) / 2, f"only {len(traded)} trades")
    verdict(found > len(worlds) / 2, f"only {found} found where simple rules hold")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
