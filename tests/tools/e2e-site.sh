#!/bin/sh
# tp-report --split: a page for each municipality and initiative of the example partnership, all reached from the front
# page by links that lead somewhere; no person on them unless asked; names that no id can break; what is gone is gone,
# what is not ours stays, and where anything fails, the old site stands as it was.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
(cd tests/partnership/2026-W46 && tp-import -- *.csv | tp-score | tp-portfolio | tp-roles) >"$work/before" &&
	(cd tests/partnership/2026-W47 && tp-import -- *.csv | tp-score | tp-portfolio | tp-roles) >"$work/stream" || exit 1

python3 - "$work" "$BUILD" <<'END'
import html.parser
import json
import os
import re
import stat
import subprocess
import sys
import xml.etree.ElementTree

work, build = sys.argv[1], os.path.realpath(sys.argv[2])
REPORTS = ["weekly", "maturity", "portfolio", "radar", "roles", "card", "partnership", "closing"]
passed = failed = 0


def expect(what, found, wanted=True):
    global passed, failed
    if found == wanted:
        passed += 1
    else:
        failed += 1
        print(f"FAIL {what}: {ascii(found)[:400]} instead of {ascii(wanted)[:400]}")


def run(*arguments, status=0, env=None):
    result = subprocess.run(["tp-report", *arguments], capture_output=True, cwd=work, env={**os.environ, **(env or {})})
    expect(" ".join(arguments), result.returncode, status)
    expect(" ".join(arguments) + ": nothing on stdout", result.stdout, b"")
    return result.stderr.decode()


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def site(folder):
    """{file: text}, hidden ones too."""
    return {name: read(f"{work}/{folder}/{name}") for name in os.listdir(f"{work}/{folder}")}


def escaped(id_):
    """A name by the rule of the man page."""
    return "".join(c if re.fullmatch("[a-z0-9-]", c) else "".join(f"_{b:02x}" for b in c.encode()) for c in id_)


