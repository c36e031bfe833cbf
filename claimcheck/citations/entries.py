"""The document's own list of sources: reference entries and footnotes, by label and by author."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from claimcheck.citations.identifiers import Identifier, find_identifiers, trim
from claimcheck.citations.listed import listed_sources
from claimcheck.citations.sources import Address, Sources, parse_address
from claimcheck.document import Block, BlockKind, Document, Link
from claimcheck.source import Range

YEAR = re.compile(r"(?<![\d.,/-])(?:1[89]|20)\d\d(?=[a-z]?(?![\w]|\.\d))")
URL = re.compile(r"(?:\bhttps?://|\bwww\.)[^\s<>\"]{1,2000}", re.I)
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")

_LABEL = re.compile(
    r"\s{0,8}(?:\[(\d{1,3})\]|\(?(\d{1,3})[.):]|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|(\d{1,3})(?=\s+[A-Z])|([*†‡§]{1,3}))\s{0,8}"
)
_SIGNED = re.compile(r"[A-ZÀ-Þ][\w'’-]+,?\s(?:[A-Z]\.?\s?){1,3}")
_INNER_LABEL = re.compile(r"\s{1,8}\[(\d{1,3})\]\s")
_LINE = re.compile(r"[^\n]+")
_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-ÞŁŠŽĆČĐŐŰŚŻŞİ][\w'’-]{1,40}")
_WORD = re.compile(r"[^\W\d_]{2,40}")
# Enough to hold any honest entry; bounds the work on a hostile one.
_LONGEST_ENTRY = 2000
_PROSE_AFTER = 400
_NOWHERE = Block(BlockKind.FRONT_MATTER, Range(0, 0))


@dataclass(slots=True)
class Entry:
    """One entry of the reference list, or one footnote.

    `identified` says whether a reader could find the source by it, `clears` whether it can back a
    health claim; `error` why not. `strict` is False under "Further reading" and the like.
    """

    label: str
    text: Range
    content: str
    block: Block
    footnote: bool
    strict: bool = True
    identified: bool = False
    clears: bool = True
    error: str = ""
    kind: str = "unknown"
    cited: bool = False
    identifiers: list[Identifier] = field(default_factory=list)
    years: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


@dataclass(slots=True)
class ReferenceList:
    """All entries, and the ways to find one."""

    entries: list[Entry]
    by_label: dict[str, list[Entry]]
    places: list[Range]
    numbered: bool
    dated: bool

    def of_label(self, label: str) -> Entry | None:
        """The entry with this label."""
        found = self.by_label.get(label)
        return found[0] if found else None

    def of_author(self, surname: str, year: str) -> Entry | None:
        """The entry with this surname (as written) and year, letter suffix ignored."""
        wanted = surname.lower().replace("’", "'")
        for entry in self._by_year().get(year[:4], ()):
            if wanted in entry.words:
                return entry
        return None

    # Entries of front matter and JSON-LD: they resolve marks, and have no place of their own.
    hidden: list[Entry] = field(default_factory=list)

    _years: dict[str, list[Entry]] | None = None

    def _by_year(self) -> dict[str, list[Entry]]:
        if self._years is None:
            self._years = {}
            for entry in (*self.entries, *self.hidden):
                for year in entry.years:
                    self._years.setdefault(year, []).append(entry)
        return self._years


def clean_label(label: str) -> str:
    """A marker's or entry's label without its dress: `[^3]`, `3.`, `fn:3`, `³` are all `3`."""
    bare = label.translate(SUPERSCRIPTS).strip(" \t[]().:^#")
    return re.sub(r"^(?:fn|cite[_-]?note|ref|footnote|note|bib|r|endnote)[-_:]?(?=\d)", "", bare)


def reference_list(document: Document, sources: Sources, own: frozenset[str]) -> ReferenceList:
    """Collect the entries that a document gives its own sources."""
    links = sorted(document.links, key=lambda link: link.text)
    entries: list[Entry] = []
    position = 0
    for block, label, place, footnote, strict in _raw_entries(document, sources):
        content = document.text[place.start : min(place.end, place.start + _LONGEST_ENTRY)]
        while position < len(links) and links[position].text.end <= place.start:
            position += 1
        inside = []
        for link in links[position : position + 20]:
            if link.text.start >= place.end:
                break
            inside.append(link)
        entry = Entry(label, place, content, block, footnote, strict)
        _judge(entry, inside, sources, own)
        entries.append(entry)
    by_label: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.label:
            by_label.setdefault(entry.label, []).append(entry)
    references = [entry for entry in entries if not entry.footnote]
    if references and not any(entry.label for entry in references):
        for number, entry in enumerate(references, 1):
            by_label.setdefault(str(number), []).append(entry)
    hidden = []
    for label, content in listed_sources(document.meta):
        entry = Entry(label, Range(0, 0), content, _NOWHERE, footnote=False, strict=False)
        _judge(entry, [], sources, own)
        hidden.append(entry)
        if label:
            by_label.setdefault(label, []).append(entry)
    return ReferenceList(
        hidden=hidden,
        entries=entries,
        by_label=by_label,
        places=[entry.block.text for entry in entries],
        numbered=any(label.isdigit() for label in by_label),
        dated=any(entry.years and not entry.footnote for entry in entries),
    )


def heading_kind(text: str, sources: Sources) -> str:
    """`cited` or `suggested` for a heading above a list of sources, else an empty string."""
    bare = re.sub(r"^[\d.\s]+|[\s:.]+$", "", text.lower())
    if bare in sources.cited_headings:
        return "cited"
    return "suggested" if bare in sources.suggested_headings else ""


def _raw_entries(
    document: Document, sources: Sources
) -> Iterator[tuple[Block, str, Range, bool, bool]]:
    """Blocks that are entries: block, label, range, whether a footnote, whether strict.

    Readers mark most of them; what they leave (a numbered paragraph under "References", a last
    line that begins with an asterisk) is recognised here.
    """
    section = ""
    for block in document.blocks:
        if block.kind in (BlockKind.HEADING, BlockKind.TITLE):
            section = heading_kind(document.text[block.text.start : block.text.end][:80], sources)
            continue
        strict = section != "suggested"
        if block.kind is BlockKind.REFERENCE:
            label, place = _without_label(document.text, block.text)
            label = clean_label(block.label) or label
            for each, part in _parts(document.text, label, place):
                yield block, each, part, False, strict
        elif block.kind is BlockKind.FOOTNOTE:
            label, place = _without_label(document.text, block.text)
            yield block, clean_label(block.label) or label, place, True, True
        elif block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE):
            yield from _unmarked(document.text, block, section)


def _unmarked(
    text: str, block: Block, section: str
) -> Iterator[tuple[Block, str, Range, bool, bool]]:
    opening = _LABEL.match(text, block.text.start, min(block.text.start + 40, block.text.end))
    if section != "cited" and opening is None:
        return
    lines = [
        Range(match.start(), match.end())
        for match in _LINE.finditer(text, block.text.start, block.text.end)
    ]
    if not lines or len(lines) > 2000:
        return
    labelled = [_without_label(text, line) for line in lines]
    if section == "cited":
        if len(lines) > 1 and all(label for label, _ in labelled):
            for label, place in labelled:
                yield block, label, place, False, True
        else:
            label, _ = labelled[0]
            _, place = _without_label(text, block.text)
            if YEAR.search(text[place.start : place.end][:_LONGEST_ENTRY]) or label:
                yield block, label, place, False, True
        return
    for label, place in labelled:
        content = text[place.start : place.end][:_PROSE_AFTER]
        mark = text[block.text.start : place.start].strip()
        symbol = bool(label) and not label.isdigit()
        bracketed = mark.startswith("[") or (mark and mark[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹")
        if symbol or (bracketed and looks_like_source(content)):
            yield block, label, place, symbol, True


def _parts(text: str, label: str, place: Range) -> list[tuple[str, Range]]:
    """One block that holds several entries ("[1] ... [2] ...", no blank line between) as these."""
    parts = [(label, place)]
    if not label.isdigit():
        return parts
    for match in _INNER_LABEL.finditer(text, place.start, place.end):
        before, current = parts[-1]
        if int(match.group(1)) != int(before) + 1:
            continue
        parts[-1] = (before, Range(current.start, match.start()))
        parts.append((match.group(1), Range(match.end(), place.end)))
    return parts


def _without_label(text: str, place: Range) -> tuple[str, Range]:
    """The label that an entry begins with, and the entry without it."""
    match = _LABEL.match(text, place.start, place.end)
    if match is None or match.end() >= place.end:
        return "", place
    label = next(group for group in match.groups() if group)
    return clean_label(label), Range(match.end(), place.end)


def looks_like_source(content: str) -> bool:
    """Whether a footnote or line names a source, and is not a remark."""
    if find_identifiers(content):
        return True
    if any(_deep(parse_address(match.group())) for match in URL.finditer(content)):
        return True
    return bool(YEAR.search(content)) and len(_CAPITALISED.findall(content)) >= 2


def _deep(address: Address | None) -> bool:
    return address is not None and not address.is_front_page


def _judge(entry: Entry, links: list[Link], sources: Sources, own: frozenset[str]) -> None:
    """Fill in what an entry is worth."""
    content = entry.content
    entry.identifiers = find_identifiers(content)
    entry.years = frozenset(match.group() for match in YEAR.finditer(content))
    entry.words = frozenset(
        part
        for match in _CAPITALISED.finditer(content[:_PROSE_AFTER])
        for word in [match.group().lower().replace("’", "'")]
        for part in (word, word.removesuffix("'s"), *word.split("-"))
    ) | frozenset(
        match.group().lower() for match in re.finditer(r"\b[A-Z]{2,8}\b", content[:_PROSE_AFTER])
    )
    targets = [link.target for link in links]
    targets += [trim(match.group()) for match in URL.finditer(content)]
    addresses = [address for address in map(parse_address, targets) if address is not None]
    kinds = [
        "own-site" if address.host in own else sources.kind_of(address) for address in addresses
    ]
    kinds += [sources.kind_of_doi(each.value) for each in entry.identifiers if each.kind == "doi"]
    good = [each for each in entry.identifiers if not each.error]
    prose = URL.sub(" ", content)
    words = _WORD.findall(prose)
    if entry.footnote:
        entry.identified = looks_like_source(content) or any(map(_deep, addresses))
    else:
        entry.identified = (
            bool(good)
            or any(map(_deep, addresses))
            or (bool(entry.years) and (len(words) >= 2 or bool(_SIGNED.match(content))))
            or len(words) >= 5
        )
    if not entry.identified and not entry.footnote:
        entry.error = "it has no author, title, year or address of a page"
    if good and not any(sources.kinds[kind].clears for kind in kinds):
        kinds.append("journal")
    if kinds:
        best = next((kind for kind in kinds if sources.kinds[kind].clears), kinds[0])
        entry.kind = best
        entry.clears = sources.kinds[best].clears
