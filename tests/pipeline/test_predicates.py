"""Which sentences can hold a claim, told before they are parsed."""

from __future__ import annotations

import pytest

from claimcheck.claim import Wording
from claimcheck.config import Settings
from claimcheck.engine import Engine
from claimcheck.evaluate.examples import unmark
from claimcheck.pipeline.analyse import Pipeline
from claimcheck.pipeline.claims import find_claims
from claimcheck.pipeline.predicates import may_claim
from claimcheck.readers import read
from claimcheck.source import Source

ENGINE = Engine(Settings())


def _wording(text: str) -> Wording:
    return ENGINE.analyse(Source("page.txt", text)).sentences[0].wording


@pytest.mark.parametrize(
    "text",
    [
        "Pilates eases lower back pain.",
        "Gum disease can be treated with our rinse.",
        "Reflexology works.",
        "So you know it works.",
        "Nettle has antiviral properties.",
        "Watch your cellulite melt away.",
        "Feel less bloated and notice thicker hair.",
        "The balm strengthens brittle nails.",
    ],
)
def test_a_predicate_with_something_to_be_said_of_may_claim(text: str) -> None:
    assert may_claim(_wording(text))


@pytest.mark.parametrize(
    "text",
    [
        "Our physiotherapists treat adults and children at three sites.",
        "Eczema is common, and nobody should feel embarrassed to ask a pharmacist about it or to "
        "bring along a list of questions that will help.",
        "The ward has a quiet room.",
        "Support is there for carers.",
    ],
)
def test_a_predicate_far_from_anything_does_not(text: str) -> None:
    assert not may_claim(_wording(text))


def test_what_may_not_claim_holds_no_claim_however_it_is_parsed() -> None:
    parsing_all = Pipeline(ENGINE.catalog, ENGINE.judge.triggers, lambda _: True)
    texts = [
        unmark(example if isinstance(example, str) else example.text)[0]
        for rule in ENGINE.catalog.rules
        for example in (*rule.file.examples.flag, *rule.file.examples.pass_)
    ]
    assert len(texts) > 1_000
    analysis = parsing_all.analyse(read(Source("page.txt", "\n\n".join(texts))))
    claiming = [sentence for sentence in analysis.sentences if find_claims(sentence)]
    assert len(claiming) > 300
    assert [" ".join(s.words) for s in claiming if not may_claim(s.wording)] == []
