"""What a user would run instead of chancery, on the same text in one run: spaCy with an entity ruler and a matcher on a blank
English pipeline, FlashText, NLTK. None of them finds facts: they find names, and words that may tell a relation.

    python3 -m venv target/peers && target/peers/bin/pip install flashtext nltk spacy
    target/peers/bin/python benches/peers/extraction.py target/release/chancery FILE.jsonl

FILE has a JSON object with a "text" on each line; without one, the sample articles are read ten times over. All run on one thread. Prints
kilobytes of text a second, and how many times as long as chancery each takes. Loading is not counted.
"""

import csv
import json
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def texts():
    if len(sys.argv) > 2:
        with open(sys.argv[2], encoding="utf-8") as lines:
            return [json.loads(line)["text"] for line in lines]
    articles = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds/articles").glob("*.txt"))]
    return articles * 10


def names():
    """Every name and alias of the seeds, as the gazetteer has them."""
    found = set()
    for table in sorted((ROOT / "seeds").rglob("*.tsv")):
        with open(table, encoding="utf-8", newline="") as rows:
            for row in csv.DictReader((line for line in rows if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE):
                values = [row.get("label")] + (row.get("aliases") or "").split("|")
                found.update(value.strip() for value in values if value and len(value.strip()) > 2)
    return sorted(found)


def verbs():
    """The verbs of the frames."""
    found = set()
    for frame in sorted((ROOT / "ontology/frames").glob("*.toml")):
        for words in re.findall(r"^verbs = \[(.*?)\]", frame.read_text(encoding="utf-8"), re.S | re.M):
            found.update(word for word in re.findall(r'"([^"]+)"', words) if " " not in word)
    return sorted(found)


def children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def time_chancery(program, documents):
    def run(some):
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            for number, text in enumerate(some):
                file.write(json.dumps({"id": str(number), "text": text}) + "\n")
            file.flush()
            start = children()
            subprocess.run([program, "extract", "--jobs", "1", "--quiet", file.name], stdout=subprocess.DEVNULL, check=True)
            return children() - start

    return run(documents) - run(["Nothing."])


def timed(documents, read):
    start = time.process_time()
    for text in documents:
        read(text)
    return time.process_time() - start


def time_spacy(documents):
    import spacy
    from spacy.matcher import Matcher

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.max_length = 10**8
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "NAME", "pattern": name} for name in names()])
    matcher = Matcher(nlp.vocab)
    matcher.add("TELLS", [[{"LOWER": {"IN": forms}}] for forms in [[verb + end for verb in verbs() for end in ("", "s", "ed", "d")]]])
    return timed(documents, lambda text: matcher(nlp(text)))


def time_flashtext(documents):
    from flashtext import KeywordProcessor

    finder = KeywordProcessor(case_sensitive=True)
    for name in names():
        finder.add_keyword(name)
    return timed(documents, lambda text: finder.extract_keywords(text, span_info=True))


def time_nltk(documents):
    import nltk

    for package in ("punkt_tab", "averaged_perceptron_tagger_eng", "maxent_ne_chunker_tab", "words"):
        nltk.download(package, quiet=True)

    def read(text):
        for sentence in nltk.sent_tokenize(text):
            nltk.ne_chunk(nltk.pos_tag(nltk.word_tokenize(sentence)))

    return timed(documents, read)


def time_nltk_without_models(documents):
    from nltk.tokenize import MWETokenizer, TreebankWordTokenizer
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    sentences, words = PunktSentenceTokenizer(), TreebankWordTokenizer()
    known = MWETokenizer([tuple(name.split()) for name in names()])
    return timed(documents, lambda text: [known.tokenize(words.tokenize(s)) for s in sentences.tokenize(text)])


def main():
    documents = texts()
    size = sum(len(text.encode()) for text in documents)
    print(f"{len(documents)} documents, {size / 1e6:.2f} MB")
    own = time_chancery(sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "target/release/chancery"), documents)
    print(f"{'chancery: facts':<44} {size / own / 1e3:>8.0f} kB/s")
    peers = {
        "spaCy blank, entity ruler, matcher: names, verbs": time_spacy,
        "FlashText: names": time_flashtext,
        "NLTK tokeniser: known names": time_nltk_without_models,
        "NLTK tagger and chunker: names": time_nltk,
    }
    for name, run in peers.items():
        try:
            taken = run(documents)
        except (ImportError, LookupError, OSError) as missing:
            print(f"{name:<44} skipped: its models or itself cannot be had")
            continue
        print(f"{name:<44} {size / taken / 1e3:>8.0f} kB/s, {taken / own:.2f} times as long as chancery")


if __name__ == "__main__":
    main()
