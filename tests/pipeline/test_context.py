"""What denies, weakens, asks or reports a claim, and how far it reaches."""

from __future__ import annotations

import pytest

from claimcheck.claim import Analysis, Claim, Frame, Tier
from claimcheck.config import Settings
from claimcheck.engine import Engine
from claimcheck.readers import read
from claimcheck.source import Source

ENGINE = Engine(Settings())


def analyse(text: str) -> Analysis:
    # A first paragraph keeps the sentence from being taken for a title.
    return ENGINE.pipeline.analyse(
        read(Source("page.txt", f"About us and what we do.\n\n{text}\n"))
    )


def claim(text: str) -> Claim:
    claims = analyse(text).claims
    assert claims, f"no claim in {text!r}"
    return claims[0]


@pytest.mark.parametrize(
    "text",
    [
        "The patch does not relieve back pain.",
        "There is no evidence that the patch relieves back pain.",
        "There’s little evidence that supplements (such as zinc or garlic) prevent colds.",
        "The oil failed to reduce anxiety.",
        "It is unclear whether magnesium improves sleep quality.",
        "Nobody has shown that the bracelet relieves arthritis.",
        "It is a myth that garlic prevents colds.",
        "The drops have not been shown to reduce swelling.",
        "It would be wrong to say that the patch relieves back pain.",
        "Contrary to what is said, the patch does not relieve back pain.",
    ],
)
def test_denied(text: str) -> None:
    assert claim(text).negated


@pytest.mark.parametrize(
    "text",
    [
        "The patch not only relieves back pain, it improves sleep quality.",
        "It is not cheap, but it relieves back pain.",
        "Without surgery or drugs, the laser relieves back pain.",
        "No wonder the laser relieves back pain.",
    ],
)
def test_not_denied(text: str) -> None:
    last = analyse(text).claims[-1]
    assert not last.negated


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("The patch relieves back pain.", Tier.FLAT),
        ("The patch can relieve back pain.", Tier.CAN),
        ("The patch helps relieve back pain.", Tier.CAN),
        ("The patch may relieve back pain.", Tier.MAY),
        ("The patch seems to relieve back pain.", Tier.MAY),
        ("Early results suggest that the patch relieves back pain.", Tier.MAY),
        ("It may rain, but the patch relieves back pain.", Tier.FLAT),
    ],
)
def test_certainty(text: str, tier: Tier) -> None:
    assert claim(text).tier is tier


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("Does the patch relieve back pain?", Frame.QUESTION),
        ("If the patch relieves back pain, tell us.", Frame.CONDITIONAL),
        ("The trial will find out whether the patch relieves back pain.", Frame.PURPOSE),
        ("Some websites claim that the patch relieves back pain.", Frame.REPORTED),
        ("Triptans are often prescribed to relieve migraine.", Frame.USAGE),
        ("The advert said that the patch relieves back pain.", Frame.REPORTED),
        ("The nurse will check that the patch relieves your back pain.", Frame.PURPOSE),
        ("“The patch relieves my back pain like nothing else,” says Dana.", Frame.TESTIMONIAL),
    ],
)
def test_frames(text: str, frame: Frame) -> None:
    assert frame in claim(text).frames


@pytest.mark.parametrize(
    "text",
    [
        "A migraine causes nausea.",
        "Stress can reduce your sleep quality.",
        "The drug can raise blood pressure.",
        "The clinic works with schools.",
        "Tasty treats for your dog.",
        "Our works were shown in Leeds.",
        "Patients treated their neighbours with respect.",
        "This causes symptoms such as nausea.",
    ],
)
def test_no_claim(text: str) -> None:
    assert [c for c in analyse(text).claims if c.kind != "service"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Acupuncture relieves migraine.",
        "Acupuncture works.",
        "Xylofenol relieves migraine.",
        "Relieves migraine.",
        "Migraine can be relieved with acupuncture.",
        "Your migraines will disappear.",
        "The balm is great for arthritis.",
        "The drops work wonders for anxiety.",
        "Users report less pain.",
        "The cream has anti-inflammatory properties.",
        "Helps with: anxiety, insomnia and stress.",
        "Magnesium has been shown to lower blood pressure.",
    ],
)
def test_a_claim_in_many_words(text: str) -> None:
    found = claim(text)
    assert not found.negated
    assert found.tier is not Tier.MAY


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("Methods: We enrolled 40 adults. Data were collected for a year.", "public"),
        (
            "Cataracts: information for patients. Your surgeon will see you. Ring the ward.",
            "public",
        ),
        ("The present study was small.", "informing"),
        (
            "Our nurse sees you. Ring the eye ward. Your surgeon will call. Go home the same day.",
            "public",
        ),
        ("At Elmsford Clinic we listen.", "owner"),
        ("You are watched at the hospital.", "snippet"),
        ("Claim your prescription with the form.", "snippet"),
    ],
)
def test_who_speaks(text: str, voice: str) -> None:
    assert analyse(text).voice == voice
