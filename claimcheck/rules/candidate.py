"""A place that a rule looked at, and the document around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from claimcheck.claim import Analysis, Citation, Claim, Frame, Sentence
from claimcheck.document import BlockKind
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
    `detail` fills `{detail}` of the message; `kind` is what the trigger calls its finds.
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


@dataclass
class Scene:
    """One document as conditions see it: who sells what, and quick ways to its parts."""

    analysis: Analysis
    profiles: tuple[str, ...]
    product: str | None
    keys: list[set[str]] = field(init=False)
    answers: dict[int, bool] = field(default_factory=dict)
    _anywhere: dict[str, bool] = field(default_factory=dict)
    _sections: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.keys = [sentence_keys(sentence.wording) for sentence in self.analysis.sentences]
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

    def paragraph(self, sentence: Sentence) -> list[Sentence]:
        """The sentences of the same block; list items and table cells count with their group."""
        block = sentence.block
        return [
            other
            for other in self._around(sentence)
            if other.paragraph == sentence.paragraph
            or (block.group and other.block.group == block.group and other.block.kind == block.kind)
        ]

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
    def all_keys(self) -> set[str]:
        """Everything that a pattern can be keyed by anywhere in the document."""
        return set().union(*self.keys)

    def anywhere(self, patterns: Sequence[Pattern]) -> bool:
        """Whether one of the patterns is found in any sentence of the document."""
        for pattern in patterns:
            if pattern.text not in self._anywhere:
                self._anywhere[pattern.text] = pattern.may_match(self.all_keys) and any(
                    self.has(sentence, (pattern,)) for sentence in self.sentences
                )
            if self._anywhere[pattern.text]:
                return True
        return False
