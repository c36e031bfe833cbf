"""The list of all claims, in three formats."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest

from claimcheck.evidence import Knowledge
from claimcheck.evidence.extract import Row, render, rows
from tests.evidence.checking import analyse, findings, library, register

TEXT = """# Ginger

Ginger relieves nausea. Ginger may ease headaches (Varga 2021).

Does ginger lift fatigue? Ginger does not cure migraine. Peppermint calms cramps.
"""
KNOWLEDGE = Knowledge(
    register(
        conclusions=[
            {"id": "G", "intervention": "ginger", "condition": "nausea", "finding": "null"}
        ]
    ),
    library({"text": "Peppermint calms cramps."}),
)


def table() -> list[Row]:
    return list(rows("page.md", analyse(TEXT, KNOWLEDGE), findings(TEXT, KNOWLEDGE)))


def test_each_claim_with_its_standing() -> None:
    found = {row.claim: row for row in table()}
    assert {claim: row.status for claim, row in found.items()} == {
        "Ginger relieves nausea": "contradicted",
        "Ginger may ease headaches": "sourced",
        "ginger lift fatigue": "not asserted",
        "Ginger does not cure migraine": "not asserted",
        "Peppermint calms cramps": "approved",
    }
    first = found["Ginger relieves nausea"]
    assert (first.line, first.column, first.certainty) == (3, 1, "flat")
    assert first.records == "G null"
    assert "STA007" in first.findings.split()
    assert found["Ginger may ease headaches"].certainty == "may"
    assert found["Ginger may ease headaches"].sources.startswith("Varga 2021")


def test_formats() -> None:
    made = table()
    lines = list(csv.DictReader(StringIO(render(made, "csv"))))
    assert [line["claim"] for line in lines] == [row.claim for row in made]
    assert [each["claim"] for each in json.loads(render(made, "json"))] == [
        row.claim for row in made
    ]
    text = render(made, "md")
    assert text.count("\n| ") == len(made) + 1
    with pytest.raises(ValueError, match="xml"):
        render(made, "xml")


def test_no_cell_is_a_formula_and_none_breaks_the_table() -> None:
    row = Row("a|b.md", 1, 1, "=cmd()", "+1", "efficacy", "flat", "x", "none", "@a", "-b", "`<i>")
    [line] = csv.DictReader(StringIO(render([row], "csv")))
    assert (line["claim"], line["sentence"], line["sources"]) == ("'=cmd()", "'+1", "'@a")
    assert "| =cmd() |" in render([row], "md")
    assert "## a\\|b.md" in render([row], "md")
