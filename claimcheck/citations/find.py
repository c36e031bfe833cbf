"""All citations of a document: found, resolved against its own list of sources, and judged."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from claimcheck.citations.entries import Entry, ReferenceList, reference_list
from claimcheck.citations.identifiers import Identifier, find_identifiers
from claimcheck.citations.links import find_links, own_hosts
from claimcheck.citations.listed import listed_keys
from claimcheck.citations.marks import find_marks
from claimcheck.citations.names import find_names
from claimcheck.citations.pointing import find_pointing
from claimcheck.citations.sources import Sources, default_sources
from claimcheck.claim import Citation
from claimcheck.document import BlockKind, Document
from claimcheck.source import Range

_BIBLIOGRAPHY_KEYS = ("bibliography", "csl-json", "bibtex")
_NAMED_IDENTIFIER = {"arxiv": "named-work"}


def find_citations(
    document: Document,
    sources: Sources | None = None,
    *,
    own: Iterable[str] = (),
    keys: Iterable[str] | None = None,
) -> list[Citation]:
    """Every pointer to a source, in the order of the text.

    `own` are hosts of the publisher or seller (the page's meta data and navigation add to them).
    `keys` are the entries of the bibliography files that the document or its configuration names;
    None where none was read. Time grows linearly with the text, links and markers.
    """
    sources = sources or default_sources()
    hosts = own_hosts(document, sources, frozenset(own))
    references = reference_list(document, sources, hosts)
    skipped = [*references.places, *_front_matter(document)]
    marks = find_marks(document, references, sources, skipped, _keys(document, keys))
    for _, entries in marks:
        for entry in entries:
            entry.cited = True
    identifiers = [_of_identifier(each) for each in find_identifiers(document.text)]
    names = _outside(find_names(document.text, references, sources), skipped)
    links = list(find_links(document, sources, hosts, references.places))
    ranked = (
        [each for each in identifiers if each.problem == "malformed"],
        [each for each in links if each.problem == "malformed"],
        [each for each in identifiers if each.problem != "malformed"],
        [citation for citation, _ in marks],
        [each for each in names if not each.problem],
        [each for each in links if each.problem != "malformed"],
        [each for each in names if each.problem],
        list(find_pointing(document, sources)),
    )
    found = _without_overlaps(ranked)
    found += _entry_problems(references, sources, [citation for citation, _ in marks])
    found = [_visible(document.text, each) for each in found]
    found.sort(key=lambda each: (each.text, each.kind))
    return found


def _front_matter(document: Document) -> list[Range]:
    return [block.text for block in document.blocks if block.kind is BlockKind.FRONT_MATTER]


def _keys(document: Document, keys: Iterable[str] | None) -> frozenset[str] | None:
    if keys is not None:
        return frozenset(keys) | listed_keys(document.meta)
    described = listed_keys(document.meta)
    if described:
        return described
    named = any(document.meta.get(key) for key in _BIBLIOGRAPHY_KEYS)
    return frozenset() if named else None


def _of_identifier(found: Identifier) -> Citation:
    if found.error:
        return Citation(
            found.place, found.kind, found.value, False, False, "malformed", found.error
        )
    kind = _NAMED_IDENTIFIER.get(found.kind, found.kind)
    label = f"arXiv:{found.value}" if found.kind == "arxiv" else found.value
    return Citation(found.place, kind, label)


def _outside(citations: list[Citation], skipped: list[Range]) -> list[Citation]:
    spans = sorted(skipped)
    at = 0
    kept = []
    for each in citations:
        while at < len(spans) and spans[at].end <= each.text.start:
            at += 1
        if at < len(spans) and spans[at].start <= each.text.start:
            continue
        kept.append(each)
    return kept


def _without_overlaps(ranked: Iterable[list[Citation]]) -> list[Citation]:
    """Of overlapping citations the one in the earlier list stays."""
    kept: list[Citation] = []
    for group in ranked:
        kept.sort(key=lambda each: each.text)
        starts = [each.text.start for each in kept]
        added = []
        for each in group:
            at = bisect_left(starts, each.text.start)
            after = at < len(kept) and _clash(kept[at].text, each.text)
            before = at > 0 and _clash(kept[at - 1].text, each.text)
            if not after and not before:
                added.append(each)
        kept += added
    return kept


def _clash(one: Range, other: Range) -> bool:
    return one.overlaps(other) or one == other


def _entry_problems(
    references: ReferenceList, sources: Sources, marks: list[Citation]
) -> Iterator[Citation]:
    """What is wrong with the list itself, one problem an entry: it says nothing, stands there
    twice, is never cited, or is no source to rely on."""
    listed = [entry for entry in references.entries if not entry.footnote]
    uncited = {id(entry) for entry in _uncited([entry for entry in listed if entry.strict])}
    called = any(mark.kind == "footnote" and not mark.problem for mark in marks)
    for entry in references.entries:
        if entry.footnote and called and not entry.cited and entry.label.isalnum():
            yield _problem(entry, "footnote", "uncited", "no mark in the text calls this footnote")
    seen: dict[str, Entry] = {}
    for entry in listed:
        names = [f"{each.kind}:{each.value}" for each in entry.identifiers if not each.error]
        names = names or [re.sub(r"\W+", " ", entry.content.lower()).strip()]
        twin = next((seen[name] for name in names if name in seen), None)
        for name in names:
            seen.setdefault(name, entry)
        kind = sources.kinds[entry.kind]
        if entry.strict and entry.error:
            yield _problem(entry, "named-work", "uninformative", entry.error)
        elif twin is not None:
            which = f" {twin.label}" if twin.label else ""
            yield _problem(entry, "named-work", "duplicate", f"it is the same as entry{which}")
        elif id(entry) in uncited:
            yield _problem(
                entry, "named-work", "uncited", "no mark in the text leads to this entry"
            )
        elif entry.strict and kind.report:
            problem = "own-site" if entry.kind == "own-site" else "weak-source"
            yield _problem(entry, "link", problem, f"it is {kind.says}")


def _uncited(entries: list[Entry]) -> list[Entry]:
    """Entries without a mark, where marks are the habit: half of the list at least is cited."""
    cited = sum(entry.cited for entry in entries)
    if not cited or cited * 2 < len(entries):
        return []
    return [entry for entry in entries if not entry.cited]


def _problem(entry: Entry, kind: str, problem: str, detail: str) -> Citation:
    return Citation(
        entry.text,
        kind,
        entry.label or " ".join(entry.content[:60].split()),
        identified=entry.identified,
        clears=False,
        problem=problem,
        detail=detail,
    )


def _visible(text: str, citation: Citation) -> Citation:
    """A problem on a mark that prints nothing is shown at the word that carries the mark."""
    place = citation.text
    if len(place) or not citation.problem:
        return citation
    before = text[max(place.start - 60, 0) : place.start]
    word = re.search(r"\S+\s*\Z", before)
    if word is None:
        return citation
    return replace(citation, text=Range(place.start - len(before) + word.start(), place.start))
