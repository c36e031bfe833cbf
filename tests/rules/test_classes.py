"""Where the class of a word can decide something: nothing else is parsed for its sake."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from claimcheck.claim import BENEFIT, Match, Reading, Wording
from claimcheck.config import Settings
from claimcheck.engine import Engine
from claimcheck.finding import Severity
from claimcheck.pipeline.sentences import read_words
from claimcheck.pipeline.tokenizer import CopyTokenizer
from claimcheck.rules.catalog import load_catalog
from claimcheck.rules.classes import WordClasses
from claimcheck.rules.compiled import CompiledRule, compile_rule
from claimcheck.rules.conditions import Conditions
from claimcheck.rules.patterns import compile_pattern
from claimcheck.rules.schema import Condition
from claimcheck.source import Source

CATALOG = load_catalog()


def _rule(code: str, **conditions: list[str]) -> CompiledRule:
    """A rule of the catalogue that is cleared by one condition, instead of its own."""
    rule = CATALOG.find(code)
    assert rule is not None
    test = Conditions({}).compile(Condition.model_validate(conditions), Path("rule.yaml"))
    compiled = compile_rule(rule, Severity.WARNING, Conditions(CATALOG.conditions.conditions))
    triggers = tuple(replace(trigger, when=None) for trigger in compiled.triggers)
    return replace(compiled, triggers=triggers, unless=(test,), adjust=())


def _wording(text: str, *rules: int, readings: tuple[str, ...] = ()) -> Wording:
    wording = read_words(text, CopyTokenizer())
    pattern = compile_pattern("lovely")
    wording.found = [(pattern, (number, None), [Match(0, 1, (0, 1))]) for number in rules]
    wording.readings = {name: Reading(0, 0.0) for name in readings}
    return wording


TEXT = "A lovely warm bath"


@pytest.mark.parametrize(
    ("wording", "decides"),
    [
        (_wording(TEXT, 0), True),
        (_wording(TEXT, 1), False),  # the rule that was found does not ask
        (_wording("A lovely warm day", 0), False),  # nothing that it asks of stands there
        (_wording(TEXT), False),
        (_wording(TEXT, readings=("TST001",)), True),
        (_wording(TEXT, readings=("SAF001",)), False),
    ],
)
def test_a_condition_asks_only_where_its_rule_found_something(
    wording: Wording, decides: bool
) -> None:
    rules = [_rule("TST001", in_sentence=["[#ADV] #ADJ bath"]), _rule("SAF001", before=["not"])]
    assert WordClasses(rules, [], BENEFIT).decide(wording) is decides


def test_a_condition_on_other_sentences_asks_wherever_anything_was_found() -> None:
    rules = [_rule("TST001", in_document=["#ADJ bath"]), _rule("SAF001", before=["not"])]
    assert WordClasses(rules, [], BENEFIT).decide(_wording(TEXT, 1))
    assert not WordClasses(rules, [], BENEFIT).decide(_wording(TEXT))


def test_a_sentence_that_reads_like_a_claim_is_asked_by_the_rules_on_claims() -> None:
    rules = [_rule("CIT001", in_sentence=["#ADJ bath"])]
    assert WordClasses(rules, [], BENEFIT).decide(_wording(TEXT, readings=(BENEFIT,)))


def test_a_find_that_no_class_decides_is_not_parsed() -> None:
    analysis = Engine(Settings()).analyse(Source("page.txt", "Hurry, only three places left!"))
    (sentence,) = analysis.sentences
    assert sentence.wording.found
    assert not sentence.wording.parsed
