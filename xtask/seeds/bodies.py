"""Organisations and their members, ministries of every country, treaties, exercises."""

import csv
import re

from tables import key, slug

# Names of the Factbook's list of organisations → ids of the hand-made ones, where the names alone do not tell.
SAME = {"ICCT": "international-criminal-court", "IBRD": "world-bank", "NAM": "non-aligned-movement", "C": "commonwealth-of-nations",
        "CE": "council-of-europe", "LAS": "arab-league", "AL": "arab-league", "OIF": "organisation-internationale-de-la-francophonie",
        "EuroArea": "eurozone", "EMU": "eurozone", "USAN": "unasur", "ICRM": "icrc", "AFDB": "african-development-bank",
        "INTERPOL": "interpol", "UNHCR": "un-refugee-agency", "G-77": "g77", "G-20": "g20", "G-7": "g7", "G-8": "g8", "FAO": "fao",
        "UNESCO": "unesco", "OPCW": "opcw", "ILO": "international-labour-organization", "UN_SECURITY_COUNCIL": "un-security-council",
        "CARICOM": "caricom", "MERCOSUR": "mercosur", "OAS": "organization-of-american-states", "ACP": "", "UNRWA": "unrwa"}
# Bodies of that list whose members are told by hand with years, or change too often for a list of one day.
UNTOLD = {"UN", "NATO", "EU", "SCO", "BRICS", "G-7", "G-8", "G-20", "OPEC", "ASEAN", "GCC", "CIS", "CSTO", "EAEU", "EEU", "AL", "LAS",
          "SAARC", "PIF", "MERCOSUR", "ECOWAS", "APEC", "EAC", "ARCTIC_COUNCIL", "NC", "BENELUX", "UN_SECURITY_COUNCIL", "NAFTA",
          "ANZUS", "SCHENGEN_CONVENTION", "ECO", "CD", "USAN", "UNASUR", "EuroArea", "EMU", "PETROCARIBE", "SELEC", "PFP", "C", "CELAC"}
# Members that left after the list was made.
LEFT = {("russia", "council-of-europe"): "2022-03-16", ("nicaragua", "organization-of-american-states"): "2023-11-19",
        ("russia", "council-of-the-baltic-sea-states"): "2022-05-17", ("united-states", "world-health-organization"): "2026-01-22"}
MINISTRIES = [("Foreign Ministry", ["foreign ministry", "Ministry of Foreign Affairs"], "GOV"),
              ("Defence Ministry", ["defence ministry", "Ministry of Defence"], "MIL"),
              ("Interior Ministry", ["interior ministry", "Ministry of Interior"], "GOV"),
              ("Finance Ministry", ["finance ministry", "Ministry of Finance"], "GOV")]
# Forces that every country may have; those that are named otherwise are told by hand.
FORCES = ["Army", "Navy", "Air Force", "Coast Guard", "Armed Forces"]
GENERIC = re.compile(r"^(Agreement|Protocol|Convention|Treaty|Constitution|Amendments?|Declaration|Statute)( No\.? ?\d+)?$")


def add_bodies(seeds, facts):
    _add_international(seeds, facts / "supraverden" / "data" / "general_list.yaml")
    _add_members(seeds, facts / "dieghernan_country_orgs" / "outputs" / "CountrycodesOrgs.csv")
    _add_ministries(seeds)
    seeds.write("organisations", ["International bodies and ministries. Made by xtask/seeds/generate.py; edit organisations.tsv instead.",
                                  "Sources: supraverden (names, Wikidata ids); CIA World Factbook by way of Country-Codes-and-International-Organizations (MIT)."],
                ["id", "class", "label", "aliases", "weak", "country", "sector", "wikidata"])
    seeds.write("memberships", ["Members as of January 2020. Made by xtask/seeds/generate.py; edit memberships.tsv instead.",
                                "Source: CIA World Factbook by way of Country-Codes-and-International-Organizations (MIT)."],
                ["member", "body", "from", "to"])


def _add_international(seeds, path):
    by_item = {row["wikidata"]: entry_id for entry_id, row in seeds.entries.items() if row.get("wikidata")}
    for body in _yaml_maps(path):
        name = body.get("Name_en", "")
        short = [body.get(key, "") for key in ("Abbreviation_en", "Abbreviation_other_en")]
        others = [body.get(key, "") for key in ("Name_other_en", "Name_other_2_en", "Name_former_en")]
        short = [word for word in short if _is_acronym(word)]
        others = [other for other in others if len(other.split()) > 1 and other[0].isupper()]
        if len(name.split()) > 1 and "(" not in name:
            qid = body.get("Wikidata_code", "")
            if qid in by_item:
                for known_name in [name, *others]:
                    seeds.names.setdefault(key("Organisation", known_name), by_item[qid])
                continue
            # Two or three letters mean many things: they count beside the full name only.
            weak = [word for word in short if len(word) <= 4 and not seeds.named("Organisation", word)]
            seeds.add("organisations", "Organisation", name, others + short, sector="IGO", weak="|".join(weak),
                      wikidata=qid if re.fullmatch(r"Q\d+", qid) else "")


