"""Claims held against the register: what is noted, and what is none of its business."""

from __future__ import annotations

from typing import Any

import pytest

from claimcheck.evidence import Knowledge
from claimcheck.evidence.bibliography import BibEntry
from tests.evidence.checking import findings, notes, register

TRIAL: dict[str, Any] = {
    "id": "T",
    "doi": "10.5555/gin.21.3",
    "title": "Ginger for nausea",
    "authors": ["Varga I"],
    "year": 2021,
    "design": "rct",
    "n": 212,
    "comparator": ["placebo"],
    "outcomes": [
        {
            "outcome": "nausea",
            "direction": "better",
            "certainty": "moderate",
            "measured": ["2 hours", "1 day"],
            "result": "31% against 22% on placebo",
        }
    ],
}


def with_trial(**changes: Any) -> Knowledge:
    """A register that holds the one trial, with changes."""
    return Knowledge(register(sources=[{**TRIAL, **changes}]))


def outcome(**changes: Any) -> list[dict[str, Any]]:
    """The trial's outcome, with changes."""
    return [{**TRIAL["outcomes"][0], **changes}]


CITED = "Ginger relieves nausea (Varga 2021)."


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({}, ["supported"]),
        ({"retracted": True}, ["retracted"]),
        ({"exists": False}, ["missing"]),
        ({"design": "animal"}, ["nonclinical"]),
        ({"design": "in-vitro"}, ["nonclinical"]),
        ({"outcomes": outcome(direction="none")}, ["null"]),
        ({"outcomes": outcome(direction="worse")}, ["opposite"]),
        ({"outcomes": outcome(certainty="low")}, ["certainty"]),
        ({"outcomes": outcome(certainty="very-low")}, ["certainty"]),
        ({"outcomes": outcome(certainty="high")}, ["supported"]),
        ({"design": "case-series"}, ["design"]),
        ({"design": "open-label", "outcomes": []}, ["design"]),
        ({"outcomes": []}, ["supported"]),
        ({"doi": "10.5555/other", "authors": ["Osei P"], "title": "Another"}, []),
    ],
)
def test_the_same_words_on_different_sources(changes: dict[str, Any], kinds: list[str]) -> None:
    assert [kind for kind, _ in notes(CITED, with_trial(**changes))] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "Ginger relieves nausea (doi:10.5555/gin.21.3).",
        "[Ginger relieves nausea](https://doi.org/10.5555/gin.21.3).",
        "Ginger relieves nausea [1].\n\n## References\n\n1. Varga I. Ginger for nausea. 2021.",
        "Ginger relieves nausea.[^1]\n\n[^1]: Varga I. 2021. doi:10.5555/gin.21.3",
        "Varga and colleagues (2021) found that ginger relieves nausea.",
    ],
)
def test_however_it_is_cited(text: str) -> None:
    assert ("retracted", "T") in notes(text, with_trial(retracted=True))


def test_a_citation_key_leads_to_the_register() -> None:
    entry = BibEntry("varga2021", "article", doi="10.5555/gin.21.3")
    knowledge = Knowledge(
        register(sources=[{**TRIAL, "retracted": True}]), bibliography={"varga2021": entry}
    )
    assert notes("Ginger relieves nausea [@varga2021].", knowledge) == [("retracted", "T")]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("In rats, ginger relieves nausea (Varga 2021).", {"design": "animal"}),
        ("In a laboratory dish, ginger calms cells (Varga 2021).", {"design": "in-vitro"}),
        ("Ginger may relieve nausea (Varga 2021).", {"outcomes": outcome(certainty="low")}),
        ("Ginger did not relieve nausea (Varga 2021).", {"outcomes": outcome(direction="none")}),
        ("Does ginger relieve nausea (Varga 2021)?", {"outcomes": outcome(direction="none")}),
        ("In an uncontrolled series, ginger relieves nausea (Varga 2021).",
         {"design": "case-series"}),
    ],
)  # fmt: skip
def test_honest_words_on_weak_sources(text: str, changes: dict[str, Any]) -> None:
    kinds = {kind for kind, _ in notes(text, with_trial(**changes))}
    assert kinds <= {"supported"}


def test_of_several_outcomes_the_one_that_is_spoken_of_counts() -> None:
    several = [*outcome(), *outcome(outcome="sleep", direction="none")]
    knowledge = with_trial(outcomes=several)
    assert [kind for kind, _ in notes("Ginger relieves nausea (Varga 2021).", knowledge)] == [
        "supported"
    ]
    assert [kind for kind, _ in notes("Ginger improves sleep (Varga 2021).", knowledge)] == ["null"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ginger relieves nausea in 31% of people (Varga 2021).", ""),
        ("Ginger relieves nausea in 31 per cent of people (Varga 2021).", ""),
        ("Ginger relieves nausea in 54% of people (Varga 2021).", "numbers"),
        ("In 212 adults, ginger relieved nausea (Varga 2021).", ""),
        ("In 2,120 adults, ginger relieved nausea (Varga 2021).", "numbers"),
        ("Ginger relieves nausea within two hours (Varga 2021).", ""),
        ("Ginger relieves nausea within 24 hours (Varga 2021).", ""),
        ("Ginger relieves nausea within 10 minutes (Varga 2021).", "timing"),
        ("Ginger relieves nausea for up to 3 weeks (Varga 2021).", "timing"),
        ("Ginger was given for a week and relieved nausea (Varga 2021).", ""),
        ("Ginger relieves nausea better than placebo (Varga 2021).", ""),
        ("Ginger relieves nausea better than ondansetron (Varga 2021).", "comparator"),
        ("Ginger relieves nausea better than before (Varga 2021).", ""),
    ],
)
def test_numbers_times_and_comparators_of_the_cited_source(text: str, kind: str) -> None:
    kinds = {each for each, _ in notes(text, with_trial())} - {"supported"}
    assert kinds == ({kind} if kind else set())


