"""What a pattern is made of. Each node knows where it can end, and what it needs to begin.

It tells the ends in two ways. `spread` takes all places at which what precedes can end, and gives
all at which the node can end then, as bits: it says quickly whether there is a match, and mostly
there is none. `ends` takes one place, and gives the ends in order of preference with what is
marked: it says what a match is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from claimcheck.claim import Wording
from claimcheck.rules.board import PUNCTUATION, STOPS, Board, Keys, board_of

# Penn tags by word class, with the same names as Universal Dependencies.
CLASSES = {
    "NOUN": frozenset({"NN", "NNS"}),
    "PROPN": frozenset({"NNP", "NNPS"}),
    "VERB": frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"}),
    "ADJ": frozenset({"JJ", "JJR", "JJS"}),
    "ADV": frozenset({"RB", "RBR", "RBS"}),
    "NUM": frozenset({"CD"}),
    "PRON": frozenset({"PRP", "PRP$", "WP", "EX"}),
    "DET": frozenset({"DT", "PDT", "WDT"}),
    "PREP": frozenset({"IN", "TO", "RP"}),
    "MODAL": frozenset({"MD"}),
    "COMP": frozenset({"JJR", "RBR"}),
    "SUP": frozenset({"JJS", "RBS"}),
}

Mark = tuple[int, int] | None
# Where a node can end and what it marked, the preferred way first.
Ends = list[tuple[int, Mark]]
_SHARED: dict[Keys, Keys] = {}


def shared(keys: Keys) -> Keys:
    """One object for equal sets: what a choice begins with is mostly what it needs and tries, and
    patterns ask for the same words again and again."""
    return _SHARED.setdefault(keys, keys)


@dataclass(slots=True)
class View:
    """The words `[first, limit)` of a sentence; `within` are the bits of all places up to the
    limit."""

    wording: Wording
    words: list[str]
    board: Board
    first: int
    limit: int
    within: int


def view_of(wording: Wording, first: int, limit: int) -> View:
    """A view of words `[first, limit)`."""
    within = (2 << limit) - 1
    return View(wording, wording.words, board_of(wording), first, limit, within)


class Node(Protocol):
    """A part of a pattern.

    `begins` are the words and `<signals>` that it can begin with, None where it can begin with
    anything; `needs` are sets of such keys, one of each of which must stand in the sentence.
    `tagged` says that word classes decide.
    """

    @property
    def begins(self) -> Keys | None: ...

    @property
    def needs(self) -> list[Keys]: ...

    @property
    def nullable(self) -> bool: ...

    @property
    def tagged(self) -> bool: ...

    def ends(self, view: View, at: int) -> Ends:
        """Where it can end that begins at one place."""
        ...

    def spread(self, view: View, states: int) -> int:
        """All places where it can end that begins at any of `states`.

        Bits beyond the limit may be set: nothing comes back from there, so who asks clears them.
        """
        ...


class Leaf:
    """What most nodes without parts have in common."""

    __slots__ = ()
    nullable = False
    tagged = False
    begins: Keys | None = None

    @property
    def needs(self) -> list[Keys]:
        return []


class Word(Leaf):
    """One word, in any of some forms."""

    __slots__ = ("forms",)

    def __init__(self, forms: Keys) -> None:
        self.forms = shared(forms)

    @property
    def begins(self) -> Keys:  # type: ignore[override]
        return self.forms

    @property
    def needs(self) -> list[Keys]:
        return [self.forms]

    def ends(self, view: View, at: int) -> Ends:
        if at < view.limit and view.words[at] in self.forms:
            return [(at + 1, None)]
        return []

    def spread(self, view: View, states: int) -> int:
        return (states & view.board.where(self.forms)) << 1


class SignalNode(Leaf):
    """A lexicon signal, or one below it."""

    __slots__ = ("key", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.key: Keys = shared(frozenset({f"<{name}>"}))

    @property
    def begins(self) -> Keys:  # type: ignore[override]
        return self.key

    @property
    def needs(self) -> list[Keys]:
        return [self.key]

    def ends(self, view: View, at: int) -> Ends:
        return [(end, None) for end in view.board.ends(self.name, at) if end <= view.limit]

    def spread(self, view: View, states: int) -> int:
        found = 0
        for start, end in view.board.spans(self.name):
            if states & start:
                found |= end
        return found


class WordClass(Leaf):
    """A word with one of some tags."""

    __slots__ = ("tags",)
    tagged = True

    def __init__(self, name: str) -> None:
        self.tags = CLASSES[name]

    def ends(self, view: View, at: int) -> Ends:
        if at < view.limit:
            tag = view.wording.tags[at]
            # Before the syntax is known, a word may be of any class but punctuation.
            if tag in self.tags if tag else view.words[at] not in PUNCTUATION:
                return [(at + 1, None)]
        return []

    def spread(self, view: View, states: int) -> int:
        return (states & view.board.of_class(view.wording, self.tags)) << 1


class Capital(Leaf):
    """A word written with a capital, which a name is whatever its tag."""

    __slots__ = ()

    def ends(self, view: View, at: int) -> Ends:
        if at < view.limit and view.wording.cased[at][:1].isupper():
            return [(at + 1, None)]
        return []

    def spread(self, view: View, states: int) -> int:
        return (states & view.board.capitals) << 1


class AnyWord(Leaf):
    """One word that is not punctuation."""

    __slots__ = ()

    def ends(self, view: View, at: int) -> Ends:
        if at < view.limit and view.words[at] not in PUNCTUATION:
            return [(at + 1, None)]
        return []

    def spread(self, view: View, states: int) -> int:
        return (states & view.board.plain) << 1


class Gap(Leaf):
    """Up to so many words, the fewest first; never out of the clause."""

    __slots__ = ("comma", "most")
    nullable = True

    def __init__(self, most: int, *, comma: bool) -> None:
        self.most = most
        self.comma = comma

    def ends(self, view: View, at: int) -> Ends:
        found: Ends = [(at, None)]
        for end in range(at, min(at + self.most, view.limit)):
            word = view.words[end]
            if word in STOPS or (word == "," and not self.comma):
                break
            found.append((end + 1, None))
        return found

    def spread(self, view: View, states: int) -> int:
        crossed = view.board.open_ if self.comma else view.board.narrow
        edge = states
        for _ in range(self.most):
            edge = (edge & crossed) << 1
            if not edge:
                break
            states |= edge
        return states


class Edge(Leaf):
    """The start or the end of the words looked at; punctuation does not count."""

    __slots__ = ("end",)
    nullable = True

    def __init__(self, *, end: bool) -> None:
        self.end = end

    def ends(self, view: View, at: int) -> Ends:
        rest = view.words[at : view.limit] if self.end else view.words[view.first : at]
        return [(at, None)] if PUNCTUATION.issuperset(rest) else []

    def spread(self, view: View, states: int) -> int:
        if self.end:
            # Behind the last word that counts.
            last = (view.board.plain & (view.within >> 1)).bit_length()
            return states >> last << last
        # Up to the first word that counts.
        plain = view.board.plain >> view.first << view.first
        return states & (plain ^ (plain - 1)) if plain else states
