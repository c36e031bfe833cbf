"""Identifiers: what is one, what its normal form is, and what cannot be one."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimcheck.citations.identifiers import (
    arxiv_error,
    doi_error,
    find_identifiers,
    isbn_error,
    isrctn_error,
    nct_error,
    pmcid_error,
    pmid_error,
)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("See doi:10.5555/abc.2020.11.", "doi", "10.5555/abc.2020.11"),
        ("(DOI: 10.5555/ABC-9)", "doi", "10.5555/abc-9"),
        ("https://doi.org/10.5555/12345678, and more", "doi", "10.5555/12345678"),
        ("http://dx.doi.org/10.5555/x_y;z", "doi", "10.5555/x_y;z"),
        ("bare 10.1002/(SICI)1097-0258(19980815)17:15 here", "doi",
         "10.1002/(sici)1097-0258(19980815)17:15"),
        ("(see 10.5555/a(1)b)", "doi", "10.5555/a(1)b"),
        ("doi 10.5555/a.b", "doi", "10.5555/a.b"),
        ("PMID: 24740528.", "pmid", "24740528"),
        ("PMID 7", "pmid", "7"),
        ("https://pubmed.ncbi.nlm.nih.gov/31711912/", "pmid", "31711912"),
        ("www.ncbi.nlm.nih.gov/pubmed/31711912", "pmid", "31711912"),
        ("PMCID: PMC10316217", "pmcid", "PMC10316217"),
        ("pmc.ncbi.nlm.nih.gov/articles/PMC7758557/", "pmcid", "PMC7758557"),
        ("registered as NCT02655692", "trial-registration", "NCT02655692"),
        ("NCT 02655692", "trial-registration", "NCT02655692"),
        ("ISRCTN12345678", "trial-registration", "ISRCTN12345678"),
        ("ACTRN12612000123456", "trial-registration", "ACTRN12612000123456"),
        ("EudraCT: 2004-000446-20", "trial-registration", "EudraCT: 2004-000446-20"),
        ("CTRI/2019/05/019012", "trial-registration", "CTRI/2019/05/019012"),
        ("PROSPERO CRD42020123456", "trial-registration", "CRD42020123456"),
        ("review CD012345.pub2", "named-work", "CD012345.pub2"),
        ("ISBN 978-3-16-148410-0", "isbn", "9783161484100"),
        ("ISBN-10: 0-306-40615-2", "isbn", "0306406152"),
        ("ISBN 0-8044-2957-X", "isbn", "080442957X"),
        ("arXiv:2101.12345v2", "arxiv", "2101.12345v2"),
        ("https://arxiv.org/abs/math.GT/0309136", "arxiv", "math.GT/0309136"),
    ],
)  # fmt: skip
def test_well_formed(text: str, kind: str, value: str) -> None:
    [found] = find_identifiers(text)
    assert (found.kind, found.value, found.error) == (kind, value, "")
    words = text[found.place.start : found.place.end].lower().replace("-", "")
    assert words.endswith(value.lower().replace("-", "")[-3:])


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("See doi:10.12/abc.", "doi", "four to nine digits"),
        ("doi:10.5555", "doi", "a prefix, a slash and a suffix"),
        ("doi: 11.5555/abc", "doi", "four to nine digits"),
        ("https://doi.org/10.1234567890/abc", "doi", "four to nine digits"),
        ("doi:10.1001/jama.2014...", "doi", "left out"),
        ("doi:10.5555/xxxxx", "doi", "left out"),
        ("PMID: 123456789", "pmid", "one to eight digits"),
        ("PMID: 0123456", "pmid", "does not begin with 0"),
        ("PMID: 12345x", "pmid", "one to eight digits"),
        ("PMCID: 7758557", "pmcid", "PMC and one to eight"),
        ("PMC1234567890", "pmcid", "PMC and one to eight"),
        ("NCT1234567", "trial-registration", "eight digits"),
        ("NCT123456789", "trial-registration", "eight digits"),
        ("ISRCTN1234567", "trial-registration", "eight digits"),
        ("ACTRN126120001234", "trial-registration", "fourteen digits"),
        ("ISBN 978-3-16-148410-1", "isbn", "check digit"),
        ("ISBN 0-306-40615-3", "isbn", "check digit"),
        ("ISBN 12345678901", "isbn", "ten digits"),
        ("arXiv:2113.12345", "arxiv", "YYMM"),
    ],
)
def test_malformed(text: str, kind: str, says: str) -> None:
    [found] = find_identifiers(text)
    assert found.kind == kind
    assert says in found.error


@pytest.mark.parametrize(
    "text",
    [
        "The DOI is printed on the first page.",
        "DOI: to be assigned",
        "doi pending, see the website",
        "10.5 mg/kg twice a day",
        "costs 10.1234 in all",
        "a score of 10.25/30",
        "version 1.10.2345/build",
        "a PMID is a number",
        "NCT is the prefix that the registry uses",
        "NCT 2020 was held in May",
        "call 555 0100 or PMC for short",
        "the ISBN is on the back cover",
        "order CD01 today",
        "room 12345678",
    ],
)
def test_nothing_there(text: str) -> None:
    assert find_identifiers(text) == []


def _isbn13(first: str) -> str:
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(first))
    return first + str(-total % 10)


def _isbn10(first: str) -> str:
    total = sum((10 - at) * int(digit) for at, digit in enumerate(first))
    return first + "0123456789X"[-total % 11]


@given(st.from_regex(r"\A97[89][0-9]{9}\Z").map(_isbn13))
def test_isbn13_takes_one_check_digit_of_ten(isbn: str) -> None:
    accepted = [digit for digit in "0123456789" if not isbn_error(isbn[:-1] + digit)]
    assert accepted == [isbn[-1]]


@given(st.from_regex(r"\A[0-9]{9}\Z").map(_isbn10))
def test_isbn10_takes_one_check_digit_of_eleven(isbn: str) -> None:
    accepted = [digit for digit in "0123456789X" if not isbn_error(isbn[:-1] + digit)]
    assert accepted == [isbn[-1]]


@given(st.from_regex(r"\A97[89][0-9]{9}\Z").map(_isbn13), st.integers(0, 12), st.integers(1, 9))
def test_isbn13_notices_every_mistyped_digit(isbn: str, at: int, shift: int) -> None:
    wrong = isbn[:at] + str((int(isbn[at]) + shift) % 10) + isbn[at + 1 :]
    assert isbn_error(wrong)


@given(st.text(alphabet="0123456789", max_size=14))
@example("")
def test_numbers_of_another_length_are_refused(digits: str) -> None:
    assert bool(pmid_error(digits)) == (not re.fullmatch(r"[1-9][0-9]{0,7}", digits))
    assert bool(nct_error(f"NCT{digits}")) == (len(digits) != 8)
    assert bool(isrctn_error(f"ISRCTN{digits}")) == (len(digits) != 8)
    assert bool(pmcid_error(f"PMC{digits}")) == (not re.fullmatch(r"[1-9][0-9]{0,7}", digits))


@given(st.text(max_size=60))
def test_no_text_is_a_number_of_another_alphabet(text: str) -> None:
    # Digits of other scripts satisfy \d and str.isdigit; no registry uses them.
    if not text.isascii():
        assert pmid_error(text)
        assert nct_error(f"NCT{text}")
        assert isbn_error(text)
        assert arxiv_error(text)


@given(st.integers(1, 14), st.from_regex(r"\A[A-Za-z0-9._-]{1,20}\Z"))
def test_doi_prefix_has_four_to_nine_digits(length: int, suffix: str) -> None:
    prefix = "10." + "1" * length
    accepted = not doi_error(f"{prefix}/{suffix}")
    assert accepted == (4 <= length <= 9 and not re.fullmatch(r"[xX]{2,}|\.{2,}|.*\.\.\.", suffix))


_PIECES = st.sampled_from(
    ["10.", "10.5555/", "doi:", "doi.org/", "PMID", "PMC", "NCT", "ISRCTN", "ISBN ", "9-", "97",
     "1", "arXiv:", "EudraCT ", "2004-", ")", "(", ".", " ", "-", "ACTRN", "/", "x"]
)  # fmt: skip


@given(st.lists(_PIECES, min_size=1, max_size=12).map("".join))
def test_a_long_line_of_any_pattern_ends_and_every_place_is_real(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    end = 0
    for found in find_identifiers(text):
        assert end <= found.place.start < found.place.end <= len(text)
        end = found.place.end
