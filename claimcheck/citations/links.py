"""Links and bare addresses as citations: what they lead to, and whether their text says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.citations.entries import URL, clean_label
from claimcheck.citations.identifiers import find_identifiers, trim
from claimcheck.citations.sources import Address, Sources, parse_address
from claimcheck.claim import Citation
from claimcheck.document import BlockKind, Document, Link
from claimcheck.source import Range

_TOKEN = re.compile(r"[^\W_]+(?:['’‑-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")
# How far a sentence is looked at on either side of a link.
_WINDOW = 200
_META_ADDRESSES = ("canonical", "og:url", "url", "base", "baseurl", "site_url", "permalink", "site")
_SCHOLARLY = frozenset({"journal", "registry", "guideline", "regulator", "preprint", "public-body"})


def own_hosts(document: Document, sources: Sources, configured: frozenset[str]) -> frozenset[str]:
    """The hosts that are the page's own: configured, in its meta data, or in its navigation."""
    hosts = {host.lower().removeprefix("www.") for host in configured}
    for key in _META_ADDRESSES:
        value = document.meta.get(key)
        address = parse_address(value) if isinstance(value, str) else None
        if address is not None:
            hosts.add(address.host)
    for link in document.links:
        if len(link.text) > 30 or ":" not in link.target[:8]:
            continue
        words = document.text[link.text.start : link.text.end].strip().lower()
        if words in sources.navigation:
            address = parse_address(link.target)
            if address is not None and sources.kind_of(address) in ("unknown", "shop"):
                hosts.add(address.host)
    return frozenset(hosts)


def find_links(
    document: Document, sources: Sources, own: frozenset[str], in_list: list[Range]
) -> Iterator[Citation]:
    """Links that cite or pretend to; navigation is left out. `in_list` are reference entries."""
    spans = sorted(in_list)
    self_citing = any(
        sources.kind_of(Address(host, "/")) in sources.data.self_citing for host in own
    )
    blocks = _Blocks(document)
    at = 0
    ordered = sorted(document.links, key=lambda link: link.text)
    for link in ordered:
        while at < len(spans) and spans[at].end <= link.text.start:
            at += 1
        if at < len(spans) and spans[at].start <= link.text.start:
            continue
        citation = _link(document, link, sources, own, self_citing, blocks)
        if citation is not None:
            yield citation
    yield from _bare(document.text, ordered, sources, own)


class _Blocks:
    """The block a place stands in, for places that come in order."""

    def __init__(self, document: Document) -> None:
        self._blocks = sorted(document.blocks, key=lambda block: block.text)
        self._at = 0

    def of(self, place: Range) -> tuple[Range, BlockKind]:
        while (
            self._at + 1 < len(self._blocks)
            and self._blocks[self._at + 1].text.start <= place.start
        ):
            self._at += 1
        if not self._blocks:
            return place, BlockKind.PARAGRAPH
        block = self._blocks[self._at]
        return block.text, block.kind


