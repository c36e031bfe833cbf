"""The report on a terminal."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from claimcheck.errors import ReadError
from claimcheck.finding import FileResult, Finding, Result, Severity
from claimcheck.report import View, render
from claimcheck.report.layout import excerpt, one_line, printable, wrap
from claimcheck.report.summary import closing
from claimcheck.source import Range, Source
from tests.report.samples import CLEAN, FINDINGS, RESULT, SOURCE

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def text(width: int = 80, result: Result = RESULT, **view: bool) -> str:
    return render("text", result, View(width=width, **view))


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_whole_report(width: int, snapshot: SnapshotAssertion) -> None:
    assert text(width) == snapshot


def test_the_whole_report_in_colour(snapshot: SnapshotAssertion) -> None:
    assert text(color=True) == snapshot


def test_colour_underlines_in_place_and_adds_nothing_else() -> None:
    rows = [line for line in text().splitlines() if "━" not in line]
    assert ESCAPES.sub("", text(color=True)).splitlines() == rows
    assert "\x1b[1;4;31mcures acne\x1b[0m" in text(color=True)


def test_without_colour_there_is_no_escape_sequence() -> None:
    assert "\x1b" not in text()


def test_plain_decoration_is_ascii() -> None:
    foreign = Result(files=[FileResult(SOURCE, "a.md", FINDINGS[1:2])])
    lines = text(result=foreign, plain=True).replace("🎉", "").splitlines()
    assert any("^^^^" in line for line in lines)
    assert all(line.isascii() for line in lines)


@pytest.mark.parametrize("width", [1, 20, 40, 59, 60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    rest = text(width).splitlines()
    # Names and paths are not cut, so that they can be copied; the prose keeps to the width.
    prose = [line for line in rest if not re.match(r"content/|  \d+:\d+  |More on", line)]
    assert max(map(cell_len, prose)) <= max(width, 16)


def test_why_and_authority_stand_once_a_file_for_each_rule() -> None:
    report = text(200)
    assert report.count("Readers take a bare promise") == len({f.code for f in FINDINGS})
    assert report.count("as at 3:19") == 2


def test_many_authorities_are_counted_not_listed() -> None:
    many = replace(FINDINGS[1], authorities=("First", "Second", "Third", "Fourth"))
    report = text(result=Result([FileResult(SOURCE, "a.md", [many])]))
    assert "authority  First\n" in report
    assert "Second (and 2 more: claimcheck explain CER002)\n" in report
    assert "Third" not in report


def test_verbose_shortens_nothing_and_says_what_decided() -> None:
    many = replace(FINDINGS[0], authorities=("First", "Second", "Third"))
    result = Result([FileResult(SOURCE, "a.md", [many, many])])
    report = text(result=result, verbose=True)
    assert report.count("Third") == 2
    assert report.count("Readers take a bare promise") == 2
    assert report.count("because    no risk is named in the paragraph\n") == 2
    assert "no risk is named" not in text(result=result)


def test_quiet_leaves_the_findings_only() -> None:
    assert text(quiet=True) == text().partition("4 errors, 1 warning")[0]
    assert text(result=CLEAN, quiet=True) == ""


def test_a_clean_run_says_so() -> None:
    assert text(result=CLEAN) == "No findings in 1 file.\n"


@pytest.mark.parametrize(
    ("result", "line"),
    [
        (Result([]), "Nothing was checked."),
        (
            Result([], [ReadError("x", path="a")]),
            "Nothing was checked; 1 path could not be checked.",
        ),
        (CLEAN, "No findings in 1 file."),
        (
            RESULT,
            "4 errors, 1 warning, 1 info in 1 of 2 files (1 suppressed); 2 paths could not be "
            "checked.",
        ),
    ],
)
def test_the_run_in_one_line(result: Result, line: str) -> None:
    assert closing(result) == line


def test_a_page_cannot_write_to_the_terminal() -> None:
    report = text(200)
    assert "\x1b" not in report
    assert "\u202e" not in report
    assert "It is �[31mapproved� <here>." in report


def test_the_underline_stands_under_wide_characters() -> None:
    lines = text().splitlines()
    row = next(index for index, line in enumerate(lines) if "治愈癌症" in line)
    start = cell_len(lines[row].partition("治愈癌症")[0])
    assert lines[row + 1].index("━") == start
    assert lines[row + 1].count("━") == 8


def test_a_finding_on_the_page_as_a_whole_shows_its_anchor() -> None:
    source = Source("a.md", "Title\n\nText.\n")
    whole = Finding("DIS001", "no-risks", Severity.WARNING, "m", Range(0, 5), Range(7, 12), "Title")
    nothing = Finding("DIS002", "none", Severity.INFO, "m", Range(0, 0), Range(0, 0), "")
    report = text(result=Result([FileResult(source, "a.md", [whole, nothing])]))
    assert "    │ Title\n    │ ━━━━━\n    m\n" in report
    assert "1:1  info  DIS002 none\n    m\n" in report


WORDS = st.text(
    st.one_of(st.sampled_from("ab c,.é我🎉 \t\n\u00a0-"), st.characters(codec="utf-8")), max_size=60
)


@given(WORDS, WORDS, WORDS, st.integers(4, 120))
def test_an_excerpt_fits_and_marks_its_words(
    before: str, inside: str, after: str, width: int
) -> None:
    lines = excerpt(before, inside, after, width, 4, "…")
    assert all(cell_len(line.text) <= max(width, 2) for line in lines)
    marked = "".join(line.text[line.start : line.end] for line in lines).replace(" ", "")
    assert "…" in marked or marked == one_line(inside).replace(" ", "")
    for line in lines:
        offset, length = line.mark
        assert offset + length <= cell_len(line.text)


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=60, max_size=90))
def test_a_long_sentence_is_cropped_around_the_words(words: list[str]) -> None:
    middle = len(words) // 2
    words[middle] = "TARGET"
    before, after = " ".join(words[:middle]) + " ", " " + " ".join(words[middle + 1 :])
    lines = excerpt(before, "TARGET", after, 20, 3, "…")
    assert len(lines) <= 4
    assert [line.text[line.start : line.end] for line in lines if line.mark[1]] == ["TARGET"]
    shown = " ".join(line.text for line in lines)
    assert shown.startswith("… ") or shown.endswith(" …")
    assert shown.replace("… ", "").replace(" …", "") in " ".join(words)


@given(st.text(max_size=200), st.integers(2, 90))
def test_wrapping_loses_no_word(sentence: str, width: int) -> None:
    lines = wrap(sentence, width)
    assert "".join(lines).replace(" ", "") == one_line(sentence).replace(" ", "")
    assert all(cell_len(line) <= width for line in lines)


@given(st.text(max_size=60))
def test_what_is_shown_can_be_shown(text: str) -> None:
    shown = printable(text).replace("\n", "").replace("\t", "").replace("\u200d", "")
    assert shown.isprintable()
