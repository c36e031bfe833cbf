"""What the pipeline hands to the rules: sentences with their signals, and the claims in them.

Nothing here knows spaCy: rules ask about words, signals, scopes and claims, and can be read,
tested and cached without the library that found them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

from claimcheck.document import Block, Document
from claimcheck.source import Range


class Tier(IntEnum):
    """How certain a claim sounds to its reader.

    Three levels, because readers separate no more (Adams et al. 2017, doi:10.1037/xap0000100):
    a flat statement, "can" (nearly as strong, not a hedge), and "may" and everything weaker.
    """

    FLAT = 1
    CAN = 2
    MAY = 3


class Frame(StrEnum):
    """What a clause does with a proposition, where it does not simply assert it."""

    QUESTION = "question"
    CONDITIONAL = "conditional"
    USAGE = "usage"
    PURPOSE = "purpose"
    DEFINITION = "definition"
    QUOTATION = "quotation"
    TESTIMONIAL = "testimonial"
    DISCLAIMER = "disclaimer"
    REPORTED = "reported"
    CAVEAT = "caveat"


class Attribution(StrEnum):
    """Who stands behind a proposition."""

    NONE = "none"
    VAGUE = "vague"
    STUDY = "unidentified-study"
    IDENTIFIED = "identified"


class Reach(IntEnum):
    """How far a citation is from what it supports."""

    CLAUSE = 0
    SENTENCE = 1
    PARAGRAPH = 2
    DOCUMENT = 3


@dataclass(frozen=True, slots=True)
class Citation:
    """A pointer to a source in the text.

    `text` is its range in `Document.text`; `kind` is one of numeric, footnote, author-year, doi,
    pmid, pmcid, trial-registration, link, named-work, isbn. `identified` says whether a reader
    could find the source with it (it resolves within the document, or names a work); `problem` is
    empty or one of dangling, uncited, duplicate, malformed, uninformative, own-site, weak-source;
    `detail` says it in words. `clears` is false where the pointer cannot back a health claim
    whatever it says (a shop, a search page).
    """

    text: Range
    kind: str
    label: str
    identified: bool = True
    clears: bool = True
    problem: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """A lexicon entry found in a sentence: words `[start, end)`."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scope:
    """The words `[start, end)` that a cue (words `[cue_start, cue_end)`) governs.

    `kind` is what the cue does: a `Frame`, an `Attribution`, `negation`, or a tier.
    """

    kind: str
    start: int
    end: int
    cue_start: int
    cue_end: int


_FRAMES = frozenset(frame.value for frame in Frame)


def frames_of(scopes: Iterable[Scope]) -> frozenset[Frame]:
    """The frames among some scopes."""
    return frozenset(Frame(scope.kind) for scope in scopes if scope.kind in _FRAMES)


@dataclass(frozen=True, slots=True)
class Match:
    """Words `[start, end)` that a pattern matched, and the part of them to mark."""

    start: int
    end: int
    mark: tuple[int, int]


# The reading that makes an implied claim; every other one is called by the code of its rule.
BENEFIT = "benefit"


@dataclass(frozen=True, slots=True)
class Reading:
    """That a sentence reads like something: the word that says so most, and by how much its sum
    of weights is above the least that counts."""

    at: int
    margin: float


