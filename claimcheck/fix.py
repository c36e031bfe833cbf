"""Replacements that findings offer, applied so that each does what it promises.

A replacement counts only if, with it, its finding is gone and no other has come.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimcheck.errors import ReadError
from claimcheck.finding import FileResult, Finding, Suggestion
from claimcheck.source import Range, Source

Check = Callable[[Source], Sequence[Finding]]
_ARTICLE = re.compile(r"\b[Aa](n?) $")
_BOM = "\ufeff".encode()


@dataclass(frozen=True, slots=True)
class Fixed:
    """A page with its replacements; `refused` of them did not do what they promised."""

    source: Source
    text: str
    applied: int
    refused: int

    def diff(self) -> str:
        """The change as a unified diff, empty if there is none."""
        path = self.source.path
        lines = difflib.unified_diff(
            self.source.text.splitlines(keepends=True),
            self.text.splitlines(keepends=True),
            f"a/{path}",
            f"b/{path}",
        )
        return "".join(_ended(lines))


def _ended(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line.endswith("\n"):
            yield line
        else:
            yield f"{line}\n\\ No newline at end of file\n"


def fix(file: FileResult, check: Check, *, unsafe: bool = False) -> Fixed | None:
    """Apply the replacements that the findings of a page offer; None if they offer none.

    Only safe ones, which can but weaken or remove a claim, unless `unsafe`. `check` gives all
    findings of a changed page.
    """
    source = file.source
    if source is None:
        return None
    wanted = _replacements(file.findings, source, unsafe=unsafe)
    if not wanted:
        return None
    text = source.text
    before = Counter(finding.code for finding in check(source))
    applied = refused = 0
    # From the end to the start: what is still to come keeps its place.
    for finding, place, replacement in wanted:
        changed = _joined(text[: place.start], replacement, text[place.end :])
        if changed is None:
            refused += 1
            continue
        after = Counter(found.code for found in check(Source(source.path, changed)))
        if after[finding.code] < before[finding.code] and after <= before:
            text, before = changed, after
            applied += 1
        else:
            refused += 1
    return Fixed(source, text, applied, refused)


def _joined(before: str, new: str, after: str) -> str | None:
    """The text with the new words; None if they would leave a wrong article."""
    if not new and before[-1:] in ("", " ", "\n") and after[:1] == " ":
        after = after[1:]
    elif not new and before[-1:] == " " and after[:1] in (".", ",", ";", ":", "!", "?"):
        before = before[:-1]
    article = _ARTICLE.search(before)
    rest = (new + after).lstrip()
    # By the letter; where sound and letter differ (an hour, a useful) a person has to look.
    if article and rest[:1].isalpha() and (rest[0].lower() in "aeiou") != (article[1] != ""):
        return None
    return before + new + after


def _replacements(
    findings: Sequence[Finding], source: Source, *, unsafe: bool
) -> list[tuple[Finding, Range, str]]:
    """One replacement a finding, last place first, none touching another."""
    chosen: list[tuple[Finding, Range, str]] = []
    for finding in findings:
        for suggestion in finding.suggestions:
            if _usable(suggestion, finding, source, unsafe=unsafe):
                assert suggestion.place is not None
                assert suggestion.replacement is not None
                if not any(suggestion.place.overlaps(place) for _, place, _ in chosen):
                    chosen.append((finding, suggestion.place, suggestion.replacement))
                break
    return sorted(chosen, key=lambda entry: entry[1], reverse=True)


def _usable(suggestion: Suggestion, finding: Finding, source: Source, *, unsafe: bool) -> bool:
    place = suggestion.place
    if place is None or suggestion.replacement is None or not (suggestion.safe or unsafe):
        return False
    # Never a line that was not reported, whatever a rule says.
    first, last = _lines(finding.place, source)
    start, end = _lines(place, source)
    return first <= start and end <= last


def _lines(place: Range, source: Source) -> tuple[int, int]:
    last = max(place.end - 1, place.start)
    return source.position(place.start).line, source.position(last).line


def save(fixed: Fixed) -> None:
    """Write a fixed page back, all or nothing.

    Raises ReadError if it is not UTF-8, has changed since it was read, or cannot be written.
    """
    # The file itself, if the page is a link to it.
    path = Path(os.path.realpath(fixed.source.path))
    shown = fixed.source.path
    try:
        data = path.read_bytes()
        mark = _BOM if data.startswith(_BOM) else b""
        if data != mark + fixed.source.text.encode("utf-8", "surrogatepass"):
            raise ReadError("not UTF-8, or changed meanwhile: left as it is", path=shown)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".claimcheck-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(mark + fixed.text.encode("utf-8"))
            Path(name).chmod(path.stat().st_mode & 0o7777)
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise ReadError(f"cannot be written: {error.strerror}", path=shown) from error
