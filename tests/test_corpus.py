"""The annotated pages: what a careful reviewer would say, and what the tool says."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from claimcheck.config import Settings
from claimcheck.engine import Engine
from claimcheck.evaluate import Annotation, Evaluation, evaluate, find_annotations
from claimcheck.finding import Finding, Severity
from claimcheck.readers import read_file
from claimcheck.rules.catalog import load_catalog
from claimcheck.rules.yamlfile import load_yaml
from claimcheck.source import Range

CORPUS = Path(__file__).parent.parent / "corpus"
ARTICLE = CORPUS / "ketamine-ptsd" / "ketamine-ptsd.txt"
GOLD = ARTICLE.with_name("ketamine-ptsd.expected.yaml")
CATALOG = load_catalog()
# One clause gives one reason; more than this on a sentence is noise.
MOST_FINDINGS = 4


@pytest.fixture(scope="module")
def cases() -> Evaluation:
    return evaluate(find_annotations([CORPUS / "cases"]), Settings(), CATALOG)


@pytest.fixture(scope="module")
def article() -> list[Finding]:
    return list(Engine(Settings(), CATALOG).check(read_file(ARTICLE)).findings)


def places(text: str, source: str, occurrence: int) -> Range:
    start = -1
    for _ in range(occurrence):
        start = source.index(text, start + 1)
    return Range(start, start + len(text))


def overlap(one: Range, other: Range) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(shared, 0) / max(len(one), len(other))


def test_the_article_is_untouched() -> None:
    digest = hashlib.sha256(ARTICLE.read_bytes()).hexdigest()
    assert digest == "d2075b18cb278c42b72fff98c3215319d52d37be79dd98514a22f3af9ac2f0d1"


def test_the_article_is_marked_up_as_its_reviewer_did(article: list[Finding]) -> None:
    annotation = load_yaml(GOLD, Annotation)
    source = ARTICLE.read_text("utf-8")
    required = [
        entry
        for entry in annotation.findings
        if not entry.optional and not entry.register_ and not entry.profiles
    ]
    assert len(required) == 25
    missed = [
        f"{entry.rule} {entry.text!r}"
        for entry in required
        if not any(
            finding.code == entry.rule
            and finding.severity == entry.severity
            and overlap(finding.place, places(entry.text, source, entry.occurrence)) >= 0.8
            for finding in article
        )
    ]
    assert len(missed) <= 1, missed


def test_the_article_has_no_finding_that_its_reviewer_did_not_list() -> None:
    verdict = evaluate([GOLD], Settings(), CATALOG).verdicts[0]
    alarms = [alarm.finding for alarm in verdict.false_alarms]
    assert [f"{f.code} {f.severity} {f.excerpt!r}" for f in alarms] == []


def test_every_page_is_marked_up_as_its_reviewer_did(cases: Evaluation) -> None:
    """At least 95 in 100 of what is expected, and of what is found, on each page by itself."""
    assert not cases.failures
    bad: list[str] = []
    for verdict in cases.verdicts:
        score = Evaluation([verdict]).total()
        if score.precision is not None and score.precision < 0.95:
            bad += [f"{verdict.path}: {a.code} {a.finding.excerpt!r}" for a in verdict.false_alarms]
        if score.recall is not None and score.recall < 0.95:
            bad += [f"{verdict.path}: missed {e.rule} {e.text!r}" for e in verdict.missed]
    assert not bad, "\n".join(bad)


def test_no_sentence_gets_more_findings_than_a_writer_can_use(cases: Evaluation) -> None:
    for verdict in cases.verdicts:
        counts: dict[Range, int] = {}
        for finding in verdict.findings:
            counts[finding.sentence] = counts.get(finding.sentence, 0) + 1
        assert max(counts.values(), default=0) <= MOST_FINDINGS, verdict.path


def test_findings_name_the_words_they_stand_on(cases: Evaluation) -> None:
    for verdict in cases.verdicts:
        for finding in verdict.findings:
            assert 0 <= finding.place.start < finding.place.end <= len(verdict.source.text)
            assert finding.message
            assert finding.authorities
            assert finding.suggestions


def test_checking_twice_gives_the_same(article: list[Finding]) -> None:
    again = Engine(Settings()).check(read_file(ARTICLE)).findings
    assert json.dumps([repr(f) for f in article]) == json.dumps([repr(f) for f in again])
    assert any(finding.severity is Severity.ERROR for finding in article)
