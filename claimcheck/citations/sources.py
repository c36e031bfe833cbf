"""What is known about sources: kinds by address, journals, agencies, pointing words. All data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from urllib.parse import unquote

from pydantic import BaseModel, ConfigDict, Field

from claimcheck.rules.place import rules_folder
from claimcheck.rules.yamlfile import load_yaml
from claimcheck.source import Range

_WORD = re.compile(r"[^\W_]+")
_LETTER_OR_DIGIT = re.compile(r"\w")
# Longer than any honest address; a data: address may fill the file.
_LONGEST_ADDRESS = 2000


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class KindOfSource(_Strict):
    """`clears`: it can back a health claim; `report`: citing it is itself reported."""

    clears: bool
    report: bool = False
    says: str = ""


class Headings(_Strict):
    """Headings above reference lists; only under `cited` ones must every entry be cited."""

    cited: list[str]
    suggested: list[str]


class Journals(_Strict):
    """Titles that stand for themselves, and titles that are also everyday words."""

    names: list[str]
    words: list[str]


class Pointing(_Strict):
    """The words of links and phrases that point to something to read."""

    deictic: list[str]
    nouns: list[str]
    evidence: list[str]
    not_evidence: list[str] = Field(alias="not-evidence")
    modifiers: list[str]
    verbs: list[str]
    reports: list[str]
    works: list[str]
    calls: list[str]


class RecordWords(_Strict):
    """How words are held against a project's own records; see the comments in the file."""

    limits: frozenset[str]
    force: frozenset[str]
    plain: frozenset[str]
    not_people: frozenset[str] = Field(alias="not-people")
    weak_design: frozenset[str] = Field(alias="weak-design")
    status: frozenset[str]
    denied: frozenset[str]
    treatments: tuple[str, ...]


class SourcesFile(_Strict):
    """`rules/lexicon/sources.yaml` as it is written."""

    summary: str
    origin: str
    kinds: dict[str, KindOfSource]
    self_citing: list[str] = Field(alias="self-citing")
    hosts: dict[str, list[str]]
    paths: dict[str, list[str]]
    doi: dict[str, list[str]]
    navigation: list[str]
    reference_headings: Headings = Field(alias="reference-headings")
    placeholders: list[str]
    units: list[str]
    quantities: list[str]
    journals: Journals
    agencies: list[str]
    documents: list[str]
    kept_to: list[str] = Field(alias="kept-to")
    acts: list[str]
    labels: list[str]
    named_studies: list[str] = Field(alias="named-studies")
    not_authors: list[str] = Field(alias="not-authors")
    pointing: Pointing
    study_nouns: list[str] = Field(alias="study-nouns")
    continuing: list[str]
    records: RecordWords


@dataclass(frozen=True, slots=True)
class Address:
    """A link target taken apart: lower-case host without `www.`, and path with query."""

    host: str
    path: str

    @property
    def is_front_page(self) -> bool:
        """Whether it names a site and no page of it."""
        return self.path.strip("/").lower() in (
            "",
            "index.html",
            "index.php",
            "home",
            "en",
            "en-us",
        )


def parse_address(target: str) -> Address | None:
    """The address of a web page, or None for a relative target, an anchor or another scheme."""
    target = target.strip()[:_LONGEST_ADDRESS]
    scheme, colon, rest = target.partition("://")
    if not colon:
        if target.startswith("//"):
            rest = target[2:]
        elif target[:4].lower() == "www.":
            rest = target
        else:
            return None
    elif scheme.lower() not in ("http", "https"):
        return None
    cut = min((at for at in map(rest.find, "/?#") if at >= 0), default=len(rest))
    host = rest[:cut].rpartition("@")[2].partition(":")[0].lower().rstrip(".")
    host = host.removeprefix("www.").removeprefix("m.")
    return Address(host, unquote(rest[cut:].partition("#")[0])) if host else None


class Phrases:
    """Phrases found by their first word, so that a text is searched for few of them."""

    def __init__(self, phrases: Iterable[str], *, cased: bool = True) -> None:
        self._cased = cased
        # By its first word: the phrase, and how far in it that word stands.
        self._by_word: dict[str, list[tuple[str, int]]] = {}
        for phrase in phrases:
            wanted = phrase if cased else phrase.lower()
            first = _WORD.search(wanted)
            if first is not None:
                self._by_word.setdefault(first.group(), []).append((wanted, first.start()))

    def find(self, text: str) -> Iterator[Range]:
        """Where a phrase stands as whole words, the longest at each place, none overlapping."""
        text = text if self._cased else _lowered(text)
        found: list[tuple[int, str, int, int]] = []
        # A page has some hundred words, a list of journals some thousand: the shorter one leads.
        # Of the phrases that are left, hardly one stands on a page.
        for first in self._by_word.keys() & words_of(text):
            for phrase, lead in self._by_word[first]:
                start = text.find(phrase)
                while start >= 0:
                    at, stop = start + lead, start + len(phrase)
                    inside = at > 0 and text[at - 1].isalnum()
                    if not inside and not _LETTER_OR_DIGIT.match(text, stop):
                        found.append((at, first, -stop, start))
                    start = text.find(phrase, start + 1)
        end = 0
        for at, _, stop, start in sorted(found):
            if at >= end:
                end = -stop
                yield Range(start, end)