def _link(
    document: Document,
    link: Link,
    sources: Sources,
    own: frozenset[str],
    self_citing: bool,
    blocks: _Blocks,
) -> Citation | None:
    text = document.text
    words = text[link.text.start : link.text.end]
    block, kind_of_block = blocks.of(link.text)
    if kind_of_block is BlockKind.CALL_TO_ACTION:
        return None
    target = link.target.strip()[:2000]
    if target.startswith("#") or target.lower().startswith(("mailto:", "tel:", "javascript:")):
        return None
    if not words.strip():
        return _of_address(target, link.text, sources, own)
    manner = manner_of(words, sources)
    numbered = clean_label(words)[:1].isdigit() and len(words) <= 12
    identifiers = find_identifiers(target)
    address = parse_address(target)
    sentence = around(text, link.text, block)
    evidence = is_evidence(words, sentence, manner, sources)

    if identifiers:
        first = identifiers[0]
        kind = sources.kind_of_doi(first.value) if first.kind == "doi" else "journal"
        if first.error:
            return Citation(
                link.text, first.kind, first.value, False, False, "malformed", first.error
            )
        problem = detail = ""
        if evidence and manner == "deictic":
            problem, detail = "uninformative", "its text does not say what it leads to"
        elif evidence and sources.kinds[kind].report:
            problem, detail = "weak-source", f"it leads to {sources.kinds[kind].says}"
        named = "named-work" if first.kind == "arxiv" else first.kind
        return Citation(link.text, named, first.value, True, True, problem, detail)

    internal = address is None or address.host in own
    if internal:
        if not evidence or self_citing:
            return None
        problem = "uninformative" if manner == "deictic" else "own-site"
        detail = (
            "its text does not say what it leads to"
            if manner == "deictic"
            else f"it leads to {sources.kinds['own-site'].says}"
        )
        return Citation(link.text, "link", target, False, False, problem, detail)

    assert address is not None
    kind = sources.kind_of(address)
    worth = sources.kinds[kind]
    label = address.host
    # One sentence of a page that is nothing but links is a menu.
    if numbered:
        return Citation(link.text, "numeric", clean_label(words), True, worth.clears)
    if worth.report:
        if not evidence:
            return None
        return Citation(
            link.text, "link", label, kind == "preprint", worth.clears, "weak-source",
            f"it leads to {worth.says}",
        )  # fmt: skip
    if manner == "deictic":
        if not evidence:
            return None
        deep = not address.is_front_page and kind in _SCHOLARLY
        return Citation(
            link.text, "link", label, deep, deep, "uninformative",
            "its text does not say what it leads to",
        )  # fmt: skip
    if address.is_front_page:
        if manner == "generic" and evidence:
            return Citation(
                link.text, "link", label, False, False, "uninformative",
                "it leads to the front page of a site",
            )  # fmt: skip
        return None
    if manner == "generic":
        if not evidence:
            return None
        known = kind != "unknown"
        return Citation(
            link.text, "link", label, known, known and worth.clears,
            "" if known else "uninformative",
            "" if known else "its text names no title, author or publisher",
        )  # fmt: skip
    return Citation(link.text, "link", label, True, worth.clears)


def _bare(
    text: str, links: list[Link], sources: Sources, own: frozenset[str]
) -> Iterator[Citation]:
    """Addresses written out in the text that no link covers."""
    at = 0
    for match in URL.finditer(text):
        while at < len(links) and links[at].text.end <= match.start():
            at += 1
        if at < len(links) and links[at].text.start < match.end():
            continue
        target = trim(match.group())
        citation = _of_address(
            target, Range(match.start(), match.start() + len(target)), sources, own
        )
        # An identifier in the text is found there, whether or not it is part of an address.
        if citation is not None and citation.kind == "link":
            yield citation


def _of_address(
    target: str, place: Range, sources: Sources, own: frozenset[str]
) -> Citation | None:
    """An address that stands for itself, without words that describe it."""
    for each in find_identifiers(target):
        kind = "named-work" if each.kind == "arxiv" else each.kind
        problem = "malformed" if each.error else ""
        return Citation(place, kind, each.value, not problem, not problem, problem, each.error)
    address = parse_address(target)
    if address is None or address.is_front_page or address.host in own:
        return None
    worth = sources.kinds[sources.kind_of(address)]
    return None if worth.report else Citation(place, "link", address.host, True, worth.clears)


def manner_of(words: str, sources: Sources) -> str:
    """How a link's text names its target: `deictic` ("here"), `generic` ("this study"), `named`."""
    bare = " ".join(words.lower().split()).strip(" .:!»›→>[]()\"'“”")
    if bare in sources.deictic:
        return "deictic"
    tokens = _TOKEN.findall(bare[:300])
    if not tokens:
        return "named"
    for token in tokens:
        if (
            token not in sources.generic
            and token not in sources.pointing_nouns
            and token not in sources.deictic
        ):
            return "named"
    return "generic" if any(token in sources.pointing_nouns for token in tokens) else "deictic"


def is_evidence(words: str, sentence: str, manner: str, sources: Sources) -> bool:
    """Whether a link stands where a reader expects evidence."""
    if manner == "named":
        return sources.promises_evidence(words[:300]) and len(sentence) > len(words) + 10
    if manner == "generic" and sources.promises_evidence(words[:300]):
        return not any(True for _ in sources.not_evidence.find(sentence))
    return manner == "deictic" and sources.promises_evidence(sentence)


def around(text: str, place: Range, block: Range) -> str:
    """The sentence that a place stands in, cut at its block and at a bounded distance."""
    low = max(block.start, place.start - _WINDOW, 0)
    high = min(block.end, place.end + _WINDOW)
    before = text[low : place.start]
    cut = 0
    for match in _SENTENCE_END.finditer(before):
        cut = match.end()
    after = _SENTENCE_END.search(text[place.end : high] + " ")
    end = place.end + after.start() if after else high
    return text[low + cut : max(end, place.end)]
