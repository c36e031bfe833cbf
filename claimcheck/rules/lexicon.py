"""Words to signals: every list of words the tool knows, found in one pass over a sentence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from claimcheck.claim import Signal
from claimcheck.errors import RuleError
from claimcheck.rules.inflect import noun_forms, verb_forms
from claimcheck.rules.place import rules_folder

if TYPE_CHECKING:
    from claimcheck.rules.schema import SignalWords

_SPLIT = re.compile(r"[-‐‑\s]+")
_PIECE = re.compile(r"n't\b|'\w+|[\w+%µ°./&]+|[^\w\s]")
# Longest phrase that is looked up; bounds the work a word.
_LONGEST = 8
# A name that the tokenizer keeps together with its figure ("GLP-1") has no more letters.
_LONGEST_STEM = 8


class Memory(Protocol):
    """Remembers what this very program, known by its name, made of a text."""

    program: str

    def recall(self, kind: str, text: str) -> Any: ...

    def remember(self, kind: str, text: str, value: Any) -> None: ...


class _Table:
    """Phrases by their first word.

    To each word belongs one text, in parts that end with a tab: the numbers of the signals that the
    word has alone, then the rest of each longer phrase with the number of its signal ("3 7",
    "pressure monitor 12"). As lists, forty thousand phrases take ten times the memory, and as long
    to read from JSON as a short page may take in all.
    """

    def __init__(self, packed: dict[str, str], names: list[str]) -> None:
        self.packed = packed
        self._names = names

    def add(self, words: Sequence[str], number: int) -> None:
        """Add a phrase once."""
        first, *rest = words
        alone, _, longer = self.packed.get(first, "\t").partition("\t")
        if not rest and str(number) not in alone.split(" "):
            alone = f"{alone} {number}".lstrip()
        elif rest and (phrase := f"{' '.join(rest)} {number}") not in longer.split("\t"):
            longer += f"{phrase}\t"
        self.packed[first] = f"{alone}\t{longer}"

    def find(self, words: Sequence[str]) -> list[Signal]:
        """All phrases in these words."""
        found: list[Signal] = []
        for at, word in enumerate(words):
            packed = self.packed.get(word)
            if packed is None:
                continue
            end = packed.index("\t")
            found += [Signal(self._names[int(n)], at, at + 1) for n in packed[:end].split()]
            if end + 1 == len(packed) or at + 1 == len(words):
                continue
            second = f"\t{words[at + 1]} "
            begin = packed.find(second, end)
            while begin >= 0:
                end = packed.index("\t", begin + 1)
                *rest, number = packed[begin + 1 : end].split(" ")
                if words[at + 1 : at + 1 + len(rest)] == rest:
                    found.append(Signal(self._names[int(number)], at, at + 1 + len(rest)))
                begin = packed.find(second, end)
        return found


class Lexicon:
    """Every phrase with its signal; most ignore case, some do not."""

    def __init__(self, packed: Any = None) -> None:
        """An empty lexicon, or what another one's `pack` gave; LookupError or TypeError for other
        data."""
        self._names: list[str] = packed["names"] if packed else []
        self._numbers = {name: number for number, name in enumerate(self._names)}
        self._lower = _Table(packed["lower"] if packed else {}, self._names)
        self._cased = _Table(packed["cased"] if packed else {}, self._names)

    def pack(self) -> dict[str, Any]:
        """All phrases as JSON data."""
        return {
            "names": self._names,
            "lower": self._lower.packed,
            "cased": self._cased.packed,
        }

    @property
    def names(self) -> Collection[str]:
        """Every signal that has a list, be it empty."""
        return self._numbers.keys()

    def find(self, words: Sequence[str], cased: Sequence[str]) -> list[Signal]:
        """All signals in a sentence.

        Of one family (the part before the first dot), the longest phrase that starts at a word
        hides those inside it, so "blood pressure monitor" is not "blood pressure".
        """
        found = [*self._lower.find(list(words)), *self._cased.find(list(cased))]
        return _longest(found)

    def add(self, phrase: str, name: str, *, cased: bool = False) -> None:
        """Add one phrase under a signal name."""
        words = split_phrase(phrase if cased else phrase.lower())
        if not words or len(words) > _LONGEST:
            return
        number = self._number(name)
        table = self._cased if cased else self._lower
        table.add(words, number)
        joined = _joined(words)
        if joined != words:
            table.add(joined, number)

    def _number(self, name: str) -> int:
        number = self._numbers.setdefault(name, len(self._names))
        if number == len(self._names):
            self._names.append(name)
        return number

    def add_words(self, name: str, words: SignalWords) -> None:
        """Add a signal's lists, with the forms of its verbs and nouns."""
        self._number(name)
        for verb in words.verbs:
            for form in verb_forms(verb.lower()):
                self.add(form, name)
        for noun in words.nouns:
            for form in noun_forms(noun.lower()):
                self.add(form, name)
        for term in [*words.terms, *words.adjectives]:
            self.add(term, name)
        for term in words.cased:
            self.add(term, name, cased=True)