def _is_acronym(word):
    return 2 <= len(word) <= 10 and word[:1].isupper() and sum(c.isupper() for c in word) >= 2 and re.fullmatch(r"[A-Za-z-]+", word)


def _yaml_maps(path):
    """The entries of a YAML file of flat maps: as much of YAML as that file has."""
    body = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        if re.match(r"^\S.*:\s*$", line):
            if body:
                yield body
            body = {}
        match = re.match(r"^  (\w+): (.+)$", line)
        if match and match[2] != "null":
            body[match[1]] = match[2].strip("'\"").replace("''", "'")
    if body:
        yield body


def _add_members(seeds, path):
    by_code = {row["iso2"]: entry_id for entry_id, row in seeds.entries.items() if row.get("iso2")}
    told = {(row["member"], row["body"]) for row in seeds.memberships}
    for row in csv.DictReader(open(path, encoding="utf-8")):
        name, short = row["org_name"].strip(), row["org_id"].strip()
        if row["org_member"] != "member" or short in UNTOLD or "Mission" in name or "United Nations Op" in name:
            continue
        acronym = [short] if _is_acronym(short) else []
        body = SAME.get(short) or seeds.named("Organisation", name) or seeds.add(
            "organisations", "Organisation", name, acronym, sector="IGO", weak="|".join(w for w in acronym if len(w) <= 4 and not seeds.named("Organisation", w)))
        member = by_code.get(row["ISO_3166_2"])
        if body and member and (member, body) not in told and not seeds.entries[member].get("to"):
            told.add((member, body))
            seeds.made["memberships"].append({"member": member, "body": body, "to": LEFT.get((member, body), "")})


def _add_ministries(seeds):
    for country, row in list(seeds.entries.items()):
        if row["class"] != "Country" or row.get("to") or row.get("country") or row.get("sector") or not row.get("demonyms"):
            continue
        adjective = row["demonyms"].split("|")[0]
        owner = "'" if row["label"].endswith("s") else "'s"
        for title, others, sector in MINISTRIES:
            label = f"{adjective} {title}"
            owned = [f"{row['label']}{owner} {form}" for form in (title, title[0].lower() + title[1:].lower())]
            aliases = [f"{adjective} {other}" for other in others] + owned
            if "Congolese" not in label and not any(seeds.named("Organisation", name) for name in [label, *aliases]):
                seeds.add("organisations", "Organisation", label, aliases, sector=sector, country=country)
        for force in FORCES:
            label = f"{adjective} {force}"
            if adjective != "Congolese" and not seeds.named("Organisation", label):
                seeds.add("organisations", "Organisation", label, sector="MIL", country=country)


def add_treaties(seeds, facts):
    for row in csv.DictReader(open(facts / "un_treaty_collection" / "index.csv", encoding="utf-8", errors="replace")):
        title = " ".join(row["treaty_name"].replace("*", "").split())
        match = re.match(r"^([^.(;:]+?)(?:,? concluded .*|,? adopted .*|,? signed .*|,? with .*|,? done .*)?(?: \(.*\))?\. [A-Z][^.]+, (?:\d+ )?\w+ (\d{4})$", title)
        if not match:
            continue
        name, year = match[1].strip(" ,"), match[2]
        is_part = re.match(r"(Annex|Amendment|Declarations|Revised|Second revised|Exchange|Agreement No|Regulation|Protocol amending|Modification|Proc)", name)
        words = name.split()
        if not is_part and not GENERIC.match(name) and 3 <= len(words) <= 16 and name[0].isupper():
            shorter = re.sub(r"^International ", "", name)
            seeds.add("agreements", "Agreement", name, [f"{year} {name}"] + ([shorter] if len(shorter.split()) > 3 else []))
    seeds.write("agreements", ["Multilateral treaties deposited with the United Nations. Made by xtask/seeds/generate.py; edit agreements.tsv instead.",
                               "Source: titles in the United Nations Treaty Collection, read in 2013."], ["id", "class", "label", "aliases"])


def add_exercises(seeds, facts, common):
    """Series of exercises that were held at least three times, under names that are no common words."""
    count, years = {}, {}
    for row in csv.DictReader(open(facts / "troopdata" / "data-raw" / "mme_v7.csv", encoding="latin-1")):
        series = " ".join(row["Series_Name"].split())
        if series:
            count[series] = count.get(series, 0) + 1
            years.setdefault(series, set()).add(row["s.year"])
    for series, held in sorted(count.items()):
        words = series.split()
        if held < 3 or len(series) < 5 or not series[0].isupper() or seeds.named(None, series):
            continue
        is_plain = all(word.lower() in common for word in words)
        editions = [f"{series} {year[2:]}" for year in sorted(years[series])] + [f"{series} {year}" for year in sorted(years[series])]
        weak = series if is_plain or len(words) == 1 else ""
        seeds.add("exercises", "Exercise", series, [f"Exercise {series}", f"{series} exercise", *editions], entry_id=f"{slug(series)}-exercise", weak=weak)
    seeds.write("exercises", ["Series of multinational exercises, 1980-2010, and their editions. Made by xtask/seeds/generate.py; edit exercises.tsv instead.",
                              "Source: names and years in the Multinational Military Exercises data of V. D'Orazio, by way of troopdata."],
                ["id", "class", "label", "aliases", "weak"])
