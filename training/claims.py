"""Train the weights by which a sentence reads like a benefit claim, and measure them.

    python -m training.claims

reads `training/claims/*.tsv` (a label and a line; all written for this purpose) and the examples of
the rules, prints how well lines are told apart that were not trained on, and writes
`rules/lexicon/claim-weights.json`. A logistic regression with a quadratic penalty, by gradient
descent from zero: the same lines give the same weights.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from claimcheck.claim import Wording
from claimcheck.evaluate.examples import unmark
from claimcheck.pipeline.score import features
from claimcheck.pipeline.sentences import read_words, split_sentences
from claimcheck.pipeline.signals import find_signals
from claimcheck.pipeline.tokenizer import CopyTokenizer
from claimcheck.rules.catalog import load_catalog
from claimcheck.rules.place import rules_folder

_LINES = Path(__file__).parent / "claims"
# Seen in fewer lines, a feature says more about the line than about claims.
_RARE = 3
_PENALTY = 1.0
_STEPS = 400
_FOLDS = 5
# How many of the lines that are fine may be taken for claims.
_FALSE_ALARMS = 0.03
# Rules on what a treatment does; their examples are claims of benefit.
_BENEFIT_RULES = frozenset({"CIT001", "CER001", "CER002", "REG003", "STR001"})


@dataclass(frozen=True)
class Lines:
    """Lines as the numbers of their features, and whether each is a claim."""

    rows: list[list[int]]
    labels: np.ndarray
    names: list[str]


def read() -> tuple[list[Wording], list[bool]]:
    """Every line to learn from, and whether it is a claim."""
    catalog = load_catalog()
    tokenizer = CopyTokenizer()
    wordings: list[Wording] = []
    labels: list[bool] = []

    def add(text: str, label: bool) -> None:
        for place in split_sentences(text):
            wording = read_words(text[place.start : place.end], tokenizer)
            if wording.words:
                wording.signals = find_signals(wording.words, wording.cased, catalog.lexicon)
                wordings.append(wording)
                labels.append(label)

    for path in sorted(_LINES.glob("*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            label, _, text = line.partition("\t")
            if label in ("benefit", "fine"):
                add(text, label == "benefit")
    for rule in catalog.rules:
        groups = [(rule.file.examples.pass_, False)]
        if rule.code in _BENEFIT_RULES:
            groups.append((rule.file.examples.flag, True))
        for examples, label in groups:
            for example in examples:
                text = unmark(example if isinstance(example, str) else example.text)[0]
                if "\n" not in text.strip():
                    add(text, label)
    return wordings, labels


def number(wordings: Sequence[Wording], labels: Sequence[bool]) -> Lines:
    """Lines as numbers of the features that are not rare."""
    count: dict[str, int] = {}
    found = [[name for name, _ in features(wording)] for wording in wordings]
    for names in found:
        for name in names:
            count[name] = count.get(name, 0) + 1
    names = sorted(name for name, seen in count.items() if seen >= _RARE)
    index = {name: at for at, name in enumerate(names)}
    rows = [[index[name] for name in line if name in index] for line in found]
    return Lines(rows, np.array(labels, dtype=float), names)


def fit(lines: Lines, chosen: np.ndarray) -> np.ndarray:
    """Weights, the last one the bias; both classes count the same."""
    rows = [lines.rows[at] for at in chosen]
    labels = lines.labels[chosen]
    columns = np.concatenate([np.array(row, dtype=int) for row in rows])
    line_of = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    share = labels.mean()
    importance = np.where(labels > 0, 0.5 / share, 0.5 / (1 - share))
    weights = np.zeros(len(lines.names) + 1)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        sums = np.bincount(line_of, weights[columns], minlength=len(rows)) + weights[-1]
        error = (1 / (1 + np.exp(-sums)) - labels) * importance
        slope = np.append(
            np.bincount(columns, error[line_of], minlength=len(lines.names)), error.sum()
        )
        slope[:-1] += _PENALTY * weights[:-1]
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def sums(lines: Lines, chosen: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The score of each chosen line."""
    return np.array([weights[lines.rows[at]].sum() + weights[-1] for at in chosen])


def main() -> None:
    """Train, measure on lines held back in turn, write."""
    lines = number(*read())
    everything = np.arange(len(lines.rows))
    held = np.zeros(len(everything))
    for fold in range(_FOLDS):
        out = everything[everything % _FOLDS == fold]
        held[out] = sums(lines, out, fit(lines, np.setdiff1d(everything, out)))
    fine, claims = held[lines.labels == 0], held[lines.labels == 1]
    threshold = float(np.quantile(fine, 1 - _FALSE_ALARMS))
    print(f"{len(claims)} claims, {len(fine)} fine lines, {len(lines.names)} features")
    print(
        f"not trained on: {np.mean(claims >= threshold):.2f} of the claims are found, "
        f"{np.mean(fine >= threshold):.3f} of the fine lines taken for one"
    )
    weights = fit(lines, everything)
    kept = {
        name: round(float(weight), 2)
        for name, weight in zip(lines.names, weights, strict=False)
        if abs(weight) >= 0.05
    }
    data = {"bias": round(float(weights[-1]), 2), "threshold": round(threshold, 2), "weights": kept}
    path = rules_folder() / "lexicon" / "claim-weights.json"
    path.write_text(json.dumps(data, indent=0, ensure_ascii=False) + "\n", "utf-8")
    print(f"{len(kept)} weights in {path.name}")


if __name__ == "__main__":
    main()
