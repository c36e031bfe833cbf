"""Where sentences end, and what counts as a word."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.pipeline.sentences import split_sentences


def split(text: str) -> list[str]:
    return [text[place.start : place.end] for place in split_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["It works.", "We think so!", "Does it?"],
        ["Dr. Ana Ruiz runs the clinic.", "She is kind."],
        ["Take e.g. 5 mg a day.", "Stop at 10."],
        ["Zinc shortens colds.[3]", "Vitamin C does not.¹", "Rest helps."],
        ["The U.S. agency said no.", "It said so twice."],
        ["“I slept well.”", "She smiled."],
        ["Ng et al. found nothing.", "So did we."],
        ["It costs 2.5 dollars.", "Tea is free."],
        ["We open at 9 a.m. on Mondays.", "Call first."],
        ["J. Smith wrote it.", "Nobody read it."],
    ],
)
def test_sentences_end_where_a_reader_would_end_them(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


@given(st.text(alphabet='abc .!?"“”[]1Dr\n', max_size=300))
def test_nothing_but_white_space_is_lost(text: str) -> None:
    places = list(split_sentences(text))
    kept = "".join(text[place.start : place.end] for place in places)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(one.end <= other.start for one, other in pairwise(places))


def test_a_text_without_stops_is_cut_into_bounded_pieces() -> None:
    pieces = split("word " * 5000)
    assert max(map(len, pieces)) <= 1500
