"""A place that a rule looked at, and the document around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from claimcheck.claim import Analysis, Citation, Claim, Frame, Reading, Sentence
from claimcheck.document import HEADINGS
from claimcheck.rules.board import PUNCTUATION
from claimcheck.rules.patterns import sentence_keys
from claimcheck.rules.phrases import PhraseSet
from claimcheck.source import Range

_BENEFITS = frozenset({"efficacy", "cure", "prevention", "vanish", "property", "result"})
NOT_ASSERTED = frozenset(
    {
        Frame.QUESTION,
        Frame.CONDITIONAL,
        Frame.USAGE,
        Frame.PURPOSE,
        Frame.REPORTED,
        Frame.DISCLAIMER,
    }
)


def is_benefit(claim: Claim) -> bool:
    """Whether a claim says that something does good, and is not denied, asked or supposed."""
    return claim.kind in _BENEFITS and not claim.negated and not claim.frames & NOT_ASSERTED


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words `[start, end)` of a sentence that a trigger found; `[first, last)` is all it matched.

    `note` says in words what was found, where that is not plain; `pattern` is what found it;
    `detail` fills `{detail}` of the message; `kind` is what the trigger calls its finds; `implied`
    says that the sentence has the words for it, but no construction that is known; then `anchor`
    is the word that says most, and `margin` how much more they weigh than they must.
    """

    sentence: Sentence
    start: int
    end: int
    first: int
    last: int
    claim: Claim | None = None
    citation: Citation | None = None
    note: str = ""
    pattern: str = ""
    related: tuple[tuple[Sentence, str], ...] = ()
    detail: str = ""
    kind: str = ""
    implied: bool = False
    anchor: int = -1
    margin: float = 0.0


def _of_claim(claim: Claim) -> Candidate:
    return Candidate(
        claim.sentence, claim.start, claim.end, claim.start, claim.end, claim, None,
        f"reads as a claim of {claim.kind}", implied=claim.kind == "implied",
    )  # fmt: skip


def clause_at(sentence: Sentence, word: int) -> tuple[int, int]:
    """The clause that a word stands in, as words `[start, end)` without punctuation around it."""
    start, end = sentence.clause_of(word)
    while start < end and sentence.words[start] in PUNCTUATION:
        start += 1
    while end > start and sentence.words[end - 1] in PUNCTUATION:
        end -= 1
    return start, end


@dataclass
class Scene:
    """One document as conditions see it: who sells what, and quick ways to its parts."""

    analysis: Analysis
    profiles: tuple[str, ...]
    product: str | None
    answers: dict[int, bool] = field(default_factory=dict)
    _where: dict[PhraseSet, frozenset[int]] = field(default_factory=dict)
    _paragraphs: dict[int, list[int]] = field(default_factory=dict)
    _sections: list[int] = field(init=False)

    def __post_init__(self) -> None:
        section = 0
        self._sections = []
        last = -1
        for sentence in self.analysis.sentences:
            if sentence.block.kind in HEADINGS and sentence.paragraph != last:
                section += 1
            last = sentence.paragraph
            self._sections.append(section)

    @cached_property
    def benefits(self) -> list[Claim]:
        """The benefit claims that the document makes in its own voice, however certain."""
        return [claim for claim in self.analysis.claims if is_benefit(claim)]

    @cached_property
    def claim_candidates(self) -> list[tuple[Claim, Candidate]]:
        """Each claim with the candidate that it is for all rules on claims."""
        return [(claim, _of_claim(claim)) for claim in self.analysis.claims]

    @cached_property
    def denying(self) -> frozenset[int]:
        """Citations (by identity) that stand in a sentence on what was not shown: they back that
        sentence, and no promise beside it."""
        return frozenset(
            id(citation)
            for sentence in self.sentences
            if any(scope.kind == "denial" for scope in sentence.scopes)
            for citation in sentence.citations
        )

    @cached_property
    def readings(self) -> dict[str, list[tuple[Sentence, Reading]]]:
        """The sentences that read like something, in order, by what it is."""
        found: dict[str, list[tuple[Sentence, Reading]]] = {}
        for sentence in self.sentences:
            for name, reading in sentence.wording.readings.items():
                found.setdefault(name, []).append((sentence, reading))
        return found

    @property
    def sentences(self) -> Sequence[Sentence]:
        """All sentences, in order."""
        return self.analysis.sentences

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.text.start for sentence in self.sentences]

    def sentence_at(self, place: Range) -> Sentence | None:
        """The first sentence that shares text with `place` (code points of `Document.text`)."""
        first = max(bisect_right(self._starts, place.start) - 1, 0)
        for sentence in self.sentences[first : first + 2]:
            if sentence.text.overlaps(place):
                return sentence
        return None

    def paragraph(self, sentence: Sentence) -> Sequence[int]:
        """The sentences of the same block, by index; list items and table cells count with their
        group."""
        known = self._paragraphs.get(sentence.index)
        if known is None:
            block = sentence.block
            known = self._paragraphs[sentence.index] = [
                other.index
                for other in self._around(sentence)
                if other.paragraph == sentence.paragraph
                or (
                    block.group
                    and other.block.group == block.group
                    and other.block.kind == block.kind
                )
            ]
        return known

    def section(self, sentence: Sentence) -> list[Sentence]:
        """The sentences under the same heading, the heading included."""
        number = self._sections[sentence.index]
        return [other for other in self._around(sentence) if self._sections[other.index] == number]

    def _around(self, sentence: Sentence) -> Sequence[Sentence]:
        # Bounded, so that a document of one long list costs linear time.
        return self.sentences[max(0, sentence.index - 60) : sentence.index + 60]

    @cached_property
    def _holding(self) -> dict[str, list[int]]:
        """The sentences, by index, that hold each thing that a pattern can be keyed by."""
        holding: dict[str, list[int]] = {}
        for index, sentence in enumerate(self.sentences):
            for key in sentence_keys(sentence.wording):
                holding.setdefault(key, []).append(index)
        return holding

    def where(self, phrases: PhraseSet) -> frozenset[int]:
        """The sentences, by index, that one of the phrases is found in."""
        found = self._where.get(phrases)
        if found is None:
            found = self._where[phrases] = frozenset(
                index
                for index in self._possible(phrases)
                if phrases.found_in(self.sentences[index].wording)
            )
        return found

    def _possible(self, phrases: PhraseSet) -> Iterable[int]:
        """The sentences that hold what the phrases cannot do without."""
        if phrases.keys is None:
            return range(len(self.sentences))
        holding = self._holding
        return {index for key in phrases.keys & holding.keys() for index in holding[key]}

    def is_among(self, indices: Iterable[int], phrases: PhraseSet) -> bool:
        """Whether one of the phrases is found in any of these sentences."""
        found = self.where(phrases)
        return bool(found) and not found.isdisjoint(indices)
