"""Accuracy, speed, size and load time of the bundled pipeline, on the treebank's test split.

    python -m training.evaluate --treebank ../shared/treebank

Two conditions, both from raw text with the pipeline's own tokenizer:

- `raw`: whole paragraphs, split into sentences by claimcheck's own rules as at run time. This is
  the condition of the targets.
- `sentences`: the sentence boundaries of the treebank, so that only tokenisation is the
  pipeline's own. It tells what the sentence splitter costs.

Two ways to count: as spaCy's scorer does (`spacy evaluate`: tags over all words, attachment
without punctuation) and as the CoNLL 2018 shared task does (F1 over all words with punctuation,
full labels).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example

from claimcheck.pipeline.model import BUNDLED, load_model
from claimcheck.pipeline.sentences import split_sentences
from training.convert import DEFAULT_TREEBANK, Sentence, as_one, read, to_doc, treebank_file


@dataclass(frozen=True, slots=True)
class Scores:
    """Percentages."""

    tokens: float
    tag: float
    uas: float
    las: float
    lemma: float

    def __str__(self) -> str:
        return (
            f"tokens {self.tokens:.2f}  tag {self.tag:.2f}  UAS {self.uas:.2f}"
            f"  LAS {self.las:.2f}  lemma {self.lemma:.2f}"
        )


def paragraphs(sentences: Iterable[Sentence]) -> Iterator[list[Sentence]]:
    current: list[Sentence] = []
    for sentence in sentences:
        if sentence.paragraph and current:
            yield current
            current = []
        current.append(sentence)
    if current:
        yield current


def predict_raw(nlp: Language, text: str) -> Doc:
    """Split, tokenise and parse `text` sentence by sentence."""
    pieces = [text[r.start : r.end] for r in split_sentences(text)]
    docs = list(nlp.pipe(pieces))
    return Doc.from_docs(docs) if docs else nlp.make_doc(text)


def predict_given(nlp: Language, group: Sequence[Sentence]) -> Doc:
    return Doc.from_docs(list(nlp.pipe([s.text for s in group])))


def spacy_scores(examples: Sequence[Example]) -> Scores:
    scores = {
        **Scorer.score_tokenization(examples),
        **Scorer.score_token_attr(examples, "tag"),
        **Scorer.score_token_attr(examples, "lemma"),
        **Scorer.score_deps(
            examples,
            "dep",
            getter=lambda token, attr: getattr(token, attr + "_").lower(),
            ignore_labels=("p", "punct"),
        ),
    }
    return Scores(
        *(100 * scores[k] for k in ("token_f", "tag_acc", "dep_uas", "dep_las", "lemma_acc"))
    )


def conll_scores(examples: Sequence[Example]) -> Scores:
    """F1 of words, tags, attachments and lemmas; a word counts when its characters are the same."""
    gold_words = predicted_words = words = tags = heads = labels = lemmas = 0
    for example in examples:
        gold, predicted = _rows(example.reference), _rows(example.predicted)
        gold_words += len(gold)
        predicted_words += len(predicted)
        for span, (tag, head, label, lemma) in gold.items():
            found = predicted.get(span)
            if found is None:
                continue
            words += 1
            tags += tag == found[0]
            heads += head == found[1]
            labels += head == found[1] and label == found[2]
            lemmas += lemma == found[3]
    total = (gold_words + predicted_words) / 2
    return Scores(*(100 * n / total for n in (words, tags, heads, labels, lemmas)))


Row = tuple[str, tuple[int, int] | None, str, str]


def _rows(doc: Doc) -> dict[tuple[int, int], Row]:
    """Offsets without white space -> tag, offsets of the head (None for a root), label, lemma."""
    spans: list[tuple[int, int] | None] = []
    position = 0
    for token in doc:
        length = len("".join(token.text.split()))
        spans.append((position, position + length) if length else None)
        position += length
    return {
        span: (
            token.tag_,
            None if token.head.i == token.i else spans[token.head.i],
            token.dep_,
            token.lemma_,
        )
        for token, span in zip(doc, spans, strict=True)
        if span
    }


def evaluate(nlp: Language, sentences: Sequence[Sentence]) -> dict[str, Scores]:
    """Scores by condition and way of counting."""
    raw, given = [], []
    for group in paragraphs(sentences):
        whole = as_one(group)
        gold = to_doc(whole, nlp.vocab)
        raw.append(Example(predict_raw(nlp, whole.text), gold))
        given.append(Example(predict_given(nlp, group), gold))
    return {
        "raw, spaCy": spacy_scores(raw),
        "raw, CoNLL": conll_scores(raw),
        "sentences, spaCy": spacy_scores(given),
        "sentences, CoNLL": conll_scores(given),
    }


def words_a_second(nlp: Language, sentences: Sequence[Sentence], rounds: int = 3) -> float:
    """The best of some rounds over raw sentences, by CPU time, so of one core."""
    texts = [s.text for s in sentences]
    words = sum(len(nlp.make_doc(t)) for t in texts)
    best = 0.0
    for _ in range(rounds):
        started = time.process_time()
        for _doc in nlp.pipe(texts, batch_size=64):
            pass
        best = max(best, words / (time.process_time() - started))
    return best


def size(folder: Path) -> int:
    """Bytes of all files below `folder`."""
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--treebank", type=Path, default=DEFAULT_TREEBANK)
    parser.add_argument("--split", choices=("dev", "test"), default="test")
    parser.add_argument("--pipeline", help="an installed pipeline instead of the bundled one")
    arguments = parser.parse_args()
    started = time.perf_counter()
    nlp = load_model(arguments.pipeline)
    loaded = time.perf_counter() - started
    sentences = list(read(treebank_file(arguments.treebank, arguments.split)))
    for name, scores in evaluate(nlp, sentences).items():
        print(f"{name:18} {scores}")
    print(f"speed              {words_a_second(nlp, sentences):,.0f} words/s")
    print(f"load               {loaded:.2f} s")
    if arguments.pipeline is None:
        print(f"size               {size(BUNDLED) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
