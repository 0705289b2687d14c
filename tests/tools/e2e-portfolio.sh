#!/bin/sh
# Random portfolios through tp-portfolio mix, rank, radar, match and cluster, held against Python that was written from
# the definitions alone (sets and partitions by brute force), and the same bytes again from shuffled lines. SEED chooses
# the portfolios; FULL=1 tries many seeds.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

cat >"$work/oracle.py" <<'END'
import itertools
import json
import random
import subprocess
import sys
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from verdict import conclude, expect

work = sys.argv[1]
TYPES = ["efficiency", "modernise", "rethink-service", "rethink-business"]
AREAS = ["day-care-school", "social-health", "employment"]
PROBLEMS = ["service", "process", "wellbeing", "resources", "data"]
GROUP = {"ai": "analyse", "rpa": "automate", "apps": "meet"}
FACTORS = ["employees", "citizens", "management", "economy", "culture", "premises", "infrastructure", "experience"]
GUIDEPOSTS = ["involvement", "anchoring", "benefits", "data"]
WEIGHTS = {"value": 35, "guideposts": 25, "readiness": 25, "reach": 15}


def r4(x):
    x = float(Decimal(x).quantize(Decimal("0.0001"), ROUND_HALF_EVEN))
    return int(x) if x == int(x) else x


def run(lines, *args):
    out = subprocess.run(["tp-portfolio", "-r", *args], input="".join(lines), text=True, capture_output=True)
    if out.returncode:
        print(f"FAIL tp-portfolio {args}: {out.stderr}")
        sys.exit(1)
    return out.stdout


# --- a portfolio ---

class Portfolio:
    def __init__(self, seed):
        self.chance = chance = random.Random(seed)
        self.lines, self.scores = [], {}
        self.municipalities, self.units, self.initiatives, self.targets = {}, {}, {}, {}
        for m in range(chance.randint(1, 4)):
            self.add_municipality(f"m{m}")

    def put(self, **record):
        record = {key: value for key, value in record.items() if value is not None}
        self.lines.append(json.dumps(record, ensure_ascii=False) + "\n")
        return record

    def maybe(self, likely, value):
        return value if self.chance.random() < likely else None

    def score(self, instrument, kind, subject, level, key, mean, n=9, group=None, round_="2026", low=None, high=None):
        self.scores[instrument, subject, level, key, group, round_] = (mean, n, low, high)
        self.put(kind="score", by="tp-score", analysis="score", instrument=instrument, hash="0", round=round_,
                 subject_kind=kind, subject=subject, slice={"group": group} if group else None, level=level, key=key,
                 n=n, mean=mean, low=low, high=high)

    def add_municipality(self, m):
        chance = self.chance
        for type_ in TYPES:
            if chance.random() < 0.5:
                self.targets[m, type_] = self.put(kind="target", scope=m, type=type_, share=chance.randint(0, 60))["share"]
        self.municipalities[m] = self.put(kind="municipality", id=m, name=m)
        for u in range(chance.randint(1, 4)):
            unit = f"{m}-u{u}"
            self.units[unit] = self.put(kind="unit", id=unit, name=unit, municipality=m,
                                        area=self.maybe(0.9, chance.choice(AREAS)))
            if chance.random() < 0.8:
                self.score("maturity", "unit", unit, "total", "total", round(chance.uniform(1, 5), 4))
            for factor in FACTORS:
                if chance.random() < 0.85:
                    self.score("context", "unit", unit, "dimension", factor, chance.randint(2, 9) / 2, chance.randint(1, 6))
                if chance.random() < 0.2:
                    self.score("context", "unit", unit, "dimension", factor, chance.randint(2, 5), 1, "leaders")
            for i in range(chance.randint(0, 4)):
                self.add_initiative(f"{unit}-i{i}", m, unit)

    def add_initiative(self, id_, m, unit):
        chance = self.chance
        phase = chance.choice(["idea", "proposed", "approved", "pilot", "rollout", "operation", "stopped"])
        self.initiatives[id_] = self.put(
            kind="initiative", id=id_, title=id_, municipality=m, unit=self.maybe(0.95, unit), phase=phase,
            type=self.maybe(0.9, chance.choice(TYPES)), technology=self.maybe(0.9, chance.choice(list(GROUP))),
            problem_areas=self.maybe(0.9, chance.sample(PROBLEMS, chance.randint(1, 3))),
            cost=self.maybe(0.9, chance.choice([0, 100, 250.5, 1000, 5000, 5000])),
            running_cost=self.maybe(0.3, chance.randint(0, 500)), benefit=self.maybe(0.7, chance.randint(0, 3000)),
            hours=self.maybe(0.7, chance.randint(0, 9)), effort=self.maybe(0.9, chance.randint(0, 40)),
            citizens=self.maybe(0.5, chance.randint(0, 900)), reception=self.maybe(0.7, chance.randint(1, 5)),
            transferable_to=self.maybe(0.5, chance.sample(AREAS, chance.randint(1, 3))),
            synergies=self.maybe(0.3, [f"x{n}" for n in range(chance.randint(1, 5))]))
        for guidepost in GUIDEPOSTS:
            if chance.random() < 0.7:
                self.score("card", "initiative", id_, "dimension", guidepost, round(chance.uniform(1, 5), 4))
        if chance.random() < 0.6:
            self.score("readiness", "initiative", id_, "total", "total", round(chance.uniform(1, 5), 4))
            if chance.random() < 0.3:  # an earlier round counts no more
                self.score("readiness", "initiative", id_, "total", "total", 1, round_="2025")
        for other in list(self.units):
            if chance.random() < 0.1:
                for factor in FACTORS[:chance.randint(1, 8)]:
                    self.score("context-difference", "initiative", id_, "dimension", factor, chance.randint(0, 8) / 2, 1, other)

    def mean(self, instrument, subject, level, key):
        found = self.scores.get((instrument, subject, level, key, None, "2026"))
        return found and found[0]


