#!/usr/bin/env python3
"""Speed of tagging and parsing, on one thread, beside UDPipe 1: the same tokens of the same text in the same run.

    pip install ufal.udpipe
    benches/peers/udpipe.py TREEBANK.conllu CORPUS.jsonl.zst [MODEL]

Trains a UDPipe model of default sizes on TREEBANK (EWT's dev file will do, for what is trained on does not change the speed), or
reads MODEL, where an earlier run has kept it. The text is that of `cargo bench --bench syntax`: every 200th document of CORPUS,
tokenised by chancery. Times are the processor's.
"""
import os
import re
import subprocess
import sys
import time

from ufal.udpipe import InputFormat, Model, Pipeline, ProcessingError, Sentence, Sentences, Trainer

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def train(treebank, path):
    """Trains tagger and parser with default settings, and keeps the model at `path`."""
    reader, trees = InputFormat.newConlluInputFormat(), Sentences()
    with open(treebank, encoding="utf-8") as file:
        reader.setText(file.read())
    error, sentence = ProcessingError(), Sentence()
    while reader.nextSentence(sentence, error):
        trees.push_back(sentence)
        sentence = Sentence()
    with open(path, "wb") as file:
        file.write(Trainer.train("morphodita_parsito", trees, Sentences(), Trainer.NONE, "", "", error))
    if error.occurred():
        sys.exit(error.message)


def measure_udpipe(model_path, conllu):
    """Tokens a second of UDPipe's tagger and parser together."""
    model = Model.load(model_path)
    pipeline = Pipeline(model, "conllu", Pipeline.DEFAULT, Pipeline.DEFAULT, "conllu")
    tokens = len(re.findall(r"(?m)^\d+\t", conllu))
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        pipeline.process(conllu)
        best = min(best, time.process_time() - start)
    return tokens / best


def measure_chancery(corpus, tokens_path):
    """Tokens a second as chancery's bench gives them, which also writes its tokens to `tokens_path`."""
    command = ["cargo", "bench", "--quiet", "--bench", "syntax"]
    env = dict(os.environ, CHANCERY_CORPUS=os.path.abspath(corpus), CHANCERY_TOKENS=os.path.abspath(tokens_path))
    output = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout
    print(output, end="")
    found = re.search(r"tag \+ parse\s+(\d+)", output)
    return float(found[1]) if found else sys.exit("chancery's bench gave no speed")


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    treebank, corpus = sys.argv[1:3]
    model = sys.argv[3] if len(sys.argv) == 4 else os.path.join(ROOT, "target", "udpipe.model")
    if not os.path.exists(model):
        train(treebank, model)
    tokens = os.path.join(ROOT, "target", "bench-tokens.conllu")
    ours = measure_chancery(corpus, tokens)
    with open(tokens, encoding="utf-8") as file:
        theirs = measure_udpipe(model, file.read())
    print(f"UDPipe 1     {theirs:10.0f} tokens/s tag + parse\nchancery is {ours / theirs:.1f} times as fast")


if __name__ == "__main__":
    main()
