#!/usr/bin/env python3
"""Sorts seeds/*.tsv and makes seeds/generated/*.tsv from public data sets: generate.py FACTS_DIR [SEEDS_DIR].

FACTS_DIR holds the data sets in folders of their own (cia_factbook, datasets_country_codes, dieghernan_country_orgs,
opensanctions_rigour, reign, state_visits_US, supraverden, troopdata, un_treaty_collection, world_cities), and COMMON_WORDS, the file
below it or beside it with English running text in CoNLL-U (ud/en_ewt-ud-train.conllu), tells which names are common words.
Facts are written in the form of the seeds; no sentence and no file of the sources is copied.
"""

import sys
from pathlib import Path

from bodies import add_bodies, add_exercises, add_treaties
from leaders import add_leaders
from places import add_places
from tables import Seeds, sort_table

MIN_SEEN = 2


def common_words(facts):
    """Words that running English text writes in lower case, more than once."""
    seen = {}
    path = next(path for path in (facts, facts.parent) if (path / "ud").is_dir()) / "ud" / "en_ewt-ud-train.conllu"
    for line in path.read_text(encoding="utf-8").split("\n"):
        cells = line.split("\t")
        if len(cells) == 10 and cells[1].islower():
            seen[cells[1]] = seen.get(cells[1], 0) + 1
    return {word for word, count in seen.items() if count >= MIN_SEEN}


def main():
    facts = Path(sys.argv[1])
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parents[2] / "seeds"
    for table in folder.glob("*.tsv"):
        sort_table(table)
    seeds = Seeds(folder)
    common = common_words(facts)
    add_leaders(seeds, facts)
    add_bodies(seeds, facts)
    add_treaties(seeds, facts)
    add_exercises(seeds, facts, common)
    add_places(seeds, facts, common)


if __name__ == "__main__":
    main()
