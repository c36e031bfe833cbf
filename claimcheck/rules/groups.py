"""The parts of a pattern that are made of other parts: choices, sequences, what is marked or must
not follow."""

from __future__ import annotations

from functools import lru_cache

from claimcheck.rules.board import Keys
from claimcheck.rules.nodes import Edge, Ends, Leaf, Mark, Node, View, Word, shared


class Not(Leaf):
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