# --- mix ---

def whole_percents(sums):
    """Largest remainder, ties to the earlier."""
    percents = [100 * Fraction(s) / sum(map(Fraction, sums)) for s in sums]
    floors = [int(p) for p in percents]
    for i in sorted(range(len(sums)), key=lambda i: (floors[i] - percents[i], i))[:100 - sum(floors)]:
        floors[i] += 1
    return floors


def shares(portfolio, basis):
    of = {}
    for initiative in portfolio.initiatives.values():
        weight = 1 if basis == "count" else initiative.get(basis)
        if initiative["phase"] == "stopped" or weight is None:
            continue
        for scope in (initiative["municipality"], initiative.get("unit")):
            if scope:
                of.setdefault(scope, []).append((initiative, weight))
    result = {}
    for scope, members in of.items():
        typed = [(i, w) for i, w in members if "type" in i]
        whole = sum(w for _, w in typed)
        if whole > 0:
            sums = [sum(w for i, w in typed if i["type"] == t) for t in TYPES]
            floors = whole_percents(sums)
            for t, type_ in enumerate(TYPES):
                target = portfolio.targets.get((scope, type_))
                result[scope, type_, None, None] = (
                    sum(i["type"] == type_ for i, _ in typed), r4(sums[t] / whole), floors[t], target,
                    None if target is None else r4(100 * sums[t] / whole - target))
        purposes = [(i["problem_areas"][0], GROUP[i["technology"]], w) for i, w in members
                    if "problem_areas" in i and "technology" in i]
        whole = sum(w for _, _, w in purposes)
        cells = list(itertools.product(PROBLEMS, ["collect", "analyse", "product", "automate", "meet"]))
        if whole > 0:
            sums = [sum(w for p, g, w in purposes if (p, g) == cell) for cell in cells]
            for cell, part, percent in zip(cells, sums, whole_percents(sums)):
                mine = [w for p, g, w in purposes if (p, g) == cell]
                if mine:
                    result[(scope, None) + cell] = (len(mine), r4(part / whole), percent, None, None)
    return result


def check_mix(portfolio, name):
    for basis in ("count", "cost", "hours"):
        found = {(s["scope"], s.get("type"), s.get("purpose"), s.get("technology_group")):
                 (s["count"], s["share"], s.get("percent"), s.get("target"), s.get("gap"))
                 for s in map(json.loads, run(portfolio.lines, "mix", "--by", basis).splitlines()) if s["kind"] == "share"}
        expect(f"{name}: mix by {basis}", found, shares(portfolio, basis))


# --- rank ---