def _joined(words: tuple[str, ...]) -> tuple[str, ...]:
    """The phrase with a name and its figure as the one word that they are in "COVID-19"."""
    joined: list[str] = []
    for word in words:
        if joined and word.isdigit() and joined[-1].isalpha() and len(joined[-1]) <= _LONGEST_STEM:
            joined[-1] += f"-{word}"
        else:
            joined.append(word)
    return tuple(joined)


def split_phrase(phrase: str) -> tuple[str, ...]:
    """A lexicon phrase as the words a sentence has: no hyphens, clitics apart."""
    if phrase.replace(" ", "").isalnum():  # most of the tens of thousands of phrases are plain
        return tuple(phrase.split())
    words: list[str] = []
    for chunk in _SPLIT.split(phrase.replace("’", "'").strip()):
        if chunk.endswith("n't"):
            words += [chunk[:-3], "not"]
        else:
            words += _PIECE.findall(chunk)
    return tuple(word for word in words if word)


def _longest(signals: list[Signal]) -> list[Signal]:
    """Drop a signal that lies inside a longer one of its family, or inside a trap of any."""
    longest: dict[str, list[Signal]] = {}
    traps = [signal for signal in signals if signal.name.partition(".")[0] == _TRAP]
    kept: list[Signal] = []
    for signal in sorted(signals, key=lambda s: (s.start - s.end, s.start, s.name)):
        family = signal.name.partition(".")[0]
        group = _GROUPS.get(family, family)
        holders = longest.setdefault(group, [])
        if any(_inside(signal, other) for other in (*holders, *traps)):
            continue
        holders.append(signal)
        kept.append(signal)
    kept.sort(key=lambda s: (s.start, s.end, s.name))
    return kept


def _inside(signal: Signal, other: Signal) -> bool:
    return (
        other.start <= signal.start
        and signal.end <= other.end
        and other.end - other.start > signal.end - signal.start
    )


# A phrase with another meaning than its words have: "detox unit", "risk assessment".
_TRAP = "other-sense"
# Families that name things compete: the longer name is the thing meant. Outcomes do not hide what
# they are made of: "relief of symptoms" speaks of symptoms.
_GROUPS = dict.fromkeys(
    """
    condition symptom function intervention bodypart biomarker other-sense comparator
    measure
    """.split(),
    "thing",
)


def load_lexicon(shipped: Path, own: Iterable[Path] = (), memory: Memory | None = None) -> Lexicon:
    """All `*.yaml` files of the folders, ours and the user's, as one lexicon.

    `memory` spares reading our own: forty thousand phrases are read from JSON in a tenth of the
    time that it takes to find the forms of all words. Raises RuleError for a broken file.
    """
    folders = list(own)
    if folders:
        return _read_lexicon(shipped, folders)
    if memory is None:
        return _ours() if shipped == rules_folder() / "lexicon" else _read_lexicon(shipped, [])
    known = known_lexicon(memory)
    if known is not None:
        return known
    lexicon = _read_lexicon(shipped, folders)
    memory.remember("lexicon", "", lexicon.pack())
    return lexicon


@cache
def _ours() -> Lexicon:
    """Our own lists, read once in a process: nothing adds to a lexicon that is read."""
    return _read_lexicon(rules_folder() / "lexicon", [])


def known_lexicon(memory: Memory) -> Lexicon | None:
    """Our own lists as an earlier run has left them; the same object every time."""
    if memory.program not in _KNOWN:
        known = memory.recall("lexicon", "")
        if not isinstance(known, dict) or known.keys() != {"lower", "cased", "names"}:
            return None
        _KNOWN[memory.program] = Lexicon(known)
    return _KNOWN[memory.program]


_KNOWN: dict[str, Lexicon] = {}


def _read_lexicon(shipped: Path, own: Iterable[Path]) -> Lexicon:
    # What reads and checks the files is not loaded where the lists are known.
    from claimcheck.rules.schema import LexiconFile
    from claimcheck.rules.yamlfile import load_yaml

    lexicon = Lexicon()
    for folder in (shipped, *own):
        for path in sorted(folder.glob("*.yaml")):
            if path.name in NOT_WORDS:
                continue
            content = load_yaml(path, LexiconFile, trusted=folder is shipped)
            if not content.signals:
                raise RuleError("has no signals", path=str(path), line=1, column=1)
            for name, words in content.signals.items():
                lexicon.add_words(name, words)
    return lexicon


# Data in the lexicon folder that is not lists of words.
NOT_WORDS = frozenset({"sources.yaml", "context.yaml"})
