"""Seed tables: read the hand-made ones, keep generated rows apart from them, write sorted files.

A generated row never repeats an id of the hand-made rows, nor one of their names in the same class, so that what was made by
hand always wins.
"""

import re
import unicodedata
from pathlib import Path

SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "Æ": "Ae", "œ": "oe",
                         "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "–": "-", "‑": "-"})
# Names of countries in the sources that are no names of theirs in texts, or of another one there.
SOURCE_NAMES = {
    "Congo": "republic-of-the-congo", "Congo (Brazzaville)": "republic-of-the-congo", "Congo-Brz": "republic-of-the-congo",
    "Congo, Republic of": "republic-of-the-congo", "Congo/Zaire": "democratic-republic-of-the-congo",
    "Congo, Democratic Republic of": "democratic-republic-of-the-congo", "Congo, The Democratic Republic of the": "democratic-republic-of-the-congo",
    "Korea": "south-korea", "Korea South": "south-korea", "Korea, South": "south-korea", "Korea, Republic of": "south-korea",
    "Korea North": "north-korea", "Korea, Democratic People's Republic of": "north-korea", "China, Republic of": "taiwan",
    "Virgin Islands, British": "british-virgin-islands", "Virgin Islands, U.S.": "us-virgin-islands",
    "No country found for alpha-2 code: XK": "kosovo", "Czech Rep": "czech-republic", "UKG": "united-kingdom",
    "Dominican Rep": "dominican-republic", "Cen African Rep": "central-african-republic", "Guinea Bissau": "guinea-bissau",
    "Germany East": "east-germany", "St Lucia": "saint-lucia", "St. Lucia": "saint-lucia", "St Vincent": "saint-vincent-and-the-grenadines",
    "St. Vincent and the Grenadines": "saint-vincent-and-the-grenadines", "St Kitts and Nevis": "saint-kitts-and-nevis",
    "St. Kitts and Nevis": "saint-kitts-and-nevis", "St. Christopher and Nevis": "saint-kitts-and-nevis", "Somoa": "samoa",
    "Union of South Africa": "south-africa", "Bosnian Federation": "bosnia-and-herzegovina", "Khmer Republic (Cambodia)": "cambodia",
    "Macedonia, Former Yugoslav Republic of": "north-macedonia", "Somali Republic": "somalia", "Muscat & Oman": "oman", "Vatican City": "holy-see",
}


def plain(text):
    """The text without diacritics, as the gazetteer folds it."""
    decomposed = unicodedata.normalize("NFD", text.translate(SPECIAL))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def slug(text):
    """The id that a name gives: plain letters and digits, in lower case, joined by hyphens."""
    bare = plain(text).lower().replace("'", "").replace(".", "")
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


def key(class_name, name):
    """What two names of a class have in common when they are one: spelling of organisations counts for nothing."""
    return class_name, plain(name).replace("Organization", "Organisation").replace("Center", "Centre")


def read_table(path):
    """The rows of a seed table as dictionaries."""
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip() and not line.startswith("#")]
    columns = lines[0].split("\t")
    return [dict(zip(columns, line.split("\t"))) for line in lines[1:]]


def values(cell):
    return [value for value in (cell or "").split("|") if value]


def sort_table(path):
    """Puts the rows of a hand-made table in order, those of offices and memberships by their body, below the lines of its head."""
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    start = next(idx for idx, line in enumerate(lines) if not line.startswith("#"))
    columns = lines[start].split("\t")
    order = [columns.index(name) for name in ("body", "role", "from") if name in columns]
    rows = [line for line in lines[start + 1:] if not line.startswith("#")]
    rows.sort(key=lambda line: ([line.split("\t")[idx] for idx in order], line))
    path.write_text("\n".join(lines[:start + 1] + rows) + "\n", encoding="utf-8")


class Seeds:
    """The hand-made tables of a folder, and the rows that are generated beside them."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.entries, self.offices, self.memberships = {}, [], []
        self.names = {}
        self.made = {"offices": [], "memberships": []}
        for path in sorted(self.folder.glob("*.tsv")):
            self._keep(read_table(path))

    def _keep(self, rows):
        for row in rows:
            if "label" in row:
                self.entries[row["id"]] = row
                for name in [row["label"], *values(row.get("aliases"))]:
                    self._name(row["class"], name, row["id"])
            elif "role" in row:
                self.offices.append(row)
            elif "member" in row:
                self.memberships.append(row)

    def _name(self, class_name, name, entry_id):
        self.names.setdefault(key(class_name, name), entry_id)
        self.names.setdefault(key(None, name), entry_id)

    def named(self, class_name, name):
        """The id of the entry of a class that has a name; no class is any."""
        return self.names.get(key(class_name, name))

    def country(self, name):
        """The id of a country by any of its names, or as a source writes it ("Moldova, Republic of", "Burma (Myanmar)")."""
        short = re.sub(r"\s*\(.*\)$|, .*$", "", name.strip())
        return SOURCE_NAMES.get(name) or self.named("Country", name.strip()) or self.named("Country", short)

    def add(self, file, class_name, label, aliases=(), entry_id=None, **cells):
        """Adds a generated entry, unless its label is known in the class; the result is its id or the known one.

        It gets those of the aliases that nothing else has.
        """
        known = self.named(class_name, label)
        if known:
            return known
        entry_id = entry_id or slug(label)
        if not entry_id or entry_id in self.entries:
            return None
        free = [name for name in dict.fromkeys(aliases) if name != label and not self.named(None, name)]
        distinct = {plain(label): label}
        for name in free:
            distinct.setdefault(plain(name), name)
        row = {"id": entry_id, "class": class_name, "label": label, "aliases": "|".join(list(distinct.values())[1:]), **cells}
        self.entries[entry_id] = row
        for name in distinct:
            self._name(class_name, name, entry_id)
        self.made.setdefault(file, []).append(row)
        return entry_id

    def write(self, file, head, columns, rows=None):
        """Writes generated rows, sorted, below a head that names their sources."""
        rows = self.made.get(file, []) if rows is None else rows
        lines = sorted({"\t".join(row.get(column, "") or "" for column in columns) for row in rows})
        text = "".join(f"# {line}\n" for line in head) + "\t".join(columns) + "\n" + "".join(line + "\n" for line in lines)
        target = self.folder / "generated" / f"{file}.tsv"
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
        print(f"{target}: {len(lines)} rows")
