"""UD English EWT (CoNLL-U, gzipped) -> spaCy documents, one sentence each.

The text of a document is the sentence as written ("# text"), the annotation is the gold one. Two
changes, for training only and on request: words with a prefix ("non-invasive") get the analysis
that the treebank gives other hyphenated words, because the tokenizer splits all of them alike.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

SPLITS = ("train", "dev", "test")
DEFAULT_TREEBANK = Path("../shared/treebank")


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word; `head` is an index into the sentence, its own for the root."""

    form: str
    space: bool
    lemma: str
    tag: str
    head: int
    label: str

    def moved(self, offset: int) -> Word:
        """The same word `offset` words later."""
        return replace(self, head=self.head + offset)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the treebank. `paragraph` says whether it begins one (or a document)."""

    words: tuple[Word, ...]
    paragraph: bool
    document: bool

    @property
    def text(self) -> str:
        return "".join(w.form + " " * w.space for w in self.words).rstrip(" ")


def treebank_file(treebank: Path, split: str) -> Path:
    return treebank / f"en_ewt-ud-{split}.conllu.gz"


def read(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file.

    Raises:
        ValueError: where the words do not add up to the sentence's text.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows: list[list[str]] = []
        unspaced: set[int] = set()
        text, paragraph, document = "", False, False
        for raw in lines:
            line = raw.rstrip("\n")
            if line.startswith("# text = "):
                # A few sentences hold no-break spaces where the words say plain ones.
                text = line.removeprefix("# text = ").replace("\u00a0", " ")
            elif line.startswith("# newpar"):
                paragraph = True
            elif line.startswith("# newdoc"):
                document = True
            elif line.startswith("#"):
                continue
            elif line:
                columns = line.split("\t")
                first, _, last = columns[0].partition("-")
                if last:
                    # A contraction: its words are written together, and its space is the range's.
                    unspaced.update(range(int(first), int(last)))
                    if "SpaceAfter=No" in columns[9]:
                        unspaced.add(int(last))
                elif "." not in first:
                    rows.append(columns)
                    if "SpaceAfter=No" in columns[9]:
                        unspaced.add(int(first))
            else:
                words = tuple(
                    Word(
                        form=row[1],
                        space=index + 1 not in unspaced,
                        lemma=row[2],
                        tag=row[4],
                        head=int(row[6]) - 1 if row[6] != "0" else index,
                        label="ROOT" if row[6] == "0" else row[7],
                    )
                    for index, row in enumerate(rows)
                )
                sentence = Sentence(words, paragraph or document, document)
                if sentence.text != text.rstrip(" "):
                    raise ValueError(f"{path.name}: {sentence.text!r} is not {text!r}")
                yield sentence
                rows, unspaced, text, paragraph, document = [], set(), "", False, False


_PREFIXED = re.compile(
    r"(?i)(anti|non|pre|post|pro|co|re|multi|semi|neo|sub|mid|ex|cross|inter|over|under|self|ultra|"
    r"super|extra|intra|trans|un|bio|micro|counter)-([a-z]{3,})"
)


def split_prefixes(sentence: Sentence) -> Sentence:
    """The sentence with "non-invasive" as three words, like "well-known"."""
    words: list[Word] = []
    new_index: list[int] = []
    for word in sentence.words:
        match = _PREFIXED.fullmatch(word.form)
        if match:
            base = len(words)
            head = base + 2
            words.append(Word(match[1], False, match[1].lower(), "AFX", head, "compound"))
            words.append(Word("-", False, "-", "HYPH", head, "punct"))
            lemma = re.sub(rf"(?i)^{match[1]}-", "", word.lemma)
            words.append(replace(word, form=match[2], lemma=lemma, head=-1 - word.head))
            new_index.append(head)
        else:
            words.append(replace(word, head=-1 - word.head))
            new_index.append(len(words) - 1)
    # A negative head is an index into the words as they were.
    moved = (w if w.head >= 0 else replace(w, head=new_index[-1 - w.head]) for w in words)
    return replace(sentence, words=tuple(moved))


def to_doc(sentence: Sentence, vocab: Vocab) -> Doc:
    words = sentence.words
    return Doc(
        vocab,
        words=[w.form for w in words],
        spaces=[w.space for w in words[:-1]] + [False] if words else [],
        tags=[w.tag for w in words],
        lemmas=[w.lemma for w in words],
        heads=[w.head for w in words],
        deps=[w.label for w in words],
    )


def as_one(group: Sequence[Sentence]) -> Sentence:
    """Several sentences as one text, with as many roots."""
    words: list[Word] = []
    for sentence in group:
        offset = len(words)
        words += [w.moved(offset) for w in sentence.words]
    return Sentence(tuple(words), group[0].paragraph, group[0].document)
