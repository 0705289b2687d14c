"""A workbook as Excel reads it: cells, charts and the rest of its parts, for e2e-xlsx.sh and full-workbook.sh."""
import datetime
import posixpath
import re
import xml.etree.ElementTree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
EPOCH = datetime.date(1899, 12, 30)


def unescaped(text):
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text)


def place(name):
    letters, number = re.fullmatch(r"([A-Z]+)(\d+)", name).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(number) - 1, column - 1


class Sheet:
    """cells: (row, column) to a text, a number or a day."""

    def __init__(self, book, name, path):
        self.name, self.root = name, book.part(path)
        self.cells, self.codes, self.formulas = {}, {}, self.root.findall(f".//{MAIN}f")
        for cell in self.root.iter(MAIN + "c"):
            value, code = cell.find(MAIN + "v"), book.codes[int(cell.get("s", 0))]
            if value is None:
                continue
            if cell.get("t") == "s":
                found = book.texts[int(value.text)]
            else:
                assert cell.get("t") is None, cell.get("t")
                found = float(value.text)
                if "yyyy" in code:
                    found = (EPOCH + datetime.timedelta(days=found)).isoformat()
            self.cells[place(cell.get("r"))] = found
            self.codes[place(cell.get("r"))] = code
        self.relations = book.relations(path)

    def rows(self):
        """All rows, as lists; an empty cell is None."""
        height = max((row for row, _ in self.cells), default=-1) + 1
        width = max((column for _, column in self.cells), default=-1) + 1
        return [[self.cells.get((row, column)) for column in range(width)] for row in range(height)]

    def find(self, row):
        """Where such cells stand, from the first column on: the number of their row, or None."""
        for i, cells in enumerate(self.rows()):
            if cells[:len(row)] == row:
                return i
        return None

    def attribute(self, element, name):
        found = self.root.find(f".//{MAIN}{element}")
        return None if found is None else found.get(name)


class Book:
    def __init__(self, file):
        self.zip = zipfile.ZipFile(file)
        assert self.zip.testzip() is None
        self.names = self.zip.namelist()
        styles = self.part("xl/styles.xml")
        codes = {f.get("numFmtId"): f.get("formatCode") for f in styles.iter(MAIN + "numFmt")}
        self.codes = [codes.get(x.get("numFmtId"), "@" if x.get("numFmtId") == "49" else "") for x in styles.find(MAIN + "cellXfs")]
        self.texts = []
        if "xl/sharedStrings.xml" in self.names:
            self.texts = [unescaped("".join(t.text or "" for t in si.iter(MAIN + "t")))
                          for si in self.part("xl/sharedStrings.xml").iter(MAIN + "si")]
        targets = {r.get("Id"): r.get("Target") for r in self.relations("xl/workbook.xml")}
        self.workbook = self.part("xl/workbook.xml")
        self.sheets = [Sheet(self, s.get("name"), "xl/" + targets[s.get(RELATION)]) for s in self.workbook.iter(MAIN + "sheet")]
        self.charts = [self.part(name) for name in self.names if name.startswith("xl/charts/chart")]

    def part(self, path):
        return xml.etree.ElementTree.fromstring(self.zip.read(path))

    def relations(self, path):
        folder, base = posixpath.split(path)
        name = f"{folder}/_rels/{base}.rels"
        return list(self.part(name)) if name in self.names else []
