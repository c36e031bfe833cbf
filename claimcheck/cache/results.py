"""What a check of a file gave, as text and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from pathlib import PurePath
from typing import Any

from claimcheck.cache.store import Store
from claimcheck.finding import FileResult, Finding, Related, Severity, Suggestion, Suppression
from claimcheck.source import Range, Source

# Of a rule: code, name, why, authorities.
Told = tuple[str, str, str, tuple[str, ...]]
Answer = tuple[Sequence[Finding], Sequence[Finding]]

# Kept back until so much has come together: a transaction waits for the disk.
_PENDING_CHARACTERS = 2_000_000


class Results:
    """Results of files, by their content and everything else that decides them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pending: dict[str, str] = {}
        self._waiting = 0

    @staticmethod
    def key(version: str, source: Source, today: str) -> str:
        """The key of a page's result.

        `version` stands for settings, rules, code and model; of the path, the suffixes decide how
        a page is read. A page whose directives name a day is asked again every day.
        """
        suffixes = "".join(PurePath(source.path).suffixes[-2:]).lower()
        text = source.text
        dated = today if "until" in text.lower() and "claimcheck" in text.lower() else ""
        head = "\x1f".join((version, suffixes, dated, text))
        return (
            "result:" + blake2b(head.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
        )

    def find(self, keys: Sequence[str]) -> dict[str, Answer]:
        """What is known, by key: findings reported and held back."""
        found: dict[str, Answer] = {}
        for key, text in self._store.get(keys).items():
            try:
                found[key] = decode_answer(json.loads(text))
            except (ValueError, TypeError, KeyError, IndexError):
                continue  # not what was written; the page is checked again
        return found

    def add(self, key: str, result: FileResult) -> None:
        """Remember a result; `save` writes it."""
        text = json.dumps(encode_answer(result), separators=(",", ":"))
        self._pending[key] = text
        self._waiting += len(text)
        if self._waiting > _PENDING_CHARACTERS:
            self.save()

    def save(self) -> None:
        """Write what was added, at once."""
        pending, self._pending, self._waiting = self._pending, {}, 0
        self._store.put(pending)


def encode_answer(result: FileResult) -> list[Any]:
    """The findings of a result as JSON can hold them: what is said of a rule is said once."""
    told: dict[Told, int] = {}
    kept, suppressed = _plain(result.findings, told), _plain(result.suppressed, told)
    return [list(told), kept, suppressed]


def decode_answer(data: Any) -> Answer:
    """Findings from what `encode_answer` made; ValueError, TypeError or KeyError for anything
    else."""
    told, kept, suppressed = data
    shared = [_told(*entry) for entry in told]
    return _findings(kept, shared), _findings(suppressed, shared)


@cache
def _known(text: str) -> str:
    """One object for equal texts: the pages of a site break the same rules."""
    return text


def _told(code: str, name: str, why: str, authorities: list[str]) -> Told:
    return _known(code), _known(name), _known(why), tuple(map(_known, authorities))


def _plain(findings: Sequence[Finding], told: dict[Told, int]) -> list[list[Any]]:
    return [
        [
            told.setdefault(
                (finding.code, finding.name, finding.why, finding.authorities), len(told)
            ),
            finding.severity.value,
            finding.message,
            [finding.place.start, finding.place.end],
            [finding.sentence.start, finding.sentence.end],
            finding.excerpt,
            finding.because,
            [[other.place.start, other.place.end, other.note] for other in finding.related],
            [_plain_suggestion(suggestion) for suggestion in finding.suggestions],
            finding.fingerprint,
            finding.suppression and [finding.suppression.kind, finding.suppression.reason],
        ]
        for finding in findings
    ]


def _plain_suggestion(suggestion: Suggestion) -> list[Any]:
    place = suggestion.place and [suggestion.place.start, suggestion.place.end]
    return [suggestion.text, place, suggestion.replacement, suggestion.safe]


def _findings(rows: list[list[Any]], shared: Sequence[Told]) -> list[Finding]:
    findings: list[Finding] = []
    for (
        number, severity, message, place, sentence, excerpt, because, related, suggestions,
        fingerprint, suppression,
    ) in rows:  # fmt: skip
        code, name, why, authorities = shared[number]
        findings.append(
            Finding(
                code,
                name,
                _SEVERITIES[severity],
                message,
                Range(*place),
                Range(*sentence),
                excerpt,
                why,
                authorities,
                _shared_texts(*because),
                tuple([Related(Range(start, end), note) for start, end, note in related]),
                tuple(
                    [
                        Suggestion(text, spot and Range(*spot), replacement, safe)
                        for text, spot, replacement, safe in suggestions
                    ]
                ),
                fingerprint,
                suppression and Suppression(*suppression),
            )
        )
    return findings


_SEVERITIES = {severity.value: severity for severity in Severity}


@cache
def _shared_texts(*texts: str) -> tuple[str, ...]:
    """One object for equal texts: the same tests decide again and again."""
    return texts


def answered(source: Source, answer: Answer) -> FileResult:
    """A known answer as the result for a source."""
    return FileResult(source, source.path, *answer)
