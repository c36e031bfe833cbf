"""The forms of words that a lexicon says once."""

from __future__ import annotations

import pytest

from claimcheck.rules.inflect import noun_forms, verb_forms


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("relieve", "relieve relieves relieved relieving"),
        ("treat", "treat treats treated treating"),
        ("banish", "banish banishes banished banishing"),
        ("remedy", "remedy remedies remedied remedying"),
        ("stop", "stop stops stopped stopping"),
        ("shrink", "shrink shrinks shrank shrunk shrinking"),
        ("cut", "cut cuts cutting"),
        ("free", "free frees freed freeing"),
    ],
)
def test_verbs(verb: str, forms: str) -> None:
    assert verb_forms(verb) == forms.split()


def test_only_the_first_word_of_a_verb_phrase_inflects() -> None:
    assert verb_forms("get rid of")[:2] == ["get rid of", "gets rid of"]
    assert "getting rid of" in verb_forms("get rid of")


@pytest.mark.parametrize(
    ("noun", "forms"),
    [
        ("study", ["study", "studies"]),
        ("diagnosis", ["diagnosis", "diagnoses"]),
        ("hot flash", ["hot flash", "hot flashes"]),
        ("person", ["person", "people"]),
        ("day", ["day", "days"]),
    ],
)
def test_nouns(noun: str, forms: list[str]) -> None:
    assert noun_forms(noun) == forms