@lru_cache(maxsize=16)
def _lowered(text: str) -> str:
    return text.lower()


# A page is asked for a dozen lists, one after the other.
@lru_cache(maxsize=16)
def words_of(text: str) -> frozenset[str]:
    """The words of a text, as they are written: what a pattern needs that is not among them, it
    need not be asked."""
    return frozenset(_WORD.findall(text))


class Sources:
    """The data file, ready to be asked."""

    def __init__(self, data: SourcesFile) -> None:
        self.data = data
        self.kinds = data.kinds
        self.navigation = frozenset(data.navigation)
        self.placeholders = frozenset(data.placeholders)
        self.units = frozenset(data.units)
        self.quantities = frozenset(data.quantities)
        self.not_authors = frozenset(data.not_authors)
        self.cited_headings = frozenset(data.reference_headings.cited)
        self.suggested_headings = frozenset(data.reference_headings.suggested)
        self.study_nouns = frozenset(data.study_nouns)
        self.deictic = frozenset(data.pointing.deictic)
        self.generic = frozenset(data.pointing.modifiers) | frozenset(data.pointing.verbs)
        self.pointing_nouns = frozenset(data.pointing.nouns)
        self.reports = frozenset(data.pointing.reports)
        self.works = frozenset(data.pointing.works)
        self.kept_to = frozenset(data.kept_to)
        self.reading = frozenset(data.pointing.verbs)
        self.calls = tuple(f"{call} " for call in data.pointing.calls)
        self.journal_titles = frozenset([*data.journals.names, *data.journals.words])
        self.modifiers = frozenset(data.pointing.modifiers)

    @cached_property
    def _hosts(self) -> dict[str, list[tuple[str, str]]]:
        """host -> (path prefix, kind), the longest prefix first."""
        table: dict[str, list[tuple[str, str]]] = {}
        for kind, addresses in self.data.hosts.items():
            for address in addresses:
                host, slash, path = address.partition("/")
                table.setdefault(host, []).append((slash + path, kind))
        for rows in table.values():
            rows.sort(key=lambda row: len(row[0]), reverse=True)
        return table

    def kind_of(self, address: Address) -> str:
        """The kind of source that an address leads to; `unknown` where nothing tells."""
        labels = address.host.split(".")
        path = address.path.lower() or "/"
        for first in range(max(len(labels) - 6, 0), len(labels)):
            for prefix, kind in self._hosts.get(".".join(labels[first:]), ()):
                if path.startswith(prefix) or (prefix and f"/{path}".startswith(prefix)):
                    return kind
        for kind, pieces in self.data.paths.items():
            if any(piece in path for piece in pieces):
                return kind
        return "unknown"

    def kind_of_doi(self, doi: str) -> str:
        """`preprint` where the registrant says so, else `journal`."""
        lowered = doi.lower()
        for kind, prefixes in self.data.doi.items():
            if lowered.startswith(tuple(prefixes)):
                return kind
        return "journal"

    @cached_property
    def journals(self) -> Phrases:
        """Journal titles that can be nothing else."""
        return Phrases(self.data.journals.names)

    @cached_property
    def journal_words(self) -> Phrases:
        """Journal titles that are everyday words too."""
        return Phrases(self.data.journals.words)

    @cached_property
    def agencies(self) -> Phrases:
        """Agencies and societies that publish what a reader can look up."""
        return Phrases(self.data.agencies)

    @cached_property
    def agency_names(self) -> frozenset[str]:
        """The same as a set."""
        return frozenset(self.data.agencies)

    @cached_property
    def named_studies(self) -> Phrases:
        """Trials and cohorts known by name."""
        return Phrases(self.data.named_studies)

    @cached_property
    def labels(self) -> Phrases:
        """A medicine's own papers."""
        return Phrases([label.lower() for label in self.data.labels], cased=False)

    @cached_property
    def documents(self) -> Phrases:
        """What an agency publishes."""
        return Phrases([word.lower() for word in self.data.documents], cased=False)

    @cached_property
    def acts(self) -> Phrases:
        """What an agency does on a day."""
        return Phrases(self.data.acts, cased=False)

    @cached_property
    def evidence(self) -> Phrases:
        """Nouns that promise evidence."""
        return Phrases(self.data.pointing.evidence, cased=False)

    @cached_property
    def not_evidence(self) -> Phrases:
        """The same nouns in another business, and the business itself."""
        return Phrases(self.data.pointing.not_evidence, cased=False)

    def promises_evidence(self, text: str) -> bool:
        """Whether words make a reader expect evidence, and not a form or a shop."""
        return any(True for _ in self.evidence.find(text)) and not self.is_business(text)

    def is_business(self, text: str) -> bool:
        """Whether words like "trial" and "study" stand for an offer, or for taking part."""
        return any(True for _ in self.not_evidence.find(text))


def load_sources(path: Path, *, trusted: bool = False) -> Sources:
    """Read a sources file; RuleError with path:line:column for anything wrong in it."""
    return Sources(load_yaml(path, SourcesFile, trusted=trusted))


@cache
def default_sources() -> Sources:
    """The sources that ship with the tool."""
    return load_sources(rules_folder() / "lexicon" / "sources.yaml", trusted=True)


def records() -> RecordWords:
    """The words by which a text is held against the project's records."""
    return default_sources().data.records