@dataclass(slots=True)
class Wording:
    """What is known of a sentence from its words alone, as parallel lists over them.

    Sentences with the same text share it, on one page or on many, so it is worked out once.

    Hyphens and quotation marks are not words ("plant-based" is two words, like "plant based");
    other punctuation is. `starts` and `ends` are code points from the start of the sentence.
    `tags` are Penn tags and `deps` Universal Dependencies labels, empty strings until the sentence
    was parsed; `heads` are word indices (a root is its own head).

    `tokens` are all tokens with their following spaces, `numbers` the word that each one is, or -1.
    `found` are the patterns that match, each with what it is for and its matches; `needs_syntax`
    says that a claim or one of them cannot be settled without a parse; `readings` are what its
    words sound like whatever their construction; `tone` is how much they are a seller's (above 0)
    or those of somebody who informs (below). `asked` are the answers to
    other patterns once the syntax is settled; `lookup` is kept for the patterns, which make it.
    """

    tokens: list[str]
    spaces: list[bool]
    numbers: list[int]
    words: list[str]
    cased: list[str]
    starts: list[int]
    ends: list[int]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    parsed: bool = False
    signals: list[Signal] = field(default_factory=list)
    found: list[tuple[Any, Any, list[Match]]] = field(default_factory=list)
    needs_syntax: bool = True
    readings: dict[str, Reading] = field(default_factory=dict)
    tone: float = 0.0
    token_matches: list[tuple[str, int, int]] = field(default_factory=list)
    contexts: dict[object, Context] = field(default_factory=dict)
    asked: dict[object, Any] = field(default_factory=dict)
    lookup: Any = None


@dataclass(frozen=True, slots=True)
class Context:
    """The clauses of a sentence, the scopes in it, and the voices it speaks with, each with the
    words that give it away; `claims` is kept for those who find claims in it."""

    clauses: list[tuple[int, int]]
    scopes: list[Scope]
    voices: list[tuple[str, str]]
    claims: dict[object, Sequence[Claim]] = field(default_factory=dict)


@dataclass(slots=True)
class Sentence:
    """One sentence where it stands: its `wording`, whose lists it shows as its own, and its place.

    `text` and the entries of `starts`/`ends` are code points of `Document.text`. `citations` stand
    in the sentence; `support` are all that back it, with how far away they are.
    """

    index: int
    text: Range
    block: Block
    wording: Wording
    starts: list[int]
    ends: list[int]
    words: list[str]
    cased: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    signals: list[Signal]
    paragraph: int = 0
    scopes: list[Scope] = field(default_factory=list)
    clauses: list[tuple[int, int]] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    support: list[tuple[Citation, Reach]] = field(default_factory=list)
    quotes: list[tuple[int, int]] = field(default_factory=list)

    @property
    def parsed(self) -> bool:
        """Whether the syntax is known."""
        return self.wording.parsed

    def range_of(self, start: int, end: int) -> Range:
        """The range of `Document.text` that words `[start, end)` cover."""
        return Range(self.starts[start], self.ends[max(end - 1, start)])

    def clause_of(self, word: int) -> tuple[int, int]:
        """The clause that a word stands in, as words `[start, end)`."""
        for start, end in self.clauses:
            if start <= word < end:
                return start, end
        return 0, len(self.words)


@dataclass(frozen=True, slots=True)
class Claim:
    """A proposition on health that the text puts forward.

    Word spans are `[start, end)` in `sentence`; `subject` and `target` are absent where the text
    names none. `subject_kind` is the signal that the subject carries (intervention.drug,
    people.provider, ...), `owner` for "we" and "our", `pronoun`, or `unknown`.
    """

    kind: str
    sentence: Sentence
    start: int
    end: int
    predicate: int
    subject: tuple[int, int] | None
    target: tuple[int, int] | None
    subject_kind: str
    target_kind: str
    tier: Tier
    negated: bool
    frames: frozenset[Frame]
    attribution: Attribution
    topic: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Note:
    """What the project's own records say about words `[start, end)` of a sentence.

    `kind` is what a rule asks for (`null`, `retracted`, `approved`, ...), `entry` the key of the
    record, `detail` says it in words for a message.
    """

    kind: str
    sentence: Sentence
    start: int
    end: int
    entry: str
    detail: str


@dataclass(slots=True)
class Analysis:
    """Everything the rules may ask about one document."""

    document: Document
    sentences: Sequence[Sentence]
    claims: Sequence[Claim]
    citations: Sequence[Citation]
    notes: list[Note] = field(default_factory=list)
    voice: str = "unknown"
    token_matches: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)
