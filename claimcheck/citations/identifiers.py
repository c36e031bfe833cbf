"""Identifiers of works: where they stand, and whether their syntax and check digit can be right.

Offline: a well-formed identifier may still belong to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from claimcheck.source import Range

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d{1,9}){0,4}/\S{1,300}\Z")
_TRAILING = ".,;:!?'\"’”»>…*"
_CLOSING = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier in a text. `value` is its normal form; `error` is empty or what is wrong."""

    kind: str
    value: str
    place: Range
    error: str = ""


def doi_error(value: str) -> str:
    """What is wrong with a DOI, or an empty string."""
    if not _DOI.match(value):
        prefix, slash, suffix = value.partition("/")
        if not slash or not suffix:
            return "a DOI is a prefix, a slash and a suffix"
        if not re.match(r"10\.\d{4,9}(?:\.\d{1,9}){0,4}\Z", prefix):
            return "the prefix of a DOI is 10. and four to nine digits"
        return "it is not a DOI"
    suffix = value.partition("/")[2]
    if re.fullmatch(r"[xX]{2,}|\.{2,}|…|\?+", suffix) or suffix.endswith(("...", "…")):
        return "the end of the DOI is left out"
    return ""


def pmid_error(value: str) -> str:
    """What is wrong with a PubMed number, or an empty string."""
    if not re.fullmatch(r"[0-9]{1,8}", value):
        return "a PubMed number has one to eight digits"
    return "a PubMed number does not begin with 0" if value.startswith("0") else ""


def pmcid_error(value: str) -> str:
    """What is wrong with a PubMed Central number, or an empty string."""
    if not re.fullmatch(r"PMC[1-9][0-9]{0,7}(?:\.[0-9]{1,2})?", value):
        return "a PubMed Central number is PMC and one to eight digits"
    return ""


def nct_error(value: str) -> str:
    """What is wrong with a ClinicalTrials.gov number, or an empty string."""
    return "" if re.fullmatch(r"NCT[0-9]{8}", value) else "an NCT number has eight digits"


def isrctn_error(value: str) -> str:
    """What is wrong with an ISRCTN, or an empty string."""
    return "" if re.fullmatch(r"ISRCTN[0-9]{8}", value) else "an ISRCTN has eight digits"


def actrn_error(value: str) -> str:
    """What is wrong with an Australian trial number, or an empty string."""
    return "" if re.fullmatch(r"ACTRN[0-9]{14}", value) else "an ACTRN has fourteen digits"


def isbn_error(value: str) -> str:
    """What is wrong with an ISBN (digits and X only), or an empty string.

    Ten digits: weighted by 10 to 1 they sum to a multiple of 11 (X is 10). Thirteen: weighted by
    1 and 3 in turn, to a multiple of 10, and they begin with 978 or 979.
    """
    if re.fullmatch(r"[0-9]{9}[0-9X]", value):
        digits = [10 if digit == "X" else int(digit) for digit in value]
        total = sum(weight * digit for weight, digit in zip(range(10, 0, -1), digits, strict=True))
        return "the check digit of the ISBN is wrong" if total % 11 else ""
    if re.fullmatch(r"97[89][0-9]{10}", value):
        total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(value))
        return "the check digit of the ISBN is wrong" if total % 10 else ""
    return "an ISBN has ten digits, or thirteen that begin with 978 or 979"


def arxiv_error(value: str) -> str:
    """What is wrong with an arXiv number, or an empty string."""
    new = re.fullmatch(r"[0-9]{2}(0[1-9]|1[0-2])\.[0-9]{4,5}(?:v[0-9]{1,2})?", value)
    old = re.fullmatch(r"[a-z]{2,8}(?:-[a-z]{2,4})?(?:\.[A-Z]{2})?/[0-9]{7}(?:v[0-9]{1,2})?", value)
    return "" if new or old else "an arXiv number is YYMM, a full stop and four or five digits"


@dataclass(frozen=True, slots=True)
class _Form:
    """`hints` are lower-case letters one of which stands in every match: most pages have none, and
    looking for them is twenty times quicker than trying the pattern at every word."""

    kind: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    normal: Callable[[str], str]
    error: Callable[[str], str]


def _digits(value: str) -> str:
    return re.sub(r"[\s\-‐‑–]", "", value).upper()


def _never(_: str) -> str:
    return ""


