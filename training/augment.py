"""Variants of treebank sentences as copy writes them: headings, capitals, curly quotes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from training.convert import Sentence, Word, as_one

_SMALL = frozenset(
    "a an the of in on at to for and or but nor as by with from vs via into over 's".split()
)
_FINAL = frozenset([".", "!", "?", ":", ";"])


@dataclass(frozen=True, slots=True)
class Rates:
    """How often a sentence of the training data is changed, per epoch."""

    lower: float = 0.04
    title: float = 0.05
    upper: float = 0.03
    curly: float = 0.3
    unpunctuated: float = 0.04
    joined: float = 0.12


def join(sentences: Sequence[Sentence], rates: Rates, rng: random.Random) -> list[Sentence]:
    """Put some neighbours into one text with two roots.

    A rule that splits sentences must miss some boundaries (no full stop, a heading run into its
    paragraph); the parser should then give two trees and not force one upon both.
    """
    joined: list[Sentence] = []
    last_joined = False
    for sentence in sentences:
        if (
            joined
            and not last_joined
            and not sentence.document
            and len(joined[-1].words) + len(sentence.words) < 60
            and rng.random() < rates.joined
        ):
            joined[-1] = as_one((joined[-1], sentence))
            last_joined = True
        else:
            joined.append(sentence)
            last_joined = False
    return joined


def augment(sentence: Sentence, rates: Rates, rng: random.Random) -> Sentence:
    """The sentence itself or a variant of it, with the annotation of the original."""
    words = sentence.words
    draw = rng.random()
    if draw < rates.lower:
        words = tuple(replace(w, form=w.form.lower()) for w in words)
    elif draw < rates.lower + rates.title:
        words = _without_final(tuple(_titled(w, i) for i, w in enumerate(words)))
    elif draw < rates.lower + rates.title + rates.upper:
        words = tuple(replace(w, form=_upper(w.form)) for w in words)
        if rng.random() < 0.5:
            words = _without_final(words)
    elif draw < rates.lower + rates.title + rates.upper + rates.unpunctuated:
        words = _without_final(words)
    if rng.random() < rates.curly:
        words = _curled(words)
    return sentence if words is sentence.words else replace(sentence, words=words)


def _upper(form: str) -> str:
    upper = form.upper()
    return upper if len(upper) == len(form) else form


def _titled(word: Word, index: int) -> Word:
    form = word.form
    if (index and form.lower() in _SMALL) or not form[:1].islower():
        return word
    if form.startswith(("'", "n't")):
        return word
    return replace(word, form=form[0].upper() + form[1:])


def _without_final(words: tuple[Word, ...]) -> tuple[Word, ...]:
    last = len(words) - 1
    if last < 1 or words[-1].form not in _FINAL or any(w.head == last for w in words[:-1]):
        return words
    return words[:-1]


def _curled(words: tuple[Word, ...]) -> tuple[Word, ...]:
    if not any(q in w.form for w in words for q in "'\""):
        return words
    curled: list[Word] = []
    opened = False
    for word in words:
        form = word.form
        if form in ('"', "``", "''"):
            form = "\u201d" if opened else "\u201c"
            opened = not opened
        else:
            form = form.replace("'", "\u2019")
        curled.append(replace(word, form=form))
    return tuple(curled)
