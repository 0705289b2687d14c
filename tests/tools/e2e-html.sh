#!/bin/sh
# The pages as html: of the example partnership in both languages, well-formed, with nothing in them but the elements and
# attributes that the renderer writes, every anchor there and every text of the json too; then the naughty strings as
# titles, names, findings and places through every format: nothing is markup, nothing is lost.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
(cd tests/partnership/2026-W47 && tp-import ./*.csv | tp-score --by group | tp-portfolio | tp-roles) >"$work/stream" || exit 1

python3 - "$work" ../shared/suites/naughty-strings/blns.json <<'END'
import base64
import collections
import csv
import hashlib
import html.parser
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree

from verdict import conclude, expect, skip

work, suite = sys.argv[1], sys.argv[2]
REPORTS = ["weekly", "maturity", "portfolio", "radar", "roles", "card", "partnership", "closing"]


def page(report, form, stream, lang, *options):
    result = subprocess.run(["tp-report", report, "-f", form, "-l", lang, *options, stream], capture_output=True)
    expect(f"{report} -f {form} -l {lang}: status", (result.returncode, result.stderr), (0, b""))
    return result.stdout.decode()


# --- what a page is made of ---

# Of an element, the attributes it may have. None of them but href leads anywhere, and href only to the page itself.
HTML = {
    "html": {"lang"}, "head": set(), "meta": {"charset", "http-equiv", "content", "name"}, "title": {"id"}, "style": set(),
    "body": set(), "header": set(), "h1": set(), "nav": {"aria-labelledby"}, "h2": {"id"}, "ol": set(), "li": set(),
    "a": {"href"}, "main": set(), "section": {"id"}, "h3": set(), "p": {"class", "title"}, "ul": set(),
    "article": {"class"}, "span": {"class", "aria-hidden"}, "bdi": set(), "dl": set(), "div": {"class", "tabindex"},
    "dt": set(), "dd": set(), "table": set(), "caption": {"class"}, "thead": set(), "tbody": set(), "tr": {"title"},
    "th": {"scope", "class"}, "td": {"class"}, "figure": set(), "figcaption": set(),
    "svg": {"xmlns", "class", "role", "viewbox", "fill", "font-size", "font-family", "aria-labelledby"}, "desc": {"id"},
    "text": {"x", "y", "font-size", "text-anchor"}, "g": {"class"},
    "rect": {"x", "y", "width", "height", "class"}, "circle": {"cx", "cy", "r", "class"}, "path": {"d", "class"},
}


class Page(html.parser.HTMLParser):
    """Elements, attributes and texts as a browser sees them."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.strange, self.texts, self.titles, self.path = [], [], [], [], [], []
        self.style, self.meta, self.lang = "", {}, None
        self.levels, self.told, self.named = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name not in HTML.get(tag, ()):
                self.strange.append((tag, name, value))
        if tag not in HTML:
            self.strange.append((tag,))
        got = dict(attributes)
        self.ids += [got["id"]] if "id" in got else []
        self.links += [got["href"]] if "href" in got else []
        self.titles += [got["title"]] if "title" in got else []
        self.lang = got.get("lang", self.lang)
        self.levels += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        if tag == "th" and got.get("scope") not in ("col", "row") or tag == "svg" and got.get("role") != "img":
            self.told.append((tag, attributes))
        self.named += got.get("aria-labelledby", "").split()
        if tag == "meta":
            self.meta[got.get("http-equiv") or got.get("name")] = got.get("content")
        else:
            self.path.append(tag)
            self.texts.append((tag, ""))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag != "meta":
            self.path.pop()

    def handle_endtag(self, tag):
        if self.path[-1:] != [tag]:
            self.strange.append(("/" + tag, list(self.path)))
        self.path.pop()

    def handle_data(self, data):
        if self.path[-1:] == ["style"]:
            self.style += data
        self.texts.append((self.path[-1] if self.path else "", data))

    def handle_comment(self, data):
        self.strange.append(("comment", data))

    def of(self, tag):
        return collections.Counter(t for at, t in self.texts if at == tag and t)


def look_at(what, text, lang):
    try:
        xml.etree.ElementTree.fromstring(text.encode())
        expect(f"{what}: well-formed", True)
    except xml.etree.ElementTree.ParseError as wrong:
        expect(f"{what}: well-formed", str(wrong), "")
    got = Page(text)
    expect(f"{what}: nothing strange", got.strange, [])
    expect(f"{what}: language", got.lang, lang)
    steps = [b for a, b in zip([0] + got.levels, got.levels) if b > a + 1]
    expect(f"{what}: headings leave no level out", (got.levels.count(1), steps), (1, []))
    expect(f"{what}: tables and pictures say what they are", got.told, [])
    expect(f"{what}: names are there", [x for x in got.named if x not in got.ids], [])
    expect(f"{what}: one id each", len(got.ids), len(set(got.ids)))
    expect(f"{what}: links within", [x for x in got.links if x[:1] != "#" or x[1:] not in got.ids], [])
    known = "sha256-" + base64.b64encode(hashlib.sha256(got.style.encode()).digest()).decode()
    expect(f"{what}: the style is known by its hash", f"style-src '{known}'" in got.meta["Content-Security-Policy"]
           or f"lib/doc/html_style.c should say {known}")
    expect(f"{what}: nothing is fetched", got.meta["Content-Security-Policy"].startswith("default-src 'none';"))
    expect(f"{what}: style fetches nothing", re.findall(r"url|import|expression|//", got.style), [])
    return got


def as_line(text):
    """As every page shows a text of the data."""
    text = re.sub("[ \t-\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+", " ", text).strip(" ")
    return re.sub("[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", "?", text)


def texts_of(document):
    """What a page says, of its JSON."""
    for section in document["sections"]:
        yield section["title"]
        for block in section["blocks"]:
            yield block.get("text") or block.get("title") or ""
            for item in block.get("items", []) + block.get("reasons", []):
                yield item["text"]
                yield item["advice"] or ""
            for row in block.get("rows", []):
                for value in row.values():
                    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d|red|yellow|green|grey", value):
                        yield value


for report in REPORTS:
    for lang in ("da", "en"):
        got = look_at(f"{report} {lang}", page(report, "html", f"{work}/stream", lang), lang)
        said = " ".join(t for _, t in got.texts)
        document = json.loads(page(report, "json", f"{work}/stream", lang))
        expect(f"{report} {lang}: sections", len(document["sections"]) > 1)
        expect(f"{report} {lang}: all is said", [t for t in texts_of(document) if as_line(t) not in said], [])

# --- naughty strings ---

if not os.path.exists(suite):
    skip("the naughty strings", f"{suite} is not there")
    strings = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "=cmd()", "'; --", "`x` *y* [z](javascript:a)"]
else:
    with open(suite, encoding="utf-8") as file:
        strings = json.load(file)
strings = list(dict.fromkeys(s for s in strings if s.strip(" \t\n\v\f\r\u00a0") == s and s and "\0" not in s))
with open(f"{work}/naughty", "w", encoding="utf-8") as file:
    for i, text in enumerate(strings):
        pair = {"da": text, "en": text}
        # An id has no control characters and at most 200 bytes.
        name = text if as_line(text) == text and len(text.encode()) <= 200 else "x"
        for record in (
            {"kind": "initiative", "id": f"n{i}", "title": text, "municipality": "vejen", "phase": "pilot", "at": text},
            {"kind": "milestone", "initiative": f"n{i}", "title": text, "due": "2026-11-01", "at": text},
            {"kind": "feedback", "initiative": f"n{i}", "received": "2026-11-01", "group": name},
            {"kind": "role", "initiative": f"n{i}", "role": "owner", "person": name},
            {"kind": "decision", "subject": f"n{i}", "date": "2026-11-20", "what": text, "reason": text},
            {"kind": "stakeholder", "initiative": f"n{i}", "group": f"g{i}" if name == "x" else f"{name} {i}", "size": 9,
             "stage": 3, "involvement": "inform", "involvement_needed": "involve", "optimists": 2, "passive": 2,
             "sceptics": 3, "watchdogs": 2},
            {"kind": "technology", "id": f"t{i}", "name": text},
            {"kind": "case", "id": f"c{i}", "title": text, "municipality": "vejen", "technology": f"t{i}", "effect": text,
             "lesson": text},
            {"kind": "challenge", "municipality": "vejen", "text": text, "raised": "2026-11-01"},
            {"kind": "finding", "by": "tp-portfolio", "analysis": "check", "check": "late", "severity": "act",
             "outcome": "signal", "subject_kind": "initiative", "subject": f"n{i}", "message": pair, "advice": pair,
             "at": [text]},
        ):
            file.write(json.dumps(record, ensure_ascii=i % 2 == 0) + "\n")

    # A few of them drawn.
    file.write('{"kind":"municipality","id":"vejen","name":"<Vejen>","joined":"2026-01-01"}\n')
    for i in range(min(60, len(strings))):
        for record in (
            {"kind": "blip", "by": "tp-portfolio", "analysis": "radar", "technology": f"t{i}", "area": "all", "ring": "try",
             "maturity": 3, "relevance": 3, "n": 3},
            {"kind": "rank", "by": "tp-portfolio", "analysis": "rank", "initiative": f"n{i}", "scope": "vejen", "rank": i + 1,
             "value": 60 - i, "parts": {"value": 50, "readiness": i}, "why": {"da": strings[i], "en": strings[i]}},
            {"kind": "score", "by": "tp-score", "analysis": "score", "instrument": "card", "hash": "0", "round": strings[i],
             "subject_kind": "initiative", "subject": f"n{i}", "level": "dimension", "key": "data", "n": 3, "mean": 3},
        ):
            file.write(json.dumps(record) + "\n")

wanted = collections.Counter(as_line(s) for s in strings)


def unescaped(markdown):
    return re.sub(r"\\(.)|&#(\d+);", lambda m: m[1] or chr(int(m[2])), markdown)


for report in REPORTS:
    options = ["-i", "card"] if report == "maturity" else []
    got = look_at(f"naughty {report}", page(report, "html", f"{work}/naughty", "en", *options), "en")
    drawing = page(report, "svg", f"{work}/naughty", "en", *options)
    try:
        tags = {e.tag.split("}")[1] for e in xml.etree.ElementTree.fromstring(drawing.encode()).iter()}
        expect(f"naughty {report} svg", tags - {"svg", "title", "desc", "style", "g", "text", "rect", "circle", "path"}, set())
    except xml.etree.ElementTree.ParseError as wrong:
        expect(f"naughty {report} svg: well-formed", str(wrong), "")
    for lang in ("da", "en"):
        lines = page(report, "text", f"{work}/naughty", lang, *options).split("\n")
        expect(f"naughty {report} {lang} text: nothing acts",
               [x for x in lines if re.search("[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", x)], [])
        # A character takes a column at least, or none where it is put upon another.
        expect(f"naughty {report} {lang} text: 80 columns", [x for x in lines if sum(
            not unicodedata.combining(c) and unicodedata.category(c) not in ("Mn", "Me", "Cf") for c in x) > 80], [])
        rows = csv.reader(io.StringIO(page(report, "csv", f"{work}/naughty", lang, "-x", *options)[1:], newline=""),
                          delimiter=";" if lang == "da" else ",")
        acts = [c for row in rows for c in row if c[:1] in ("=", "+", "-", "@", "\t", "\r") and not re.fullmatch(r"-?[\d.,]+ ?%?", c)]
        expect(f"naughty {report} {lang} csv for Excel", acts, [])
        json.loads(page(report, "json", f"{work}/naughty", lang, *options))
got = look_at("naughty", page("weekly", "html", f"{work}/naughty", "da"), "da")
in_xml = collections.Counter()
for text, n in wanted.items():
    in_xml[text.replace("\ufffe", "?").replace("\uffff", "?")] += n
expect("naughty titles", got.of("bdi"), in_xml)
expect("naughty reasons", {t: n for t, n in got.of("li").items() if t in in_xml}, dict(in_xml))
expect("naughty cells", sorted(set(in_xml) - set(got.of("td"))), [])
expect("naughty places", sorted(t for t in in_xml if t not in got.titles and f"{t}, {t}" not in got.titles), [])
document = json.loads(page("weekly", "json", f"{work}/naughty", "da"))
entries = [b for s in document["sections"] for b in s["blocks"] if b["type"] == "entry"]
expect("naughty json", collections.Counter(b["title"] for b in entries), collections.Counter(strings))
rows = list(csv.DictReader(io.StringIO(page("weekly", "csv", f"{work}/naughty", "da"), newline="")))
expect("naughty csv", collections.Counter(r["initiative"] for r in rows), collections.Counter(strings))
rows = list(csv.DictReader(io.StringIO(page("weekly", "csv", f"{work}/naughty", "da", "-x")[1:], newline=""), delimiter=";"))
expect("naughty csv for Excel", [r["Indsats"] for r in rows if r["Indsats"][:1] in ("=", "+", "-", "@", "\t", "\r")], [])
heads = re.findall("^### . .*? · (.*)$", page("weekly", "md", f"{work}/naughty", "da"), re.M)
expect("naughty md", collections.Counter(unescaped(h) for h in heads), wanted)
text = page("weekly", "text", f"{work}/naughty", "da")
expect("naughty text", re.findall("[\0-\t\v-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", text), [])
expect("naughty text is all there", sorted(t for t in wanted if "".join(t.split()) not in "".join(text.split())), [])

conclude()
END
