"""Does syntax earn its place? Claim detection with the bundled pipeline, and without any.

    python -m training.ablation

checks the annotated pages of corpus/ and the examples of every rule twice: as shipped, and with
tags, labels and heads left blank (what the rules see of a sentence that was not parsed). Prints
the table of MODEL_CARD.md.
"""

from __future__ import annotations

import argparse
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from unittest.mock import patch

from claimcheck.config import Settings
from claimcheck.evaluate import ExampleRunner, evaluate, find_annotations
from claimcheck.pipeline.analyse import Pipeline
from claimcheck.rules.catalog import Catalog, load_catalog

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def blind() -> AbstractContextManager[object]:
    """Within it, no sentence is parsed."""
    return patch.object(Pipeline, "parse", lambda _self, _drafts: None)


def on_corpus(corpus: Path, catalog: Catalog) -> tuple[float, float, float]:
    """Precision, recall and F1 over all annotated pages."""
    score = evaluate(find_annotations([corpus]), Settings(), catalog).total()
    return score.precision, score.recall, score.f1


def on_examples(catalog: Catalog) -> tuple[int, int, int, int]:
    """Of the rules' own examples: flagged and to be flagged, clean and to stay clean."""
    runner = ExampleRunner(catalog)
    results = [result for rule in catalog.rules for result in runner.run(rule)]
    flag = [result for result in results if result.expected]
    clean = [result for result in results if not result.expected]
    return (
        sum(result.passed for result in flag),
        len(flag),
        sum(result.passed for result in clean),
        len(clean),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    arguments = parser.parse_args()
    catalog = load_catalog()
    print("| | precision | recall | F1 | examples flagged | examples kept clean |")
    print("|---|---:|---:|---:|---:|---:|")
    modes: list[tuple[str, AbstractContextManager[object]]] = [
        ("with syntax", nullcontext()),
        ("without", blind()),
    ]
    for name, mode in modes:
        with mode:
            precision, recall, f1 = on_corpus(arguments.corpus, catalog)
            flagged, to_flag, kept, to_keep = on_examples(catalog)
        print(
            f"| {name} | {precision:.3f} | {recall:.3f} | {f1:.3f}"
            f" | {flagged}/{to_flag} | {kept}/{to_keep} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
