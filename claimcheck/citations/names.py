"""Works named in words, each once, however many ways there are to read the words."""

from __future__ import annotations

from claimcheck.citations.authors import find_authors, settle
from claimcheck.citations.entries import ReferenceList
from claimcheck.citations.sources import Sources
from claimcheck.citations.works import find_works
from claimcheck.claim import Citation


def find_names(text: str, references: ReferenceList, sources: Sources) -> list[Citation]:
    """All works named in words, in order; where two readings overlap, the longer stays."""
    found = [
        *find_authors(text, references, sources),
        *find_works(text, sources),
    ]
    found.sort(key=lambda each: (each.text.start, -each.text.end))
    kept: list[Citation] = []
    for each in found:
        if kept and each.text.start < kept[-1].text.end:
            if kept[-1].problem and not each.problem:
                kept[-1] = each
            continue
        kept.append(each)
    return settle(kept)
