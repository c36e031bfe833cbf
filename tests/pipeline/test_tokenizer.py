"""How copy is cut into tokens. A space in the expected string is a boundary between tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from claimcheck.pipeline.tokenizer import MAX_TOKEN, CopyTokenizer, normalise

TOKENIZER = CopyTokenizer(Vocab())


def tokens(text: str) -> list[str]:
    return [token.text for token in TOKENIZER(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # One token, because cutting it would lose what it says.
        ("COVID-19", "COVID-19"),
        ("covid-19.", "covid-19 ."),
        ("SARS-CoV-2,", "SARS-CoV-2 ,"),
        ("IL-6", "IL-6"),
        ("24/7", "24/7"),
        ("mg/kg", "mg/kg"),
        ("5 mg/kg/day", "5 mg/kg/day"),
        ("12/05/2021", "12/05/2021"),
        ("1,200.50", "1,200.50"),
        ("3.5", "3.5"),
        ("1990s", "1990s"),
        ("5th", "5th"),
        ("A&E", "A&E"),
        ("555-0199", "555-0199"),
        ("10-20-30", "10 - 20 - 30"),
        ("800-555-0199", "800-555-0199"),
        # Hyphens are tokens of their own, whatever stands around them.
        ("side-effect-free", "side - effect - free"),
        ("non-invasive", "non - invasive"),
        ("FDA-approved", "FDA - approved"),
        ("24-hour", "24 - hour"),
        ("omega-3", "omega - 3"),
        # Figures and their units.
        ("10–15 %", "10 – 15 %"),
        ("10-15%", "10 - 15 %"),
        ("500mg", "500 mg"),
        ("9am", "9 am"),
        ("B12", "B12"),
        ("$49.99", "$ 49.99"),
        ("+30%", "+ 30 %"),
        # Brackets, marks and raised figures are not part of the word.
        ("(2021)", "( 2021 )"),
        ("[12]", "[ 12 ]"),
        ("relief[3].", "relief [ 3 ] ."),
        ("CoolSculpting®", "CoolSculpting ®"),
        ("Botox™,", "Botox ™ ,"),
        ("pain.¹²", "pain . ¹²"),
        ("trial²", "trial ²"),
        ("results*", "results *"),
        ("and/or", "and / or"),
        # Contractions, typed and typeset.
        ("don't", "do n't"),
        ("don’t", "do n’t"),
        ("DON'T", "DO N'T"),
        ("can't", "ca n't"),
        ("cannot", "can not"),
        ("it’s", "it ’s"),
        ("women's", "women 's"),
        ("patients'", "patients '"),
        ("they'll", "they 'll"),
        ("dont", "do nt"),
        ("O'Connell", "O'Connell"),
        # Quotation marks.
        ("“miracle”", "“ miracle ”"),
        ("‘safe’", "‘ safe ’"),
        ('"works"', '" works "'),
        ("'safe'", "' safe '"),
        # Sentence ends and what only looks like one.
        ("Works!!!", "Works !!!"),
        ("wait...", "wait ..."),
        ("hope…", "hope …"),
        ("Dr. Smith", "Dr. Smith"),
        ("e.g. pain", "e.g. pain"),
        ("Smith et al. found", "Smith et al. found"),
        ("creams etc.", "creams etc ."),
        ("J. Smith", "J. Smith"),
        ("take vitamin C.", "take vitamin C ."),
        ("Vitamin D. Our", "Vitamin D . Our"),
        ("No. 5", "No. 5"),
        ("Safe? No.", "Safe ? No ."),
        # Addresses stay whole and give the full stop back.
        ("https://example.com/a?b=c.", "https://example.com/a?b=c ."),
        ("(www.example.com)", "( www.example.com )"),
        ("info@example.com,", "info@example.com ,"),
        ("doi:10.1000/xyz.123", "doi : 10.1000/xyz.123"),
    ],
)
def test_copy_is_cut_like_the_treebank(text: str, expected: str) -> None:
    assert tokens(text) == expected.split(" ")


@pytest.mark.parametrize("text", ["OUR BEST CREAM", "Our Best Cream", "our best cream"])
def test_headings_have_the_tokens_of_prose(text: str) -> None:
    assert [word.lower() for word in tokens(text)] == ["our", "best", "cream"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("relieves\npain", ["relieves", "pain"]),
        ("relieves\u00a0pain", ["relieves", "pain"]),
        ("relieves\n    pain", ["relieves", "    ", "pain"]),
        ("  pain ", ["  ", "pain"]),
    ],
)
def test_a_line_break_is_a_space_and_more_is_one_token(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@given(st.text(max_size=200))
def test_every_token_lies_where_the_text_has_it(text: str) -> None:
    doc = TOKENIZER(text)
    assert len(doc.text) == len(text)
    for token in doc:
        assert text[token.idx : token.idx + len(token.text)] == token.text
        assert len(token.text) <= 2100 or token.is_space


@given(st.text(alphabet="ab-/.'’n t1®[](){}@:,", max_size=60))
def test_nothing_but_white_space_is_lost(text: str) -> None:
    assert "".join("".join(tokens(text)).split()) == "".join(text.split())


def test_what_was_seen_before_is_cut_the_same_way() -> None:
    fresh = CopyTokenizer(Vocab())
    text = "Vitamin C. The cream etc. Vitamin C, the etc."
    assert [t.text for t in fresh(text)] == [t.text for t in fresh(text)] == tokens(text)


@pytest.mark.parametrize(
    "piece", ["a", "(", "-a", "a.", "1,", "x@", "http://", "\u0301", "¹", "n't"]
)
def test_a_line_without_spaces_gives_tokens_of_bounded_length(piece: str) -> None:
    # Doubling the text must not do more than double the tokens: what is looked at is consumed.
    short, long = (TOKENIZER(piece * n) for n in (5_000, 10_000))
    assert max(len(token) for token in long) <= 10 * MAX_TOKEN
    assert len(long) <= 2 * len(short) + 40


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("HEALING", "healing"),
        ("don’t", "don't"),
        ("mira\u00adcle", "miracle"),
        ("–", "-"),
        ("“", '"'),
        ("\u200b", "\u200b"),
    ],
)
def test_the_model_sees_plain_lower_case(word: str, expected: str) -> None:
    assert normalise(word) == expected
