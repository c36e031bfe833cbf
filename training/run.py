"""Train the bundled pipeline again and measure it.

    python -m training.run --treebank ../shared/treebank

writes claimcheck/model/en_claimcheck and prints the scores of MODEL_CARD.md. The treebank is UD
English EWT as released; it is read, never copied. With `--output` another folder is written.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import spacy
from spacy.language import Language

from claimcheck.pipeline.lemmatizer import TableLemmatizer
from claimcheck.pipeline.model import BUNDLED
from training.convert import DEFAULT_TREEBANK, Sentence, read, treebank_file
from training.evaluate import evaluate, size, words_a_second
from training.lemmas import build
from training.train import Settings, train

HERE = Path(__file__).resolve().parent
CONFIG = HERE / "config.cfg"

META = {
    "name": "claimcheck",
    "version": "1.0.0",
    "description": "Tagger, parser and lemmatizer for English copy, trained on UD English EWT",
    "author": "claimcheck",
    "license": "CC BY-SA 4.0",
    "spacy_version": ">=3.8.0,<3.9.0",
    "sources": [
        {
            "name": "UD English EWT",
            "author": "Silveira et al. (2014), Universal Dependencies contributors",
            "url": "https://universaldependencies.org/treebanks/en_ewt/",
            "license": "CC BY-SA 4.0",
        }
    ],
}


def assemble(trained: Language, sentences: Sequence[Sentence]) -> Language:
    """The trained components in a fresh pipeline, with the lemmatizer.

    Fresh, because the vocabulary of the training run holds every word of the treebank; of the
    strings, only the labels are needed.
    """
    nlp = type(trained).from_config(trained.config)
    nlp.from_bytes(trained.to_bytes(exclude=["vocab"]), exclude=["vocab"])
    for name in ("tagger", "parser"):
        for label in nlp.pipe_labels[name]:
            nlp.vocab.strings.add(label)
    lemmatizer = nlp.add_pipe("claimcheck_lemmatizer", name="lemmatizer")
    assert isinstance(lemmatizer, TableLemmatizer)
    build(lemmatizer, sentences)
    nlp.meta.update(META)
    return nlp


def save(nlp: Language, folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    nlp.to_disk(folder)
    shutil.copyfile(HERE / "WEIGHTS_LICENSE", folder / "LICENSE")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--treebank", type=Path, default=DEFAULT_TREEBANK)
    parser.add_argument("--output", type=Path, default=BUNDLED)
    parser.add_argument("--seed", type=int, default=Settings().seed)
    arguments = parser.parse_args()
    splits = {
        split: list(read(treebank_file(arguments.treebank, split)))
        for split in ("train", "dev", "test")
    }
    settings = Settings(seed=arguments.seed)
    trained = train(splits["train"], splits["dev"], settings, CONFIG)
    save(assemble(trained, splits["train"]), arguments.output)
    nlp = spacy.load(arguments.output)
    for name, scores in evaluate(nlp, splits["test"]).items():
        print(f"{name:18} {scores}")
    print(f"speed              {words_a_second(nlp, splits['test']):,.0f} words/s")
    print(f"size               {size(arguments.output) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
