#!/usr/bin/env python3
"""Says what tp-score should say, by another way.

    oracle.py [--min-group N] INSTRUMENT.json... <stream

Reads `response`, `tally` and `invited` records and prints the `score` records of every subject that has responses or
tallies, as tp-score writes them: sorted by instrument, round and subject; items in the instrument's order, then
dimensions, then the total. Every formula is written here from its definition in the documentation, in plain Python and
without a look at the C code; Student's t, for which the kit has a table, is found by bisection of its closed form.
Where a figure is an exact tie in the fifth decimal, the two may round it apart. Wholes (municipalities), slices, peers
and changes are not made.
"""

import argparse
import functools
import json
import math
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
    """What one subject was answered in one round: per item a list of answers and how many gave none."""

    def __init__(self, instrument):
        self.answers = {item: [] for item in instrument.items}
        self.others = {item: {"blank": 0, "dk": 0, "na": 0} for item in instrument.items}
        self.invited = None

    def add(self, instrument, item, value, times=1):
        if value is None or isinstance(value, str):
            self.others[item][OTHER[value]] += times
        else:
            self.answers[item] += [instrument.scale[instrument.step_of(value)]] * times


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
    """(level, key, figures) of one subject in the order of the stream."""
    for item in instrument.items:
        one = Item(instrument, subject.answers[item], subject.others[item], subject.invited)
        variance = one.variance()
        yield "item", item, figures(
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
        yield "dimension", dimension["id"], figures(
            instrument, subject, ids, mean, half, bounds,
            coverage=float(coverage), agreement=agreement_of_several(items))
    if instrument.document.get("total", True):
        coverage, mean, half, bounds = together(parts, instrument.min_coverage)
        yield "total", "total", figures(
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


def read(stream, instruments):
    """{(instrument, round, subject): Subject}, and the kind of each subject that the stream has a fact about."""
    subjects, invited, kinds, seen = {}, {}, {}, {}
    for line in stream:
        record = json.loads(line)
        if "id" in record:
            kinds.setdefault(record["id"], set()).add(record["kind"])
        instrument = instruments.get(record.get("instrument"))
        if instrument is None or record["kind"] not in ("response", "tally", "invited"):
            continue
        key = instrument.id, record.get("round", ""), record["subject"]
        if record["kind"] == "invited":
            invited.setdefault(key, {})[record.get("group")] = record["count"]
            continue
        subject = subjects.setdefault(key, Subject(instrument))
        if record["kind"] == "tally":
            for value, times in zip(instrument.scale, record["counts"]):
                subject.add(instrument, record["item"], value, times)
            for value, other in OTHER.items():
                subject.add(instrument, record["item"], value, record.get(other, 0))
            continue
        for item, value in record["values"].items():
            who = key + (record["respondent"], item) if "respondent" in record else None
            if who is None or who not in seen:
                subject.add(instrument, item, value)
            elif seen[who] != value:
                sys.exit(f"oracle: two answers of one respondent: {who}")
            seen[who] = value
    for (name, round_, id_), subject in subjects.items():
        counts = invited.get((name, round_, id_)) or invited.get((name, "", id_))
        if counts:
            subject.invited = counts[None] if None in counts else sum(counts.values())
    return subjects, kinds


def subject_kind(instrument, subject, kinds):
    possible = instrument.document["subject"].split(" or ")
    return next((kind for kind in possible if kind in kinds.get(subject, ())), possible[0])


def plain(value):
    """3 and not 3.0, as the kit writes numbers."""
    return int(value) if isinstance(value, float) and value == int(value) else value


ORDER = ("n n_max blank dk na respondents invited response_rate coverage mean median sd low high bound_low bound_high "
         "agreement counts band suppressed").split()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--min-group", type=int)
    parser.add_argument("instrument", nargs="+")
    options = parser.parse_args()
    instruments = {}
    for name in options.instrument:
        with open(name, encoding="utf-8") as file:
            instrument = Instrument(json.load(file))
            instruments[instrument.id] = instrument
    subjects, kinds = read(sys.stdin, instruments)
    for (name, round_, id_), subject in sorted(subjects.items()):
        instrument = instruments[name]
        smallest = min((len(answers) for answers in subject.answers.values() if answers), default=0)
        withheld = 0 < smallest < (options.min_group or instrument.min_group)
        for level, key, found in levels(instrument, subject):
            record = {"kind": "score", "by": "tp-score", "analysis": "score", "instrument": name,
                      "hash": instrument.hash, "round": round_, "subject_kind": subject_kind(instrument, id_, kinds),
                      "subject": id_, "level": level, "key": key}
            if not round_:
                del record["round"]
            found = {"suppressed": True} if withheld else found | people(subject)
            record.update((name, plain(found[name])) for name in ORDER if name in found)
            print(json.dumps(record, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8")
    main()