class Links(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src") and not value.startswith("#"):
                self.found.add(value)


def links(name, text):
    return Links(text).found if name.endswith(".html") else set(re.findall(r"(?<!\\)\]\(([^)]*)\)", text))


def expect_whole(what, pages, ids, ending):
    wanted = {"index" + ending} | {f"{kind}-{escaped(id_)}{ending}" for kind, id_ in ids}
    expect(f"{what}: the pages", sorted(pages), sorted(wanted))
    leads = {name: links(name, text) for name, text in pages.items()}
    expect(f"{what}: links lead to pages", sorted(set().union(*leads.values()) - pages.keys()), [])
    expect(f"{what}: the front page links all", sorted(pages.keys() - leads["index" + ending] - {"index" + ending}), [])
    expect(f"{what}: all lead back", [n for n in pages if n[:5] != "index" and "index" + ending not in leads[n]], [])


with open(f"{work}/stream", encoding="utf-8") as file:
    records = [json.loads(line) for line in file]
ids = {(r["kind"], r["id"]) for r in records if r["kind"] in ("municipality", "initiative")}
titles = {r["id"]: r["title"] for r in records if r["kind"] == "initiative"}
groups = {r["group"] for r in records if r.get("group")}
persons = {p for r in records for p in (r.get("person"), r.get("owner") if r["kind"] == "benefit" else None,
                                        r.get("by_whom")) if p} - groups

# --- all is there, and no person ---

for report in REPORTS:
    for form in ("html", "md") if report in ("weekly", "roles") else ("html",):
        run(report, "-f", form, "--split", f"{report}.{form}", "-l", "da", "--since", "before", "stream")
        pages = site(f"{report}.{form}")
        expect_whole(f"{report} {form}", pages, ids, "." + form)
        text = "\n".join(pages.values()).replace("\\", "")
        expect(f"{report} {form}: nobody is named", sorted(p for p in persons if p in text), [])
for name, page in site("weekly.html").items():
    xml.etree.ElementTree.fromstring(page)
for id_, title in titles.items():
    page = read(f"{work}/weekly.html/initiative-{escaped(id_)}.html")
    expect(f"{id_}: its title", f"<h1>{title.replace('&', '&amp;')}</h1>".replace('"', "&quot;").replace("'", "&#39;") in page)
run("roles", "--split", "named", "--persons", "stream")
page = read(f"{work}/named/index.html")
expect("--persons", sorted(r["person"] for r in records
                           if r["kind"] == "role" and r.get("person") and r["person"] not in page), [])
expect("--persons: for the owner alone", stat.S_IMODE(os.stat(f"{work}/named/index.html").st_mode), 0o600)
expect("--persons: so the folder", stat.S_IMODE(os.stat(f"{work}/named").st_mode), 0o700)

# --- the same again, and what changes ---

before = site("weekly.html")
os.chmod(f"{work}/weekly.html/index.html", 0o640)
for name in ("initiative-gone.html", "municipality-gone.html", "initiative-other.md", "logo.svg", "my initiative-x.html"):
    with open(f"{work}/weekly.html/{name}", "w", encoding="utf-8") as file:
        file.write("x")
run("weekly", "--split", "weekly.html/", "-l", "da", "--since", "before", "stream")
after = site("weekly.html")
expect("what is gone is gone, what is not ours stays", sorted(after.keys() - before.keys()),
       ["initiative-other.md", "logo.svg", "my initiative-x.html"])
expect("the same pages", {name: after[name] for name in before}, before)
expect("the mode stays", stat.S_IMODE(os.stat(f"{work}/weekly.html/index.html").st_mode), 0o640)
run("--split", "one", "--scope", "naestved", "stream")
expect_whole("of a municipality", site("one"), {("initiative", i) for i in titles if i.startswith("naestved")}, ".html")

# --- ids ---

naughty = ["../../etc/passwd", ".", "..", "a/b", "A", "a", "Æøå", "con", "a.html", "<b>", "x" * 200, "x" * 199 + "y", "&amp;",
           "index", "-rf", "%2e", "a b", "\u202egnp", "_2f", "/", "日本", "initiative-gone"]
naughty = [n for n in naughty if n.isprintable()]
with open(f"{work}/ids", "w", encoding="utf-8") as file:
    for i, id_ in enumerate(naughty):
        file.write(json.dumps({"kind": "initiative", "id": id_, "title": f"t{i}", "municipality": id_}) + "\n")
run("--split", "ids.html", "ids")
pages = site("ids.html")
expect("ids: a page of each", len(pages), 1 + 2 * len(naughty))
expect("ids: names", [n for n in pages if not re.fullmatch(r"(index|(municipality|initiative)-[a-z0-9_.-]{1,200})\.html", n)], [])
expect("ids: names without regard to case", len({n.lower() for n in pages}), len(pages))
expect("ids: as written", {f"initiative-{escaped(i)}.html" for i in naughty if len(i) < 60} - pages.keys(), set())
expect("ids: links", links("index.html", pages["index.html"]), pages.keys() - {"index.html"})

# --- persons of all sorts ---

with open(f"{work}/people", "w", encoding="utf-8") as file:
    for record in (
        {"kind": "municipality", "id": "m", "name": "Byen"},
        {"kind": "initiative", "id": "i", "title": "Annasmindet med Anna, anna og Bo Æ.", "municipality": "m"},
        {"kind": "role", "initiative": "i", "role": "owner", "person": "Anna"},
        {"kind": "role", "initiative": "i", "role": "leader", "person": "Bo Æ."},
        {"kind": "decision", "subject": "i", "date": "2026-11-21", "what": "Go", "by_whom": "Sofie Q"},
    ):
        file.write(json.dumps(record) + "\n")
run("--split", "people.md", "-f", "md", "-l", "en", "--as-of", "2026-11-22", "people")
pages = site("people.md")
expect("names within words stay", "Annasmindet med a person, anna og a person" in pages["index.md"])
expect("who decided is left out", [n for n, text in pages.items() if "Sofie" in text], [])

# --- what fails ---

for arguments, said in ((["-f", "csv"], "html or md"), (["-o", "x"], "one of them")):
    expect(f"{arguments}", said in run("--split", "usage", *arguments, "stream", status=2))
expect("--persons alone", "--split" in run("--persons", "stream", status=2))
expect("usage makes no folder", os.path.exists(f"{work}/usage"), False)
os.mkdir(f"{work}/open")
os.chmod(f"{work}/open", 0o1777)
os.mkdir(f"{work}/elsewhere")
os.symlink(f"{work}/elsewhere", f"{work}/open/link")
expect("a link of anyone's", "link" in run("--split", "open/link", "stream", status=4))
expect("a link of anyone's is not followed", os.listdir(f"{work}/elsewhere"), [])
os.symlink(f"{work}/logo", f"{work}/elsewhere/index.html")
run("--split", "elsewhere", "stream")
expect("a link in the folder is replaced", os.path.islink(f"{work}/elsewhere/index.html"), False)
expect("and not followed", os.path.exists(f"{work}/logo"), False)
os.makedirs(f"{work}/blocked/index.html/mine")
expect("a folder of that name", "index.html" in run("--split", "blocked", "stream", status=4))
expect("a folder of that name stays", os.listdir(f"{work}/blocked"), ["index.html"])
with open(f"{work}/file", "w", encoding="utf-8"):
    pass
run("--split", "file", "stream", status=4)
run("--split", "missing/folder", "stream", status=4)

shim = f"{build}/shim.so"
if os.path.exists(shim):
    for call in ("open", "write", "fsync", "rename", "memory"):
        run("--split", "torn", "--scope", "naestved", "before")
        os.remove(f"{work}/torn/initiative-naestved-sms.html")
        old = site("torn")
        for n in [*range(1, 12), *range(12, 4000, 331 if call == "memory" else 7)]:
            result = subprocess.run(["tp-report", "--split", "torn", "--scope", "naestved", "stream"], cwd=work,
                                    capture_output=True, env={**os.environ, "LD_PRELOAD": shim, "TP_FAIL": f"{call}:{n}"})
            if result.returncode == 0:
                break  # so many there are not
            expect(f"{call} {n}: status", (result.returncode, bool(result.stderr)), (4, True))
            expect(f"{call} {n}: as it was", site("torn") == old)

print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
END
