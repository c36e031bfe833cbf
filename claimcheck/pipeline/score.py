"""How much a sentence reads like a benefit claim: a sum of weights of its words and signals.

Rules and grammar know constructions; copy has more of them than anybody lists. The weights are a
logistic regression over words, pairs of neighbours and lexicon signals, trained on sentences of our
own (`training/claims/`, by `python -m training.claims`). They are data that anybody can read: a
score is a plain sum, and `reasons` names the parts that made it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from claimcheck.rules.place import rules_folder

if TYPE_CHECKING:
    from claimcheck.claim import Wording

_FILE = "claim-weights.json"


class Scorer:
    """The weights, ready to be added up."""

    def __init__(self, bias: float, threshold: float, weights: Mapping[str, float]) -> None:
        """`threshold` is the least sum that counts as a claim."""
        self._bias = bias
        self._threshold = threshold
        self._weights = weights

    def is_claim(self, wording: Wording) -> bool:
        """Whether the sentence reads as a benefit claim."""
        weights = self._weights
        total = self._bias + sum(weights.get(name, 0.0) for name, _ in features(wording))
        return total >= self._threshold

    def strongest(self, wording: Wording) -> list[tuple[str, int, float]]:
        """The features that speak most for a claim: name, the word it stands at, weight."""
        found = [
            (name, at, weight)
            for name, at in features(wording)
            if at >= 0 and (weight := self._weights.get(name, 0.0)) > 0
        ]
        return sorted(found, key=lambda entry: (-entry[2], entry[1], entry[0]))


def features(wording: Wording) -> Iterator[tuple[str, int]]:
    """Every feature of a sentence once, with the first word that has it, -1 for the whole."""
    seen: dict[str, int] = {}
    words = wording.words
    for at, word in enumerate(words):
        seen.setdefault(f"w:{word}", at)
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
    data = json.loads((rules_folder() / "lexicon" / _FILE).read_text("utf-8"))
    return Scorer(data["bias"], data["threshold"], data["weights"])