def points(portfolio, initiative):
    scale = lambda mean: 100 * (mean - 1) / 4
    given = {}
    net = initiative.get("benefit", 0) + initiative.get("hours", 0) * 300 - initiative.get("running_cost", 0)
    if "cost" in initiative and ("benefit" in initiative or "hours" in initiative):
        given["value"] = 100 * (1 - min(initiative["cost"] / net, 5) / 5) if net > 0 else 0
    cards = [m for m in (portfolio.mean("card", initiative["id"], "dimension", g) for g in GUIDEPOSTS) if m is not None]
    if cards:
        given["guideposts"] = sum(map(scale, cards)) / len(cards)
    ready = [m for m in (portfolio.mean("readiness", initiative["id"], "total", "total"),
                         portfolio.mean("maturity", initiative.get("unit"), "total", "total")) if m is not None]
    if ready:
        given["readiness"] = sum(map(scale, ready)) / len(ready)
    if "transferable_to" in initiative or "synergies" in initiative:
        given["reach"] = (50 * min(len(initiative.get("transferable_to", [])), 4) / 4 +
                          50 * min(len(initiative.get("synergies", [])), 3) / 3)
    weight = sum(WEIGHTS[c] for c in given)
    value = r4(sum(WEIGHTS[c] * p for c, p in given.items()) / weight) if weight else None
    return given, value if "value" in given and weight >= 60 else None, net


def ranked(portfolio, pooled):
    groups = {}
    for initiative in portfolio.initiatives.values():
        if initiative["phase"] in ("idea", "proposed", "approved"):
            groups.setdefault("" if pooled else initiative["municipality"], []).append(initiative)
    result = {}
    for members in groups.values():
        scored = [(i, *points(portfolio, i)) for i in members]
        order = sorted((s for s in scored if s[2] is not None), key=lambda s: (-s[2], s[0]["cost"], s[0]["id"]))
        places = {s[0]["id"]: n + 1 for n, s in enumerate(order)}
        for initiative, given, value, _ in scored:
            result[initiative["id"]] = (places.get(initiative["id"]), value, {c: r4(p) for c, p in given.items()},
                                        [c for c in WEIGHTS if c not in given])
    return result


def best_set(things, budget, hours):
    """Most worth, then least cost, then the earliest id that only one of two sets has; no thing of no worth."""
    things = sorted((t for t in things if t["worth"] > 0), key=lambda t: t["id"])
    best = (0, 0, ())
    for size in range(len(things) + 1):
        for chosen in itertools.combinations(range(len(things)), size):
            cost = sum(things[i]["cost"] for i in chosen)
            if cost > budget + 1e-9 or (hours is not None and sum(things[i]["effort"] for i in chosen) > hours):
                continue
            worth = round(sum(things[i]["worth"] for i in chosen), 4)
            first = min(set(chosen) ^ set(best[2]), default=None)
            if (worth, -cost) > (best[0], -best[1]) or ((worth, cost) == best[:2] and first in chosen):
                best = (worth, cost, chosen)
    return {things[i]["id"] for i in best[2]}


def check_rank(portfolio, name):
    for pooled in (False, True):
        flags = ["--pooled"] if pooled else []
        found = {r["initiative"]: (r.get("rank"), r.get("value"), r["parts"], r.get("missing", []))
                 for r in map(json.loads, run(portfolio.lines, "rank", *flags).splitlines()) if r["kind"] == "rank"}
        expect(f"{name}: rank {flags}", found, ranked(portfolio, pooled))
    budget, hours = portfolio.chance.choice([0, 300, 5000, 11000]), portfolio.chance.choice([None, 30, 80])
    goal = portfolio.chance.choice(["value", "net", "hours", "citizens"])
    flags = ["--pooled", "--budget", str(budget), "--maximise", goal] + (["--hours", str(hours)] if hours is not None else [])
    things = []
    for id_, (place, value, _, _) in ranked(portfolio, True).items():
        initiative = portfolio.initiatives[id_]
        net = points(portfolio, initiative)[2]
        if place is not None and (hours is None or "effort" in initiative):
            worth = {"value": value, "net": net, "hours": initiative.get("hours", 0), "citizens": initiative.get("citizens", 0)}
            things.append({"id": id_, "worth": worth[goal], "cost": initiative["cost"], "effort": initiative.get("effort", 0)})
    found = {r["initiative"] for r in map(json.loads, run(portfolio.lines, "rank", *flags).splitlines())
             if r["kind"] == "rank" and r["selected"]}
    expect(f"{name}: {flags}", found, best_set(things, budget, hours))


def splitmix():
    state = 1
    while True:
        state = (state + 0x9e3779b97f4a7c15) % 2**64
        z = (state ^ state >> 30) * 0xbf58476d1ce4e5b9 % 2**64
        z = (z ^ z >> 27) * 0x94d049bb133111eb % 2**64
        yield ((z ^ z >> 31) >> 11) / 2**53


