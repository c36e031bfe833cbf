"""A place that a rule looked at, and the document around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from claimcheck.claim import Analysis, Citation, Claim, Frame, Sentence
from claimcheck.document import BlockKind
from claimcheck.rules.board import PUNCTUATION
from claimcheck.rules.patterns import Pattern, sentence_keys
from claimcheck.source import Range

_HEADINGS = (BlockKind.TITLE, BlockKind.HEADING)


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
    _where: dict[str, frozenset[int]] = field(default_factory=dict)
    _paragraphs: dict[int, list[int]] = field(default_factory=dict)
    _places: dict[str, list[int]] = field(default_factory=dict)
    _sections: list[int] = field(init=False)

    def __post_init__(self) -> None:
        section = 0
        self._sections = []
        last = -1
        for sentence in self.analysis.sentences:
            if sentence.block.kind in _HEADINGS and sentence.paragraph != last:
                section += 1
            last = sentence.paragraph
            self._sections.append(section)

    @cached_property
    def benefits(self) -> list[Claim]:
        """The benefit claims that the document makes in its own voice, however certain."""
        return [claim for claim in self.analysis.claims if is_benefit(claim)]

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

    def has(self, sentence: Sentence, patterns: Sequence[Pattern]) -> bool:
        """Whether one of the patterns is found in the sentence."""
        wording = sentence.wording
        asked = wording.asked
        for pattern in patterns:
            known = asked.get(pattern.text)
            if known is None:
                known = asked[pattern.text] = pattern.found_in(wording)
            if known:
                return True
        return False

    @cached_property
    def _keys(self) -> list[set[str]]:
        return [sentence_keys(sentence.wording) for sentence in self.sentences]

    @cached_property
    def _all_keys(self) -> set[str]:
        """Everything that a pattern can be keyed by anywhere in the document."""
        return set().union(*self._keys)

    def _holding(self, key: str) -> list[int]:
        """The sentences, by index, that hold this key."""
        known = self._places.get(key)
        if known is None:
            known = self._places[key] = [
                index for index, keys in enumerate(self._keys) if key in keys
            ]
        return known

    def where(self, pattern: Pattern) -> frozenset[int]:
        """The sentences, by index, that the pattern is found in.

        Most patterns are found nowhere on a page, which one look at its keys tells.
        """
        found = self._where.get(pattern.text)
        if found is None:
            found = self._where[pattern.text] = frozenset(
                index
                for index in self._possible(pattern)
                if self.has(self.sentences[index], (pattern,))
            )
        return found

    def _possible(self, pattern: Pattern) -> Iterable[int]:
        """The sentences that hold the rarest thing that the pattern needs."""
        everything = self._all_keys
        if not pattern.may_match(everything):
            return ()
        if not pattern.keys:
            return range(len(self.sentences))
        return {index for key in pattern.keys & everything for index in self._holding(key)}

    def is_among(self, indices: Sequence[int], patterns: Sequence[Pattern]) -> bool:
        """Whether one of the patterns is found in any of these sentences."""
        for pattern in patterns:
            found = self.where(pattern)
            if found and not found.isdisjoint(indices):
                return True
        return False

    def anywhere(self, patterns: Sequence[Pattern]) -> bool:
        """Whether one of the patterns is found in any sentence of the document."""
        for pattern in patterns:  # noqa: SIM110 - asked so often that a generator shows
            if self.where(pattern):
                return True
        return False
