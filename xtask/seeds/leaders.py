"""Heads of state and government: the World Factbook's incumbents, and visitors to the United States with REIGN's terms.

The visits tell full name, title and country; REIGN tells when somebody ruled. A term is taken only where a surname and the day of
a visit agree with exactly one rule, under a regime whose rulers come to power by the constitution, since REIGN tells power and not
office. Whose term the hand-made tables tell is not told again, by whatever spelling.
"""

import csv
import html
import json
import re

from tables import plain, values

MONTHS = {name: idx for idx, name in enumerate(
    "January February March April May June July August September October November December".split(), 1)}
ROLES = {"President": "president", "Prime Minister": "prime minister", "Chancellor": "chancellor", "Premier": "premier|prime minister",
         "King": "king", "Queen": "queen", "Emperor": "emperor", "Emir": "emir", "Amir": "emir", "Sultan": "sultan",
         "Taoiseach": "prime minister|taoiseach", "Interim President": "interim president|president", "Federal President": "president",
         "Federal Chancellor": "chancellor", "Interim Prime Minister": "interim prime minister|prime minister",
         "Transition President": "transitional president|president"}
CROWNED = {"king", "queen", "emperor", "emir", "sultan"}
MINISTRY = re.compile(r"(?:foreign|external|defen[cs]e|security) ")
RANKS = re.compile(r"\b(Crown Prince|Gen|Col|Lt|Maj|Brig|Capt|Dr|Sir|Dame|Sheikh|Shaykh|General|Colonel|Field Marshal|ret|Dato'|Seri|Datuk|Tun)\b\.?\s*")
CONSTITUTIONAL = {"parliamentary", "presidential"}
# Countries whose people write the family name first.
FAMILY_FIRST = {"china", "taiwan", "south-korea", "north-korea", "vietnam", "cambodia"}


def add_leaders(seeds, facts):
    _add_incumbents(seeds, facts / "cia_factbook", facts / "datasets_country_codes" / "data" / "country-codes.csv")
    _add_visitors(seeds, facts / "state_visits_US" / "data", facts / "reign" / "data_sets")
    seeds.write("people", ["Leaders. Made by xtask/seeds/generate.py; edit people.tsv instead.",
                           "Sources: CIA World Factbook (public domain); Office of the Historian, visits by foreign leaders (public domain)."],
                ["id", "class", "label", "aliases", "surname", "country", "sector"])
    seeds.write("offices", ["Terms of leaders. Made by xtask/seeds/generate.py; edit offices.tsv instead.",
                            "Sources: CIA World Factbook (public domain); Office of the Historian (public domain); REIGN by OEF Research (public release)."],
                ["person", "role", "body", "from", "to"])


def _add_incumbents(seeds, folder, codes):
    by_iso = {row["iso2"]: entry_id for entry_id, row in seeds.entries.items() if row.get("iso2")}
    by_fips = {row["FIPS"].lower(): by_iso.get(row["ISO3166-1-Alpha-2"]) for row in csv.DictReader(open(codes, encoding="utf-8"))}
    for path in sorted(folder.glob("*/*.json")):
        country = by_fips.get(path.stem)
        if not country or seeds.entries[country].get("country") or seeds.entries[country].get("to"):
            continue
        branch = json.loads(path.read_text(encoding="utf-8")).get("Government", {}).get("Executive branch", {})
        for key in ("chief of state", "head of government"):
            _add_incumbent(seeds, country, html.unescape(branch.get(key, {}).get("text", "")))


def _add_incumbent(seeds, country, text):
    match = re.match(r"\s*([A-Z][a-z]+(?: [A-Z][a-z]+)?)\s+(.+?)\s*\(since (?:(\d+) )?(?:([A-Z][a-z]+) )?(\d{4})\)", text)
    if not match:
        return
    title, name, day, month, year = match.groups()
    for size in (2, 1):
        role = ROLES.get(" ".join(title.split()[:size]))
        if role:
            name = " ".join(title.split()[size:] + [name])
            break
    if not role or name[:1].islower() or (month and month not in MONTHS):
        return
    names = _names_of(RANKS.sub("", name), role)
    if not names:
        return
    label, aliases, surname = names
    start = year + (f"-{MONTHS[month]:02}" if month else "") + (f"-{int(day):02}" if day and month else "")
    if any(_is_office(row, country, role) and (not row["to"] or row["to"] > start) for row in seeds.offices):
        return
    _add_office(seeds, _person(seeds, country, label, aliases, surname), role, country, start, "")


def _names_of(name, role):
    """Label, aliases and surname of a name in which the Factbook writes the surname in capitals."""
    name = re.sub(r"[\"“”()]|[,;].*$", "", name).strip()
    words = name.split()
    if role in CROWNED:
        regnal = " ".join(w if re.fullmatch(r"[IVX]+", w) else _capitalised(w) for w in words)
        return f"{role.capitalize()} {regnal}", [regnal] if len(words) > 1 else [], "-"
    capitals = [idx for idx, word in enumerate(words) if len(word) > 1 and word == word.upper() and not word.endswith(".")]
    if not capitals or len(words) < 2 or capitals != list(range(capitals[0], capitals[-1] + 1)):
        return None
    proper = [_capitalised(word) if idx in capitals else word for idx, word in enumerate(words)]
    surname = " ".join(proper[capitals[0]:capitals[-1] + 1])
    full = " ".join(proper)
    if capitals[0] == 0:
        return full, [], surname
    after = proper[capitals[-1] + 1:]
    short = " ".join([proper[0], surname])
    return (full, [short], surname) if after else (short, [full], surname)


