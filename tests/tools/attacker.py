#!/usr/bin/env python3
"""A second attacker, who solves equations. Written from the promise alone, and not from how it is kept.

    attacker.py SEED WORLDS

Whoever reads all pages knows sums: how many in a unit, a municipality or a slice of them chose each step, said "don't know"
or "does not apply", or left it blank. The attacker knows besides who works where, and how many of them met each item; so
the pages are linear equations, and the answers of some people together can be worked out just when their sum is a
combination of sums on pages. This is solved exactly, in fractions, over the pages of three runs: each year's as it was
made, and a later one for which only some units had sent their answers again; and of the same runs without slices. It finds
no one when nowhere fewer than five (in a group that does not answer in the open) are told apart.

What is left is held against the promise as well: withheld scores say nothing, nobody's finding is about them, peers are
those that are shown, a round under way and the words of comments are nowhere. And when people whom no page tells apart
have traded all they answered, scores, findings and every report are the same, byte for byte.
"""

import itertools
import json
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

import verdict

LEAST, DONE, OPEN_ROUND = 5, ("2025", "2026"), "2027"
ITEMS = ("business-case", "culture", "data", "strategy")  # half of them, or nothing would have a total
STEPS, OTHERS = (1, 2, 3, 4, 5), (None, "dk", "na")
SAID_OF_WITHHELD = {"kind", "by", "analysis", "instrument", "hash", "round", "subject_kind", "subject", "slice", "level",
                    "key", "suppressed"}
REPORTS = [(report, "json") for report in ("weekly", "portfolio", "radar", "roles", "card", "closing")] + [
    (report, form) for report in ("maturity", "partnership") for form in ("json", "html")]


class Person:
    """Somebody who was asked about a unit in a round."""

    def __init__(self, chance, world, unit, round_, group):
        self.by, self.unit, self.round, self.group = f"by-{world}", f"by-{world}-{unit}", round_, group
        self.shift = chance.choice(["1", "2"]) if chance.random() < 0.9 else None
        self.answers = {}
        for item in ITEMS:
            if chance.random() < 0.95:
                self.answers[item] = chance.choice(OTHERS if chance.random() < 0.25 else STEPS)

    def line(self, number):
        record = {"kind": "response", "instrument": "maturity", "subject": self.unit, "round": self.round,
                  "respondent": f"r{number}", "values": self.answers, "comments": {"data": "SECRET", "total": "SECRET"}}
        record |= {"group": self.group} if self.group else {}
        return record | ({"shift": self.shift} if self.shift else {})

    def cell(self, areas):
        """What pages can tell them apart by."""
        return self.by, self.unit, self.round, self.group, self.shift, areas[self.unit]


def make_world(chance, number, areas):
    people = []
    for unit in range(chance.randrange(1, 6)):
        areas[f"by-{number}-{unit}"] = chance.choice(["employment", "social-health"])
        groups = chance.sample(["leaders", "employees", "night", None], chance.randrange(1, 4))
        silent = chance.choice(ITEMS + (None,) * 6)  # what nobody there can answer
        for round_ in DONE + (OPEN_ROUND,):
            for _ in range(chance.randrange(0, 13)):
                person = Person(chance, number, unit, round_, chance.choice(groups))
                if silent in person.answers:
                    person.answers[silent] = chance.choice(OTHERS)
                people.append(person)
    return people


# --- the pages ---

