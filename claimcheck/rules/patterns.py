"""The pattern language: phrases over words and signals, as data in rules and lexicons.

    effective                a word, case ignored (hyphens and quotation marks are not words)
    relieve~  (cut|slash)~   any form of a verb or a noun
    <condition>              a lexicon signal, or one below it (condition.skin)
    #NOUN                    a word of that class: NOUN VERB ADJ ADV NUM PROPN PRON DET PREP
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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar, Union

from claimcheck.claim import Sentence
from claimcheck.errors import RuleError
from claimcheck.rules.inflect import noun_forms, verb_forms

_TOKEN = re.compile(
    r"\s+|\{|\}|\(|\)|\[|\]|\||!|<[^<>\s]*>|#[A-Z]+|\.\.\.|\.\.\d*|[^\s{}()\[\]|!<>]+"
)
# Not inside a signal's name, which may have hyphens of its own.
_HYPHEN = re.compile(r"(<[^<>\s]*>)|(?<=\w)[-‐‑](?=\w)")
# Words that a gap must not cross: another clause or an aside begins there.
_STOPS = frozenset({";", ":", "(", ")", "[", "]", "—", "–", ".", "!", "?", "|", "•", "…"})
PUNCTUATION = _STOPS | {",", "/", "*"}
# Penn tags by word class, with the same names as Universal Dependencies.
_CLASSES = {
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

Ends = Iterator[tuple[int, tuple[int, int] | None]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Match:
    """Words `[start, end)` that matched, and the part of them to mark."""

    start: int
    end: int
    mark: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Word:
    forms: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Signal:
    name: str


@dataclass(frozen=True, slots=True)
class _Class:
    name: str


@dataclass(frozen=True, slots=True)
class _Gap:
    most: int
    comma: bool


@dataclass(frozen=True, slots=True)
class _Any:
    pass


@dataclass(frozen=True, slots=True)
class _Edge:
    end: bool


@dataclass(frozen=True, slots=True)
class _Not:
    inner: _Choice


@dataclass(frozen=True, slots=True)
class _Mark:
    inner: _Sequence


@dataclass(frozen=True, slots=True)
class _Choice:
    options: tuple[_Sequence, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class _Sequence:
    parts: tuple[_Node, ...]


_Node = Union[_Word, _Signal, _Class, _Gap, _Any, _Edge, _Not, _Mark, _Choice, "_Sequence"]


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern.

    `keys` are words and `<signals>`, one of which a sentence must hold for a match; none where the
    pattern can match without any particular word.
    """

    text: str
    root: _Sequence = field(repr=False)
    keys: frozenset[str]
    needs_tags: bool

    def matches(self, sentence: Sentence, start: int = 0, end: int | None = None) -> list[Match]:
        """All matches within words `[start, end)`, from the left, not overlapping."""
        found: list[Match] = []
        limit = len(sentence.words) if end is None else end
        view = _View(sentence, signal_starts(sentence), start, limit)
        position = start
        while position < limit:
            match = self._at(view, position)
            if match is None:
                position += 1
            else:
                found.append(match)
                position = max(match.end, position + 1)
        return found

    def may_match(self, keys: set[str]) -> bool:
        """Whether a sentence with these keys can match at all."""
        return not self.keys or not self.keys.isdisjoint(keys)

    def found_in(self, sentence: Sentence, start: int = 0, end: int | None = None) -> bool:
        """Whether there is a match within words `[start, end)`."""
        limit = len(sentence.words) if end is None else end
        view = _View(sentence, signal_starts(sentence), start, limit)
        return any(self._at(view, position) is not None for position in range(start, limit))

    def _at(self, view: _View, position: int) -> Match | None:
        for stop, mark in _walk(self.root, view, position):
            if stop > position:
                return Match(position, stop, mark or (position, stop))
        return None


@dataclass(frozen=True, slots=True)
class _View:
    sentence: Sentence
    signals: dict[int, list[tuple[str, int]]]
    first: int
    limit: int


def signal_starts(sentence: Sentence) -> dict[int, list[tuple[str, int]]]:
    """Word index -> signals that start there, longest first, as (name, end)."""
    starts: dict[int, list[tuple[str, int]]] = {}
    for signal in sentence.signals:
        starts.setdefault(signal.start, []).append((signal.name, signal.end))
    for entries in starts.values():
        entries.sort(key=lambda entry: -entry[1])
    return starts


