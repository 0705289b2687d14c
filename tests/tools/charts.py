"""Streams with so many things on every chart, and the boxes of what a picture draws; for e2e-charts.sh and full-charts.sh."""
import json
import xml.etree.ElementTree

NAMES = ["Hjemmeplejens rehabiliteringsteam, område Nord", "Æ", "Borgercentrering og samskabelse", "Løn", "Specialbørnehaven på Øen",
         "Ældre- og handicapområdets udkørende natteam (døgnvagten)", "R&D <b>\"x\"</b>", "Tværkommunalt digitaliseringsprojekt"]
AREAS = ["childcare-school", "employment", "finance-administration", "social-health", "technical-environment"]
TYPES = ["efficiency", "modernise", "rethink-service", "rethink-business"]
RUNGS = ["inform", "feedback", "dialogue", "involve", "participate", "responsible"]
# What figures can be like: of the i-th thing, from 0 to 1 or None.
FIGURES = {
    "mixed": lambda i: (i * 37 % 101) / 100,
    "none": lambda i: 0,
    "equal": lambda i: 0.42,
    "gaps": lambda i: None if i % 2 else (i * 37 % 101) / 100,
    "far": lambda i: 1 if i % 5 == 0 else 0.0001,
}
# What shows it, with what besides the stream; {instrument} is a file.
PAGES = {
    "maturity": ["-i", "{instrument}", "--scope", "u0"],
    "maturity overview": ["-i", "{instrument}"],
    "portfolio": [],
    "radar": [],
    "roles": [],
    "card": ["--scope", "i0"],
    "partnership": [],
    "closing": [],
}


def instrument(n):
    return {"id": "probe", "source": "x", "title": {"da": "Prøven", "en": "The probe"},
            "subject": "unit", "bands": [], "scale": {"min": 1, "max": 5, "step": 1}, "groups": [
                {"id": "leaders", "title": {"da": "Ledere", "en": "Leaders"}},
                {"id": "employees", "title": {"da": "Medarbejdere", "en": "Employees"}}], "open_groups": ["leaders"],
            "dimensions": [{"id": f"d{i}", "title": both(i), "items": [{"id": f"d{i}", "text": both(i)}]} for i in range(n)]}


def name(i):
    return NAMES[i % len(NAMES)] + (f" {i}" if i >= len(NAMES) else "")


def both(i):
    return {"da": name(i), "en": name(i)}


def day(i):
    return f"202{5 + i // 12 % 3}-{i % 12 + 1:02}-{i * 7 % 27 + 1:02}"


def scores(n, figure):
    for i in range(n):
        for group, lean in ((None, 0), ("leaders", 0.5), ("employees", -0.5)):
            for level in ("dimension", "item"):
                part = figure(i)
                score = {"kind": "score", "by": "tp-score", "analysis": "score", "instrument": "probe", "hash": "0",
                         "round": "2026", "subject_kind": "unit", "subject": "u0", "level": level, "key": f"d{i}",
                         "n": 9, "respondents": 9}
                if group:
                    score["slice"] = {"group": group}
                if part is not None:
                    mean = min(max(1 + 4 * part + lean, 1), 5)
                    score.update(mean=mean, low=max(mean - 0.7, 1), high=min(mean + 0.4, 5), counts=[i % 3, 1, 2, i % 5, 0])
                yield score
        yield {"kind": "unit", "id": f"u{i}", "name": name(i), "municipality": "m0"}
        if figure(i) is not None:
            yield {"kind": "score", "by": "tp-score", "analysis": "score", "instrument": "probe", "hash": "0", "round": "2026",
                   "subject_kind": "unit", "subject": f"u{i}", "level": "total", "key": "total", "n": 9, "respondents": 9,
                   "mean": 1 + 4 * figure(i)}


