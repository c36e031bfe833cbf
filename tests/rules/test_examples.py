"""The real rules, under test: every example does what it says, every file keeps the conventions."""

from __future__ import annotations

from functools import cache

import pytest

from claimcheck.evaluate import ExampleResult, ExampleRunner
from claimcheck.finding import Severity
from claimcheck.rules.catalog import Rule, load_catalog

CATALOG = load_catalog()
RUNNER = ExampleRunner(CATALOG)
FOLDERS = {
    "CER": "certainty", "CIT": "citations", "CMP": "comparison", "DIS": "disclosure",
    "MEC": "mechanism", "PRS": "pressure", "REG": "regulation", "SAF": "safety",
    "STA": "statistics", "STR": "structure", "TIM": "timing", "TST": "testimonials",
}  # fmt: skip


@cache
def results(code: str) -> list[ExampleResult]:
    """All examples of a rule, run once for all tests."""
    rule = CATALOG.find(code)
    assert rule is not None
    return RUNNER.run(rule)


every_rule = pytest.mark.parametrize("rule", CATALOG.rules, ids=lambda rule: rule.code)


@every_rule
def test_every_example_does_what_it_says(rule: Rule) -> None:
    wrong = [
        f"{result.text!r}: wanted {[result.text[r.start : r.end] for r in result.expected]}, "
        f"found {[result.text[r.start : r.end] for r in result.found]} "
        f"{[s.value for s in result.severities]}"
        for result in results(rule.code)
        if not result.passed
    ]
    assert not wrong


@every_rule
def test_a_rule_has_enough_examples_and_marks_its_spans(rule: Rule) -> None:
    examples = rule.file.examples
    assert len(examples.flag) >= 4
    assert len(examples.pass_) >= 4
    for example in examples.flag:
        text = example if isinstance(example, str) else example.text
        assert "[[" in text, text


@every_rule
def test_a_rule_lies_where_its_code_and_name_say(rule: Rule) -> None:
    assert rule.path.stem == rule.name
    assert rule.path.parent.name == FOLDERS[rule.family]


@every_rule
def test_a_rule_rests_on_something_that_was_read(rule: Rule) -> None:
    assert any(reference.mark != "M" for reference in rule.file.authorities)
    assert CATALOG.authority_lines(rule)


@every_rule
def test_a_message_says_what_is_missing_and_judges_nobody(rule: Rule) -> None:
    text = f"{rule.file.message} {rule.file.suggestion}".lower()
    for word in ("illegal", "unlawful", "false claim", "is false", "is safe", "fraud", "lie "):
        assert word not in text
    assert rule.file.message.count(". ") <= 1


def test_names_and_codes_are_unique() -> None:
    assert len({rule.name for rule in CATALOG.rules}) == len(CATALOG.rules)
    assert len({rule.code for rule in CATALOG.rules}) == len(CATALOG.rules)


def test_no_rule_fires_on_what_another_rule_calls_fine() -> None:
    """At warning or error, and unless the example says that it expects the other rule."""
    wrong = [
        f"{finding.code} on {result.rule.code}'s {result.text!r}: {finding.excerpt!r}"
        for rule in CATALOG.rules
        for result in results(rule.code)
        if not result.expected
        for finding in result.others
        if finding.severity is not Severity.INFO
        and finding.code not in rule.file.overlaps
        and finding.code not in result.also
    ]
    assert not wrong


def test_no_rule_mentions_the_article() -> None:
    for rule in CATALOG.rules:
        text = rule.path.read_text("utf-8").lower()
        assert not ("ketamine" in text and "ptsd" in text), rule.code