def sentence_keys(sentence: Sentence) -> set[str]:
    """Everything a pattern can be keyed by in this sentence."""
    keys = set(sentence.words)
    for signal in sentence.signals:
        name = signal.name
        while name:
            keys.add(f"<{name}>")
            name = name.rpartition(".")[0]
    return keys


def compile_pattern(text: str) -> Pattern:
    """Compile one pattern; RuleError says what is wrong in it, without a place."""
    tokens = [
        token.group()
        for token in _TOKEN.finditer(_HYPHEN.sub(_no_hyphen, text))
        if token.group().strip()
    ]
    parser = _Parser(tokens, text)
    root = parser.sequence(closing="")
    if parser.position != len(tokens):
        raise RuleError(f"pattern {text!r}: unexpected {tokens[parser.position]!r}")
    keys, _ = _keys(root)
    return Pattern(text, root, frozenset(keys or ()), _needs_tags(root))


def _no_hyphen(match: re.Match[str]) -> str:
    return match.group(1) or " "


class _Parser:
    """Recursive descent over the tokens of one pattern."""

    def __init__(self, tokens: Sequence[str], text: str) -> None:
        self.tokens = tokens
        self.text = text
        self.position = 0

    def _peek(self) -> str:
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def sequence(self, closing: str) -> _Sequence:
        parts: list[_Node] = []
        while self._peek() and self._peek() not in (closing, "|", "}", ")", "]"):
            parts.append(self._part())
        return _Sequence(tuple(parts))

    def _choice(self, closing: str, *, optional: bool = False) -> _Choice:
        options = [self.sequence(closing)]
        while self._peek() == "|":
            self.position += 1
            options.append(self.sequence(closing))
        if self._peek() != closing:
            raise RuleError(f"pattern {self.text!r}: {closing!r} is missing")
        self.position += 1
        return _Choice(tuple(options), optional)

    def _part(self) -> _Node:
        token = self._peek()
        self.position += 1
        if token == "(":
            choice = self._choice(")")
            if self._peek() == "~":
                self.position += 1
                return _Choice(tuple(_inflected(option) for option in choice.options))
            return choice
        if token == "[":
            return self._choice("]", optional=True)
        if token == "{":
            return _Mark(_Sequence((self._choice("}"),)))
        if token == "!":
            if self._peek() == "(":
                self.position += 1
                return _Not(self._choice(")"))
            return _Not(_Choice((_Sequence((self._part(),)),)))
        return self._atom(token)

    def _atom(self, token: str) -> _Node:
        if token.startswith("<"):
            return _Signal(token[1:-1])
        if token.startswith("#") and len(token) > 1:
            if token[1:] not in _CLASSES:
                raise RuleError(f"pattern {self.text!r}: no word class {token!r}")
            return _Class(token[1:])
        if token == "...":
            return _Gap(8, comma=True)
        if token.startswith("..") and (token == ".." or token[2:].isdigit()):
            return _Gap(min(int(token[2:] or 3), 20), comma=False)
        if token == "*":
            return _Any()
        if token in "^$":
            return _Edge(end=token == "$")
        word = token.lower().replace("’", "'")
        if word.endswith("~"):
            stem = word[:-1]
            if not stem:
                raise RuleError(f"pattern {self.text!r}: ~ must follow a word directly")
            return _Word(frozenset([*verb_forms(stem), *noun_forms(stem)]))
        return _literal(word)


def _inflected(option: _Sequence) -> _Sequence:
    """An option of `(a|b)~` with the forms of its first word."""
    first, *rest = option.parts
    if isinstance(first, _Word):
        forms = [form for word in first.forms for form in (*verb_forms(word), *noun_forms(word))]
        first = _Word(frozenset(forms))
    return _Sequence((first, *rest))


def _literal(word: str) -> _Node:
    """A word as the tokenizer writes it: clitics are words of their own."""
    for clitic, norm in (("n't", "not"), ("'s", "'s"), ("'re", "are"), ("'ll", "will"),
                         ("'ve", "have"), ("'d", "'d"), ("'m", "am")):  # fmt: skip
        if word.endswith(clitic) and len(word) > len(clitic):
            stem = {"ca": "can", "wo": "will", "sha": "shall"}.get(
                word[: -len(clitic)], word[: -len(clitic)]
            )
            return _Sequence((_Word(frozenset([stem])), _Word(frozenset([norm, clitic]))))
    if word == "cannot":
        return _Sequence((_Word(frozenset(["can"])), _Word(frozenset(["not"]))))
    return _Word(frozenset([word]))


