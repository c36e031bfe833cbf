"""What a pattern is made of. Each node knows where it can end, and what it needs to begin.

It tells the ends in two ways. `spread` takes all places at which what precedes can end, and gives
all at which the node can end then, as bits: it says quickly whether there is a match, and mostly
there is none. `ends` takes one place, and gives the ends in order of preference with what is
marked: it says what a match is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
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


class _Leaf:
    """What most nodes without parts have in common."""

    __slots__ = ()
    nullable = False
    tagged = False
    begins: Keys | None = None

    @property
    def needs(self) -> list[Keys]:
        return []


class Word(_Leaf):
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


class SignalNode(_Leaf):
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


class WordClass(_Leaf):
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


class Capital(_Leaf):
    """A word written with a capital, which a name is whatever its tag."""

    __slots__ = ()

    def ends(self, view: View, at: int) -> Ends:
        if at < view.limit and view.wording.cased[at][:1].isupper():
            return [(at + 1, None)]
        return []

    def spread(self, view: View, states: int) -> int:
        return (states & view.board.capitals) << 1


class AnyWord(_Leaf):
    """One word that is not punctuation."""

    __slots__ = ()

    def ends(self, view: View, at: int) -> Ends:
        if at < view.limit and view.words[at] not in PUNCTUATION:
            return [(at + 1, None)]
        return []

    def spread(self, view: View, states: int) -> int:
        return (states & view.board.plain) << 1


class Gap(_Leaf):
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


class Edge(_Leaf):
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


class Not(_Leaf):
    """Nothing here that the inner node matches."""

    __slots__ = ("inner", "tagged")
    nullable = True

    def __init__(self, inner: Node) -> None:
        self.inner = inner
        self.tagged = inner.tagged

    def ends(self, view: View, at: int) -> Ends:
        if self.tagged and not view.wording.parsed:
            return [(at, None)]  # before the syntax is known, it may be another class
        return [] if self.inner.ends(view, at) else [(at, None)]

    def spread(self, view: View, states: int) -> int:
        if self.tagged and not view.wording.parsed:
            return states
        kept = 0
        rest = states & view.within
        while rest:
            state = rest & -rest
            rest ^= state
            if not self.inner.spread(view, state) & view.within:
                kept |= state
        return kept


class Marked:
    """What the finding marks, where it is not the whole match."""

    __slots__ = ("inner",)

    def __init__(self, inner: Node) -> None:
        self.inner = inner

    @property
    def begins(self) -> Keys | None:
        return self.inner.begins

    @property
    def needs(self) -> list[Keys]:
        return self.inner.needs

    @property
    def nullable(self) -> bool:
        return self.inner.nullable

    @property
    def tagged(self) -> bool:
        return self.inner.tagged

    def ends(self, view: View, at: int) -> Ends:
        return [(end, (at, end)) for end, _ in self.inner.ends(view, at)]

    def spread(self, view: View, states: int) -> int:
        return self.inner.spread(view, states)


class Choice:
    """One of several options, the first preferred."""

    __slots__ = ("_begun", "_tries", "begins", "nullable", "optional", "options", "tagged")

    def __init__(self, options: list[Node], *, optional: bool = False) -> None:
        self.options = options
        self.optional = optional
        self.nullable = optional or any(option.nullable for option in options)
        self.tagged = any(option.tagged for option in options)
        known = [part for option in options if (part := option.begins) is not None]
        self.begins: Keys | None = _union(known) if len(known) == len(options) else None
        self._tries = _tries(options)
        # What all options begin with is asked first, unless it is one question anyhow.
        several = len(self._tries) > 1 and not any(option.nullable for option in options)
        self._begun = self.begins if several else None

    @property
    def needs(self) -> list[Keys]:
        return [] if self.optional else _needed(self.options)

    def ends(self, view: View, at: int) -> Ends:
        word = view.words[at] if at < view.limit else ""
        found: Ends = []
        for words, option in self._tries:
            if words is not None and word not in words:
                continue
            if option is None:
                found.append((at + 1, None))
            else:
                found += option.ends(view, at)
        if self.optional:
            found.append((at, None))
        return found

    def spread(self, view: View, states: int) -> int:
        found = states if self.optional else 0
        if self._begun is not None:
            states &= view.board.where(self._begun)
            if not states:
                return found
        for words, option in self._tries:
            if option is not None:
                found |= option.spread(view, states)
            elif words is not None:
                found |= (states & view.board.where(words)) << 1
        return found


def _needed(options: list[Node]) -> list[Keys]:
    """One set: whatever is chosen needs one of the keys that its option needs most."""
    chosen: list[Keys] = []
    for option in options:
        rarest = rarest_of(option.needs)
        if rarest is None:
            return []
        chosen.append(rarest)
    return [_union(chosen)]


def _union(sets: list[Keys]) -> Keys:
    return shared(frozenset().union(*sets)) if len(sets) > 1 else sets[0]


def _tries(options: list[Node]) -> list[tuple[Keys | None, Node | None]]:
    """Options with the words that each can begin with, None where that cannot be told by a word.

    Neighbours that are single words are one entry, without a node: most choices are lists of words,
    and one look into a set answers for all of them.
    """
    tries: list[tuple[Keys | None, Node | None]] = []
    for option in options:
        forms = _single(option)
        if forms is None:
            begins = option.begins
            plain = begins is not None and not option.nullable and not _has_signal(begins)
            tries.append((begins if plain else None, option))
        elif tries and tries[-1][1] is None:
            tries[-1] = ((tries[-1][0] or frozenset()) | forms, None)
        else:
            tries.append((forms, None))
    return [(words and shared(words), option) for words, option in tries]


def _single(option: Node) -> Keys | None:
    """The forms of an option that is one word and nothing else."""
    while isinstance(option, Sequence) and len(option.parts) == 1:
        option = option.parts[0]
    return option.forms if isinstance(option, Word) else None


def _has_signal(keys: Keys) -> bool:
    return any(key.startswith("<") and len(key) > 1 for key in keys)


class Sequence:
    """One part after the other.

    All ways are followed at once, by where they end, so that no text makes it go back and forth.
    """

    __slots__ = ("nullable", "parts", "tagged")

    def __init__(self, parts: list[Node]) -> None:
        self.parts = parts
        self.nullable = all(part.nullable for part in parts)
        self.tagged = any(part.tagged for part in parts)

    # Neither is asked again where a pattern comes from an earlier run, so neither is kept.
    @property
    def begins(self) -> Keys | None:
        return _begins(self.parts)

    @property
    def needs(self) -> list[Keys]:
        return [keys for part in self.parts if not part.nullable for keys in part.needs]

    def ends(self, view: View, at: int) -> Ends:
        parts = self.parts
        if len(parts) == 1:
            return parts[0].ends(view, at)
        states: Ends = [(at, None)]
        for part in parts:
            if len(states) == 1:
                position, mark = states[0]
                grown = part.ends(view, position)
                if not grown:
                    return grown
                if len(grown) > 1:
                    grown = _once(grown)
                states = grown if mark is None else [(end, inner or mark) for end, inner in grown]
                continue
            together: Ends = []
            seen: set[int] = set()
            for position, mark in states:
                for end, inner in part.ends(view, position):
                    if end not in seen:
                        seen.add(end)
                        together.append((end, inner or mark))
            if not together:
                return together
            states = together
        return states

    def spread(self, view: View, states: int) -> int:
        for part in self.parts:
            states = part.spread(view, states)
            if not states:
                break
        return states


def _once(ends: Ends) -> Ends:
    """The first way to each end."""
    first: dict[int, tuple[int, Mark]] = {}
    for entry in ends:
        first.setdefault(entry[0], entry)
    return list(first.values())


def _begins(parts: list[Node]) -> Keys | None:
    found: Keys = frozenset()
    for part in parts:
        if isinstance(part, Edge | Not):
            continue
        begins = part.begins
        if begins is None:
            return None
        found = found | begins if found else begins
        if not part.nullable:
            return shared(found)
    return None


def rarest_of(needs: list[Keys]) -> Keys | None:
    """The set of keys that the fewest sentences hold, by a crude guess that needs no corpus."""
    return min(needs, key=_frequency, default=None)


def _frequency(keys: Keys) -> float:
    """About how many in a thousand sentences hold one of these keys."""
    return sum(map(_share, keys))


@lru_cache(maxsize=20_000)
def _share(key: str) -> float:
    if key.startswith("<") and len(key) > 1:
        return 20 if "." in key else 100
    return 60 if len(key) <= 3 else 8 if len(key) <= 5 else 1
