"""The library of approved statements: which sentences are cleared, stretched or out of date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from claimcheck.citations.sources import records
from claimcheck.claim import Analysis, Note, Sentence
from claimcheck.errors import RuleError
from claimcheck.evidence.schema import Key, Strings
from claimcheck.rules.yamlfile import load_yaml, locate

# Two statements with fewer of their words in common are different statements.
_NEAR = 0.7
_MOST_WORDS = 80
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?%?")


class _Strict(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=lambda name: name.replace("_", "-")
    )


class ApprovedClaim(_Strict):
    """One approved statement. Without `markets` it holds in all of them."""

    id: Key
    text: Annotated[str, Field(min_length=3, max_length=1000)]
    variants: Strings = []
    product: str = ""
    markets: Strings = []
    evidence: Strings = []
    approved_by: str
    approved_on: date
    expires: date | None = None
    note: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> ApprovedClaim:
        if self.expires is not None and self.expires < self.approved_on:
            raise ValueError("it expires before it was approved")
        return self

    def has_expired(self, today: date) -> bool:
        """Whether it no longer holds on `today`."""
        return self.expires is not None and self.expires < today


class LibraryFile(_Strict):
    """A library of approved statements as it is written."""

    summary: str = ""
    claims: list[ApprovedClaim]


@dataclass(frozen=True, slots=True)
class Match:
    """An approved statement found in words `[start, end)` of a sentence.

    `lost` and `gained` are the words in which the text differs from what was approved.
    """

    claim: ApprovedClaim
    sentence: Sentence
    start: int
    end: int
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether the words are the approved ones."""
        return not self.lost and not self.gained

    @property
    def stronger(self) -> bool:
        """Whether the difference says more than was approved."""
        lost, gained = _changed(self.lost, self.gained)
        return bool(records().limits & lost) or bool(records().force & gained)

    @property
    def same_matter(self) -> bool:
        """Whether only words changed that do not change what is spoken of."""
        lost, gained = _changed(self.lost, self.gained)
        return lost | gained <= records().limits | records().force | records().plain

    @property
    def difference(self) -> str:
        """The difference in words."""
        parts = []
        if self.gained:
            parts.append(f"adds “{' '.join(self.gained)}”")
        if self.lost:
            parts.append(f"leaves out “{' '.join(self.lost)}”")
        return " and ".join(parts)


