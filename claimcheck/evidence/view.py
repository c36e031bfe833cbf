"""A document beside the register: what is cited where, and what each claim is about."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from claimcheck.claim import Analysis, Citation, Claim, Frame, Reach, Sentence
from claimcheck.document import HEADINGS, Block, BlockKind
from claimcheck.evidence.bibliography import BibEntry
from claimcheck.evidence.register import Register
from claimcheck.evidence.schema import Source
from claimcheck.evidence.terms import Terms

# How many citations of one entry are looked at.
_MOST = 50
_NOT_ASSERTED = frozenset(
    {
        Frame.QUESTION,
        Frame.CONDITIONAL,
        Frame.USAGE,
        Frame.PURPOSE,
        Frame.DEFINITION,
        Frame.DISCLAIMER,
        Frame.QUOTATION,
        Frame.TESTIMONIAL,
    }
)


@dataclass
class View:
    """One document beside the register: what is cited where, what it is about."""

    analysis: Analysis
    register: Register
    bibliography: Mapping[str, BibEntry]
    terms: Terms = field(default_factory=Terms)
    _sources: dict[int, list[Source]] = field(default_factory=dict)
    _headings: list[Sentence | None] = field(default_factory=list)
    _entries: dict[str, Source | None] = field(default_factory=dict)
    _claims: dict[int, list[Claim]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, conclusion in enumerate(self.register.conclusions):
            self.terms.add(f"intervention{number}", conclusion.intervention)
            self.terms.add(f"condition{number}", conclusion.condition)
            self.terms.add(f"population{number}", conclusion.population)
        for claim in self.analysis.claims:
            self._claims.setdefault(claim.sentence.index, []).append(claim)
        heading: Sentence | None = None
        for sentence in self.analysis.sentences:
            if sentence.block.kind in HEADINGS:
                heading = sentence
            self._headings.append(heading)

    def asserted(self, claim: Claim) -> bool:
        """Whether the text itself says it, of people as they are."""
        return not claim.negated and not (claim.frames & _NOT_ASSERTED)

    def claims_in(self, sentence: Sentence) -> list[Claim]:
        """The claims of one sentence."""
        return self._claims.get(sentence.index, [])

    def cited(self, sentence: Sentence, *, near: bool = False) -> list[Source]:
        """The sources of the register that stand behind a sentence."""
        key = sentence.index * 2 + near
        if key not in self._sources:
            limit = Reach.SENTENCE if near else Reach.PARAGRAPH
            found: list[Source] = []
            for citation, reach in sentence.support:
                if reach <= limit:
                    found += [each for each in self._of(citation) if each not in found]
            self._sources[key] = found
        return self._sources[key]

    def _of(self, citation: Citation) -> Iterator[Source]:
        if citation.kind in ("numeric", "footnote"):
            for label in citation.label.split(","):
                entry = self._entry(label.strip())
                if entry is not None:
                    yield entry
            return
        source = self.register.source(citation.kind, citation.label)
        if source is None and citation.kind == "author-year":
            words = citation.label.replace(" et al.", "").split()
            if len(words) >= 2:
                source = self.register.source_by_author(" ".join(words[:-1]), words[-1])
        if source is not None:
            yield source

    def _entry(self, label: str) -> Source | None:
        """The register's source behind an entry of the document's own list."""
        if label not in self._entries:
            self._entries[label] = self._find_entry(label)
        return self._entries[label]

    def _find_entry(self, label: str) -> Source | None:
        known = self.bibliography.get(label)
        if known is not None:
            return (
                (self.register.source("doi", known.doi) if known.doi else None)
                or (self.register.source("pmid", known.pmid) if known.pmid else None)
                or self.register.source("named-work", known.title)
            )
        document = self.analysis.document
        for block in self._listed.get(label, ()):
            inside = bisect_left(
                self.analysis.citations, block.text.start, key=lambda each: each.text.start
            )
            for citation in self.analysis.citations[inside : inside + _MOST]:
                if not block.text.contains(citation.text):
                    break
                if citation.kind not in ("numeric", "footnote"):
                    source = self.register.source(citation.kind, citation.label)
                    if source is not None:
                        return source
            words = document.block_text(block)[:2000].lower()
            for source in self.register.sources:
                if source.title and source.title.lower() in words:
                    return source
        return None

    @cached_property
    def _listed(self) -> dict[str, list[Block]]:
        """The entries of the document's own list and its footnotes, by label."""
        found: dict[str, list[Block]] = {}
        for block in self.analysis.document.blocks:
            if block.kind in (BlockKind.REFERENCE, BlockKind.FOOTNOTE):
                found.setdefault(block.label.strip("[]^."), []).append(block)
        return found

    def speaks_of(self, claim: Claim, number: int) -> bool:
        """Whether a claim is about a conclusion's intervention, condition and population."""
        sentence = claim.sentence
        conclusion = self.register.conclusions[number]
        if conclusion.population and not self.terms.has(sentence, f"population{number}"):
            return False
        return self._intervention(claim, number) and self._condition(claim, number)

    def population(self, sentence: Sentence, number: int, before: int) -> int:
        """The first word of a conclusion's population, or `before` where it stands later."""
        places = self.terms.find(sentence).get(f"population{number}", [])
        return min([before, *(start for start, _ in places)])

    def _intervention(self, claim: Claim, number: int) -> bool:
        key = f"intervention{number}"
        names_one = claim.subject is not None and claim.subject_kind.startswith("intervention")
        generic = claim.subject_kind.startswith("intervention.generic")
        if claim.subject is not None and names_one and not generic:
            return self.terms.within(claim.sentence, key, claim.subject)
        if self.terms.has(claim.sentence, key):
            return True
        return any(self.terms.has(other, key) for other in self._context(claim.sentence))

    def _condition(self, claim: Claim, number: int) -> bool:
        key = f"condition{number}"
        if self.terms.has(claim.sentence, key):
            return True
        # Relief of something else is no relief of this.
        named = claim.target is not None and claim.target_kind.startswith(("condition", "symptom"))
        generic = claim.target_kind.endswith(".generic")
        if named and not generic:
            return False
        return any(self.terms.has(other, key) for other in self._context(claim.sentence))

    def _context(self, sentence: Sentence) -> Iterator[Sentence]:
        """What "it" and "symptoms" refer to: the sentence before, the heading, the title."""
        before = sentence.index - 1
        if before >= 0 and self.analysis.sentences[before].paragraph == sentence.paragraph:
            yield self.analysis.sentences[before]
        heading = self._headings[sentence.index]
        if heading is not None:
            yield heading
        if self.analysis.sentences and self.analysis.sentences[0].block.kind in HEADINGS:
            yield self.analysis.sentences[0]
