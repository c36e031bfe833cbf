"""Marks in the text: `[3]`, `[3,5–7]`, raised figures, note calls, `[@key]`, "[citation needed]".

A mark is a promise of an entry; these functions say whether the document keeps it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from claimcheck.citations.entries import Entry, ReferenceList, clean_label
from claimcheck.citations.sources import Sources
from claimcheck.claim import Citation
from claimcheck.document import Document
from claimcheck.source import Range

_NUMBERS = r"\d{1,3}(?:\s?[,;–—‑-]\s?\d{1,3}){0,30}"
_BRACKET = re.compile(r"\[\s?(" + _NUMBERS + r")\s?\]")
_ROUND = re.compile(r"\(\s?(" + _NUMBERS + r")\s?\)(?=[.,;:]|\s*\Z|\s*\n)")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[,˒⸴–⁻-][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}){0,10}")
_NOTE_CALL = re.compile(r"\[\^([^\s\]\[]{1,60})\]")
_INLINE_NOTE = re.compile(r"\^\[([^\[\]]{1,500})\]")
_PANDOC = re.compile(r"\[(?:[^\[\]@\n]{0,80}[\s;\-])?@[\w][^\[\]\n]{0,300}\]")
# Hugo and Jekyll
_SHORTCODE = re.compile(r"\{\{[<%]\s?cite\s[^{}\n]{1,200}[>%]\}\}|\{%-?\s?cite\s[^{}\n]{1,200}%\}")
_PANDOC_KEY = re.compile(r"(?<![\w@.])-?@([\w][\w:.#$%&+?<>~/-]{0,100}[\w]|\w)")
_SHORTCODE_KEY = re.compile(r"cite\s+[\"']?([\w:.-]{1,100})")
_PLACEHOLDER = re.compile(r"[\[(]\s?([A-Za-z?]{1,9}(?: [A-Za-z]{1,9}){0,2})\s?[\])]")
_SYMBOL = re.compile(r"(?<=[\w.,;:!?)\]”\"'’%])([*†‡§]{1,3})(?![\w*†‡§])")
_NO_LIST = "the document has no list of sources"
_RANGE_MARK = "–—‑-"
_BEFORE = re.compile(r"([^\s()\[\]]{1,40})\s?\Z")
_ANCHOR = re.compile(r"#(?:.*?)(\d{1,3})\Z")


@dataclass(frozen=True, slots=True)
class Numbers:
    """The labels a mark names, in order."""

    labels: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Numbers | None:
        """`3,5–7` as 3, 5, 6, 7; None for what cannot be a mark (0, a falling or huge range)."""
        text = text.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻˒⸴", "0123456789-,,"))
        if re.search(r"\d,\d{3}\b", text):
            return None  # a number with a thousands separator
        labels: list[str] = []
        for piece in re.split(r"[,;]", text):
            ends = [part.strip() for part in re.split(f"[{_RANGE_MARK}]", piece)]
            if not all(part.isdigit() and not part.startswith("0") for part in ends):
                return None
            if len(ends) > 2:
                return None
            first, last = int(ends[0]), int(ends[-1])
            if last < first or last - first > 60 or (len(ends) == 2 and last == first):
                return None
            labels += [str(number) for number in range(first, last + 1)]
        return cls(tuple(labels))


def find_marks(
    document: Document,
    references: ReferenceList,
    sources: Sources,
    skip: list[Range],
    keys: frozenset[str] | None,
) -> list[tuple[Citation, tuple[Entry, ...]]]:
    """All marks outside `skip`, each with the entries it resolves to.

    `keys` are the entries of the bibliography that the document names: None where it names none,
    empty where it names one that was not read.
    """
    text = document.text
    found = [
        *_numeric(document, references, sources),
        *_called(document, references, sources),
        *_linked(document, references),
        *_keys(_key_places(document), keys),
        *_symbols(document, references),
        *_placeholders(text, sources),
    ]
    skip = sorted(skip)
    kept: list[tuple[Citation, tuple[Entry, ...]]] = []
    found.sort(key=lambda pair: (pair[0].text.start, -pair[0].text.end))
    at, end, unlisted = 0, -1, False
    for citation, entries in found:
        place = citation.text
        while at < len(skip) and skip[at].end <= place.start:
            at += 1
        if at < len(skip) and skip[at].start <= place.start:
            continue
        if place.start < end or (place.start == end == place.end):
            continue
        end = place.end
        if citation.detail == _NO_LIST:
            # That the whole list is missing is one fault, however many marks there are.
            if unlisted:
                citation = replace(citation, problem="")
            unlisted = True
        kept.append((citation, entries))
    return kept


def _numeric(
    document: Document, references: ReferenceList, sources: Sources
) -> Iterator[tuple[Citation, tuple[Entry, ...]]]:
    text = document.text
    for match in _BRACKET.finditer(text):
        numbers = Numbers.parse(match.group(1))
        if numbers is None or _is_quantity(text, match, sources):
            continue
        yield _resolved("numeric", Range(*match.span()), numbers.labels, references)
    if references.numbered:
        for match in _ROUND.finditer(text):
            numbers = Numbers.parse(match.group(1))
            if numbers is None or _is_quantity(text, match, sources):
                continue
            # "(3)" is also an enumeration or an amount: only what resolves is a mark.
            if all(label in references.by_label for label in numbers.labels):
                yield _resolved("numeric", Range(*match.span()), numbers.labels, references)
    raised = []
    for match in _RAISED.finditer(text):
        numbers = Numbers.parse(match.group())
        following = text[match.end() : match.end() + 1]
        if numbers is None or following in tuple("⁺⁻") or is_exponent(text, match.start(), sources):
            continue
        raised.append((Range(*match.span()), numbers.labels))
    yield from _raised(raised, references)


def _raised(
    raised: list[tuple[Range, tuple[str, ...]]], references: ReferenceList
) -> Iterator[tuple[Citation, tuple[Entry, ...]]]:
    """Raised figures. A lone one in a page without a numbered list may be anything."""
    certain = references.numbered or len({labels for _, labels in raised}) > 1
    for place, labels in raised:
        if certain:
            yield _resolved("numeric", place, labels, references)


def _called(
    document: Document, references: ReferenceList, sources: Sources
) -> Iterator[tuple[Citation, tuple[Entry, ...]]]:
    """Footnote calls and raised figures that the reader of the format reported."""
    text = document.text
    raised = []
    for place, group in groupby(document.markers, key=lambda each: (each.text, each.source)):
        labels = tuple(clean_label(marker.label) for marker in group)
        known = [entry for label in labels if (entry := references.of_label(label)) is not None]
        shown = document.source.text[place[1].start : place[1].end]
        if known:
            kind = "footnote" if known[0].footnote else "numeric"
            if known[0].identified or not known[0].footnote:
                yield _resolved(kind, place[0], labels, references)
            elif kind == "footnote":
                known[0].cited = True
        elif shown.startswith("[^"):
            yield _resolved("footnote", place[0], labels, references)
        elif all(label.isdigit() for label in labels):
            # A bracket or a link is meant as a mark; a bare raised figure may be an exponent.
            if "[" in shown or "href" in shown:
                yield _resolved("numeric", place[0], labels, references)
            elif not is_exponent(text, place[0].start, sources):
                raised.append((place[0], labels))
    yield from _raised(raised, references)
    for match in _NOTE_CALL.finditer(text):
        yield _resolved(
            "footnote", Range(*match.span()), (clean_label(match.group(1)),), references
        )
    for match in _INLINE_NOTE.finditer(text):
        yield Citation(Range(*match.span()), "footnote", "note", identified=False), ()


def _linked(
    document: Document, references: ReferenceList
) -> Iterator[tuple[Citation, tuple[Entry, ...]]]:
    """Links whose text is a number and whose target is an entry of this page."""
    for link in document.links:
        words = document.text[link.text.start : link.text.end].strip()
        if len(words) > 24 or not link.target.startswith("#"):
            continue
        bare = clean_label(words)
        numbers = Numbers.parse(bare) if bare[:1].isdigit() else None
        if numbers is None:
            continue
        anchor = _ANCHOR.match(link.target[-80:])
        labels = numbers.labels
        if anchor is not None and not any(label in references.by_label for label in labels):
            labels = (anchor.group(1),)
        yield _resolved("numeric", link.text, labels, references)


def _key_places(document: Document) -> Iterator[tuple[Range, list[str]]]:
    """Where citation keys stand: in the prose, or in template tags that print no prose."""
    for match in _PANDOC.finditer(document.text):
        named = _PANDOC_KEY.findall(match.group())
        if named:
            yield Range(*match.span()), named
    starts = [segment.source.start for segment in document.segments]
    for match in _SHORTCODE.finditer(document.source.text):
        at = bisect_right(starts, match.start()) - 1
        named = _SHORTCODE_KEY.findall(match.group())
        if at < 0 or not named:
            continue
        segment = document.segments[at]
        inside = min(match.start() - segment.source.start, len(segment.text))
        place = segment.text.start + inside
        shown = document.text.startswith(match.group(), place)
        yield Range(place, place + len(match.group()) if shown else place), named


def _keys(
    places: Iterable[tuple[Range, list[str]]], keys: frozenset[str] | None
) -> Iterator[tuple[Citation, tuple[Entry, ...]]]:
    for place, named in places:
        label = ", ".join(named)
        if keys is None:
            problem, detail = "dangling", "the document names no bibliography for this key"
        elif keys and (missing := [key for key in named if key not in keys]):
            problem = "dangling"
            detail = f"the bibliography has no entry {missing[0]!r}"
        else:
            problem = detail = ""
        yield (
            Citation(
                place, "numeric", label, identified=not problem, problem=problem, detail=detail
            ),
            (),
        )


def _symbols(
    document: Document, references: ReferenceList
) -> Iterator[tuple[Citation, tuple[Entry, ...]]]:
    """Asterisks and daggers, where the note they call names a source.

    A note that is a remark or a disclaimer makes no citation, and a missing one no finding: pages
    use these signs for prices, required fields and emphasis.
    """
    if not any(entry.footnote and not entry.label.isalnum() for entry in references.entries):
        return
    for match in _SYMBOL.finditer(document.text):
        entry = references.of_label(match.group(1))
        if entry is not None and entry.identified:
            yield _resolved("footnote", Range(*match.span(1)), (match.group(1),), references)


def _placeholders(text: str, sources: Sources) -> Iterator[tuple[Citation, tuple[Entry, ...]]]:
    for match in _PLACEHOLDER.finditer(text):
        words = match.group(1).lower()
        square = match.group().startswith("[")
        if words in sources.placeholders and (square or " " in words):
            yield (
                Citation(
                    Range(*match.span()),
                    "footnote",
                    match.group(1),
                    identified=False,
                    clears=False,
                    problem="dangling",
                    detail="the text itself says that the source is still missing",
                ),
                (),
            )


def _resolved(
    kind: str, place: Range, labels: tuple[str, ...], references: ReferenceList
) -> tuple[Citation, tuple[Entry, ...]]:
    entries = tuple(entry for label in labels if (entry := references.of_label(label)) is not None)
    missing = [label for label in labels if label not in references.by_label]
    problem = detail = ""
    if missing:
        problem = "dangling"
        named = ", ".join(missing[:3])
        detail = f"the document has no entry {named}" if references.entries else _NO_LIST
    elif not any(entry.identified for entry in entries):
        detail = next((entry.error for entry in entries if entry.error), "")
    elif not any(entry.clears for entry in entries):
        detail = f"the entry is {entries[0].kind.replace('-', ' ')}"
    return (
        Citation(
            text=place,
            kind=kind,
            label=_label(labels),
            identified=any(entry.identified for entry in entries),
            clears=not entries or any(entry.clears for entry in entries if entry.identified),
            problem=problem,
            detail=detail,
        ),
        entries,
    )


def _label(labels: tuple[str, ...]) -> str:
    return ",".join(labels) if len(labels) <= 4 else f"{labels[0]}–{labels[-1]}"


def _is_quantity(text: str, match: re.Match[str], sources: Sources) -> bool:
    """Whether the brackets hold an interval or an index: "95% CI [5-10]", "x[3]"."""
    before = text[max(match.start() - 42, 0) : match.start()]
    word = _BEFORE.search(before)
    if word is None:
        return False
    bare = word.group(1).lower().strip(".,;:")
    if bare in sources.quantities or before.rstrip().endswith(("=", "%", "±", "<", ">")):
        return True
    # "x[3]" and "f(3)" are an index and an argument.
    return not before.endswith(" ") and len(bare) == 1 and bare.isalpha()


def is_exponent(text: str, start: int, sources: Sources) -> bool:
    """Whether a raised figure at `start` belongs to a unit, a number or a symbol."""
    before = text[max(start - 12, 0) : start]
    if not before or before[-1].isspace():
        return before == ""
    if before[-1].isdigit():
        return True
    word = re.search(r"[^\s(\[,;]+\Z", before)
    bare = word.group().lower() if word else ""
    return bare in sources.units or bool(re.fullmatch(r"[\d.]+\s?[a-zµμ]{1,3}", bare))