class Kit:
    """The tools, asked in one way."""

    def __init__(self, folder, by, areas):
        self.folder, self.areas = folder, areas
        self.options = ["--open-round", OPEN_ROUND] + (["--by", by] if by else [])

    def run(self, *command):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode:
            sys.exit(f"{command}: {done.stderr.decode()}")
        return done.stdout

    def save(self, name, data):
        path = f"{self.folder}/{name}"
        with open(path, "wb") as file:
            file.write(data)
        return path

    def stream(self, name, people):
        lines = [person.line(i) for i, person in enumerate(people)]
        for unit, area in self.areas.items():
            by = unit.rsplit("-", 1)[0]
            lines.append({"kind": "unit", "id": unit, "name": "E", "municipality": by, "area": area})
            lines.append({"kind": "initiative", "id": f"i-{unit}", "title": "I", "municipality": by, "unit": unit,
                          "type": "rethink-service", "phase": "approved", "cost": 1000, "benefit": 500})
        return self.save(name, "".join(json.dumps(line) + "\n" for line in lines).encode())

    def pages(self, people, late, reports=True):
        """Three runs, each over what was there before: the output of each, and reports of the last two, made of streams
        that still hold the answers."""
        out, late_people = [], [p for p in people if p.unit in late and p.round != DONE[0]]
        first, rest = ([p for p in people if (p.round == DONE[0]) == early] for early in (True, False))
        for there in (first, rest, late_people):
            asked = ["tp-score", *self.options, self.stream("new", there)]
            if out:
                asked += ["--since", f"{self.folder}/first", f"{self.folder}/before"]
            scored = self.run(*asked)
            if out and reports:
                whole = self.run("tp-portfolio", self.save("kept", self.run(*asked, "--keep")))
                whole = self.save("whole", self.run("tp-roles", self.save("asked", whole)))
                out += [self.run("tp-report", report, "-f", form, whole) for report, form in REPORTS]
            self.save("before", scored)
            if not out:
                self.save("first", scored)
            out.append(scored)
        return out


def records_of(pages):
    for page in pages:
        if page.startswith(b'{"kind"'):
            yield from (json.loads(line) for line in page.splitlines())


# --- the algebra ---

def free_directions(rows, columns):
    """Of each column its coordinates in the null space of the rows: a set of columns is determined when they add up to
    nought."""
    rows, pivots = [[Fraction(x) for x in row] for row in rows], []
    for column in range(columns):
        at = next((i for i in range(len(pivots), len(rows)) if rows[i][column]), None)
        if at is None:
            continue
        top = len(pivots)
        rows[top], rows[at] = rows[at], rows[top]
        rows[top] = [x / rows[top][column] for x in rows[top]]
        for i, row in enumerate(rows):
            if i != top and row[column]:
                factor = row[column]
                rows[i] = [x - factor * y for x, y in zip(row, rows[top])]
        pivots.append(column)
    free = [column for column in range(columns) if column not in pivots]
    place = {column: i for i, column in enumerate(free)}
    return [tuple(-rows[pivots.index(column)][f] for f in free) if column not in place else
            tuple(int(place[column] == i) for i in range(len(free))) for column in range(columns)]


def stands_on(cell, page):
    by, unit, round_, group, shift, area = cell
    own = {"group": group, "shift": shift, "area": area}
    return (page["round"] == round_ and page["subject"] in (by, unit) and
            all(own[field] == value for field, value in page.get("slice", {}).items()))


def told_apart(cells, pages):
    """Few people, of one round and in no open group that is shown as such, whose answers to an item can be worked out.
    cells: {cell: its people}."""
    in_the_open = [page for page in pages if page.get("slice", {}).get("group") == "leaders"
                   and page["subject_kind"] == "unit"]
    for item in ITEMS:
        closed = {cell: [p.answers[item] for p in there if item in p.answers] for cell, there in cells.items()
                  if not any(stands_on(cell, page) for page in in_the_open)}
        names = [cell for cell, answers in closed.items() if answers]
        rows = {tuple(stands_on(cell, page) for cell in names) for page in pages}
        free = free_directions([row for row in rows if any(row)], len(names))
        few = [i for i, cell in enumerate(names) if count(closed[cell]) < LEAST]
        for size in range(1, LEAST):
            for some in itertools.combinations(few, size):
                answers = [answer for i in some for answer in closed[names[i]]]
                if count(answers) < LEAST and all(sum(x) == 0 for x in zip(*(free[i] for i in some))):
                    yield item, [names[i] for i in some], answers


def count(answers):
    """Heads: those who answered, or where nobody did those who met the item."""
    return sum(answer in STEPS for answer in answers) or len(answers)


# --- the rest of the promise ---