@dataclass
class Library:
    """All approved statements of a project."""

    claims: list[ApprovedClaim] = field(default_factory=list)
    _wordings: list[tuple[tuple[str, ...], ApprovedClaim]] = field(default_factory=list)
    _by_word: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def load(cls, paths: Iterable[Path]) -> Library:
        """Read libraries. RuleError with path:line:column for anything wrong in one."""
        library = cls()
        for path in paths:
            content = load_yaml(path, LibraryFile)
            for number, claim in enumerate(content.claims):
                if any(known.id == claim.id for known in library.claims):
                    line, column = locate(path.read_text("utf-8-sig"), ("claims", number, "id"))
                    raise RuleError(
                        f"the key {claim.id!r} is taken", path=str(path), line=line, column=column
                    )
                library.add(claim)
        return library

    def add(self, claim: ApprovedClaim) -> None:
        """Add one statement with its variants."""
        self.claims.append(claim)
        for text in (claim.text, *claim.variants):
            words = tuple(_words(text))[:_MOST_WORDS]
            if not words:
                continue
            number = len(self._wordings)
            self._wordings.append((words, claim))
            for word in set(words):
                self._by_word.setdefault(word, []).append(number)

    def __bool__(self) -> bool:
        return bool(self.claims)

    def find(self, sentence: Sentence) -> Iterator[Match]:
        """Approved statements in a sentence: exact ones, else the nearest one."""
        words = [_plain(word) for word in sentence.words]
        exact = list(self._exact(sentence, words))
        if exact:
            yield from exact
            return
        nearest = self._nearest(sentence, words)
        if nearest is not None:
            yield nearest

    def _exact(self, sentence: Sentence, words: Sequence[str]) -> Iterator[Match]:
        places = [number for number, word in enumerate(words) if word]
        bare = [words[number] for number in places]
        for number in self._candidates(bare, 1.0):
            wording, claim = self._wordings[number]
            for at in range(len(bare) - len(wording) + 1):
                if tuple(bare[at : at + len(wording)]) == wording:
                    yield Match(claim, sentence, places[at], places[at + len(wording) - 1] + 1)
                    break

    def _nearest(self, sentence: Sentence, words: Sequence[str]) -> Match | None:
        places = [number for number, word in enumerate(words) if word]
        bare = [words[number] for number in places]
        if not bare or len(bare) > 2 * _MOST_WORDS:
            return None
        best: tuple[float, Match] | None = None
        for number in self._candidates(bare, 0.6):
            wording, claim = self._wordings[number]
            matcher = SequenceMatcher(None, wording, bare, autojunk=False)
            ratio = matcher.ratio()
            if ratio < _NEAR or (best is not None and ratio <= best[0]):
                continue
            lost: list[str] = []
            gained: list[str] = []
            for tag, a, b, c, d in matcher.get_opcodes():
                if tag != "equal":
                    lost += wording[a:b]
                    gained += bare[c:d]
            match = Match(claim, sentence, places[0], places[-1] + 1, tuple(lost), tuple(gained))
            if not match.same_matter:
                continue
            best = ratio, match
        return best[1] if best else None

    def _candidates(self, words: Sequence[str], share: float) -> list[int]:
        """Wordings that have at least this share of their words in the sentence."""
        counts: dict[int, int] = {}
        for word in set(words):
            for number in self._by_word.get(word, ()):
                counts[number] = counts.get(number, 0) + 1
        return sorted(
            number
            for number, count in counts.items()
            if count >= share * len(set(self._wordings[number][0]))
        )


def library_notes(
    analysis: Analysis, library: Library, markets: Sequence[str], today: date
) -> list[Note]:
    """Notes `approved-wording`, `stronger-than-approved` and `expired-approval`."""
    notes: list[Note] = []
    if not library:
        return notes
    for sentence in analysis.sentences:
        for match in library.find(sentence):
            note = _note(match, markets, today)
            if note is not None:
                notes.append(note)
    return notes


def _note(match: Match, markets: Sequence[str], today: date) -> Note | None:
    claim = match.claim
    place = (match.sentence, match.start, match.end, claim.id)
    if match.stronger:
        detail = f"{match.difference}, next to {claim.id} as it was approved: “{claim.text}”"
        return Note("stronger-than-approved", *place, detail)
    # A page that several markets see needs the approval of each.
    if claim.markets and not set(markets) <= set(claim.markets):
        return None
    if claim.has_expired(today):
        detail = f"the approval of {claim.id} ended on {claim.expires}"
        return Note("expired-approval", *place, detail)
    detail = f"{claim.id}, approved by {claim.approved_by} on {claim.approved_on}"
    if not match.exact:
        detail += f"; the text {match.difference}"
    return Note("approved-wording", *place, detail)


def _changed(lost: Iterable[str], gained: Iterable[str]) -> tuple[set[str], set[str]]:
    """The words that only one of two wordings has in any form: "contributes" is "contribute"."""
    stems_lost = {_stem(word) for word in lost}
    stems_gained = {_stem(word) for word in gained}
    return (
        {word for word in lost if _stem(word) not in stems_gained},
        {word for word in gained if _stem(word) not in stems_lost},
    )


def _stem(word: str) -> str:
    return re.sub(r"(?:ing|ed|es|s|e|ly)\Z", "", word) if len(word) > 3 else word


def _words(text: str) -> list[str]:
    return [_plain(word) for word in _WORD.findall(text.replace("-", " "))]


def _plain(word: str) -> str:
    """A word as it is compared; punctuation is nothing."""
    found = _WORD.fullmatch(word)
    return found.group().lower().replace("’", "'") if found else ""
