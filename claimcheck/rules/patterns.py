"""The pattern language: phrases over words and signals, as data in rules and lexicons.

    effective                a word, case ignored (hyphens and quotation marks are not words)
    relieve~  (cut|slash)~   any form of a verb or a noun
    <condition>              a lexicon signal, or one below it (condition.skin)
    #NOUN                    a word of that class: NOUN VERB ADJ ADV NUM PROPN PRON DET PREP
    #CAPITAL                 a word written with a capital
    <number> <percent> <year> <money>   built-in signals
    *                        any one word (not punctuation)
    ..  ..5  ...             up to 3, up to 5, up to 8 words between; only ... may cross a comma
    [very|so]                optional
    (safe|free of <risk>)    one of several
    {harmless}               what the finding marks, where it is not the whole match
    !sex  !(sex|driving)     not followed by
    ^  $                     the start, the end of the sentence, or of the part that is looked at
                             (`before: [... $]` is right before the match)

Everything is bounded: no element repeats without limit, so a match costs a constant number of
steps a word whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Listed
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from sys import intern
from typing import Any, Generic, TypeVar

from claimcheck.claim import Match, Wording
from claimcheck.errors import RuleError
from claimcheck.rules.board import Keys, board_of
from claimcheck.rules.groups import Choice, Marked, Not, Sequence, rarest_of
from claimcheck.rules.inflect import noun_forms, verb_forms
from claimcheck.rules.nodes import (
    CLASSES,
    AnyWord,
    Capital,
    Edge,
    Gap,
    Node,
    SignalNode,
    View,
    Word,
    WordClass,
    view_of,
)

_TOKEN = re.compile(
    r"\s+|\{|\}|\(|\)|\[|\]|\||!|<[^<>\s]*>|#[A-Z]+|\.\.\.|\.\.\d*|[^\s{}()\[\]|!<>]+"
)
# Not inside a signal's name, which may have hyphens of its own.
_HYPHEN = re.compile(r"(<[^<>\s]*>)|(?<=\w)[-‐‑](?=\w)")
T = TypeVar("T")
# What nobody writes by hand; it bounds the time that a hostile rule can take.
_LONGEST = 2_000
_DEEPEST = 24


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern.

    `keys` are words and `<signals>`, one of which a sentence must hold for a match; none where the
    pattern can match without any particular word.
    """

    text: str
    keys: Keys
    begins: Keys | None = field(repr=False)
    needs: tuple[Keys, ...] = field(repr=False)
    needs_tags: bool

    @cached_property
    def root(self) -> Sequence:
        """The pattern itself, parsed when a text could match: most never do."""
        return _parsed(self.text)

    def matches(self, wording: Wording, start: int = 0, end: int | None = None) -> list[Match]:
        """All matches within words `[start, end)`, from the left, not overlapping."""
        view = view_of(wording, start, len(wording.words) if end is None else end)
        begins = self._begins(view)
        if not begins or not self._matches_from(view, begins):
            return []
        found: list[Match] = []
        free = start
        while begins:
            position = (begins & -begins).bit_length() - 1
            begins &= begins - 1
            if position < free:
                continue
            match = self._at(view, position)
            if match is not None:
                found.append(match)
                free = match.end
        return found

    def found_in(self, wording: Wording, start: int = 0, end: int | None = None) -> bool:
        """Whether there is a match within words `[start, end)`."""
        if not self.may_match(board_of(wording).keys):
            return False
        view = view_of(wording, start, len(wording.words) if end is None else end)
        begins = self._begins(view)
        return bool(begins) and self._matches_from(view, begins)

    def may_match(self, keys: set[str]) -> bool:
        """Whether a sentence with these keys can match at all."""
        if self.begins is not None and self.begins.isdisjoint(keys):
            return False
        for need in self.needs:  # noqa: SIM110 - asked so often that a generator shows
            if need.isdisjoint(keys):
                return False
        return True

    def _begins(self, view: View) -> int:
        """The words at which a match can begin, as bits."""
        looked_at = (view.within >> 1 >> view.first) << view.first
        return looked_at if self.begins is None else view.board.where(self.begins) & looked_at

    def _matches_from(self, view: View, begins: int) -> bool:
        """Whether there is a match that begins at one of these bits."""
        root = self.root
        if root.nullable:  # then an end may be where it began, which is no match
            places = range(begins.bit_length())
            return any(begins >> at & 1 and self._at(view, at) is not None for at in places)
        return root.spread(view, begins) & view.within != 0

    def _at(self, view: View, position: int) -> Match | None:
        for stop, mark in self.root.ends(view, position):
            if stop > position:
                return Match(position, stop, mark or (position, stop))
        return None


def sentence_keys(wording: Wording) -> set[str]:
    """Everything a pattern can be keyed by in a sentence of this wording."""
    return board_of(wording).keys


