"""Numbers, samples, times and comparators of a sentence against those of a source."""

from __future__ import annotations

import re

from claimcheck.citations.sources import records
from claimcheck.claim import Sentence
from claimcheck.evidence.schema import Source

_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)\s?(?:%|per\s?cent\b)", re.I)
_OF = re.compile(r"\b(\d{1,6})\s(?:out\s)?of\s(?:the\s)?(\d{1,6})\b")
_SAMPLE = re.compile(
    r"\b(\d{1,3}(?:,\d{3})+|\d{2,6})[ -](?:\w+\s){0,2}?(?:people|persons?|patients|participants|"
    r"adults|women|men|children|volunteers|subjects|veterans|adolescents|infants|users|individuals|clients)\b"
    r"|\bn\s?=\s?(\d{1,6})\b",
    re.I,
)
_TIME = re.compile(
    r"\b(\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|twelve)[ -]"
    r"(minute|hour|day|week|month|year)s?\b",
    re.I,
)
_FRAME = re.compile(
    r"\b(?:within|after|in\sas\slittle\sas|in\sunder|in\sjust|for\sup\sto|lasting|lasted|last|for\sat\sleast)\s"
    r"(?:only\s|just\s|about\s|around\s|up\sto\s)?\Z",
    re.I,
)
_WORDS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
}
_HOURS = {"minute": 1 / 60, "hour": 1, "day": 24, "week": 168, "month": 730, "year": 8760}
_COMPARED = re.compile(
    r"\b(?:than(?:\s(?:with|after|on|in|to|for|from|taking|using))?|(?:compared|comparison)\s(?:with|to)|"
    r"versus|vs\.?|superior\sto|over)\s",
    re.I,
)
_BETTER = re.compile(
    r"\b(?:more|greater|better|superior|faster|quicker|stronger|larger|higher|fewer|less|lower|longer|"
    r"outperform\w*|beats?|safer|easier|shorter|bigger|reduc\w+|improv\w+|effective)\b",
    re.I,
)

Conflict = tuple[int, int, str] | None


def number_conflict(sentence: Sentence, source: Source) -> Conflict:
    """A percentage that the cited source does not hold."""
    known = _known_percentages(source)
    if not known:
        return None
    text = _text(sentence)
    for match in _PERCENT.finditer(text):
        value = float(match.group(1))
        digits = len(match.group(1).partition(".")[2])
        if not any(round(each, digits) == value or abs(each - value) < 0.5 for each in known):
            held = ", ".join(f"{each:g}%" for each in sorted(known)[:4])
            return (*_span(sentence, match), f"{source.label} has {held}")
    return None


def sample_conflict(sentence: Sentence, source: Source) -> Conflict:
    """A number of participants that the cited source does not hold."""
    if source.n is None:
        return None
    held = {source.n, *(int(each) for each in re.findall(r"\b\d{1,6}\b", _results(source)))}
    for match in _SAMPLE.finditer(_text(sentence)):
        value = int((match.group(1) or match.group(2)).replace(",", ""))
        if value not in held:
            return (*_span(sentence, match), f"{source.label} had {source.n} participants")
    return None


def time_conflict(sentence: Sentence, source: Source) -> Conflict:
    """An onset or duration at which the cited source measured nothing."""
    measured = {
        hours for outcome in source.outcomes for time in outcome.measured for hours in _times(time)
    }
    if not measured:
        return None
    text = _text(sentence)
    for match in _TIME.finditer(text):
        if not _FRAME.search(text[max(match.start() - 40, 0) : match.start()]):
            continue
        hours = _in_hours(match)
        if not any(abs(each - hours) <= 0.05 * max(each, hours) for each in measured):
            times = ", ".join(time for outcome in source.outcomes for time in outcome.measured)
            return (*_span(sentence, match), f"{source.label} measured at {times}")
    return None


def comparison(sentence: Sentence) -> tuple[int, int, int] | None:
    """A comparison with another treatment: where it starts, where the other begins and ends.

    Words; None where the sentence compares with nothing, with before, or with no treatment.
    """
    text = _text(sentence)
    for match in _COMPARED.finditer(text):
        other = _word_at(sentence, match.end())
        end = min(other + 7, len(sentence.words))
        for at in range(other, end):
            if sentence.words[at] in {",", ".", ";", ":", "(", ")", "and", "but", "!", "?"}:
                end = at
                break
        treatments = [
            signal.end
            for signal in sentence.signals
            if other <= signal.start < end and signal.name.startswith(records().treatments)
        ]
        better = [*_BETTER.finditer(text, max(match.start() - 80, 0), match.start())]
        if treatments and better:
            return _word_at(sentence, better[-1].start()), other, max(treatments)
    return None


def _known_percentages(source: Source) -> set[float]:
    known: set[float] = set()
    results = _results(source)
    for match in _PERCENT.finditer(results):
        known.add(float(match.group(1)))
    for match in _OF.finditer(results):
        if int(match.group(2)):
            known.add(100 * int(match.group(1)) / int(match.group(2)))
    return known


def _results(source: Source) -> str:
    return " ; ".join(
        [source.population, source.note, *(outcome.result for outcome in source.outcomes)]
    )


def _times(text: str) -> list[float]:
    return [_in_hours(match) for match in _TIME.finditer(text)]


def _in_hours(match: re.Match[str]) -> float:
    word = match.group(1).lower()
    number = _WORDS.get(word) or int(word)
    return number * _HOURS[match.group(2).lower()]


# The words of a sentence with single spaces stand for its text: places lead back to words.
def _text(sentence: Sentence) -> str:
    return " ".join(sentence.words)


def _word_at(sentence: Sentence, offset: int) -> int:
    at = 0
    for number, word in enumerate(sentence.words):
        if at + len(word) >= offset or at >= offset:
            return number
        at += len(word) + 1
    return len(sentence.words) - 1


def _span(sentence: Sentence, match: re.Match[str]) -> tuple[int, int]:
    return _word_at(sentence, match.start() + 1), _word_at(sentence, match.end()) + 1