def peers_of_shown(scores):
    """What peers each score should have, from those that are shown."""
    blocks = {}
    for score in scores:
        if score.get("mean") is not None:
            key = json.dumps([score.get(field) for field in ("round", "subject_kind", "slice", "level", "key")])
            blocks.setdefault(key, []).append(score)
    for block in blocks.values():
        means = sorted(score["mean"] for score in block)
        for score in block:
            if len(means) < 4:
                yield score, None
            else:
                yield score, {"n": len(means), "position": 1 + sum(mean > score["mean"] for mean in means)}


def slips(run):
    """What one run says that it should not."""
    records = list(records_of([run]))
    scores = [record for record in records if record["kind"] == "score"]
    hidden = {(score["round"], score["subject"]) for score in scores
              if score.get("suppressed") and "slice" not in score}
    for record in records:
        if record["kind"] in ("response", "tally") or record.get("round") == OPEN_ROUND:
            yield "answers, or a round under way", record
        if record.get("suppressed") and not SAID_OF_WITHHELD >= record.keys():
            yield "a withheld score says something", record
        if record["kind"] == "finding" and record.get("subject_kind") in ("unit", "municipality"):
            if (record.get("round"), record["subject"]) in hidden:
                yield "a finding about what is withheld", record
    for score, peers in peers_of_shown(scores):
        told = score.get("peers")
        if (told and {"n": told["n"], "position": told["position"]}) != peers:
            yield "other peers than those that are shown", score


def trade(chance, cells, pages):
    """People whom no page tells apart change answers with each other: those on the scale, and those beside it. How many
    got another one."""
    alike, changed = {}, 0
    for cell, there in cells.items():
        alike.setdefault(tuple(i for i, page in enumerate(pages) if stands_on(cell, page)) or cell, []).extend(there)
    for people in alike.values():
        for item in ITEMS:
            for kind in (STEPS, OTHERS):
                there = [person for person in people if item in person.answers and person.answers[item] in kind]
                answers = [person.answers[item] for person in there]
                chance.shuffle(answers)
                for person, answer in zip(there, answers):
                    changed += person.answers[item] != answer
                    person.answers[item] = answer
    return changed


# --- the attack ---

def attack(chance, folder, by, worlds):
    def every_page():
        return Kit(folder, by, areas).pages(people, late) + (Kit(folder, "", areas).pages(people, late, False) if by else [])

    areas = {}
    towns = [make_world(chance, number, areas) for number in range(worlds)]
    people = [person for town in towns for person in town]
    late = {unit for unit in areas if chance.random() < 0.3}
    runs = every_page()
    shown, traded = {}, 0
    for record in records_of(runs):
        if record["kind"] == "score" and record["level"] == "item" and not record.get("suppressed"):
            page = {field: record[field] for field in ("round", "subject_kind", "subject", "slice") if field in record}
            shown.setdefault(record["subject"].split("-")[1], {})[json.dumps(page)] = page
    for number, town in enumerate(towns):
        pages = shown.get(str(number), {}).values()
        for round_ in DONE:
            cells = {}
            for person in town:
                if person.round == round_:
                    cells.setdefault(person.cell(areas), []).append(person)
            here = [page for page in pages if page["round"] == round_]
            verdict.expect(f"--by {by}: told apart", next(told_apart(cells, here), None), None)
            traded += trade(chance, cells, here)
    for run in runs:
        if run.startswith(b'{"kind"'):
            verdict.expect(f"--by {by}", next(slips(run), None), None)
        verdict.assure(f"--by {by}: comments are shown", b"SECRET" not in run)
    for number, (before, after) in enumerate(zip(runs, every_page())):
        verdict.assure(f"--by {by}: a trade of answers shows in output {number}", before == after)
    verdict.assure(f"--by {by}: much is shown, and much is traded", min(runs[0].count(b'"mean":'), traded) > worlds,
                   f"{traded} traded")


def main():
    chance = random.Random(int(sys.argv[1]))
    ways = ("", "group", "area", "shift", "area,group", "group,shift")
    with tempfile.TemporaryDirectory() as folder:
        for by in ways:
            attack(chance, folder, by, int(sys.argv[2]) // len(ways))
    verdict.conclude()


if __name__ == "__main__":
    main()