def compile_pattern(text: str) -> Pattern:
    """Compile one pattern; RuleError says what is wrong in it, without a place."""
    ready = _READY.get(text)
    if ready is not None:
        return ready
    root = _parsed(text)
    needs = root.needs
    pattern = Pattern(text, rarest_of(needs) or frozenset(), root.begins, tuple(needs), root.tagged)
    pattern.__dict__["root"] = root
    if len(_READY) < _MOST_READY:
        _READY[text] = pattern
    return pattern


# Patterns compiled, in this run or an earlier one.
_READY: dict[str, Pattern] = {}
_MOST_READY = 20_000


def pack(patterns: Iterable[Pattern] | None = None) -> dict[str, Any]:
    """These patterns, or all that are known so far, as JSON data that spares a later run parsing
    them."""
    numbers: dict[Keys, int] = {}

    def number(keys: Keys) -> int:
        return numbers.setdefault(keys, len(numbers))

    rows = [
        [
            pattern.text,
            number(pattern.keys),
            None if pattern.begins is None else number(pattern.begins),
            [number(keys) for keys in pattern.needs],
            pattern.needs_tags,
        ]
        for pattern in (_READY.values() if patterns is None else patterns)
    ]
    # Keys have no spaces, and few long texts are read faster than many short ones.
    return {"sets": [" ".join(sorted(keys)) for keys in numbers], "patterns": rows}


class Shelf:
    """Packed patterns by number, each unpacked when it is first asked for."""

    def __init__(self, data: Any) -> None:
        """LookupError or TypeError for other data than `pack` gives."""
        self._sets: list[str] = data["sets"]
        self._rows: list[list[Any]] = data["patterns"]
        self._keys: dict[int, Keys] = {}
        self._patterns: dict[int, Pattern] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, number: int) -> Pattern:
        """LookupError, TypeError or ValueError for other data than `pack` gives."""
        pattern = self._patterns.get(number)
        if pattern is None:
            text, keys, begins, needs, tagged = self._rows[number]
            pattern = self._patterns[number] = Pattern(
                text,
                self._set(keys),
                None if begins is None else self._set(begins),
                tuple(self._set(need) for need in needs),
                tagged,
            )
        return pattern

    def _set(self, number: int) -> Keys:
        keys = self._keys.get(number)
        if keys is None:
            # The same words stand in hundreds of sets; as many copies of them would take 40 MB.
            keys = self._keys[number] = frozenset(map(intern, self._sets[number].split()))
        return keys


def unpack(data: Any) -> None:
    """Make patterns of an earlier run known; LookupError, TypeError or ValueError for other
    data."""
    shelf = Shelf(data)
    _READY.update({pattern.text: pattern for pattern in map(shelf.__getitem__, range(len(shelf)))})


def _parsed(text: str) -> Sequence:
    if len(text) > _LONGEST:
        raise RuleError(f"pattern {text[:40]!r}...: longer than {_LONGEST} characters")
    tokens = [
        token for token in _TOKEN.findall(_HYPHEN.sub(_no_hyphen, text)) if not token.isspace()
    ]
    parser = _Parser(tokens, text)
    root = parser.sequence()
    if parser.position != len(tokens):
        raise RuleError(f"pattern {text!r}: unexpected {tokens[parser.position]!r}")
    return root


def _no_hyphen(match: re.Match[str]) -> str:
    return match.group(1) or " "


_ENDING = frozenset({"", "|", "}", ")", "]"})


class _Parser:
    """Recursive descent over the tokens of one pattern."""

    def __init__(self, tokens: Listed[str], text: str) -> None:
        # Two, so that there is always one more to look at.
        self.tokens = [*tokens, "", ""]
        self.text = text
        self.position = 0
        self.depth = 0

    def sequence(self) -> Sequence:
        """The parts up to what ends them: the end, an alternative or a closing bracket."""
        parts: list[Node] = []
        while self.tokens[self.position] not in _ENDING:
            parts.append(self._part())
        return Sequence(parts)

    def _option(self) -> Node:
        """One alternative; most are a single word."""
        token, following = self.tokens[self.position : self.position + 2]
        if following in _ENDING and token[:1].isalpha():
            self.position += 1
            word = _word(token, self.text)
            return word if isinstance(word, Word) else Sequence([word])  # "don't" is two
        return _plain(self.sequence())

    def _choice(self, closing: str, *, optional: bool = False) -> Choice:
        options = [self._option()]
        while self.tokens[self.position] == "|":
            self.position += 1
            options.append(self._option())
        if self.tokens[self.position] != closing:
            raise RuleError(f"pattern {self.text!r}: {closing!r} is missing")
        self.position += 1
        return Choice(options, optional=optional)

    def _part(self) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise RuleError(f"pattern {self.text[:40]!r}...: nested too deeply")
        part = self._any_part()
        self.depth -= 1
        return part

    def _any_part(self) -> Node:
        token = self.tokens[self.position]
        if not token:
            raise RuleError(f"pattern {self.text!r}: nothing follows !")
        self.position += 1
        if token == "(":
            choice = self._choice(")")
            if self.tokens[self.position] == "~":
                self.position += 1
                return Choice([_inflected(option) for option in choice.options])
            return _chosen(choice)
        if token == "[":
            return self._choice("]", optional=True)
        if token == "{":
            return Marked(_chosen(self._choice("}")))
        if token == "!":
            if self.tokens[self.position] == "(":
                self.position += 1
                return Not(self._choice(")"))
            return Not(self._part())
        return self._atom(token)

    def _atom(self, token: str) -> Node:
        if token[:1].isalpha():
            return _word(token, self.text)
        if token.startswith("<"):
            return SignalNode(token[1:-1])
        if token == "#CAPITAL":
            return Capital()
        if token.startswith("#") and len(token) > 1:
            if token[1:] not in CLASSES:
                raise RuleError(f"pattern {self.text!r}: no word class {token!r}")
            return WordClass(token[1:])
        if token == "...":
            return Gap(8, comma=True)
        if token.startswith("..") and (token == ".." or token[2:].isdigit()):
            return Gap(min(int(token[2:] or 3), 20), comma=False)
        if token == "*":
            return AnyWord()
        if token in "^$":
            return Edge(end=token == "$")
        return _word(token, self.text)


