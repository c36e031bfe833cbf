"""The pattern language: what each element finds, and what it leaves alone."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.claim import Signal, Wording
from claimcheck.errors import RuleError
from claimcheck.rules import patterns
from claimcheck.rules.nodes import view_of
from claimcheck.rules.patterns import compile_pattern


def wording(text: str, signals: list[Signal] | None = None, tags: str = "") -> Wording:
    words = text.split()
    return Wording(
        tokens=words,
        spaces=[True] * len(words),
        numbers=list(range(len(words))),
        words=words,
        cased=words,
        starts=list(range(len(words))),
        ends=list(range(1, len(words) + 1)),
        tags=tags.split() or [""] * len(words),
        deps=[""] * len(words),
        heads=list(range(len(words))),
        signals=signals or [],
    )


def found(
    pattern: str, text: str, signals: list[Signal] | None = None, tags: str = ""
) -> list[str]:
    words = text.split()
    matches = compile_pattern(pattern).matches(wording(text, signals, tags))
    return [" ".join(words[match.mark[0] : match.mark[1]]) for match in matches]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("side effects", "no side effects here", ["side effects"]),
        ("plant-based", "a plant based cream", ["plant based"]),
        ("don't work", "they do not work", ["do not work"]),
        ("cannot fail", "it can not fail", ["can not fail"]),
        ("relieve~ pain", "it relieved pain", ["relieved pain"]),
        ("(cut|slash)~ pain", "slashing pain", ["slashing pain"]),
        ("no [known] risk", "no known risk and no risk", ["no known risk", "no risk"]),
        ("no .. pain", "no more of that pain", ["no more of that pain"]),
        ("no .. pain", "no more of any of that pain", []),
        ("no .. pain", "no , pain", []),
        ("no ... pain", "no aches , no pain", ["no aches , no pain"]),
        ("no ... pain", "no aches ; pain", []),
        ("is {very safe} today", "this is very safe today", ["very safe"]),
        ("safe !(sex|driving)", "safe sex and safe pills", ["safe"]),
        ("^ safe", "safe and safe", ["safe"]),
        ("safe $", "safe and safe .", ["safe"]),
        ("very * indeed", "very good indeed", ["very good indeed"]),
        ("very * indeed", "very , indeed", []),
    ],
)
def test_what_a_pattern_finds(pattern: str, text: str, expected: list[str]) -> None:
    assert found(pattern, text) == expected


def test_a_signal_stands_for_those_below_it() -> None:
    signals = [Signal("condition.skin", 1, 3)]
    assert found("treats <condition>", "treats atopic eczema", signals) == ["treats atopic eczema"]
    assert found("treats <condition.eye>", "treats atopic eczema", signals) == []


def test_a_word_class_asks_for_the_tag() -> None:
    assert found("it #VERB", "it treats", tags="PRP VBZ") == ["it treats"]
    assert found("it #VERB", "it treats", tags="PRP NNS") == []


@pytest.mark.parametrize(
    "pattern", ["(a|b", "a)", "[a", "a | b", "#NOSUCH word", "~", "{a", "<condition> )"]
)
def test_a_broken_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(RuleError):
        compile_pattern(pattern)


@given(st.lists(st.sampled_from("no risk pain , ( ) ; safe very known".split()), max_size=60))
def test_matches_lie_in_order_and_inside(words: list[str]) -> None:
    text = " ".join(words)
    pattern = compile_pattern("(no|very) [known] .. {(risk|pain|safe)}")
    end = 0
    for match in pattern.matches(wording(text)):
        assert end <= match.start <= match.mark[0] < match.mark[1] <= match.end <= len(words)
        end = match.end


@given(st.lists(st.sampled_from("no risk pain safe very known".split()), max_size=40))
def test_a_match_needs_one_of_the_keys(words: list[str]) -> None:
    pattern = compile_pattern("(no|very) .. (risk|pain)")
    if pattern.matches(wording(" ".join(words))):
        assert pattern.keys & set(words)


def test_what_is_kept_of_patterns_does_as_well_as_parsing_them() -> None:
    texts = [
        "(cures|heals) ..5 <condition>", "[very] safe !sex", "{#NOUN} free", "(a b|c|d|e f) g",
        "^ * $", "relieve~ [the|your] pain",
    ]  # fmt: skip
    parsed = [patterns.compile_pattern(text) for text in texts]
    kept = json.loads(json.dumps(patterns.pack()))
    patterns._READY.clear()
    patterns.unpack(kept)
    for text, before in zip(texts, parsed, strict=True):
        after = patterns.compile_pattern(text)
        assert after is not before
        assert after == before
        assert "root" not in vars(after)


@pytest.mark.parametrize("data", [None, {}, {"sets": [], "patterns": [["a", 0, None, [], False]]}])
def test_what_is_no_list_of_patterns_is_refused(data: object) -> None:
    with pytest.raises((KeyError, TypeError, ValueError, IndexError)):
        patterns.unpack(data)


WORDS = ("a", "b", "c", ",", ".", "A")
PARTS = st.sampled_from(
    ["a", "(a|b c)", "[b]", "..", "..1", "...", "*", "#CAPITAL", "<s>", "!b", "!(b|c a)", "^", "$",
     "{(a|<s> b)}", "(a [b]|[c] b)"]
)  # fmt: skip


@given(
    parts=st.lists(PARTS, min_size=1, max_size=5),
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=9),
    signal=st.tuples(st.integers(0, 6), st.integers(1, 3)),
    window=st.tuples(st.integers(0, 9), st.integers(0, 9)),
)
def test_the_quick_question_has_the_answer_of_the_exact_one(
    parts: list[str], words: list[str], signal: tuple[int, int], window: tuple[int, int]
) -> None:
    pattern = compile_pattern(" ".join(parts))
    start, end = signal[0], sum(signal)
    signals = [Signal("s.below", start, end)] if end <= len(words) else []
    sentence = wording(" ".join(words), signals)
    sentence.words = [word.lower() for word in words]
    first, limit = sorted(min(at, len(words)) for at in window)
    view = view_of(sentence, first, limit)
    exact = any(stop > at for at in range(first, limit) for stop, _ in pattern.root.ends(view, at))
    assert pattern.found_in(sentence, first, limit) is exact
