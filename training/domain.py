"""Sentences of health copy made from the patterns in copy_sentences.txt, to train beside EWT."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from training.convert import Sentence, Word

_HERE = Path(__file__).resolve().parent

_IRREGULAR = {
    "cut": ("cuts", "cut", "cut", "cutting"),
    "fight": ("fights", "fought", "fought", "fighting"),
    "beat": ("beats", "beat", "beaten", "beating"),
    "shrink": ("shrinks", "shrank", "shrunk", "shrinking"),
    "stop": ("stops", "stopped", "stopped", "stopping"),
    "control": ("controls", "controlled", "controlled", "controlling"),
}


@cache
def _forms(verb: str) -> tuple[str, str, str, str]:
    """Third person, past, participle, -ing form."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    stem = verb.removesuffix("e")
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    if verb.endswith("y"):
        return verb[:-1] + "ies", verb[:-1] + "ied", verb[:-1] + "ied", verb + "ing"
    return third, stem + "ed", stem + "ed", stem + "ing"


@cache
def _lines() -> tuple[str, ...]:
    return _file("copy_sentences.txt")


@cache
def _slots() -> dict[str, list[str]]:
    slots: dict[str, list[str]] = {}
    name = ""
    for line in _file("copy_slots.txt"):
        if not line.startswith(" "):
            name, _, line = line.partition(":")
            slots[name] = []
        slots[name] += line.split()
    return slots


def _file(name: str) -> tuple[str, ...]:
    text = (_HERE / name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


_CLOSE_BEFORE = frozenset((".", ",", "!", "?", "%", "-", "n't", ")", "]", "®", "™", "¹²"))
_CLOSE_AFTER = frozenset(("-", "#", "(", "["))


def sentences(count: int, rng: random.Random) -> Iterator[Sentence]:
    """Yield `count` sentences; every pattern is used as often as the others."""
    lines = _lines()
    for number in range(count):
        line = re.sub(
            r"\{(\w+)(?:\.(\w))?\}", lambda m: _fill(m[1], m[2], rng), lines[number % len(lines)]
        )
        fields = [item.rsplit("/", 3) for item in line.split(" ")]
        words = []
        for index, (form, tag, label, head) in enumerate(fields):
            following = fields[index + 1][0] if index + 1 < len(fields) else ""
            words.append(
                Word(
                    form=form[0].upper() + form[1:] if index == 0 else form,
                    space=following not in _CLOSE_BEFORE and form not in _CLOSE_AFTER,
                    lemma=form.lower(),
                    tag=tag,
                    head=index if label == "root" else int(head) - 1,
                    label="ROOT" if label == "root" else label,
                )
            )
        yield Sentence(tuple(words), paragraph=True, document=True)


def _fill(slot: str, inflection: str | None, rng: random.Random) -> str:
    if slot == "Brand":
        return _brand(rng)
    word = rng.choice(_slots()[slot.lower()])
    if inflection:
        word = _forms(word)["zdng".index(inflection)]
    return word


_BEGINNINGS = (
    "Ro",
    "Am",
    "Lu",
    "Ver",
    "Tri",
    "Sol",
    "Nex",
    "Cal",
    "Der",
    "Flo",
    "Zen",
    "Vi",
    "Opti",
)
_MIDDLES = ("ma", "ber", "vi", "ti", "lu", "no", "ra", "do", "Sculpt", "Slim", "Heal", "")
_ENDINGS = ("tex", "ol", "in", "ane", "ra", "ex", "ium", "ia", "gen", "ix", "ing", "ana", "on")


def _brand(rng: random.Random) -> str:
    """A name that nobody has, so that the parser learns to do without knowing it."""
    return rng.choice(_BEGINNINGS) + rng.choice(_MIDDLES) + rng.choice(_ENDINGS)
