"""Blocks to sentences, and sentences to words.

Sentences are split before any syntax, by rule, so that only those with a trigger need parsing.
Nothing here needs spaCy: a page without a trigger is read without importing it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator

from claimcheck.claim import Sentence, Wording
from claimcheck.document import Document
from claimcheck.pipeline.tokenizer import CopyTokenizer
from claimcheck.source import Range

# A sentence ends at a stop, an optional citation mark and closing quotes, before a space.
_END = re.compile(
    r"[.!?…]+(?:\[[\d,\s–-]{1,20}\]|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,6})?[\"”’')\]*]*(?=\s)|[.!?](?=[A-Z][a-z])"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“\"])(?:[A-Za-z]|[A-Z][a-z]{0,2}\.[A-Z]|dr|mr|mrs|ms|prof|st|sr|jr|vs|etc|approx|"
    r"ed|eds|fig|figs|ref|refs|al|inc|ltd|co|corp|cf|ca|e\.g|i\.e|u\.s|u\.k|a\.m|"
    r"p\.m|ph\.d|m\.d|dept|est|min|max|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$",
    re.IGNORECASE,
)
# After these a capital letter does not prove a new sentence.
_NEVER_END = re.compile(
    r"(?:^|[\s(\[“\"])(?:dr|mr|mrs|ms|prof|e\.g|i\.e|vs|cf|fig|figs|approx)\.$", re.I
)
_BEFORE_NUMBER = re.compile(r"(?:^|[\s(\[“\"])(?:no|nos|vol|pp|p)\.$", re.I)
_QUOTED = re.compile(r"“[^“”]{1,2000}”|\"[^\"]{1,2000}\"|«[^«»]{1,2000}»")
_DROPPED = frozenset("-‐‑­\"“”„«»`´‘’'*_\u200b")
_NORMAL = {
    "n't": "not", "’ll": "will", "'ll": "will", "'re": "are", "'ve": "have", "'m": "am",
    "percent": "%", "’s": "'s",
}  # fmt: skip
# "ca n't", "wo n't": these stems are words of their own elsewhere ("CA 92101", "gua sha").
_BEFORE_NOT = {"ca": "can", "wo": "will", "sha": "shall"}
# A sentence longer than this is cut; keeps work and memory bounded on text without stops.
_MOST_CHARACTERS = 1500
# How far the next sentence may be from a full stop, white space and opening quotes between.
_LOOK_AHEAD = 80


def split_sentences(text: str) -> Iterator[Range]:
    """The sentences of one block's text, as ranges within it, white space trimmed."""
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if end <= start or not _ends_sentence(text, start, match.start(), end):
            continue
        yield from _trimmed(text, start, end)
        start = end
    yield from _trimmed(text, start, len(text))


def _ends_sentence(text: str, start: int, stop: int, end: int) -> bool:
    if text[stop] == "." and text[end : end + 2] == " .":
        return False  # ". . ." leaves something out
    if text[stop] != ".":
        following = text[end : end + 2].lstrip()
        # "Really?" she said: the sentence goes on after a quoted question.
        return not (following[:1].islower() and end > stop + 1)
    before = text[max(start, stop - 12) : stop + 1]
    following = text[end : end + _LOOK_AHEAD].lstrip(" \t\n\"“‘'([*")[:1]
    if _NEVER_END.search(before):
        return False
    if _BEFORE_NUMBER.search(before):
        return not following.isdigit()  # "No. 5", but "The answer is no."
    if following.islower():
        return False
    if _ABBREVIATION.search(before):
        # "at 9 a.m. The clinic": only a short abbreviation followed by a capitalised word of
        # ordinary prose ends a sentence; initials ("J. Smith") never do.
        word = before.rstrip(".").rsplit(None, 1)[-1]
        return len(word) > 1 and following.isupper() and word.lower() in _MAY_END
    return True


_MAY_END = frozenset({"etc", "inc", "ltd", "co", "corp", "a.m", "p.m", "u.s", "u.k", "ph.d", "m.d",
                      "al", "jr", "sr"})  # fmt: skip


def _trimmed(text: str, start: int, end: int) -> Iterator[Range]:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    while right - left > _MOST_CHARACTERS:
        cut = text.rfind(" ", left, left + _MOST_CHARACTERS)
        cut = cut if cut > left else left + _MOST_CHARACTERS
        yield Range(left, cut)
        left = cut + (1 if text[cut : cut + 1] == " " else 0)
    if left < right:
        yield Range(left, right)


def build_sentences(document: Document, read: Callable[[str], Wording]) -> list[Sentence]:
    """Every sentence of the document; `read` makes words of its text."""
    built: list[Sentence] = []
    for paragraph, block in enumerate(document.blocks):
        text = document.block_text(block)
        quotes = [match.span() for match in _QUOTED.finditer(text)]
        for place in split_sentences(text):
            wording = read(text[place.start : place.end])
            if not wording.words:
                continue
            offset = block.text.start + place.start
            sentence = Sentence(
                index=len(built),
                text=Range(offset, block.text.start + place.end),
                block=block,
                wording=wording,
                starts=[offset + start for start in wording.starts],
                ends=[offset + end for end in wording.ends],
                words=wording.words,
                cased=wording.cased,
                tags=wording.tags,
                deps=wording.deps,
                heads=wording.heads,
                signals=wording.signals,
                paragraph=paragraph,
            )
            if quotes:
                sentence.quotes = _quoted_words(sentence, quotes, block.text.start)
            built.append(sentence)
    return built


def read_words(text: str, tokenizer: CopyTokenizer) -> Wording:
    """The words of a sentence, without anything that is known of them."""
    tokens, spaces = tokenizer.split(text)
    words: list[str] = []
    cased: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    numbers: list[int] = []
    at = 0
    for token, space in zip(tokens, spaces, strict=True):
        start, end = at, at + len(token)
        at = end + space
        if token.isspace() or (len(token) <= 2 and _DROPPED.issuperset(token)):
            numbers.append(-1)
            continue
        lower = token.lower().replace("’", "'")
        if lower[0] == "[" and len(lower) > 2:
            lower = lower[1] + lower[3:]  # "[r]elieves"
        if lower == "n't" and words and words[-1] in _BEFORE_NOT:
            words[-1] = _BEFORE_NOT[words[-1]]
        numbers.append(len(words))
        words.append(_NORMAL.get(lower, lower))
        cased.append(token)
        starts.append(start)
        ends.append(end)
    count = len(words)
    return Wording(
        tokens=tokens,
        spaces=spaces,
        numbers=numbers,
        words=words,
        cased=cased,
        starts=starts,
        ends=ends,
        tags=[""] * count,
        deps=[""] * count,
        heads=list(range(count)),
    )


def _quoted_words(
    sentence: Sentence, quotes: list[tuple[int, int]], offset: int
) -> list[tuple[int, int]]:
    """The words of the sentence that stand inside quotation marks, as word spans."""
    spans: list[tuple[int, int]] = []
    # Neither quotes nor words overlap, so both are in order by where they end, too.
    first = bisect_right(quotes, sentence.text.start - offset, key=lambda quote: quote[1])
    for number in range(first, len(quotes)):
        start, end = quotes[number]
        if start + offset >= sentence.text.end:
            break
        inside = bisect_left(sentence.starts, start + offset)
        behind = bisect_left(sentence.starts, end + offset)
        if inside < behind:
            spans.append((inside, behind))
    return spans
