"""The weights by which a sentence reads like what the rules are about."""

from __future__ import annotations

import pytest

from claimcheck.claim import Reading
from claimcheck.config import Settings
from claimcheck.engine import Engine
from claimcheck.pipeline.score import Scorer, features, scorer
from claimcheck.pipeline.sentences import read_words
from claimcheck.pipeline.tokenizer import CopyTokenizer
from claimcheck.source import Source


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Settings())


def test_a_score_is_the_sum_of_the_weights_of_what_is_there() -> None:
    wording = read_words("Calm nights, calm days", CopyTokenizer())
    names = dict(features(wording))
    assert names["w:calm"] == 0
    assert names["b:calm_days"] == 3
    weights = {"w:calm": 1.0, "b:calm_days": 2.0, "w:absent": 9.0}
    scorer = Scorer(
        {
            "enough": {"bias": -2.5, "threshold": 0.5, "weights": weights},
            "short": {"bias": -2.6, "threshold": 0.5, "weights": weights},
        }
    )
    assert scorer.read(wording) == ({"enough": Reading(3, 0.0)}, 0.0)
    assert scorer.strongest(wording, "short") == [("b:calm_days", 3, 2.0), ("w:calm", 0, 1.0)]


def test_what_speaks_against_a_claim_is_there_too() -> None:
    weights = [weight for entries in scorer()._weights.entries.values() for _, weight in entries]
    assert sum(weight < 0 for weight in weights) > 500
    assert sum(weight > 0 for weight in weights) > 500


@pytest.mark.parametrize(
    "text",
    [
        "An oasis of ease for grumbling guts and bloated bellies.",
        "Greet the day with springy joints and a clear head.",
        "Our broth brings tired legs back to life and gives creaky knees new bounce.",
    ],
)
def test_wordings_that_no_construction_knows_are_found(engine: Engine, text: str) -> None:
    assert [f.code for f in engine.check(Source("page.txt", text)).findings] != []


@pytest.mark.parametrize(
    "text",
    [
        "The ward is on the third floor, next to the eye clinic.",
        "Psoriasis is a condition in which the skin renews itself too fast.",
        "Take one tablet with water in the morning.",
        "We do not know whether the gel eases stiff joints.",
        "Tell us about allergies before your first session.",
    ],
)
def test_information_is_none(engine: Engine, text: str) -> None:
    assert engine.check(Source("page.txt", text)).findings == []


def test_a_denial_of_what_is_implied_is_none(engine: Engine) -> None:
    denied = "This is not a magic potion for creaky knees or lasting energy."
    assert engine.check(Source("page.txt", denied)).findings == []
