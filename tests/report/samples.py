"""A run to report, made by hand: every kind of thing that a report has to show."""

from __future__ import annotations

from typing import Any

from claimcheck.errors import ReadError
from claimcheck.finding import (
    FileResult,
    Finding,
    Related,
    Result,
    Severity,
    Suggestion,
    Suppression,
)
from claimcheck.source import Range, Source

TEXT = """\
# Feel better with Glowroot

Glowroot is safe, cures eczema in most adults within 72 hours 🎉 and beats every cream, as studies
have shown time after time, with hundreds of participants in several countries and with excellent
results in all of them, which our customers confirm year after year.
\tGlowroot\tcures acne. 它可以治愈癌症，没有任何副作用。 It is \x1b[31mapproved\u202e <here>.
"""
SOURCE = Source("content/blog/glowroot.md", TEXT)
WHY = (
    "Readers take a bare promise at its word. Every treatment that works has limits, and a page "
    "that names none leaves them unable to weigh it."
)
AUTHORITIES = (
    'Example Council: Code of "Fair" Copy, section 6 <b>',
    "Example Agency: Guidance on Health Products, part III",
)


def place(words: str) -> Range:
    """Where `words` first stand in the sample text."""
    start = TEXT.index(words)
    return Range(start, start + len(words))


def between(first: str, last: str) -> Range:
    """From the start of `first` to the end of `last`."""
    return Range(place(first).start, place(last).end)


LONG = between("Glowroot is", "year after year.")


def finding(code: str, words: str, sentence: Range, **more: Any) -> Finding:
    """A finding on `words`."""
    name, severity, message = {
        "SAF001": ("unqualified-safety", "error", "“safe” stands alone: for whom, at what dose?"),
        "CER002": ("cure-claim", "error", "A cure is stated as a fact."),
        "CIT003": ("unidentified-study", "warning", "Studies are mentioned & none is named."),
        "REG002": ("approval-claim", "info", "Approval is mentioned, not by whom."),
    }[code]
    return Finding(
        code,
        name,
        Severity(severity),
        message,
        place(words),
        sentence,
        words,
        why=WHY,
        authorities=AUTHORITIES,
        fingerprint=f"{code.lower()}-{place(words).start:04}",
        **more,
    )


FINDINGS = (
    finding(
        "SAF001",
        "safe",
        LONG,
        because=("no risk is named in the paragraph",),
        related=(Related(place("Feel better"), "the heading promises a benefit"),),
        suggestions=(
            Suggestion("Name the common side effects, or leave “safe” out."),
            Suggestion("leave it out", place("safe, "), "", safe=True),
        ),
    ),
    finding(
        "CER002",
        "cures eczema in most adults",
        LONG,
        suggestions=(Suggestion("Say what was measured, in whom, for how long."),),
    ),
    finding("CIT003", "as studies\nhave shown time after time", LONG),
    finding("CER002", "cures acne", between("Glowroot\tcures", "acne.")),
    finding("CER002", "治愈癌症", between("它可以", "副作用。")),
    finding("REG002", "approved", between("It is", "<here>.")),
)
SUPPRESSED = finding(
    "SAF001",
    "better",
    place("Feel better with Glowroot"),
    suppression=Suppression("directive", "approved by <legal>"),
)
RESULT = Result(
    files=[
        FileResult(SOURCE, SOURCE.path, FINDINGS, suppressed=[SUPPRESSED]),
        FileResult(Source("clean.md", "All is well.\n"), "clean.md"),
        FileResult(
            None,
            "broken.md",
            failures=[ReadError("not UTF-8 at byte 3", path="broken.md")],
        ),
    ],
    failures=[ReadError("no such file or folder", path="gone.md")],
)
CLEAN = Result(files=[FileResult(Source("clean.md", "All is well.\n"), "clean.md")])
