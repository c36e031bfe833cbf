"""The pages of corpus/citations: one situation each, marked up by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from claimcheck.config import Settings
from claimcheck.evaluate import evaluate, find_annotations
from claimcheck.rules.catalog import load_catalog

FOLDER = Path(__file__).parents[2] / "corpus" / "citations"
CATALOG = load_catalog()
RECORDS: dict[str, dict[str, Any]] = {
    "records": {"evidence": (FOLDER / "evidence.yaml",)},
    "approved": {"claims": (FOLDER / "claims.yaml",)},
}
PAGES = [path.name.partition(".")[0] for path in find_annotations([FOLDER])]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_marked_up_as_its_reviewer_did(name: str) -> None:
    settings = Settings(select=("CIT", "STA007"), today=date(2026, 3, 1), **RECORDS.get(name, {}))
    result = evaluate([FOLDER / f"{name}.expected.yaml"], settings, CATALOG)
    assert not result.failures
    [verdict] = result.verdicts
    assert [f"{miss.rule} {miss.text!r} {miss.note}" for miss in verdict.missed] == []
    alarms = [alarm.finding for alarm in verdict.false_alarms]
    assert [f"{each.code} {each.severity} {each.excerpt!r}" for each in alarms] == []


def test_there_is_a_page_for_every_situation_that_the_list_names() -> None:
    named = (FOLDER / "README.md").read_text("utf-8")
    assert PAGES
    assert [name for name in PAGES if f"`{name}." not in named] == []
