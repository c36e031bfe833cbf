"""Which citations support a claim: the rules of scope, without syntax.

A mark ("[3]", a footnote call, a parenthesis with author and year) speaks for what stands before
it, back to the previous mark. A work named in running text speaks for its sentence, and for the
sentences after it that go on reporting it. A list of sources at the end supports nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from claimcheck.citations.sources import Sources, default_sources
from claimcheck.claim import Citation, Reach
from claimcheck.document import NO_PROSE, Block, BlockKind, Document
from claimcheck.source import Range

_BREAK = re.compile(
    r"[;:—–]|,\s(?:and|but|while|whereas|which|so|yet|although|though|because|nor|or)\b"
    r"|\s(?:but|whereas|although|though|while|because)\s"
)
_BETWEEN_MARKS = re.compile(r"[\s,;.:()\[\]–—-]*(?:(?:and|see|also)\s)?[\s,;()\[\]]*\Z")
_SOURCE_LINE = re.compile(
    r"\s*(?:[—–-]\s?\S|(?:adapted from|data from|sources?|references?|from|ref)\s?:)", re.I
)
_WORD = re.compile(r"[\w-]+")
# How many citations and rows are looked at on either side; a hostile page may have any number.
_MOST = 200


def supporting(
    document: Document,
    citations: Sequence[Citation],
    place: Range,
    sentences: Sequence[Range],
    sources: Sources | None = None,
) -> list[tuple[Citation, Reach]]:
    """The citations that stand behind the words at `place`, nearest first.

    `citations` and `sentences` are in the order of the text, as `find_citations` and the pipeline
    give them. Citations with a problem are included: whether one clears the claim is for the
    caller to decide by `identified` and `clears`.
    """
    sources = sources or default_sources()
    block_index = _block_at(document.blocks, place.start)
    if block_index is None:
        return []
    block = document.blocks[block_index]
    if block.kind in NO_PROSE:
        return []
    found: list[tuple[Citation, Reach]] = []
    here = _within(citations, block.text, place)
    if here:
        sentence = _sentence_of(place, sentences, block)
        found += _in_sentence(document.text, here, place, sentence)
        found += _in_paragraph(document.text, here, place, sentence, sentences, block, sources)
    if block.kind is BlockKind.TABLE_CELL:
        found += _in_row(document, citations, block_index)
    if block.kind is BlockKind.LIST_ITEM:
        found += _in_lead_in(document, citations, block_index, sentences)
    found += _in_source_line(document, citations, block_index)
    best: dict[int, tuple[Citation, Reach]] = {}
    for citation, reach in found:
        known = best.get(id(citation))
        if known is None or reach < known[1]:
            best[id(citation)] = (citation, reach)
    return sorted(best.values(), key=lambda pair: (pair[1], abs(pair[0].text.start - place.end)))


def is_mark(text: str, citation: Citation) -> bool:
    """Whether a citation is set behind what it supports, and is no part of the sentence."""
    if citation.kind in ("numeric", "footnote"):
        return True
    if citation.kind == "link":
        return False
    # In brackets, everything is: "(Lund 2019, doi:...)", "(FDA, 10 October 2023)".
    return _in_brackets(text, citation)


def _in_brackets(text: str, citation: Citation) -> bool:
    before = text[max(citation.text.start - 120, 0) : citation.text.start]
    opened = max(before.rfind("("), before.rfind("["))
    return opened > max(before.rfind(")"), before.rfind("]"))


def _block_at(blocks: Sequence[Block], offset: int) -> int | None:
    at = bisect_right(blocks, offset, key=lambda block: block.text.start) - 1
    return at if at >= 0 and offset <= blocks[at].text.end else None


def _sentence_of(place: Range, sentences: Sequence[Range], block: Block) -> Range:
    at = bisect_right(sentences, place.start, key=lambda each: each.start) - 1
    if at < 0 or sentences[at].end < place.start:
        return Range(max(place.start, block.text.start), min(place.end, block.text.end))
    # A mark that prints nothing stands at the very end of its sentence.
    return Range(sentences[at].start, max(sentences[at].end, place.end))


def _within(
    citations: Sequence[Citation], block: Range, place: Range | None = None
) -> Sequence[Citation]:
    """The citations of a block, in a block with very many only those nearest to `place`."""
    low = bisect_left(citations, block.start, key=_start)
    high = bisect_right(citations, block.end, key=_start)
    if place is not None:
        near = bisect_left(citations, place.start, lo=low, hi=high, key=_start)
        far = bisect_right(citations, place.end, lo=near, hi=high, key=_start)
        low, high = max(low, near - _MOST), min(high, max(far, near) + _MOST)
    return [each for each in citations[low:high] if each.problem not in ("uncited", "duplicate")]


def _start(citation: Citation) -> int:
    return citation.text.start


def _in_sentence(
    text: str, here: Sequence[Citation], place: Range, sentence: Range
) -> list[tuple[Citation, Reach]]:
    inside = [each for each in here if _touches(each.text, sentence)]
    marks = [each for each in inside if is_mark(text, each)]
    after = [each for each in marks if each.text.start >= place.end]
    found: list[tuple[Citation, Reach]] = []
    for each in inside[:_MOST]:
        if each.text.overlaps(place):
            found.append((each, Reach.CLAUSE))
        elif each in after:
            if _same_group(text, after[0], each):
                found.append((each, _distance(text, place.end, after[0].text.start)))
        elif is_mark(text, each):
            # Behind earlier words: for these only where no mark of their own follows.
            if not after:
                found.append((each, _after_mark(each, place)))
        else:
            low, high = sorted((each.text, place))
            found.append((each, _distance(text, low.end, high.start)))
    return found


def _after_mark(citation: Citation, place: Range) -> Reach:
    return Reach.CLAUSE if citation.text.end >= place.start else Reach.SENTENCE


def _distance(text: str, start: int, end: int) -> Reach:
    return Reach.SENTENCE if _BREAK.search(text, start, max(start, end)) else Reach.CLAUSE


def _touches(place: Range, sentence: Range) -> bool:
    return (
        sentence.start <= place.start
        and place.start <= sentence.end
        and (place.start < sentence.end or len(place) == 0 or place.start == sentence.end)
    )


def _same_group(text: str, first: Citation, other: Citation) -> bool:
    """Whether two marks stand side by side: "[1][2]", "(Lund 2019; Ng 2020)", "[3] (doi:...)"."""
    if other.text.start <= first.text.end:
        return True
    if other.text.start - first.text.end > 400:
        return False
    between = text[first.text.end : other.text.start]
    if _BETWEEN_MARKS.match(between):
        return True
    # Within one pair of brackets, whatever stands between.
    return _in_brackets(text, first) and not re.search(r"[()\[\]]", between)


def _in_paragraph(
    text: str,
    here: Sequence[Citation],
    place: Range,
    sentence: Range,
    sentences: Sequence[Range],
    block: Block,
    sources: Sources,
) -> list[tuple[Citation, Reach]]:
    found: list[tuple[Citation, Reach]] = []
    later = [each for each in here if each.text.start > sentence.end][:_MOST]
    own_mark = any(
        is_mark(text, each)
        for each in here
        if _touches(each.text, sentence) and each.text.start >= place.end
    )
    if not own_mark:
        marks = [each for each in later if is_mark(text, each)]
        found += [(each, Reach.PARAGRAPH) for each in marks if _same_group(text, marks[0], each)]
    earlier = [
        each
        for each in here
        if each.text.start < sentence.start and not _touches(each.text, sentence)
    ]
    if earlier and not own_mark:
        nearest = earlier[-1]
        source_sentence = _sentence_of(nearest.text, sentences, block)
        if _carries_on(text, nearest, source_sentence, sentence, sources):
            found += [
                (each, Reach.PARAGRAPH)
                for each in earlier[-_MOST:]
                if each.text.start >= source_sentence.start
            ]
    return found


def _carries_on(
    text: str,
    citation: Citation,
    cited: Range,
    sentence: Range,
    sources: Sources,
) -> bool:
    """Whether a later sentence still reports the work that an earlier one cites."""
    opening = text[sentence.start : sentence.start + 60].lower().lstrip("\"“'( ")
    if opening.startswith(tuple(sources.data.continuing)):
        return True
    words = {word.lower() for word in _WORD.findall(text[cited.start : cited.end][:600])}
    return bool(words & sources.study_nouns) or (
        citation.kind == "author-year" and not is_mark(text, citation)
    )


def _in_row(
    document: Document, citations: Sequence[Citation], index: int
) -> list[tuple[Citation, Reach]]:
    block = document.blocks[index]
    if not block.group:
        return []
    found: list[tuple[Citation, Reach]] = []
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(document.blocks) and abs(at - index) <= _MOST:
            other = document.blocks[at]
            if other.kind is not BlockKind.TABLE_CELL or other.group != block.group:
                break
            found += [(each, Reach.PARAGRAPH) for each in _within(citations, other.text)[:_MOST]]
            at += step
    return found


def _in_lead_in(
    document: Document, citations: Sequence[Citation], index: int, sentences: Sequence[Range]
) -> list[tuple[Citation, Reach]]:
    """The citations of the sentence that introduces the list, if it ends in a colon."""
    level = document.blocks[index].level
    at = index - 1
    while at >= 0 and index - at <= _MOST:
        other = document.blocks[at]
        if other.kind is not BlockKind.LIST_ITEM:
            break
        if other.level < level:
            return []
        at -= 1
    if at < 0 or document.blocks[at].kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
        return []
    lead = document.blocks[at]
    cited = _within(citations, lead.text)[-_MOST:]
    if not cited:
        return []
    words = document.text[lead.text.start : lead.text.end].rstrip(" )]0123456789⁰¹²³⁴⁵⁶⁷⁸⁹")
    if not words.endswith(":") and ":" not in words[-60:]:
        return []
    last = _sentence_of(Range(lead.text.end - 1, lead.text.end), sentences, lead)
    low = min(last.start, lead.text.end)
    return [(each, Reach.PARAGRAPH) for each in cited if each.text.start >= low]


def _in_source_line(
    document: Document, citations: Sequence[Citation], index: int
) -> list[tuple[Citation, Reach]]:
    """ "Source: ..." or "— Lund 2019" in a block of its own, right under the claim's block."""
    if index + 1 >= len(document.blocks):
        return []
    below = document.blocks[index + 1]
    if below.kind in NO_PROSE or len(below.text) > 400:
        return []
    cited = _within(citations, below.text)[:_MOST]
    if not cited or not _SOURCE_LINE.match(document.text, below.text.start, below.text.end):
        return []
    return [(each, Reach.PARAGRAPH) for each in cited]
