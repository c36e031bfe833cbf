"""Documents for the tests: read by the real readers, and citations in a short notation."""

from __future__ import annotations

from claimcheck.citations import find_citations
from claimcheck.claim import Citation
from claimcheck.document import Document
from claimcheck.readers import read
from claimcheck.source import Range, Source


def document(text: str, suffix: str = ".md") -> Document:
    """The text as a document of the format that the suffix names."""
    return read(Source(f"page{suffix}", text))


def citations(text: str, suffix: str = ".md") -> list[Citation]:
    """All citations of a text."""
    return find_citations(document(text, suffix))


def shown(text: str, suffix: str = ".md") -> list[tuple[str, str, str]]:
    """Each citation as its words, its kind, and what it is: `ok`, `unknown`, or its problem."""
    page = document(text, suffix)
    rows = []
    for each in find_citations(page):
        state = each.problem or ("ok" if each.identified and each.clears else "unknown")
        rows.append((page.text[each.text.start : each.text.end], each.kind, state))
    return rows


def place(page: Document, words: str) -> Range:
    """Where words stand in a document, exactly once."""
    assert page.text.count(words) == 1, (words, page.text)
    start = page.text.index(words)
    return Range(start, start + len(words))
