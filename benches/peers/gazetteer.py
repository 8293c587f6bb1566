#!/usr/bin/env python3
"""How fast other programs find 100,000 names in a text, beside chancery: the same names, the same text, the same run.

    python3 -m venv VENV && VENV/bin/pip install flashtext pyahocorasick spacy
    VENV/bin/python benches/peers/gazetteer.py

Runs `cargo bench --bench gazetteer -- --quick --write DIR`, which writes names and text and tells chancery's own figure (with its
seeds on top of the names), then measures FlashText's KeywordProcessor, an automaton of pyahocorasick whose matches are tested for
the edges of words, and spaCy's PhraseMatcher over a blank English pipeline, which has to make tokens first. Times are those of the
processor; of several rounds the best counts.
"""

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 3
REPOSITORY = Path(__file__).parents[2]


def measure(name, build, texts):
    """The best speed in MB/s, the seconds to build, and how many names were found."""
    start = time.process_time()
    find = build()
    built = time.process_time() - start
    size = sum(len(text.encode()) for text in texts)
    best, found = float("inf"), 0
    for _ in range(ROUNDS):
        start = time.process_time()
        found = sum(find(text) for text in texts)
        best = min(best, time.process_time() - start)
    return name, size / best / 1e6, built, found


def flashtext(names):
    from flashtext import KeywordProcessor
    processor = KeywordProcessor(case_sensitive=True)
    processor.add_keywords_from_list(names)
    return lambda text: len(processor.extract_keywords(text))


def pyahocorasick(names):
    import ahocorasick
    automaton = ahocorasick.Automaton()
    for name in names:
        automaton.add_word(name, len(name))
    automaton.make_automaton()

    def find(text):
        def is_edge(at):
            return not 0 <= at < len(text) or not text[at].isalnum()
        return sum(is_edge(end - length) and is_edge(end + 1) for end, length in automaton.iter(text))
    return find


def spacy_phrases(names):
    import spacy
    from spacy.matcher import PhraseMatcher
    nlp = spacy.blank("en")
    nlp.max_length = 10**9
    matcher = PhraseMatcher(nlp.vocab)
    matcher.add("NAME", list(nlp.tokenizer.pipe(names)))
    return lambda text: len(matcher(nlp.make_doc(text)))


def chancery(folder):
    command = ["cargo", "bench", "--bench", "gazetteer", "--", "--quick", "--write", str(folder)]
    output = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout
    print(output)
    speed = re.search(r"names: ([\d.]+) MB/s, (\d+) candidates", output)
    built = re.search(r"100000 names: \d+ names, ready in (\d+) ms", output)
    return "chancery", float(speed[1]), int(built[1]) / 1e3, int(speed[2])


def main():
    with tempfile.TemporaryDirectory() as folder:
        rows = [chancery(Path(folder))]
        names = Path(folder, "names.txt").read_text(encoding="utf-8").split("\n")
        texts = Path(folder, "text.txt").read_text(encoding="utf-8").split("\x01")
    for name, build in [("pyahocorasick", pyahocorasick), ("FlashText", flashtext), ("spaCy PhraseMatcher", spacy_phrases)]:
        try:
            rows.append(measure(name, lambda: build(names), texts))
        except ImportError as error:
            print(f"skipped {name}: {error}", file=sys.stderr)
    print(f"{'':22}{'MB/s':>9}{'chancery is':>14}{'ready in':>11}{'found':>9}")
    for name, speed, built, found in rows:
        print(f"{name:22}{speed:9.2f}{rows[0][1] / speed:11.1f} x{built:10.2f} s{found:9}")


if __name__ == "__main__":
    main()
