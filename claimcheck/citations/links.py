"""Links and bare addresses as citations: what they lead to, and whether their text says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.citations.entries import URL, YEAR, clean_label
from claimcheck.citations.identifiers import find_identifiers, trim
from claimcheck.citations.sources import Address, Sources, parse_address
from claimcheck.claim import Citation
from claimcheck.document import BlockKind, Document, Link
from claimcheck.source import Range

_TOKEN = re.compile(r"[^\W_]+(?:['’‑-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")
# How far a sentence is looked at on either side of a link.
_WINDOW = 200
# How many links on either side are looked at.
_NEIGHBOURS = 12
# A link with fewer words beside it stands in a menu.
_SENTENCE_WORDS = 2
# A text of so many words is a title or a statement.
_TITLE_WORDS = 5
_VERB_ENDING = re.compile(r"(?:[^s]s|ed)\Z")
_DATED = re.compile(r"(?:19|20)\d\d|\d{6,}")
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
    at = 0
    ordered = sorted(document.links, key=lambda link: link.text)
    surroundings = _Surroundings(document, ordered)
    for number, link in enumerate(ordered):
        while at < len(spans) and spans[at].end <= link.text.start:
            at += 1
        if at < len(spans) and spans[at].start <= link.text.start:
            continue
        sentence, beside = surroundings.of(link, number)
        citation = _link(document.text, link, sentence, beside, sources, own, self_citing)
        if citation is not None and surroundings.kind is not BlockKind.CALL_TO_ACTION:
            yield citation
    yield from _bare(document.text, ordered, sources, own)


class _Surroundings:
    """The block and sentence of each link, for links that are asked about in order."""

    def __init__(self, document: Document, links: list[Link]) -> None:
        self._text = document.text
        self._blocks = sorted(document.blocks, key=lambda block: block.text)
        self._links = links
        self._at = 0
        self.kind = BlockKind.PARAGRAPH

    def of(self, link: Link, number: int) -> tuple[str, int]:
        """The link's sentence, and how many of its words are in no link."""
        blocks = self._blocks
        while self._at + 1 < len(blocks) and blocks[self._at + 1].text.start <= link.text.start:
            self._at += 1
        block = blocks[self._at].text if blocks else link.text
        self.kind = blocks[self._at].kind if blocks else BlockKind.PARAGRAPH
        sentence = around(self._text, link.text, block)
        linked = 0
        for other in self._links[max(number - _NEIGHBOURS, 0) : number + _NEIGHBOURS]:
            if sentence.contains(other.text):
                linked += len(_TOKEN.findall(self._text, other.text.start, other.text.end))
        words = self._text[sentence.start : sentence.end]
        return words, len(_TOKEN.findall(words)) - linked


def _link(
    text: str,
    link: Link,
    sentence: str,
    beside: int,
    sources: Sources,
    own: frozenset[str],
    self_citing: bool,
) -> Citation | None:
    words = text[link.text.start : link.text.end]
    target = link.target.strip()[:2000]
    if target.startswith("#") or target.lower().startswith(("mailto:", "tel:", "javascript:")):
        return None
    if not words.strip():
        return _of_address(target, link.text, sources, own)
    manner = manner_of(words, sources)
    numbered = clean_label(words)[:1].isdigit() and len(words) <= 12
    identifiers = find_identifiers(target)
    address = parse_address(target)
    evidence = is_evidence(words, sentence, beside, manner, sources)

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
    label = target
    # One sentence of a page that is nothing but links is a menu.
    if numbered:
        return Citation(link.text, "numeric", clean_label(words), True, worth.clears)
    if worth.report:
        if not (evidence or (kind == "search" and sources.promises_evidence(sentence))):
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
    if words.lower().lstrip().startswith(sources.calls) or sources.is_business(words[:300]):
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
    if kind == "unknown" and (
        names_site(words, address)
        or (beside <= 0 and len(words) < 40)
        or not leads_to_work(words, address, sources)
    ):
        return None
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
    return None if worth.report else Citation(place, "link", target, True, worth.clears)


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


def leads_to_work(words: str, address: Address, sources: Sources) -> bool:
    """Whether a link to a host that nobody knows may lead to a work, not to a product or a topic.

    Its text speaks of evidence, reports, dates something or is as long as a title, or makes a
    statement itself ("relieves migraine"); or its address is like those of articles.
    """
    tokens = _TOKEN.findall(words[:300])
    lowered = [token.lower() for token in tokens]
    if len(tokens) >= _TITLE_WORDS or any(token in sources.reports for token in lowered):
        return True
    if YEAR.search(words) or any(token in sources.pointing_nouns for token in lowered):
        return True
    if len(tokens) > 1 and tokens[0].islower() and _VERB_ENDING.search(tokens[0]):
        return True
    pieces = re.split(r"[/._?=&-]+", address.path.lower()[:300])
    return any(piece in sources.works or _DATED.fullmatch(piece) for piece in pieces)


def names_site(words: str, address: Address) -> bool:
    """Whether a link's text is the name of the site that it leads to, and no work on it."""
    bare = re.sub(r"[\W_]+", "", words[:80].lower())
    return bool(bare) and bare in re.sub(r"[\W_]+", "", address.host)


def is_evidence(words: str, sentence: str, beside: int, manner: str, sources: Sources) -> bool:
    """Whether a link stands where a reader expects evidence, and not in a menu.

    `beside` is how many words of its sentence are in no link.
    """
    if manner == "named":
        return beside >= _SENTENCE_WORDS and sources.promises_evidence(words[:300])
    if manner == "generic":
        if not sources.promises_evidence(words[:300]):
            return sources.promises_evidence(sentence)
        read = any(token in sources.reading for token in _TOKEN.findall(sentence.lower()))
        return (read or beside >= _SENTENCE_WORDS) and not sources.is_business(sentence)
    return manner == "deictic" and sources.promises_evidence(sentence)


def around(text: str, place: Range, block: Range) -> Range:
    """The sentence that a place stands in, cut at its block and at a bounded distance."""
    low = max(block.start, place.start - _WINDOW, 0)
    high = min(max(block.end, place.end), place.end + _WINDOW)
    start = low
    for match in _SENTENCE_END.finditer(text, low, place.start):
        start = match.end()
    after = _SENTENCE_END.search(text, place.end, high)
    return Range(start, after.start() if after else high)
