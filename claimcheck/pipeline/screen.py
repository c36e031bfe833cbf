"""A word screen: pages in which no rule can find anything are answered without reading the rules.

Most of the time that a short page costs is spent on loading rules that it does not need. What makes
a sentence matter (word lists, and the patterns that rules look for) is kept as plain data; a page
none of whose sentences matters, and in which nothing looks like a citation, is clear. The screen
errs on one side only: what is not clear is checked as ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from claimcheck.claim import Wording
from claimcheck.document import Document
from claimcheck.pipeline.implied import may_imply
from claimcheck.pipeline.predicates import may_claim
from claimcheck.pipeline.sentences import build_sentences
from claimcheck.pipeline.tokenizer import CopyTokenizer
from claimcheck.pipeline.wordings import read_wording
from claimcheck.rules.judgements import MAKES
from claimcheck.rules.lexicon import Lexicon
from claimcheck.rules.patterns import Pattern, Shelf, pack, sentence_keys

# What a citation, its mark or a list of sources cannot do without; also directives to this tool.
_POINTER = re.compile(
    r"[\[\](){}*†‡§^@⁰¹²³⁴-⁹/]|10\.|\b(?:1[89]|20)\d\d|doi|pmid|pmc|nct\d|nct |isrctn|actrn|chictr|"
    r"drks|umin|jrct|irct|kct|pactr|tctr|ctri|crd42|eudract|eu ct|\bcd\d|isbn|arxiv|here|click|"
    r"\btap\b|press|resource|source|article|site|link|publication|material|reading|reference|et al|"
    r"colleagues|cochrane|claimcheck"
)


class Screen:
    """Tells which pages are clear."""

    def __init__(self, data: Any, lexicon: Lexicon) -> None:
        """`data` as `pack_screen` gives it; LookupError or TypeError for other data."""
        self.data = data
        self._patterns = Shelf(data["patterns"])
        self._triggers: dict[str, list[int]] = data["triggers"]
        self._hedges: dict[str, list[int]] = data["hedges"]
        self._lexicon = lexicon
        self._tokenizer = CopyTokenizer()

    def is_clear(self, document: Document) -> bool:
        """Whether nothing can be found in the document."""
        if document.links or document.markers or document.meta or document.comments:
            return False
        if _POINTER.search(document.text.lower()):
            return False
        states = hedged = False
        for sentence in build_sentences(document, self._read):
            wording = sentence.wording
            if may_claim(wording) or may_imply(wording) or self._finds(self._triggers, wording):
                return False
            states = states or not MAKES.isdisjoint(wording.words) or _has_predicate(wording)
            hedged = hedged or self._finds(self._hedges, wording)
        return not (states and hedged)

    def _read(self, text: str) -> Wording:
        return read_wording(text, self._tokenizer, self._lexicon)

    def _finds(self, numbers: dict[str, list[int]], wording: Wording) -> bool:
        keys = sentence_keys(wording)
        asked = {number for key in keys & numbers.keys() for number in numbers[key]}
        return any(self._patterns[number].found_in(wording) for number in sorted(asked))


def pack_screen(triggers: Iterable[Pattern], hedges: Iterable[Pattern]) -> dict[str, Any]:
    """What a screen knows besides the lexicon, as JSON data.

    `triggers` are what rules look for, `hedges` what makes a statement weak: a flat one elsewhere
    may be held against it, and neither need be a claim. Both are kept by their keys, so that a page
    unpacks only the few patterns that its words could match.
    """
    patterns: dict[Pattern, int] = {}

    def by_key(asked: Iterable[Pattern]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for pattern in asked:
            number = patterns.setdefault(pattern, len(patterns))
            for key in sorted(pattern.keys):
                found.setdefault(key, []).append(number)
        return found

    kept = {"triggers": by_key(triggers), "hedges": by_key(hedges)}
    return {**kept, "patterns": pack(patterns)}


def _has_predicate(wording: Wording) -> bool:
    return any(signal.name.startswith("predicate.") for signal in wording.signals)