# Every pattern begins with a letter run of its own and is bounded, so a scan is linear.
_FORMS = (
    _Form(
        "pmid",
        ("pmid",),
        re.compile(r"\bPMIDs?\s?(?:no\.?|number)?[:#\s]{0,3}(\d\w{0,40})", re.I),
        str,
        pmid_error,
    ),
    _Form(
        "pmid",
        ("ncbi.nlm.nih.gov",),
        re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d\w{0,40})"),
        str,
        pmid_error,
    ),
    _Form(
        "pmcid", ("pmcid",), re.compile(r"\bPMCID[:\s]{1,3}(\d{1,40})\b", re.I), str, pmcid_error
    ),
    _Form(
        "pmcid",
        ("pmc",),
        re.compile(r"(?:\bPMCID[:\s]{1,3})?\b(PMC ?\d{1,40}(?:\.\d{1,2})?)\b", re.I),
        _digits,
        pmcid_error,
    ),
    _Form(
        "trial-registration",
        ("nct",),
        re.compile(r"\b(NCT(?:\d{1,40}|[ \-#:]{1,2}\d{5,40}))\b"),
        lambda value: re.sub(r"[\s\-#:]", "", value),
        nct_error,
    ),
    _Form(
        "trial-registration",
        ("isrctn",),
        re.compile(r"\b(ISRCTN[ \-:]{0,2}\d{1,40})\b", re.I),
        lambda value: re.sub(r"[\s\-:]", "", value).upper(),
        isrctn_error,
    ),
    _Form(
        "trial-registration",
        ("actrn",),
        re.compile(r"\b(ACTRN[ :]{0,2}\d{1,40})\b"),
        lambda value: re.sub(r"[\s:]", "", value),
        actrn_error,
    ),
    _Form(
        "trial-registration",
        (
            "chictr",
            "drks",
            "umin",
            "jrct",
            "irct",
            "kct",
            "pactr",
            "tctr",
            "ctri/",
            "crd42",
            "eudract",
            "eu ct",
        ),
        re.compile(
            r"\b(ChiCTR[-\w]{5,20}|DRKS\d{8}|UMIN\d{9}|jRCTs?\d{9,10}|IRCT\d{8,18}(?:N\d{1,3})?"
            r"|KCT\d{7}|PACTR\d{15,16}|TCTR\d{11}|CTRI/\d{4}/\d{2,3}/\d{6}|CRD42\d{8,9}"
            r"|(?:EudraCT|EU CT)[ :]{1,2}(?:no\.? |number:? )?\d{4}-\d{6}-\d{2}(?:-\d{2})?)\b"
        ),
        str,
        _never,
    ),
    _Form(
        "named-work",  # the number of a Cochrane review
        ("cd",),
        re.compile(r"\b(CD\d{6}(?:\.pub\d{1,2})?)\b"),
        str,
        _never,
    ),
    _Form(
        "isbn",
        ("isbn",),
        re.compile(r"\bISBN(?:[- ]?1[03])?[:\s]{1,3}(\d[\d\-‐‑– ]{6,20}[\dXx])(?![\w-])", re.I),
        _digits,
        isbn_error,
    ),
    _Form(
        "arxiv",
        ("arxiv",),
        re.compile(
            r"(?:\barXiv:\s?|arxiv\.org/(?:abs|pdf)/)"
            r"([a-z.\-]{2,14}/\d{7}(?:v\d{1,2})?|\d[\d.]{2,20}\d(?:v\d{1,2})?)",
            re.I,
        ),
        str,
        arxiv_error,
    ),
)
_DOI_PREFIXED = re.compile(
    r"\b(?:(?:https?://)?(?:dx\.)?doi\.org/|doi[:\s]{1,3}(?:https?://(?:dx\.)?doi\.org/)?)"
    r"([^\s<>\"]{1,300})",
    re.I,
)
_DOI_BARE = re.compile(r"(?<![\w./])10\.\d{4,9}(?:\.\d{1,9}){0,4}/[^\s<>\"]{1,300}")


def find_identifiers(text: str) -> list[Identifier]:
    """Every identifier in a text in order, well formed or not. Linear in its length."""
    lowered = text.lower()
    found = [*_dois(text)] if "10." in text or "doi" in lowered else []
    for form in _FORMS:
        if not any(hint in lowered for hint in form.hints):
            continue
        for match in form.pattern.finditer(text):
            value = form.normal(match.group(1))
            found.append(
                Identifier(form.kind, value, Range(match.start(), match.end(1)), form.error(value))
            )
    found.sort(key=lambda each: (each.place.start, -each.place.end))
    kept: list[Identifier] = []
    end = 0
    for each in found:
        if each.place.start >= end:
            kept.append(each)
            end = each.place.end
    return kept


def _dois(text: str) -> Iterator[Identifier]:
    for pattern in (_DOI_PREFIXED, _DOI_BARE):
        for match in pattern.finditer(text):
            bare = pattern is _DOI_BARE
            raw = match.group(0 if bare else 1)
            value = trim(raw)
            # "DOI: pending" and "doi.org/about" name nothing that could be wrong.
            if not bare and not any(char.isdigit() for char in value):
                continue
            if not bare and not value.startswith("10") and match.group().lower().startswith("doi "):
                continue
            if not value:
                continue
            start = match.start(0 if bare else 1)
            error = doi_error(value)
            if not error and raw[len(value) :].startswith(("...", "…")):
                error = "the end of the DOI is left out"
            yield Identifier("doi", value.lower(), Range(match.start(), start + len(value)), error)


def trim(value: str) -> str:
    """An address or DOI without the punctuation of the sentence around it."""
    while value:
        last = value[-1]
        opening = _CLOSING.get(last)
        unopened = opening is not None and value.count(last) > value.count(opening)
        if last in _TRAILING or unopened:
            value = value[:-1]
        else:
            break
    return value
