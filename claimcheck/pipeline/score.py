"""What a sentence reads like, by its words alone: sums of weights, one for each reading.

Rules and grammar know constructions; copy has more of them than anybody lists. A reading is the
code of a rule, or `benefit` for what any rule on benefits would call a claim. Its weights are a
logistic regression over words, pairs of neighbours and lexicon signals, trained on sentences of our
own (`training/sentences/`, by `python -m training.readings`). They are data that anybody can read:
a score is a plain sum, and `strongest` names the parts that made it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from claimcheck.claim import BENEFIT, Reading
from claimcheck.rules.place import rules_folder

if TYPE_CHECKING:
    from claimcheck.claim import Wording

_FILE = "readings.json"
# A line that stands alone needs a little less for it, if it sounds like a seller's; readings are
# kept from so far (in hundredths) below the least on.
_ALONE = -40
_ALONE_TONE = 0.7
# Not what a sentence says, but who speaks: the sentences of pages that sell against all others.
_TONE = "sells"
# A word and its forms and kin begin alike.
_STEM = 5
# Bits for one reading in a sum: enough for all weights there are, and a feature counts once.
_LANE = 32
_HALF = 1 << (_LANE - 1)


class Scorer:
    """The weights of all readings, ready to be added up.

    Weights have two decimals, so sums are whole hundredths. Those of one feature for all readings
    are digits of one number, `_LANE` bits each: a sentence is read by adding up as many numbers as
    it has features, however many readings there are, and the sum is exact.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        """`data` has for each reading a `bias`, a `threshold` (the least sum that counts) and
        `weights` by the name of a feature."""
        self._names = list(data)
        self._least = [
            _hundredths(entry.get("threshold", 0)) - _hundredths(entry["bias"])
            for entry in data.values()
        ]
        entries: dict[str, list[tuple[int, float]]] = {}
        for number, entry in enumerate(data.values()):
            for feature, weight in entry["weights"].items():
                entries.setdefault(feature, []).append((number, weight))
        self._weights = _Weights(entries)
        # Half of what a lane holds, in each: lifts sums below zero above it.
        self._lift = sum(_HALF << number * _LANE for number in range(len(data)))

    def read(self, wording: Wording) -> tuple[dict[str, Reading], float]:
        """What the sentence reads like, and its tone."""
        here = self._weighed(wording)
        sums = self._lanes(sum([self._weights[name] for name, _ in here]))
        found: dict[str, Reading] = {}
        tone = 0.0
        for number, (name, total, least) in enumerate(
            zip(self._names, sums, self._least, strict=True)
        ):
            if name == _TONE:
                tone = (total - least) / 100
            elif total >= least + (_ALONE if name == BENEFIT else 0) and (
                strongest := self._strongest(here, number)
            ):
                found[name] = Reading(strongest[0][1], (total - least) / 100)
        return found, tone

    def strongest(self, wording: Wording, reading: str) -> list[tuple[str, int, float]]:
        """The features that speak most for a reading: name, the word it stands at, weight."""
        return self._strongest(self._weighed(wording), self._names.index(reading))

    def _weighed(self, wording: Wording) -> list[tuple[str, int]]:
        known = self._weights.entries
        return [feature for feature in features(wording) if feature[0] in known]

    def _strongest(
        self, here: Sequence[tuple[str, int]], number: int
    ) -> list[tuple[str, int, float]]:
        found = [
            (name, at, weight / 100)
            for name, at in here
            if at >= 0 and (weight := self._lane(self._weights[name], number)) > 0
        ]
        return sorted(found, key=lambda entry: (-entry[2], entry[1], entry[0]))

    def _lane(self, total: int, number: int) -> int:
        """The hundredths of one reading in a sum of weights."""
        return (total + self._lift >> number * _LANE) % (1 << _LANE) - _HALF

    def _lanes(self, total: int) -> list[int]:
        """The hundredths of each reading in a sum of weights."""
        size = len(self._names) * _LANE // 8
        lanes = memoryview((total + self._lift).to_bytes(size, sys.byteorder)).cast("I")
        in_order = lanes if sys.byteorder == "little" else reversed(lanes)
        return [lane - _HALF for lane in in_order]


class _Weights(dict[str, int]):
    """The weights of each feature as one number, made when it is first asked for: a short page has
    a hundredth of the features that there are."""

    def __init__(self, entries: Mapping[str, Sequence[tuple[int, float]]]) -> None:
        super().__init__()
        self.entries = entries

    def __missing__(self, feature: str) -> int:
        lanes = (_hundredths(weight) << at * _LANE for at, weight in self.entries[feature])
        total = self[feature] = sum(lanes)
        return total


def _hundredths(weight: float) -> int:
    return round(weight * 100)


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