def portfolio(n, figure):
    for i in range(n):
        part = figure(i) or 0
        yield {"kind": "initiative", "id": f"i{i}", "title": name(i), "municipality": "m0", "unit": "u0", "phase": "pilot",
               "technology": f"t{i}", "type": TYPES[i * i % 4], "start": "2025-09-01", "end": "2027-03-31"}
        yield {"kind": "rank", "by": "tp-portfolio", "analysis": "rank", "initiative": f"i{i}", "scope": "m0", "rank": i + 1,
               "value": 100 * part, "parts": {"value": 100 * part, "readiness": 100 * (figure(i + 1) or 0)},
               "why": {"da": "x", "en": "x"}}
        yield {"kind": "technology", "id": f"t{i}", "name": name(i)}
        for area in ("all", AREAS[i % 5]):
            yield {"kind": "blip", "by": "tp-portfolio", "analysis": "radar", "technology": f"t{i}", "area": area,
                   "ring": ["ready", "try", "watch", "wait"][int(3 * part)], "maturity": 3, "relevance": 3, "n": 3,
                   "moved": ["in", "out"][i % 2]}
    for i in range(min(n, 25)):
        yield {"kind": "share", "by": "tp-portfolio", "analysis": "mix", "scope": "m0", "basis": "count",
               "purpose": ["service", "process", "wellbeing", "resources", "data"][i % 5],
               "technology_group": ["collect", "analyse", "product", "automate", "meet"][i // 5], "count": i + 1, "share": 0.1}
    for i, kind in enumerate(TYPES):
        yield {"kind": "share", "by": "tp-portfolio", "analysis": "mix", "scope": "m0", "basis": "count", "type": kind,
               "count": i, "share": i / 6, "percent": round(100 * i / 6), "target": 25, "gap": i / 6 - 25}


def people(n, figure):
    for i in range(n):
        part = figure(i) or 0
        for stage, at in ((1 + i * 5 % 7, "2025-10-01"), (1 + int(6 * part), "2026-10-01")):
            yield {"kind": "stakeholder", "initiative": f"i{i}", "group": name(i), "size": 5 + int(1000 * part), "date": at,
                   "stage": stage, "involvement": RUNGS[i % 3], "involvement_needed": RUNGS[3 + int(2 * part)],
                   "optimists": int(300 * part), "passive": 2, "sceptics": int(100 * part), "watchdogs": 1}
        yield {"kind": "duty", "by": "tp-roles", "analysis": "load", "person": f"p{i}", "initiatives": ["i0"], "active": 1,
               "roles": {"owner": 1}, "hours": 40 * part, "without_hours": 0}
        yield {"kind": "milestone", "initiative": "i0", "title": name(i), "due": day(i)}
        benefit = {"kind": "benefit", "initiative": "i0", "title": name(i), "goal": "quality", "baseline": 100, "target": 50, "better": "down",
                   "due": "2026-12-31"}
        if figure(i) is not None:  # also the wrong way, and beyond the target
            benefit.update(measured="2026-11-01", actual=130 - 100 * part)
        yield benefit
        yield {"kind": "municipality", "id": f"m{i}", "name": name(i), "joined": day(i)}


def stream(n, figures):
    figure = FIGURES[figures]
    records = [*scores(n, figure), *portfolio(n, figure), *people(n, figure)]
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


# --- boxes: texts as wide as Helvetica, whose widths Arial and Liberation Sans have too (of Adobe's metrics) ---

WIDTHS = dict(zip(map(chr, range(32, 127)), [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556,
    556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778,
    722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222,
    500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584]))
WIDTHS.update({"æ": 889, "ø": 611, "å": 556, "Æ": 1000, "Ø": 778, "Å": 667, "…": 1000, "·": 278, "–": 556, "↑": 1000, "→": 1000})
SVG = "{http://www.w3.org/2000/svg}"


class Drawn:
    """Of one chart: texts with their boxes, and numbered discs."""

    def __init__(self):
        self.texts, self.discs = [], []

    def add(self, element, size):
        get = lambda name, other="0": float(element.get(name, other))
        if element.tag == SVG + "text" and element.text:
            size = get("font-size", size)
            width = sum(WIDTHS.get(c, 556) for c in element.text) * size / 1000
            left = get("x") - {"middle": width / 2, "end": width}.get(element.get("text-anchor"), 0)
            self.texts.append((element.text, size, (left, get("y") - 0.72 * size, left + width, get("y"))))
        elif element.tag == SVG + "circle" and get("r") >= 4 and element.get("class") in ("cf", "cs"):
            self.discs.append((get("cx"), get("cy"), get("r")))

    def collisions(self, frame):
        for i, (text, _, box) in enumerate(self.texts):
            if box[0] < frame[0] or box[1] < frame[1] or box[2] > frame[2] or box[3] > frame[3]:
                yield f"outside: {text} {box}"
            for other, _, at in self.texts[:i]:
                if box[0] < at[2] and at[0] < box[2] and box[1] < at[3] and at[1] < box[3]:
                    yield f"{text} on {other}"
        numbered = [d for d in self.discs if any(abs(d[0] - (b[0] + b[2]) / 2) < 1 and b[1] < d[1] < b[3] for _, _, b in self.texts)]
        for i, (x, y, r) in enumerate(numbered):
            for other in numbered[:i]:
                if (x - other[0]) ** 2 + (y - other[1]) ** 2 < (r + other[2]) ** 2:
                    yield f"discs at {x} {y} and {other}"


def drawn(svg):
    """The charts of a file, each with its frame: the picture's width, and the room until the next chart."""
    root = xml.etree.ElementTree.fromstring(svg)
    left, top, width, height = map(float, root.get("viewBox").split())
    groups = [g for g in root if g.tag == SVG + "g" and g.get("transform")]
    starts = [float(g.get("transform").split()[1].rstrip(")")) for g in groups] + [top + height]
    for i, group in enumerate(groups):
        chart = Drawn()
        for element in group.iter():
            chart.add(element, root.get("font-size"))
        yield group.find(SVG + "title").text, chart, (left, 0, left + width, starts[i + 1] - starts[i])
