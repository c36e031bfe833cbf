"""Lexicon and number signals of a sentence."""

from __future__ import annotations

import re

from claimcheck.claim import Signal
from claimcheck.rules.lexicon import Lexicon

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:k|m)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER_WORDS = frozenset(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    hundred hundreds thousand thousands million millions dozen dozens half
    """.split()
)
_UNITS = frozenset(
    """
    second seconds minute minutes min mins hour hours hr hrs day days night nights week weeks
    month months year years session sessions visit visits treatment treatments dose doses use
    uses application applications infusion infusions injection injections
    """.split()
)
_TIME = frozenset(
    """
    second seconds minute minutes min mins hour hours hr hrs day days night nights week weeks
    month months year years decades moments lifetime
    """.split()
)
_QUANTIFIERS = frozenset({"few", "several", "couple", "single", "first", "a", "an", "mere"})
# The endings of medical nouns for diseases, and words that end so and name none.
_DISEASE = re.compile(r"[a-z]+(?:itis|a?emia|algia|iasis|opathy|uria|penia|osis)(?:es)?")
_DISEASE_LENGTH = 8
_THINGS = ("condition", "symptom", "intervention", "other-sense", "mechanism")
_NO_DISEASE = frozenset(
    """
    diagnosis prognosis hypnosis apoptosis homeopathy homoeopathy naturopathy osteopathy allopathy
    telepathy symbiosis osmosis metamorphosis meiosis glycosis endocytosis exocytosis phagocytosis
    academia bohemia anastomosis biocoenosis sympathy psychopathy orthosis prosthesis
    """.split()
)
_CURRENCY = frozenset("$£€")


def find_signals(words: list[str], cased: list[str], lexicon: Lexicon) -> list[Signal]:
    """Every signal of a sentence with these words; "[C]onquers" becomes the word that it is."""
    for at in range(len(words) - 3):
        lettered = words[at] == "[" and words[at + 2] == "]" and len(words[at + 1]) == 1
        if lettered and cased[at + 1].isupper() and cased[at + 3].islower():
            words[at + 3] = words[at + 1] + words[at + 3]
    listed = lexicon.find(words, cased)
    return [*listed, *_unlisted(words, listed), *_numbers(words)]


def _unlisted(words: list[str], listed: list[Signal]) -> list[Signal]:
    """Diseases that no list has, known by how their names end."""
    found: list[Signal] = []
    for at, word in enumerate(words):
        if len(word) >= _DISEASE_LENGTH and _DISEASE.fullmatch(word) and word not in _NO_DISEASE:
            named = any(
                signal.start <= at < signal.end and signal.name.startswith(_THINGS)
                for signal in listed
            )
            if not named:
                found.append(Signal("condition.unlisted", at, at + 1))
    return found


def _numbers(words: list[str]) -> list[Signal]:
    """Numbers, percentages, years, amounts of money, and spans of time."""
    found: list[Signal] = []
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        is_number = bool(_NUMBER.fullmatch(word)) or word in _NUMBER_WORDS
        if is_number:
            found.append(Signal("number", at, at + 1))
            if following == "%" or (
                following == "per" and at + 2 < len(words) and words[at + 2] == "cent"
            ):
                found.append(Signal("percent", at, at + (2 if following == "%" else 3)))
            if _YEAR.fullmatch(word):
                found.append(Signal("year", at, at + 1))
            if at and words[at - 1] in _CURRENCY:
                found.append(Signal("money", at - 1, at + 1))
        elif word.endswith("%") and _NUMBER.fullmatch(word[:-1]):
            found += [Signal("number", at, at + 1), Signal("percent", at, at + 1)]
        if is_number or word in _QUANTIFIERS:
            found += _spans(words, at)
    return found


def _spans(words: list[str], at: int) -> list[Signal]:
    """`time` (three weeks) and `count` (one session) that begin at a number."""
    found: list[Signal] = []
    for end in range(at + 1, min(at + 5, len(words))):
        word = words[end]
        if word in _TIME:
            found.append(Signal("time", at, end + 1))
        if word in _UNITS:
            found.append(Signal("count", at, end + 1))
            break
        if not (
            word in _NUMBER_WORDS
            or word in _QUANTIFIERS
            or word in {"to", "or", "of", "short", "treatment", "first", "full", "–"}
            or _NUMBER.fullmatch(word)
        ):
            break
    return found