def _word(token: str, text: str) -> Node:
    """A word, in all its forms where it ends so."""
    word = token.lower().replace("’", "'")
    if not word.endswith("~"):
        return _literal(word)
    if word == "~":
        raise RuleError(f"pattern {text!r}: ~ must follow a word directly")
    return _inflecting(word[:-1])


@lru_cache(maxsize=10_000)
def _inflecting(stem: str) -> Word:
    return Word(frozenset([*verb_forms(stem), *noun_forms(stem)]))


def _chosen(choice: Choice) -> Node:
    """The only option itself, where there is no choice: it says more of what it needs."""
    return choice if choice.optional or len(choice.options) > 1 else choice.options[0]


def _plain(option: Sequence) -> Node:
    """An option without a sequence around it that says no more than its one part: most options are
    single words, and tens of thousands of them stay in memory."""
    if len(option.parts) == 1 and not option.parts[0].nullable:
        return option.parts[0]
    return option


def _inflected(option: Node) -> Node:
    """An option of `(a|b)~` with the forms of its first word."""
    if isinstance(option, Word):
        forms = [form for word in option.forms for form in (*verb_forms(word), *noun_forms(word))]
        return Word(frozenset(forms))
    if isinstance(option, Sequence) and option.parts and isinstance(option.parts[0], Word):
        first, *rest = option.parts
        return Sequence([_inflected(first), *rest])
    return option


@lru_cache(maxsize=50_000)
def _literal(word: str) -> Node:
    """A word as the tokenizer writes it: clitics are words of their own."""
    if word.isalpha() and word != "cannot":
        return Word(frozenset([word]))
    for clitic, norm in (("n't", "not"), ("'s", "'s"), ("'re", "are"), ("'ll", "will"),
                         ("'ve", "have"), ("'d", "'d"), ("'m", "am")):  # fmt: skip
        if word.endswith(clitic) and len(word) > len(clitic):
            stem = {"ca": "can", "wo": "will", "sha": "shall"}.get(
                word[: -len(clitic)], word[: -len(clitic)]
            )
            return Sequence([Word(frozenset([stem])), Word(frozenset([norm, clitic]))])
    if word == "cannot":
        return Sequence([Word(frozenset(["can"])), Word(frozenset(["not"]))])
    return Word(frozenset([word]))


class PatternIndex(Generic[T]):
    """Many patterns, asked together: only those whose key stands in the sentence are tried."""

    def __init__(self, entries: Listed[tuple[Pattern, T]]) -> None:
        self._entries = list(entries)
        self._by_key: dict[str, list[int]] = {}
        for number, (pattern, _) in enumerate(self._entries):
            for key in pattern.keys:
                self._by_key.setdefault(key, []).append(number)
        self._keys = self._by_key.keys()
        # What else a sentence must hold that holds one of the keys.
        self._needs = [
            tuple(
                need
                for need in (*pattern.needs, pattern.begins)
                if need is not None and need is not pattern.keys
            )
            for pattern, _ in self._entries
        ]

    def __iter__(self) -> Iterator[tuple[Pattern, T]]:
        return iter(self._entries)

    def candidates(self, keys: set[str]) -> list[tuple[Pattern, T]]:
        """Entries that could match a sentence with these keys, in their given order."""
        numbers: set[int] = set()
        for key in keys & self._keys:
            numbers.update(self._by_key[key])
        possible: list[tuple[Pattern, T]] = []
        for number in sorted(numbers):
            for need in self._needs[number]:
                if need.isdisjoint(keys):
                    break
            else:
                possible.append(self._entries[number])
        return possible

    def find(self, wording: Wording) -> list[tuple[Pattern, T, list[Match]]]:
        """Entries that match, in their given order, each with its matches."""
        return [
            (pattern, value, matches)
            for pattern, value in self.candidates(sentence_keys(wording))
            if (matches := pattern.matches(wording))
        ]