def _capitalised(word):
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


def _person(seeds, country, label, aliases, surname):
    """The entry of a person: a known one of the country with the surname and the first given name, or a new one."""
    for name in [label, *aliases]:
        if seeds.named("Person", name):
            return seeds.named("Person", name)
    family = _words(surname)
    given = [word for word in _words(label) if word not in CROWNED and word not in family][:1]
    for entry_id, row in seeds.entries.items():
        if row["class"] == "Person" and row.get("country") == country:
            known = _words(row.get("surname", "").split("|")[0] or row["label"].split()[-1])
            if known == family and set(given) <= set(_words(" ".join([row["label"], *values(row.get("aliases"))]))):
                return entry_id
    return seeds.add("people", "Person", label, aliases, country=country, sector="GOV", surname=surname)


def _words(name):
    return plain(name).lower().replace("-", " ").split()


def _add_office(seeds, person, role, country, start, end):
    """Adds a term, unless a known one of the same body overlaps it that has the title or the person; who leads may hold a ministry too."""
    known = [row for row in seeds.offices if row["body"] == country and (
        _is_office(row, country, role) or (row["person"] == person and not MINISTRY.search(row["role"])))]
    if person and not any(_overlap(row, start, end) for row in known):
        row = {"person": person, "role": role, "body": country, "from": start, "to": end}
        seeds.offices.append(row)
        seeds.made["offices"].append(row)


def _overlap(row, start, end):
    return (not row["to"] or row["to"] > start) and (not end or row["from"] < end)


def _is_office(row, body, role):
    return row["body"] == body and bool(set(row["role"].split("|")) & set(role.split("|")))


def _add_visitors(seeds, visits, reign):
    rules = _rules(seeds, reign)
    for day, visitor, country_name in sorted(_visits(visits)):
        country = seeds.country(country_name)
        match = re.match(r"(President|Prime Minister|Chancellor|Taoiseach) (.+)$", visitor)
        if not country or not match or day < "1945":
            continue
        name = RANKS.sub("", match[2]).strip()
        words = name.split()
        if len(words) < 2 or len(words) > 5 or re.search(r"[,();]|\band\b", name):
            continue
        role = ROLES[match[1]]
        rule = [r for r in rules.get(country, []) if r["from"] <= day and day[:7] < r["to"] and _has_words(name, r["leader"])]
        held = [row for row in seeds.offices if _is_office(row, country, role) and _overlap(row, day, day)]
        if len(rule) == 1 and not held:
            person = _person(seeds, country, name, [], _surname(name, rule[0]["leader"], country))
            _add_office(seeds, person, role, country, rule[0]["from"], rule[0]["to"])


def _has_words(name, leader):
    return all(word in plain(name).lower().split() for word in plain(leader).lower().split())


def _surname(name, leader, country):
    """The part of a name by which REIGN calls a leader; where that is the whole name, its family name."""
    words = name.split()
    known = [word for word in words if plain(word).lower() in plain(leader).lower().split()]
    if known == words:
        known = words[:1] if country in FAMILY_FIRST else words[-1:]
    return " ".join(known)


def _visits(folder):
    for path in sorted(folder.glob("*.xml")):
        for visit in re.findall(r"<visit>(.*?)</visit>", path.read_text(encoding="utf-8"), re.S):
            cells = dict(re.findall(r"<([\w-]+)[^>]*>(.*?)</\1>", visit, re.S))
            visitor = " ".join(html.unescape(cells.get("visitor", "")).split())
            yield cells.get("start-date", ""), visitor, html.unescape(cells.get("from", ""))


def _rules(seeds, folder):
    """Country id → terms of rule that began and ended under a constitutional regime."""
    regimes = list(csv.DictReader(open(folder / "regime_list.csv", encoding="utf-8", errors="replace")))
    names = {row["cowcode"]: row["gwf_country"] for row in regimes}
    spans = {}
    for row in regimes:
        if row["gwf_regimetype"].strip() in CONSTITUTIONAL:
            spans.setdefault(row["cowcode"], []).append((_iso(row["gwf_startdate"]), _iso(row["gwf_enddate"])))
    rules = {}
    for row in csv.DictReader(open(folder / "leaderlist_3_21.csv", encoding="utf-8", errors="replace")):
        country = seeds.country(names.get(row["ccode"], ""))
        if not country or not row["eyear"].isdigit() or not row["sdate"].isdigit() or row["smonth"] == "" or int(row["syear"]) < 1945:
            continue
        start = f"{int(row['syear']):04}-{int(row['smonth']):02}-{int(row['sdate']):02}"
        end = f"{int(row['eyear']):04}-{int(row['emonth']):02}"
        if any(first <= start and end <= last for first, last in spans.get(row["ccode"], [])):
            rules.setdefault(country, []).append({"leader": row["leader"], "from": start, "to": end})
    return rules


def _iso(date):
    month, day, year = date.split("/")
    return f"{int(year):04}-{int(month):02}-{int(day):02}"
