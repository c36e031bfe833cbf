"""What a pattern is made of. Each node knows where it can end, and what it needs to begin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from claimcheck.claim import Sentence

# Words that a gap must not cross: another clause or an aside begins there.
STOPS = frozenset({";", ":", "(", ")", "[", "]", "—", "–", ".", "!", "?", "|", "•", "…"})
PUNCTUATION = STOPS | {",", "/", "*"}
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
Keys = frozenset[str]


@dataclass(slots=True)
class View:
    """The words `[first, limit)` of a sentence, with the signals by where they start."""

    sentence: Sentence
    words: list[str]
    signals: dict[int, dict[str, list[int]]]
    first: int
    limit: int


class Node(Protocol):
    """A part of a pattern.

    `begins` are the words and `<signals>` that it can begin with, None where it can begin with
    anything; `needs` are sets of such keys, one of each of which must stand in the sentence.
    """

    @property
    def begins(self) -> Keys | None: ...

    @property
    def needs(self) -> list[Keys]: ...

    @property
    def nullable(self) -> bool: ...

    @property
    def tagged(self) -> bool: ...

    def ends(self, view: View, at: int) -> Ends: ...


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
        self.forms = forms

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


class SignalNode(_Leaf):
    """A lexicon signal, or one below it."""

    __slots__ = ("key", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.key: Keys = frozenset({f"<{name}>"})

    @property
    def begins(self) -> Keys:  # type: ignore[override]
        return self.key

    @property
    def needs(self) -> list[Keys]:
        return [self.key]

    def ends(self, view: View, at: int) -> Ends:
        here = view.signals.get(at)
        if here is None:
            return []
        return [(end, None) for end in here.get(self.name, ()) if end <= view.limit]


class WordClass(_Leaf):
    """A word with one of some tags."""

    __slots__ = ("tags",)
    tagged = True

    def __init__(self, name: str) -> None:
        self.tags = CLASSES[name]

    def ends(self, view: View, at: int) -> Ends:
        if at < view.limit:
            tag = view.sentence.tags[at]
            # Before the syntax is known, a word may be of any class but punctuation.
            if tag in self.tags if tag else view.words[at] not in PUNCTUATION:
                return [(at + 1, None)]
        return []


class Capital(_Leaf):
    """A word written with a capital, which a name is whatever its tag."""

    __slots__ = ()

    def ends(self, view: View, at: int) -> Ends:
        if at < view.limit and view.sentence.cased[at][:1].isupper():
            return [(at + 1, None)]
        return []


class AnyWord(_Leaf):
    """One word that is not punctuation."""

    __slots__ = ()

    def ends(self, view: View, at: int) -> Ends:
        if at < view.limit and view.words[at] not in PUNCTUATION:
            return [(at + 1, None)]
        return []


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


class Edge(_Leaf):
    """The start or the end of the words looked at; punctuation does not count."""

    __slots__ = ("end",)
    nullable = True

    def __init__(self, *, end: bool) -> None:
        self.end = end

    def ends(self, view: View, at: int) -> Ends:
        rest = view.words[at : view.limit] if self.end else view.words[view.first : at]
        return [(at, None)] if PUNCTUATION.issuperset(rest) else []


class Not(_Leaf):
    """Nothing here that the inner node matches."""

    __slots__ = ("inner",)
    nullable = True

    def __init__(self, inner: Node) -> None:
        self.inner = inner

    @property
    def tagged(self) -> bool:  # type: ignore[override]
        return self.inner.tagged

    def ends(self, view: View, at: int) -> Ends:
        return [] if self.inner.ends(view, at) else [(at, None)]


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


class Choice:
    """One of several options, the first preferred."""

    __slots__ = ("optional", "options")

    def __init__(self, options: list[Node], *, optional: bool = False) -> None:
        self.options = options
        self.optional = optional

    @property
    def begins(self) -> Keys | None:
        parts = [option.begins for option in self.options]
        known = [part for part in parts if part is not None]
        return frozenset().union(*known) if len(known) == len(parts) else None

    @property
    def needs(self) -> list[Keys]:
        """One set: whatever is chosen needs one of the keys that its option needs most."""
        if self.optional:
            return []
        chosen: list[Keys] = []
        for option in self.options:
            rarest = rarest_of(option.needs)
            if rarest is None:
                return []
            chosen.append(rarest)
        return [frozenset().union(*chosen)]

    @property
    def nullable(self) -> bool:
        return self.optional or any(option.nullable for option in self.options)

    @property
    def tagged(self) -> bool:
        return any(option.tagged for option in self.options)

    def ends(self, view: View, at: int) -> Ends:
        found = [end for option in self.options for end in option.ends(view, at)]
        if self.optional:
            found.append((at, None))
        return found


class Sequence:
    """One part after the other.

    All ways are followed at once, by where they end, so that no text makes it go back and forth.
    """

    __slots__ = ("parts",)

    def __init__(self, parts: list[Node]) -> None:
        self.parts = parts

    @property
    def begins(self) -> Keys | None:
        found: Keys = frozenset()
        for part in self.parts:
            if isinstance(part, Edge | Not):
                continue
            begins = part.begins
            if begins is None:
                return None
            found |= begins
            if not part.nullable:
                return found
        return None

    @property
    def needs(self) -> list[Keys]:
        return [keys for part in self.parts if not part.nullable for keys in part.needs]

    @property
    def nullable(self) -> bool:
        return all(part.nullable for part in self.parts)

    @property
    def tagged(self) -> bool:
        return any(part.tagged for part in self.parts)

    def ends(self, view: View, at: int) -> Ends:
        states: Ends = [(at, None)]
        for part in self.parts:
            grown: Ends = []
            seen: set[int] = set()
            for position, mark in states:
                for end, inner in part.ends(view, position):
                    if end not in seen:
                        seen.add(end)
                        grown.append((end, inner or mark))
            if not grown:
                return grown
            states = grown
        return states


def rarest_of(needs: list[Keys]) -> Keys | None:
    """The set of keys that a text is least likely to hold, by a crude order that needs no corpus:
    long words are rarer than signals, and signals than short words."""
    best: Keys | None = None
    rank = 0
    for keys in needs:
        here = min(_rarity(key) for key in keys)
        if here > rank:
            best, rank = keys, here
    return best


def _rarity(key: str) -> int:
    if key.startswith("<") and len(key) > 1:
        return 2
    return 1 if len(key) <= 3 else 3
