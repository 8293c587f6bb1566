"""Provinces and cities.

A city's name is often a surname or a word, and the list of cities does not tell how big they are: every generated city is weak, so
that it counts only in a document that names its country, and one that is a common word or part of a person's name is left out.
"""

import csv
import re

from tables import plain, slug

STATES = {"ru", "us", "in", "br", "ua", "cn", "ch", "de", "ca", "au", "ae"}
MIN_LETTERS = 4
# Countries whose towns bear English surnames.
ENGLISH = {"united-states", "united-kingdom", "canada", "australia", "new-zealand", "ireland", "south-africa", "jamaica"}


def add_places(seeds, facts, common):
    by_code = {row["iso2"].lower(): entry_id for entry_id, row in seeds.entries.items() if row.get("iso2")}
    _add_provinces(seeds, facts / "opensanctions_rigour" / "resources" / "territories", by_code)
    leaders = csv.DictReader(open(facts / "reign" / "data_sets" / "leaderlist_3_21.csv", encoding="utf-8", errors="replace"))
    people = {word for row in leaders for word in re.split(r"[ -]", plain(row["leader"]))}
    people |= {word for (kind, name) in seeds.names if kind == "Person" for word in re.split(r"[ -]", name)}
    _add_cities(seeds, facts / "world_cities" / "data" / "world-cities.csv", common, people)
    seeds.write("places", ["Provinces and cities. Made by xtask/seeds/generate.py; edit places.tsv instead.",
                           "Sources: OpenSanctions rigour (MIT) for provinces; GeoNames (CC BY 4.0), by way of the world-cities data package, for cities."],
                ["id", "class", "label", "aliases", "weak", "country", "wikidata"])


def _add_provinces(seeds, folder, by_code):
    for path in sorted(folder.glob("*_*.yml")):
        cells = dict(re.findall(r"^(\w+): (.+)$", path.read_text(encoding="utf-8"), re.M))
        parent = cells.get("parent", "").strip("'\"")
        name = re.sub(r"\s*\(.*\)$", "", cells.get("name", "").strip("'\"")).lstrip("‘’ʻ'")
        if parent in STATES and name and plain(name).isascii() and not seeds.named("Place", name):
            country = by_code.get(parent, "")
            taken = slug(name) in seeds.entries
            entry_id = f"{slug(name)}-{country}" if taken else slug(name)
            seeds.add("places", "Place", name, entry_id=entry_id, country=country, wikidata=cells.get("qid", ""), weak=name if taken else "")


def _add_cities(seeds, path, common, people):
    rows = list(csv.DictReader(open(path, encoding="utf-8")))
    held = {}
    for row in rows:
        held.setdefault(plain(row["name"]), []).append(row)
    countries = {row["label"]: entry_id for entry_id, row in seeds.entries.items() if row["class"] == "Country"}
    for name, group in sorted(held.items()):
        words = re.split(r"[ -]", name)
        is_word = all(word.lower() in common for word in words) or (len(words) == 1 and name in people)
        if len(group) > 1 or len(name) < MIN_LETTERS or is_word or not re.fullmatch(r"[A-Z][A-Za-z' -]+", name):
            continue
        label, country = group[0]["name"], seeds.country(group[0]["country"])
        is_known = any(seeds.named(kind, name) for kind in ("Place", "Country", "Organisation", "Person"))
        if country and country not in ENGLISH and not is_known and label not in countries:
            taken = slug(name) in seeds.entries
            seeds.add("places", "Place", label, entry_id=f"{slug(name)}-{country}" if taken else slug(name), country=country, weak=label)
