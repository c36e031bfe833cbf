"""Words that point to a source and name none, without being a link: "Read the science here"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from claimcheck.citations.links import around
from claimcheck.citations.sources import Sources
from claimcheck.claim import Citation
from claimcheck.document import BlockKind, Document
from claimcheck.source import Range

_DETAIL = "it names no title, author or publisher"
# A phrase with a verb of reading before it, or "more ... from" before an indefinite one.
_PHRASE = re.compile(
    r"\b(?P<det>this|these|our|the\sfollowing|an?)\s(?P<mods>(?:[\w’'-]{1,20},?\s){1,6}?)"
    r"(?P<noun>resources?|sources?|articles?|websites?|site|links?|publications?|materials?|reading)\b",
    re.I,
)
_NOUN = re.compile(r"(?:resource|source|article|site|link|publication|material|reading)")
_IMPERATIVE = re.compile(
    r"(?:^|[.!?:;,]\s+|\b(?:please|and|or|just|simply|then|to)\s)(?:please\s|just\s|simply\s)?"
    r"(?:access|read|see|visit|check(?:\sout)?|explore|browse|consult|discover|view|click(?:\son)?|open|"
    r"refer\sto|look\sat|take\sa\slook\sat|have\sa\slook\sat|follow|head\s(?:over\s)?to|go\sto|try)\s\Z",
    re.I,
)
_MORE = re.compile(
    r"\b(?:(?:learn|read|discover|find\sout|know|see|explore|get|find)\s(?:even\s|much\s)?more|more\s"
    r"(?:information|details|info|facts|insights?)|further\s(?:information|details|reading))\b"
    r"[^.!?]{0,60}\b(?:at|from|in|via|with|through|on|by\s(?:visiting|reading|exploring|clicking))\s\Z",
    re.I,
)
_SPECIFIED = re.compile(
    r"\s?(?:(?:on|about|of|by|from|titled|called|entitled|such|like|including|named|that|which|who|where|"
    r"before|after|with|in)\b|[:(\[\"“]|for\s(?!more\b|further\b|additional\b|details\b|insights?\b|extra\b)|"
    r"to\s(?!learn\b|read\b|find\b|discover\b|see\b|know\b|understand\b|explore\b|expand\b|deepen\b))",
    re.I,
)
_NOUN_PHRASE = r"(?P<np>[\w’'-]{1,20}(?:\s[\w’'-]{1,20}){0,6}?)"
_VERB_HERE = re.compile(
    r"(?:(?<=[.!?:;]\s)|(?<=\n)|\A|(?<=\bplease\s)|(?<=\band\s)|(?<=\byou\scan\s)|(?<=\byou\smay\s))"
    r"(?:read|see|view|find|check\sout|access|explore|review|browse|download|discover)\s"
    rf"{_NOUN_PHRASE}\s(?:right\s)?here(?=\s?[.!?:)\n]|\s?\Z)",
    re.I,
)
_CLICK_FOR = re.compile(
    r"\b(?:click|tap|press)\s(?:here|below|this\slink|the\slink(?:\sbelow)?|on\sthis\slink)\s(?:for|to\s"
    r"(?:read|see|view|access|review|explore|find|check(?:\sout)?|download|discover))\s"
    r"(?P<np>[\w’'-]{1,20}(?:\s[\w’'-]{1,20}){0,6})",
    re.I,
)
_FOUND_HERE = re.compile(
    rf"\b(?:the|our|all|these|its)\s{_NOUN_PHRASE}\s(?:is|are|can\sbe|may\sbe)\s"
    r"(?:(?:found|available|seen|read|viewed|listed|linked|accessed)\s)?(?:right\s)?here"
    r"(?=\s?[.!?)\n]|\s?\Z)",
    re.I,
)
_PROSE = {
    BlockKind.PARAGRAPH,
    BlockKind.LIST_ITEM,
    BlockKind.QUOTE,
    BlockKind.TABLE_CELL,
    BlockKind.CAPTION,
    BlockKind.CALL_TO_ACTION,
    BlockKind.META,
}


def find_pointing(document: Document, sources: Sources) -> Iterator[Citation]:
    """Phrases that send the reader to an unnamed source. Those that carry a link are left to it."""
    links = sorted(link.text for link in document.links)
    starts = [link.start for link in links]
    for block in document.blocks:
        if block.kind not in _PROSE:
            continue
        text = document.text[block.text.start : block.text.end]
        for place in _in_block(text, sources):
            place = Range(place.start + block.text.start, place.end + block.text.start)
            # A link in the words or right behind them is what they point to.
            at = bisect_left(starts, place.start)
            inside = at > 0 and links[at - 1].end > place.start
            if inside or (at < len(links) and links[at].start <= place.end + 4):
                continue
            words = document.text[place.start : place.end]
            yield Citation(
                place, "named-work", " ".join(words.split()), False, False, "uninformative", _DETAIL
            )


def _in_block(text: str, sources: Sources) -> Iterator[Range]:
    lowered = text.lower()
    # The pattern starts at every "a" and "the": most blocks have none of its nouns.
    phrases = _PHRASE.finditer(text) if _NOUN.search(lowered) else ()
    for match in phrases:
        modifiers = re.findall(r"[\w’'-]+", match["mods"].lower())
        if not all(word in sources.modifiers for word in modifiers):
            continue
        if _SPECIFIED.match(text, match.end()):
            continue
        before = text[max(match.start() - 100, 0) : match.start()]
        definite = match["det"].lower() not in ("a", "an")
        if (definite and _IMPERATIVE.search(before)) or _MORE.search(before):
            yield Range(*match.span())
    if not any(word in lowered for word in ("here", "click", "tap", "press")):
        return
    for pattern in (_VERB_HERE, _CLICK_FOR, _FOUND_HERE):
        for match in pattern.finditer(text):
            nouns = list(sources.evidence.find(match["np"]))
            sentence = around(text, Range(*match.span()), Range(0, len(text)))
            if nouns and sources.promises_evidence(text[sentence.start : sentence.end]):
                end = match.start("np") + nouns[0].end if pattern is _CLICK_FOR else match.end()
                yield Range(match.start(), end)
