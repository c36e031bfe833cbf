"""What a sentence reads like, by its words alone: sums of weights, one for each reading.

Rules and grammar know constructions; copy has more of them than anybody lists. A reading is the
code of a rule, or `benefit` for what any rule on benefits would call a claim. Its weights are a
logistic regression over words, pairs of neighbours and lexicon signals, trained on sentences of our
own (`training/readings/`, by `python -m training.readings`). They are data that anybody can read:
a score is a plain sum, and `strongest` names the parts that made it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from claimcheck.claim import Reading
from claimcheck.rules.place import rules_folder

if TYPE_CHECKING:
    from claimcheck.claim import Wording

_FILE = "readings.json"
# The reading that makes an implied claim; every other one is called by the code of its rule.
BENEFIT = "benefit"
# A line that stands alone needs a little less for it, if it sounds like a seller's; readings are
# kept from so far below the least on.
_ALONE = -0.4
_ALONE_TONE = 0.7
# Not what a sentence says, but who speaks: the sentences of pages that sell against all others.
_TONE = "sells"
# A word and its forms and kin begin alike.
_STEM = 5


class Scorer:
    """The weights of all readings, ready to be added up."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """`data` has for each reading a `bias`, a `threshold` (the least sum that counts) and
        `weights` by the name of a feature."""
        self._names = list(data)
        self._least = [entry.get("threshold", 0) - entry["bias"] for entry in data.values()]
        self._weights: dict[str, list[tuple[int, float]]] = {}
        for number, entry in enumerate(data.values()):
            for feature, weight in entry["weights"].items():
                self._weights.setdefault(feature, []).append((number, weight))

    @property
    def readings(self) -> list[str]:
        """The names of all readings."""
        return list(self._names)

    def read(self, wording: Wording) -> tuple[dict[str, Reading], float]:
        """What the sentence reads like, and its tone."""
        sums = [0.0] * len(self._names)
        known = self._weights.get
        for feature, _ in features(wording):
            for number, weight in known(feature, ()):
                sums[number] += weight
        found: dict[str, Reading] = {}
        tone = 0.0
        for name, total, least in zip(self._names, sums, self._least, strict=True):
            if name == _TONE:
                tone = total - least
            elif total >= least + (_ALONE if name == BENEFIT else 0) and (
                strongest := self.strongest(wording, name)
            ):
                found[name] = Reading(strongest[0][1], total - least)
        return found, tone

    def strongest(self, wording: Wording, reading: str) -> list[tuple[str, int, float]]:
        """The features that speak most for a reading: name, the word it stands at, weight."""
        wanted = self._names.index(reading)
        found = [
            (name, at, weight)
            for name, at in features(wording)
            if at >= 0
            for number, weight in self._weights.get(name, ())
            if number == wanted and weight > 0
        ]
        return sorted(found, key=lambda entry: (-entry[2], entry[1], entry[0]))


def benefit_in(wording: Wording, *, alone: bool = False) -> Reading | None:
    """The reading as a benefit, if the sentence has it, or would have it where it stands alone."""
    reading = wording.readings.get(BENEFIT)
    if reading is None or reading.margin >= 0 or (alone and wording.tone >= _ALONE_TONE):
        return reading
    return None


def features(wording: Wording) -> Iterator[tuple[str, int]]:
    """Every feature of a sentence once, with the first word that has it, -1 for the whole."""
    seen: dict[str, int] = {}
    words = wording.words
    for at, word in enumerate(words):
        seen.setdefault(f"w:{word}", at)
        if len(word) > _STEM:
            seen.setdefault(f"p:{word[:_STEM]}", at)
        if at:
            seen.setdefault(f"b:{words[at - 1]}_{word}", at - 1)
    for signal in wording.signals:
        name = signal.name
        while name:
            seen.setdefault(f"s:{name}", signal.start)
            name = name.rpartition(".")[0]
    if words:
        seen[f"first:{words[0]}"] = 0
    seen[f"length:{min(len(words) // 5, 6)}"] = -1
    yield from seen.items()


@cache
def scorer() -> Scorer:
    """The weights that ship with the rules."""
    return Scorer(json.loads((rules_folder() / "lexicon" / _FILE).read_text("utf-8")))
