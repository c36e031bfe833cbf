"""Approved statements: what they clear, what stretches them, when they end."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimcheck.errors import RuleError
from claimcheck.evidence import Knowledge, Library
from tests.evidence.checking import findings, library, notes

TEXT = "Magnesium contributes to normal psychological function."


def knowing(**changes: object) -> Knowledge:
    """A library of the one statement, with changes."""
    return Knowledge(library=library({"text": TEXT, **changes}))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # Exact
        (TEXT, "approved-wording"),
        ("MAGNESIUM contributes to normal psychological function!", "approved-wording"),
        ("As we like to say: magnesium contributes to normal psychological function.",
         "approved-wording"),
        # Near, and no stronger
        ("Magnesium contributes to the normal psychological function.", "approved-wording"),
        ("Magnesium contributes to normal psychological functions.", "approved-wording"),
        ("Magnesium may contribute to normal psychological function.", "approved-wording"),
        # Stronger
        ("Magnesium contributes to psychological function.", "stronger-than-approved"),
        ("Magnesium always contributes to normal psychological function.",
         "stronger-than-approved"),
        ("Magnesium restores normal psychological function.", "stronger-than-approved"),
        ("Magnesium clinically contributes to normal psychological function.",
         "stronger-than-approved"),
        # Something else
        ("Zinc contributes to normal psychological function.", ""),
        ("Magnesium contributes to normal thyroid function.", ""),
        ("Zinc always contributes to normal psychological function.", ""),
        ("Zinc contributes to normal fertility.", ""),
        ("Magnesium is a mineral.", ""),
        ("Magnesium relieves stress.", ""),
    ],
)  # fmt: skip
def test_wordings(text: str, kind: str) -> None:
    assert [each for each, _ in notes(text, knowing())] == ([kind] if kind else [])


def test_variants_count_as_the_statement() -> None:
    variant = knowing(variants=["Magnesium supports a normal mind."])
    assert notes("Magnesium supports a normal mind.", variant) == [("approved-wording", "C1")]


@pytest.mark.parametrize(
    ("changes", "profiles", "kind"),
    [
        ({}, ("us",), "approved-wording"),
        ({"markets": ["uk", "eu"]}, ("uk",), "approved-wording"),
        ({"markets": ["uk", "eu"]}, ("uk", "eu"), "approved-wording"),
        ({"markets": ["uk"]}, ("uk", "eu"), ""),
        ({"markets": ["uk"]}, ("us",), ""),
        ({"expires": "2026-03-02"}, ("us",), "approved-wording"),
        ({"expires": "2026-03-01"}, ("us",), "approved-wording"),
        ({"expires": "2026-02-28"}, ("us",), "expired-approval"),
        ({"markets": ["uk"], "expires": "2026-02-28"}, ("us",), ""),
    ],
)
def test_markets_and_dates(
    changes: dict[str, object], profiles: tuple[str, ...], kind: str
) -> None:
    found = notes(TEXT, knowing(**changes), profiles=profiles)
    assert [each for each, _ in found] == ([kind] if kind else [])


CLAIM = "Copperleaf tea relieves tension headaches."


def test_an_approved_statement_is_cleared_and_only_that() -> None:
    knowledge = Knowledge(library=library({"text": CLAIM}))
    assert "CIT001" in {finding.code for finding in findings(CLAIM)}
    # What concerns the page as a whole (who wrote it, when) stays.
    assert {finding.code for finding in findings(CLAIM, knowledge)} <= {"DIS004"}
    more = findings(f"{CLAIM} Copperleaf tea relieves insomnia.", knowledge)
    assert {finding.excerpt for finding in more if finding.code == "CIT001"} == {
        "relieves insomnia"
    }


def test_stretched_and_expired_statements_are_reported() -> None:
    stretched = findings(
        "Copperleaf tea completely relieves tension headaches.",
        Knowledge(library=library({"text": CLAIM})),
    )
    [finding] = [each for each in stretched if each.code == "STA007"]
    assert finding.severity.value == "error"
    assert "adds “completely”" in finding.message
    expired = findings(CLAIM, Knowledge(library=library({"text": CLAIM, "expires": "2026-01-15"})))
    [finding] = [each for each in expired if each.code == "STA007"]
    assert finding.severity.value == "warning"
    assert "CIT001" in {each.code for each in expired}


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("claims:\n  - {id: A, text: Zinc helps.}\n", (2, 5), "approved-by"),
        (
            "claims:\n  - id: A\n    text: Zinc helps.\n    approved-by: Jo\n"
            "    approved-on: soon\n",
            (5, 5),
            "date",
        ),
        (
            "claims:\n  - {id: A, text: Zinc helps., approved-by: Jo, approved-on: 2026-01-01,"
            " expires: 2025-01-01}\n",
            (2, 5),
            "expires before",
        ),
        (
            "claims:\n  - {id: A, text: Zinc helps., approved-by: Jo, approved-on: 2026-01-01}\n"
            "  - {id: A, text: Iron helps., approved-by: Jo, approved-on: 2026-01-01}\n",
            (3, 6),
            "taken",
        ),
    ],
)
def test_errors_have_their_place(
    tmp_path: Path, text: str, place: tuple[int, int], says: str
) -> None:
    path = tmp_path / "claims.yaml"
    path.write_text(text)
    with pytest.raises(RuleError, match=says) as caught:
        Library.load([path])
    assert (caught.value.path, caught.value.line, caught.value.column) == (str(path), *place)