def _walk(node: _Node, view: _View, at: int) -> Ends:
    """Every way `node` can match from word `at`: where it ends, and the marked part."""
    sentence = view.sentence
    if isinstance(node, _Word):
        if at < view.limit and sentence.words[at] in node.forms:
            yield at + 1, None
    elif isinstance(node, _Signal):
        for name, end in view.signals.get(at, ()):
            if end <= view.limit and (name == node.name or name.startswith(node.name + ".")):
                yield end, None
    elif isinstance(node, _Sequence):
        yield from _walk_parts(node.parts, 0, view, at, None)
    elif isinstance(node, _Choice):
        for option in node.options:
            yield from _walk(option, view, at)
        if node.optional:
            yield at, None
    elif isinstance(node, _Mark):
        for end, _ in _walk(node.inner, view, at):
            yield end, (at, end)
    elif isinstance(node, _Class):
        if at < view.limit and sentence.tags[at] in _CLASSES[node.name]:
            yield at + 1, None
    elif isinstance(node, _Gap):
        yield from _walk_gap(node, view, at)
    elif isinstance(node, _Any):
        if at < view.limit and sentence.words[at] not in PUNCTUATION:
            yield at + 1, None
    elif isinstance(node, _Not):
        if next(_walk(node.inner, view, at), None) is None:
            yield at, None
    elif isinstance(node, _Edge) and (
        _only_punctuation(sentence, at, view.limit)
        if node.end
        else _only_punctuation(sentence, view.first, at)
    ):
        yield at, None


def _walk_parts(
    parts: tuple[_Node, ...],
    index: int,
    view: _View,
    at: int,
    mark: tuple[int, int] | None,
) -> Ends:
    if index == len(parts):
        yield at, mark
        return
    for end, inner in _walk(parts[index], view, at):
        yield from _walk_parts(parts, index + 1, view, end, inner or mark)


def _walk_gap(gap: _Gap, view: _View, at: int) -> Ends:
    words = view.sentence.words
    yield at, None
    for count in range(gap.most):
        if at + count >= view.limit:
            return
        word = words[at + count]
        if word in _STOPS or (word == "," and not gap.comma):
            return
        yield at + count + 1, None


def _only_punctuation(sentence: Sentence, start: int, end: int) -> bool:
    return all(word in PUNCTUATION for word in sentence.words[start:end])


def _keys(node: _Node) -> tuple[set[str] | None, int]:
    """Keys one of which must be present wherever `node` matches, and how rare they are.

    None where the node can match without any. Longer words and signals are rarer than short ones;
    a crude order, but it needs no corpus.
    """
    if isinstance(node, _Word):
        rarity = min(len(form) for form in node.forms)
        return set(node.forms), 1 if rarity <= 3 else 3
    if isinstance(node, _Signal):
        return {f"<{node.name}>"}, 2
    if isinstance(node, _Mark):
        return _keys(node.inner)
    if isinstance(node, _Sequence):
        best: tuple[set[str] | None, int] = (None, 0)
        for part in node.parts:
            keys, rarity = _keys(part)
            if keys is not None and rarity > best[1]:
                best = (keys, rarity)
        return best
    if isinstance(node, _Choice) and not node.optional:
        union: set[str] = set()
        lowest = 9
        for option in node.options:
            keys, rarity = _keys(option)
            if keys is None:
                return None, 0
            union |= keys
            lowest = min(lowest, rarity)
        return union, lowest
    return None, 0


def _needs_tags(node: _Node) -> bool:
    if isinstance(node, _Class):
        return True
    if isinstance(node, _Sequence):
        return any(_needs_tags(part) for part in node.parts)
    if isinstance(node, _Choice):
        return any(_needs_tags(option) for option in node.options)
    if isinstance(node, _Mark | _Not):
        return _needs_tags(node.inner)
    return False


class PatternIndex(Generic[T]):
    """Many patterns, asked together: only those whose key stands in the sentence are tried."""

    def __init__(self, entries: Sequence[tuple[Pattern, T]]) -> None:
        self._entries = list(entries)
        self._by_key: dict[str, list[int]] = {}
        for number, (pattern, _) in enumerate(self._entries):
            for key in pattern.keys:
                self._by_key.setdefault(key, []).append(number)

    def candidates(self, keys: set[str]) -> list[tuple[Pattern, T]]:
        """Entries that could match a sentence with these keys, in their given order."""
        numbers = {number for key in keys for number in self._by_key.get(key, ())}
        return [self._entries[number] for number in sorted(numbers)]
