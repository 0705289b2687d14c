#!/usr/bin/env python3
"""Says what tp-score should say, by another way.

    oracle.py [--by FIELD,...] [--invited N] [--min-group N] [--open-round R] [--since FILE] INSTRUMENT.json... <stream

Reads `response`, `tally`, `invited` and `unit` records and prints the `score` records of every subject that has
responses or tallies, of its slices and of its municipality, as tp-score writes them, in no order that matters. Every
formula is written here from its definition in the documentation, in plain Python and without a look at the C code;
Student's t, for which the kit has a table, is found by bisection of its closed form, and answers are lists of answers,
not counts. Where a figure is an exact tie in the fifth decimal, the two may round it apart.
"""

import argparse
import functools
import json
import math
import statistics
import sys

OTHER = {None: "blank", "dk": "dk", "na": "na"}


def rounded(x):
    """Four decimals, half to even on the double's own decimal expansion, which is what Python's round does."""
    return round(float(x), 4) + 0.0


@functools.lru_cache(maxsize=None)
def t_quantile(df):
    """0.975 quantile: where the probability between -t and t (Abramowitz & Stegun 26.7.3, 26.7.4) is 0.95."""

    def between(t):
        angle = math.atan(t / math.sqrt(df))
        sine, cosine = math.sin(angle), math.cos(angle)
        odd = df % 2
        term = cosine if odd else 1.0
        total = 0.0
        for k in range(df // 2):
            total += term
            term *= cosine * cosine * (2 * k + 2) / (2 * k + 3) if odd else cosine * cosine * (2 * k + 1) / (2 * k + 2)
        return 2 / math.pi * (angle + sine * total) if odd else sine * total

    low, high = 1.9, 13.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if between(middle) < 0.95 else (low, middle)
    return low


def fingerprint(document):
    """The instrument's hash: 64 bits of FNV-1a, then the finaliser of splitmix64, over the canonical document."""

    def canonical(value):
        if value is None:
            return b"null"
        if isinstance(value, bool):
            return b"true" if value else b"false"
        if isinstance(value, (int, float)):
            return b"%.17g" % value
        if isinstance(value, str):
            raw = value.encode()
            return b"%d:%s" % (len(raw), raw)
        if isinstance(value, list):
            return b"[" + b"".join(canonical(v) + b"," for v in value) + b"]"
        keys = sorted(value, key=str.encode)
        return b"{" + b"".join(canonical(k) + canonical(value[k]) + b"," for k in keys) + b"}"

    def mix(x):
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        x = (x ^ x >> 27) * 0x94D049BB133111EB % 2**64
        return x ^ x >> 31

    state = 0xCBF29CE484222325
    for byte in canonical(document):
        state = (state ^ byte) * 0x100000001B3 % 2**64
    return "%016x" % mix(state)


class Instrument:
    def __init__(self, document):
        scale = document["scale"]
        self.document, self.id, self.hash = document, document["id"], fingerprint(document)
        self.low, self.high, self.step = scale["min"], scale["max"], scale["step"]
        self.scale = [self.low + k * self.step for k in range(round((self.high - self.low) / self.step) + 1)]
        self.even = self.step**2 * (len(self.scale) ** 2 - 1) / 12
        self.items = {item["id"]: item for part in document["dimensions"] for item in part["items"]}
        self.min_coverage = document.get("min_coverage", 0.5)
        self.min_group = document.get("min_group", 5 if document.get("anonymous") else 1)
        self.groups = {group["id"]: group["id"] for group in document.get("groups", [])}
        for group in document.get("groups", []):
            self.groups.update({group["title"][language].lower(): group["id"] for language in group["title"]})
        self.open = set(document.get("open_groups", []))

    def step_of(self, value):
        k = min(range(len(self.scale)), key=lambda i: abs(self.scale[i] - value))
        if abs(self.scale[k] - value) > 1e-6 * self.step:
            sys.exit(f"oracle: {value} is not on the scale of {self.id}")
        return k

    def band(self, mean):
        fits = [band["id"] for band in self.document["bands"] if mean is not None and band["from"] <= mean]
        return fits[-1] if fits else None


class Item:
    """The answers of one subject to one item, (step, count) ascending, and what they come to; None: nothing."""

    def __init__(self, instrument, answers, others, invited, mirrored=False):
        self.low, self.high, self.even = instrument.low, instrument.high, instrument.even
        self.counts = [(x, answers.count(x)) for x in instrument.scale]
        if mirrored:
            self.counts = [(self.low + self.high - x, count) for x, count in reversed(self.counts)]
        self.n = len(answers)
        self.sum = sum(count * x for x, count in self.counts)
        self.base = None if invited is None else max(invited - others["na"], self.n)

    def mean(self):
        return self.sum / self.n if self.n else None

    def median(self):
        if not self.n:
            return None
        row = [x for x, count in self.counts for _ in range(count)]
        return (row[(self.n - 1) // 2] + row[self.n // 2]) / 2

    def variance(self):
        if self.n < 2:
            return None
        return sum(count * (x - self.mean()) ** 2 for x, count in self.counts) / (self.n - 1)

    def half(self):
        if self.n < 3:
            return None
        sd = math.sqrt(((self.n - 1) * self.variance() + self.even) / self.n)
        left = 1.0
        if self.base is not None:
            left = math.sqrt((self.base - self.n) / (self.base - 1)) if self.base > self.n else 0.0
        return t_quantile(self.n - 1) * sd / math.sqrt(self.n) * left

    def bound(self, filler):
        return (self.sum + (self.base - self.n) * filler) / self.base if self.base else None

    def bounds(self):
        return self.bound(self.low), self.bound(self.high)

    def agreement(self):
        return None if self.n < 2 else min(1.0, max(0.0, 1 - self.variance() / self.even))


def agreement_of_several(items):
    variances = [item.variance() for item in items if item.n >= 2]
    if not variances:
        return None
    ratio = sum(variances) / len(variances) / items[0].even
    if ratio >= 1:
        return 0.0
    return len(variances) * (1 - ratio) / (len(variances) * (1 - ratio) + ratio)


def together(parts, min_coverage):
    """Weighted means over the parts [(weight, mean, half, (low, high))] that have a mean, and their coverage."""
    there = [part for part in parts if part[1] is not None]
    weight = sum(part[0] for part in there)
    coverage = weight / sum(part[0] for part in parts)
    if not there or rounded(coverage) < min_coverage:
        return coverage, None, None, (None, None)

    def average(values):
        values = list(values)
        return None if None in values else sum(p[0] * v for p, v in zip(there, values)) / weight

    bounds = tuple(average(part[3][end] for part in there) for end in (0, 1))
    return coverage, average(part[1] for part in there), average(part[2] for part in there), bounds


class Subject:
    """What was answered of someone in one round: per item a list of answers and how many gave none."""

    def __init__(self, instrument):
        self.answers = {item: [] for item in instrument.items}
        self.others = {item: {"blank": 0, "dk": 0, "na": 0} for item in instrument.items}
        self.invited = None

    def add(self, instrument, item, value, times=1):
        if value is None or isinstance(value, str):
            self.others[item][OTHER[value]] += times
        else:
            self.answers[item] += [instrument.scale[instrument.step_of(value)]] * times

    def take_in(self, other):
        for item in self.answers:
            self.answers[item] += other.answers[item]
            for name, times in other.others[item].items():
                self.others[item][name] += times

    def heads(self):
        """How many answered each item, and how many met it and gave no answer."""
        return {item: (len(answers), sum(self.others[item].values())) for item, answers in self.answers.items()}


def interval(instrument, mean, half):
    if half is None:
        return {"low": None, "high": None}
    low, high = max(instrument.low, mean - half), min(instrument.high, mean + half)
    return {"low": rounded(low), "high": rounded(high)}


def figures(instrument, subject, items, mean, half, bounds, **more):
    """The members that a score of any level has; `more` takes the rest."""
    sizes = [len(subject.answers[item]) for item in items]
    out = {"n": min(sizes), "n_max": max(sizes)}
    for other in ("blank", "dk", "na"):
        out[other] = sum(subject.others[item][other] for item in items)
    out["mean"] = None if mean is None else rounded(mean)
    out.update(interval(instrument, mean, half))
    for name, bound in zip(("bound_low", "bound_high"), bounds):
        if bound is not None:
            out[name] = rounded(bound)
    band = instrument.band(out["mean"])
    if band:
        out["band"] = band
    for name, value in more.items():
        out[name] = rounded(value) if isinstance(value, float) else value
    return out


def levels(instrument, subject):
    """(level, key, half width, figures) of one subject."""
    for item in instrument.items:
        one = Item(instrument, subject.answers[item], subject.others[item], subject.invited)
        variance = one.variance()
        yield "item", item, one.half(), figures(
            instrument, subject, [item], one.mean(), one.half(), one.bounds(),
            median=one.median(), sd=None if variance is None else math.sqrt(variance), agreement=one.agreement(),
            counts=[sum(x == step for x in subject.answers[item]) for step in instrument.scale])
    parts = []
    for dimension in instrument.document["dimensions"]:
        ids = [item["id"] for item in dimension["items"]]
        items = [Item(instrument, subject.answers[item["id"]], subject.others[item["id"]], subject.invited,
                      item.get("reversed", False)) for item in dimension["items"]]
        coverage, mean, half, bounds = together(
            [(item.get("weight", 1), one.mean(), one.half(), one.bounds())
             for item, one in zip(dimension["items"], items)], instrument.min_coverage)
        parts.append((dimension.get("weight", 1), mean, half, bounds))
        yield "dimension", dimension["id"], half, figures(
            instrument, subject, ids, mean, half, bounds,
            coverage=float(coverage), agreement=agreement_of_several(items))
    if instrument.document.get("total", True):
        coverage, mean, half, bounds = together(parts, instrument.min_coverage)
        yield "total", "total", half, figures(
            instrument, subject, list(instrument.items), mean, half, bounds, coverage=float(coverage))


def people(subject):
    """Respondents and, where the number invited is known, their share."""
    out = {"respondents": max(len(subject.answers[item]) + others["dk"] + others["na"]
                              for item, others in subject.others.items())}
    if subject.invited is not None:
        out["invited"] = subject.invited
        if subject.invited:
            out["response_rate"] = rounded(out["respondents"] / subject.invited)
    return out


def slice_of(instrument, record, by):
    """What a response or tally says of the fields it is to be set apart by."""
    said = record.get("slice", {}) if record["kind"] == "tally" else record
    part = {field: str(said[field]) for field in by if field != "area" and field in said}
    if "group" in part:
        part["group"] = instrument.groups.get(part["group"].lower(), part["group"])
    return tuple(sorted(part.items()))


class Stream:
    """What came in: counted by (instrument, round, subject) and slice, and the facts about subjects."""

    def __init__(self, lines, instruments, by):
        self.counted, self.invited, self.kinds, self.units, seen = {}, {}, {}, {}, {}
        for line in lines:
            record = json.loads(line)
            if "id" in record:
                self.kinds.setdefault(record["id"], set()).add(record["kind"])
            if record["kind"] == "unit":
                self.units[record["id"]] = record
            instrument = instruments.get(record.get("instrument"))
            if instrument is None or record["kind"] not in ("response", "tally", "invited"):
                continue
            key = instrument.id, record.get("round", ""), record["subject"]
            if record["kind"] == "invited":
                group = instrument.groups.get(record.get("group", "").lower(), record.get("group"))
                self.invited.setdefault(key, {})[group] = record["count"]
                continue
            cell = self.counted.setdefault(key, {}).setdefault(slice_of(instrument, record, by), Subject(instrument))
            if record["kind"] == "tally":
                for value, times in zip(instrument.scale, record["counts"]):
                    cell.add(instrument, record["item"], value, times)
                for value, other in OTHER.items():
                    cell.add(instrument, record["item"], value, record.get(other, 0))
                continue
            for item, value in record["values"].items():
                who = key + (record["respondent"], item) if "respondent" in record else None
                if who is None or who not in seen:
                    cell.add(instrument, item, value)
                elif seen[who] != value:
                    sys.exit(f"oracle: two answers of one respondent: {who}")
                seen[who] = value

    def invited_to(self, instrument, round_, subject, group):
        counts = self.invited.get((instrument.id, round_, subject)), self.invited.get((instrument.id, "", subject))
        for count in counts:
            if not count:
                continue
            if group and group in count:
                return count[group]
            if not group:
                return count[None] if None in count else sum(count.values())
        return None


class Group:
    """All that is scored together: a subject or a municipality, whole or a slice of it."""

    def __init__(self, instrument, round_, kind, id_, part):
        self.instrument, self.round, self.kind, self.id, self.part = instrument, round_, kind, id_, part
        self.subject = Subject(instrument)
        self.units = {}  # of a municipality: what it is the sum of, by unit
        self.slices = []  # of a whole
        self.whole = None  # of a slice
        self.hidden = False

    def is_open(self):
        return dict(self.part or ()).get("group") in self.instrument.open

    def small(self):
        heads = (answers or others for answers, others in self.subject.heads().values())
        return min((n for n in heads if n), default=0)


def subject_kind(instrument, subject, kinds):
    possible = instrument.document["subject"].split(" or ")
    return next((kind for kind in possible if kind in kinds.get(subject, ())), possible[0])


def make_groups(stream, instruments, by):
    groups = {}

    def group_of(instrument, round_, kind, id_, part):
        key = instrument.id, round_, kind, id_, part
        if key not in groups:
            groups[key] = Group(instrument, round_, kind, id_, part)
            if part is not None:
                groups[key].whole = groups[key[:4] + (None,)]
                groups[key].whole.slices.append(groups[key])
        return groups[key]

    for (name, round_, id_), cells in stream.counted.items():
        instrument = instruments[name]
        kind = subject_kind(instrument, id_, stream.kinds)
        unit = stream.units.get(id_) if kind == "unit" else None
        about = [(kind, id_)]
        if unit and instrument.document["subject"] == "unit":
            about.append(("municipality", unit["municipality"]))
        for part, cell in cells.items():
            own = dict(part)
            if "area" in by and unit and "area" in unit:
                own["area"] = unit["area"]
            parts = [None] + ([tuple(sorted(own.items()))] if by and len(own) == len(by) else [])
            for which in parts:
                for of_kind, of_id in about:
                    group = group_of(instrument, round_, of_kind, of_id, which)
                    group.subject.take_in(cell)
                    if len(about) == 2 and of_kind == "municipality":
                        group.units[id_] = groups[name, round_, kind, id_, which]
    return groups


def settle_invited(stream, groups, by, each):
    for group in groups.values():
        part = dict(group.part or ())
        if set(part) - {"group", "area"}:
            continue
        asked = part.get("group")
        found = stream.invited_to(group.instrument, group.round, group.id, asked)
        if found is None and not group.units and each and not asked:
            found = each
        if found is None and group.units:
            found = 0
            for id_, unit in stream.units.items():
                if unit["municipality"] != group.id or "area" in part and unit.get("area") != part["area"]:
                    continue
                here = stream.invited_to(group.instrument, group.round, id_, asked)
                if here is None and id_ in group.units:
                    here = each if each and not asked else None
                    if here is None:
                        found = None
                        break
                found += here or 0
        group.subject.invited = found


# --- who must not be seen: sets of people, as lists of groups with a sign ---


def few(parts, least):
    """Whether the people in some groups (taken away where the sign is -1) are fewer than the least, in some item: those
    who answered it, or where nobody did those who met it."""
    total = {}
    for sign, group in parts:
        for item, (answers, others) in group.subject.heads().items():
            before = total.get(item, (0, 0))
            total[item] = before[0] + sign * answers, before[1] + sign * others
    return any(0 < (answers or others) < least for answers, others in total.values())


def next_to_hide(groups):
    shown = [group for group in groups if not group.hidden]
    return min(shown, key=lambda g: (g.is_open(), g.small(), g.id, g.part or ()), default=None)


def unsliced(group):
    return [(1, group)] + [(-1, part) for part in group.slices]


def suppress(groups, min_group):
    wholes = [group for group in groups.values() if group.part is None]
    for group in groups.values():
        least = group.least = min_group or group.instrument.min_group
        if group.part is None:
            group.hidden = 0 < group.small() < least
    for group in wholes:
        if not group.units or group.hidden:
            continue
        units = group.units.values()
        while few([(1, unit) for unit in units if unit.hidden], group.least):
            smallest = next_to_hide(units)
            if not smallest:
                group.hidden = True
                break
            smallest.hidden = True
        if group.hidden:
            continue
        hidden = [unit for unit in units if unit.hidden]
        open_parts = [part for unit in hidden for part in unit.slices if part.is_open()]
        while few([(1, unit) for unit in hidden] + [(-1, part) for part in open_parts if not part.hidden], group.least):
            smallest = next_to_hide(open_parts)
            if not smallest:
                break
            smallest.hidden = True
    for group in [group for group in wholes if not group.units]:
        for part in group.slices:
            part.hidden = part.hidden or not part.is_open() and (group.hidden or 0 < part.small() < group.least)
        while not group.hidden and few(unsliced(group) + [(1, part) for part in group.slices if part.hidden], group.least):
            smallest = next_to_hide(group.slices)
            if not smallest:
                break
            smallest.hidden = True
    for group in [group for group in wholes if group.units]:
        def buried(part):
            return [(1, here) for here in part.units.values() if here.hidden and here.whole.hidden]

        for part in group.slices:
            tells = any(here.hidden and not here.whole.hidden for here in part.units.values())
            small = not part.is_open() and (group.hidden or 0 < part.small() < group.least)
            part.hidden = small or tells or few(buried(part), group.least)
        rest = [pair for unit in group.units.values() if unit.hidden for pair in unsliced(unit)]
        while not group.hidden and few(rest + [pair for part in group.slices if part.hidden for pair in buried(part)],
                                       group.least):
            smallest = next_to_hide(group.slices)
            if not smallest:
                break
            smallest.hidden = True


# --- against others and against before ---


def add_peers(records):
    together = {}
    for record in records:
        if record.get("mean") is not None:
            place = json.dumps([record.get(name) for name in
                                ("instrument", "hash", "round", "subject_kind", "slice", "level", "key")])
            together.setdefault(place, []).append(record)
    for peers in together.values():
        means = [record["mean"] for record in peers]
        if len(means) < 4:
            continue
        quartiles = statistics.quantiles(means, n=4, method="inclusive")
        for record in peers:
            record["peers"] = {"n": len(means)} | {
                name: plain(rounded(q)) for name, q in zip(("p25", "p50", "p75"), quartiles)} | {
                "position": 1 + sum(mean > record["mean"] for mean in means)}


def place_of(record):
    return tuple(json.dumps(record.get(name)) for name in ("instrument", "subject_kind", "subject", "slice"))


class Before:
    """The scores of an earlier stream."""

    def __init__(self, name):
        self.scores = {}
        with open(name, encoding="utf-8") as file:
            for line in file:
                record = json.loads(line)
                if record["kind"] == "score" and record.get("mean") is not None:
                    key = place_of(record) + (record["level"], record["key"])
                    self.scores.setdefault(key, {})[record.get("round", "")] = record

    def half(self, instrument, score):
        """From the counts of its items."""
        subject = Subject(instrument)
        for item in instrument.items:
            found = self.scores.get(place_of(score) + ("item", item), {}).get(score.get("round", ""))
            if found:
                for value, times in zip(instrument.scale, found["counts"]):
                    subject.add(instrument, item, value, times)
                subject.add(instrument, item, "na", found["na"])
        subject.invited = score.get("invited")
        return next(half for level, key, half, _ in levels(instrument, subject)
                    if (level, key) == (score["level"], score["key"]))

    def compare(self, instrument, record, half):
        rounds = self.scores.get(place_of(record) + (record["level"], record["key"]), {})
        fits = [round_ for round_ in rounds if round_ <= record.get("round", "")]
        if not fits or record.get("mean") is None:
            return
        score = rounds[max(fits)]
        before = self.half(instrument, score)
        record["previous"] = score["mean"]
        record["change"] = plain(rounded(record["mean"] - score["mean"]))
        record["clear"] = (None not in (half, before) and min(record["n"], score["n"]) >= 5
                           and abs(record["change"]) > math.hypot(half, before))


def plain(value):
    """3 and not 3.0, as the kit writes numbers."""
    return int(value) if isinstance(value, float) and value == int(value) else value


ORDER = ("kind by analysis instrument hash round subject_kind subject slice level key n n_max blank dk na respondents invited "
         "response_rate coverage mean median sd low high bound_low bound_high agreement counts band peers suppressed "
         "previous change clear").split()


def score(group, before):
    for level, key, half, found in levels(group.instrument, group.subject):
        record = {"kind": "score", "by": "tp-score", "analysis": "score", "instrument": group.instrument.id,
                  "hash": group.instrument.hash, "subject_kind": group.kind, "subject": group.id, "level": level,
                  "key": key}
        if group.round:
            record["round"] = group.round
        if group.part:
            record["slice"] = dict(group.part)
        found = {"suppressed": True} if group.hidden else found | people(group.subject)
        record |= {name: plain(value) for name, value in found.items()}
        if before:
            before.compare(group.instrument, record, half)
        yield record


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--by", default="")
    parser.add_argument("--invited", type=int)
    parser.add_argument("--min-group", type=int)
    parser.add_argument("--open-round", action="append", default=[])
    parser.add_argument("--since")
    parser.add_argument("instrument", nargs="+")
    options = parser.parse_args()
    instruments = {}
    for name in options.instrument:
        with open(name, encoding="utf-8") as file:
            instrument = Instrument(json.load(file))
            instruments[instrument.id] = instrument
    by = [field for field in options.by.split(",") if field]
    stream = Stream(sys.stdin, instruments, by)
    groups = make_groups(stream, instruments, by)
    settle_invited(stream, groups, by, options.invited)
    suppress(groups, options.min_group)
    before = Before(options.since) if options.since else None
    records = [record for group in groups.values() if group.round not in options.open_round
               for record in score(group, before)]
    add_peers(records)
    for record in records:
        record = {name: record[name] for name in ORDER if name in record}
        print(json.dumps(record, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8")
    main()