def concluded(**changes: Any) -> Knowledge:
    """A register with one conclusion and no source."""
    usual = {"id": "C", "intervention": "ginger", "condition": ["nausea", "sickness"]}
    return Knowledge(register(conclusions=[{**usual, "finding": "null", **changes}]))


@pytest.mark.parametrize(
    ("text", "finding", "kind"),
    [
        ("Ginger relieves nausea.", "null", "null"),
        ("Ginger relieves nausea.", "negative", "opposite"),
        ("Ginger relieves nausea.", "mixed", "mixed"),
        ("Ginger can relieve nausea.", "null", "null"),
        ("Ginger tea cures sickness.", "null", "null"),
        ("# Ginger for nausea\n\nIt relieves the symptoms.", "null", "null"),
        ("Ginger may relieve nausea.", "null", ""),
        ("Ginger may relieve nausea.", "mixed", ""),
        ("Ginger does not relieve nausea.", "null", ""),
        ("Does ginger relieve nausea?", "null", ""),
        ("If ginger relieves nausea, take it.", "null", ""),
        ("Ginger is used to treat nausea.", "null", ""),
        ("Ginger relieves headaches.", "null", ""),
        ("Peppermint relieves nausea.", "null", ""),
        ("Ginger relieves nausea.", "positive", ""),
    ],
)
def test_conclusions_where_no_source_is_cited(text: str, finding: str, kind: str) -> None:
    found = notes(text, concluded(finding=finding))
    assert [each for each, _ in found] == ([kind] if kind else [])


def test_a_conclusion_on_one_population_says_nothing_on_others() -> None:
    knowledge = concluded(population=["pregnant woman"])
    assert notes("Ginger relieves nausea in pregnant women.", knowledge) == [("null", "C")]
    assert notes("Ginger relieves nausea in sailors.", knowledge) == []


def test_the_comparators_that_are_known() -> None:
    knowledge = concluded(finding=None, comparators=["placebo", "vitamin B6"])
    assert notes("Ginger relieves nausea better than placebo.", knowledge) == []
    found = notes("Ginger relieves nausea better than ondansetron.", knowledge)
    assert found == [("comparator", "C")]
    assert notes("Ginger may relieve nausea better than ondansetron.", knowledge) == []


def test_a_cited_source_of_the_register_goes_before_its_conclusions() -> None:
    both = Knowledge(
        register(
            sources=[TRIAL],
            conclusions=[
                {"id": "C", "intervention": "ginger", "condition": "nausea", "finding": "mixed"}
            ],
        )
    )
    assert notes(CITED, both) == [("supported", "T")]
    assert notes("Ginger relieves nausea.", both) == [("mixed", "C")]


APPROVALS = Knowledge(
    register(
        approvals=[
            {
                "id": "NO",
                "product": "amberol",
                "use": ["fatigue", "tiredness"],
                "regulator": ["FDA", "Food and Drug Administration"],
                "status": "not-approved",
                "date": "2026-01-02",
            },
            {
                "id": "YES",
                "product": "amberol",
                "use": "anaemia",
                "regulator": "FDA",
                "status": "approved",
                "date": "2020-01-02",
            },
        ]
    )
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Amberol is FDA-approved for fatigue.", [("approval", "NO")]),
        ("Amberol is approved for tiredness by the FDA.", [("approval", "NO")]),
        ("Amberol is FDA-approved for anaemia.", [("approved", "YES")]),
        ("Amberol is approved for anaemia.", [("approved", "YES")]),
        ("Amberol is not approved for fatigue.", []),
        ("Amberol is licensed for fatigue by the MHRA.", []),
        ("Copperleaf is FDA-approved for fatigue.", []),
        ("Amberol relieves fatigue.", [("unapproved-use", "NO")]),
        ("Amberol relieves anaemia.", []),
        ("Amberol does not relieve fatigue.", []),
    ],
)
def test_approvals(text: str, expected: list[tuple[str, str]]) -> None:
    assert notes(text, APPROVALS) == expected


def test_rules_use_what_is_on_file() -> None:
    def codes(text: str, knowledge: Knowledge | None = None) -> set[str]:
        return {finding.code for finding in findings(text, knowledge)}

    assert "REG002" in codes("Amberol is FDA-approved for fatigue.", APPROVALS)
    assert "REG001" in codes("Amberol relieves fatigue. Book now.", APPROVALS)
    assert "REG001" not in codes("Amberol relieves fatigue. Book now.")
    assert "STA007" in codes(CITED, with_trial(retracted=True))
    assert codes(CITED, with_trial()) == codes(CITED)


def test_without_a_register_nothing_is_noted() -> None:
    assert notes(CITED, Knowledge()) == []
    assert "STA007" not in {finding.code for finding in findings(CITED)}