def stability(portfolio, budget):
    """In how many of 200 weightings each is taken, or stays in the top third."""
    draws = splitmix()
    things = [(portfolio.initiatives[id_], points(portfolio, portfolio.initiatives[id_])[0])
              for id_, (place, _, _, _) in ranked(portfolio, True).items() if place is not None]
    stays = {i["id"]: 0 for i, _ in things}
    for _ in range(200):
        weights = {c: WEIGHTS[c] * (0.5 + next(draws)) for c in WEIGHTS}
        scored = sorted(((r4(sum(weights[c] * p for c, p in given.items()) / sum(weights[c] for c in given)), i)
                         for i, given in things), key=lambda t: (-t[0], t[1]["cost"], t[1]["id"]))
        if budget is None:
            kept = [i for _, i in scored[:-(-len(scored) // 3)]]
        else:
            kept, left, worth = [], budget, 0
            for value, i in sorted(scored, key=lambda t: -t[0] / t[1]["cost"] if t[1]["cost"] else float("-inf")):
                if i["cost"] <= left:
                    kept.append(i)
                    left -= i["cost"]
                    worth += value
            fitting = [t for t in scored if t[1]["cost"] <= budget]
            if fitting and fitting[0][0] > worth:
                kept = [fitting[0][1]]
        for i in kept:
            stays[i["id"]] += 1
    return {id_: r4(n / 200) for id_, n in stays.items()}


def check_stable(portfolio, name):
    for budget in (None, 5000):
        flags = ["--pooled"] + (["--budget", str(budget)] if budget else [])
        found = {r["initiative"]: r["stable"] for r in map(json.loads, run(portfolio.lines, "rank", *flags).splitlines())
                 if r["kind"] == "rank" and "stable" in r}
        expect(f"{name}: stable {flags}", found, stability(portfolio, budget))


# --- match ---

def context(portfolio, unit, factor):
    everyone = portfolio.scores.get(("context", unit, "dimension", factor, None, "2026"))
    leader = portfolio.scores.get(("context", unit, "dimension", factor, "leaders", "2026"))
    return everyone[0] if everyone and everyone[1] >= 3 else leader[0] if leader else None


def matches(portfolio, top):
    result = {}
    for id_, giver in portfolio.initiatives.items():
        gives = giver["phase"] == "operation" or giver["phase"] == "rollout" and giver.get("reception", 0) >= 4
        home = portfolio.units.get(giver.get("unit"))
        if not gives or home is None:
            continue
        pairs = []
        for unit, taker in portfolio.units.items():
            area = taker.get("area")
            has = any(i.get("unit") == unit and i["phase"] != "stopped" and i.get("technology") == giver.get("technology") and
                      "technology" in i and set(i.get("problem_areas", [])) & set(giver.get("problem_areas", []))
                      for i in portfolio.initiatives.values())
            if taker is home or area is None or has or not (
                    area == home.get("area") or area in giver.get("transferable_to", [])):
                continue
            d = {}
            for factor in FACTORS:
                own, other = context(portfolio, home["id"], factor), context(portfolio, unit, factor)
                rated = portfolio.scores.get(("context-difference", id_, "dimension", factor, unit, "2026"))
                if rated:
                    d[factor] = rated[0]
                elif own is not None and other is not None:
                    d[factor] = r4(abs(own - other))
            fit = step = None
            if len(d) >= 5:
                fit = r4(1 - sum(d.values()) / (4 * len(d)))
                near = sum(x >= 1 for x in d.values())
                step = "afresh" if max(d.values()) >= 2 or near >= 3 else "adapt" if near else "build-on"
            widest = sorted((f for f in d if d[f] > 0), key=lambda f: (-d[f], FACTORS.index(f)))[:3]
            pairs.append((fit is None, -(fit or 0), unit, fit, step, d, widest, [f for f in FACTORS if f not in d]))
        for pair in sorted(pairs)[:top]:
            result[id_, pair[2]] = pair[3:]
    return result


def check_match(portfolio, name):
    found = {(m["initiative"], m["to"]): (m.get("fit"), m.get("step"), m["factors"], m["differs"], m.get("missing", []))
             for m in map(json.loads, run(portfolio.lines, "match", "--top", "3").splitlines()) if m["kind"] == "match"}
    expect(f"{name}: match", found, matches(portfolio, 3))


# --- radar ---

def ring(m, r):
    if m >= 3.5 and r >= 3.5:
        return "ready"
    if m >= 2.5 and r >= 3:
        return "try"
    return "watch" if r >= 3 else "wait"


def check_radar(portfolio, name):
    chance, wanted = portfolio.chance, {}
    lines = list(portfolio.lines)
    half = Portfolio(0)
    half.lines = []
    for technology in GROUP:
        for group in (None, *AREAS):
            spans = {}
            for key in ("maturity", "relevance"):
                mean = chance.randint(4, 20) / 4
                low, high = (max(1, mean - chance.choice([0, .25, .6])), min(5, mean + chance.choice([0, .25, .6])))
                half.score("radar", "technology", technology, "dimension", key, mean, chance.randint(3, 9), group, "2026", low, high)
                spans[key] = (mean, low, high)
            (m, ml, mh), (r, rl, rh) = spans["maturity"], spans["relevance"]
            steps = [x / 1000 for x in range(1000, 5001, 5)]
            ms = [x for x in {ml, mh, m, *(s for s in steps if ml <= s <= mh)}]
            rs = [x for x in {rl, rh, r, *(s for s in steps if rl <= s <= rh)}]
            met = {ring(a, b) for a in ms for b in rs} - {ring(m, r)}
            own = sum(i.get("technology") == technology and i["phase"] != "stopped" and
                      (group is None or portfolio.units.get(i.get("unit"), {}).get("area") == group)
                      for i in portfolio.initiatives.values())
            wanted[technology, group or "all"] = (ring(m, r), sorted(met), own)
    found = {(b["technology"], b["area"]): (b["ring"], sorted(b["borders"]), b["own"])
             for b in map(json.loads, run(lines + half.lines, "radar").splitlines()) if b["kind"] == "blip"}
    expect(f"{name}: radar", found, wanted)


# --- cluster ---

def partitions(things):
    """Every way to put some of the things in groups of 3 to 6 and leave the others."""
    if not things:
        yield []
        return
    first, rest = things[0], things[1:]
    yield from partitions(rest)
    for size in range(2, 6):
        for others in itertools.combinations(rest, size):
            left = [t for t in rest if t not in others]
            group = (first, *others)
            if all(abs(a[1] - b[1]) <= 1 + 1e-9 and abs(a[2] - b[2]) <= 1 for a, b in itertools.combinations(group, 2)):
                for more in partitions(left):
                    yield [group] + more


def squares(group):
    x, y = (sum(p[k] for p in group) / len(group) for k in (1, 2))
    return sum((p[1] - x) ** 2 + (p[2] - y) ** 2 for p in group)


def check_cluster(seed, name):
    chance = random.Random(seed)
    points_ = [(f"k{n:02}", r4(chance.uniform(2, 4)), chance.randint(2, 4)) for n in range(chance.randint(1, 9))]
    portfolio = Portfolio(0)
    portfolio.lines = []
    for id_, maturity, ambition in points_:
        portfolio.put(kind="municipality", id=id_, name=id_, solution="automation", ambition=ambition)
        portfolio.score("maturity", "municipality", id_, "total", "total", maturity)
    best = min(((len(points_) - sum(map(len, p)), round(sum(map(squares, p)), 7)) for p in partitions(points_)))
    by_id = {p[0]: p for p in points_}
    records = [c for c in map(json.loads, run(portfolio.lines, "cluster").splitlines()) if c["kind"] == "cluster"]
    groups = [tuple(by_id[m] for m in c["members"]) for c in records if "members" in c]
    left = [entry["municipality"] for c in records for entry in c.get("left_over", [])]
    allowed = all(3 <= len(g) <= 6 and all(abs(a[1] - b[1]) <= 1 + 1e-9 and abs(a[2] - b[2]) <= 1
                                            for a, b in itertools.combinations(g, 2)) for g in groups)
    expect(f"{name}: cluster", (len(left), round(sum(map(squares, groups)), 7), allowed), (*best, True))
    expect(f"{name}: everyone is somewhere", sorted(left + [p[0] for g in groups for p in g]), sorted(by_id))


for seed in range(int(sys.argv[2]), int(sys.argv[3])):
    portfolio = Portfolio(seed)
    name = f"seed {seed}"
    check_mix(portfolio, name)
    check_rank(portfolio, name)
    check_stable(portfolio, name)
    check_match(portfolio, name)
    check_radar(portfolio, name)
    check_cluster(seed, name)
    straight = run(portfolio.lines, "--pooled", "--budget", "5000", "mix", "rank", "radar", "match", "cluster")
    portfolio.chance.shuffle(portfolio.lines)
    expect(f"{name}: shuffled", run(portfolio.lines, "--pooled", "--budget", "5000", "mix", "rank", "radar", "match", "cluster"),
           straight)
conclude()
END

first=${SEED:-1}
if [ "${FULL-}" = 1 ]; then last=$((first + 1000)); else last=$((first + 25)); fi
python3 "$work/oracle.py" "$work" "$first" "$last"
