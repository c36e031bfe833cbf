"""Replacements: only those that help, only where something was reported."""

from __future__ import annotations

import re
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from claimcheck.errors import ReadError
from claimcheck.finding import FileResult, Finding, Severity, Suggestion
from claimcheck.fix import Fixed, fix, save
from claimcheck.source import Range, Source

# What a rule would say of each word, and whether that is safe.
OFFERS = {
    "cures": ("may help", False),
    "always ": ("", True),
    "totally ": ("always ", True),  # brings a new finding
    "surely ": ("surely ", True),  # changes nothing
    "amazing": ("", True),
}


def check(source: Source) -> Sequence[Finding]:
    found = []
    for word, (new, safe) in OFFERS.items():
        for match in re.finditer(word, source.text):
            place = Range(match.start(), match.end())
            suggestion = Suggestion("s", place, new, safe)
            found.append(
                Finding(
                    f"{word.strip()[:3].upper()}001",
                    "n",
                    Severity.WARNING,
                    "m",
                    place,
                    place,
                    word,
                    suggestions=(Suggestion("advice"), suggestion),
                )
            )
    return found


def fixed(text: str, *, unsafe: bool = False) -> Fixed | None:
    source = Source("a.md", text)
    return fix(FileResult(source, "a.md", check(source)), check, unsafe=unsafe)


@pytest.mark.parametrize(
    ("text", "unsafe", "after", "applied", "refused"),
    [
        ("It always cures.\r\nIt always works.", False, "It cures.\r\nIt works.", 2, 0),
        ("It always cures.", True, "It may help.", 2, 0),
        ("It totally works.", False, "It totally works.", 0, 1),
        ("The amazing cream, amazing.", False, "The cream,.", 2, 0),
        ("An amazing cream.", False, "An amazing cream.", 0, 1),
        ("An amazing elixir.", False, "An elixir.", 1, 0),
        ("It surely works. Always? always so.", False, "It surely works. Always? so.", 1, 1),
    ],
)
def test_replacements_that_help_are_applied(
    text: str, unsafe: bool, after: str, applied: int, refused: int
) -> None:
    found = fixed(text, unsafe=unsafe)
    assert found is not None
    assert (found.text, found.applied, found.refused) == (after, applied, refused)


@pytest.mark.parametrize("text", ["Fine.", "It cures."])
def test_nothing_is_offered_where_nothing_is_safe(text: str) -> None:
    assert fixed(text) is None


def test_a_line_that_was_not_reported_is_never_touched() -> None:
    source = Source("a.md", "one always\ntwo\n")
    finding = Finding(
        "ALW001",
        "n",
        Severity.INFO,
        "m",
        Range(4, 10),
        Range(4, 10),
        "always",
        suggestions=(Suggestion("s", Range(4, 14), "", safe=True),),
    )
    assert fix(FileResult(source, "a.md", [finding]), check) is None


def test_of_two_that_overlap_the_first_is_taken() -> None:
    source = Source("a.md", "It always always works.")
    findings = [
        Finding(
            "ALW001",
            "n",
            Severity.INFO,
            "m",
            Range(3, 17),
            Range(3, 17),
            "x",
            suggestions=(Suggestion("s", place, "", safe=True),),
        )
        for place in (Range(3, 10), Range(3, 17))
    ]
    found = fix(FileResult(source, "a.md", findings), check)
    assert found is not None
    assert found.text == "It always works."


def test_the_diff_can_be_applied() -> None:
    found = fixed("One.\nIt always works.\nEnd")
    assert found is not None
    assert found.diff() == (
        "--- a/a.md\n+++ b/a.md\n@@ -1,3 +1,3 @@\n One.\n-It always works.\n+It works.\n"
        " End\n\\ No newline at end of file\n"
    )
    untouched = fixed("It surely works.")
    assert untouched is not None
    assert untouched.diff() == ""


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_page_is_written_back_as_it_was(tmp_path: Path, mark: bytes) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(mark + "Ü: it always works.\r\n".encode())
    path.chmod(0o640)
    link = tmp_path / "link.md"
    link.symlink_to(path)
    source = Source(str(link), "Ü: it always works.\r\n")
    save(Fixed(source, "Ü: it works.\r\n", 1, 0))
    assert path.read_bytes() == mark + "Ü: it works.\r\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.md", "link.md"]


@pytest.mark.parametrize("data", ["Ü".encode("latin-1"), b"changed meanwhile"])
def test_a_page_that_is_not_what_was_read_is_left_alone(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=r"a\.md: not UTF-8, or changed meanwhile"):
        save(Fixed(Source(str(path), "Ü"), "x", 1, 0))
    assert path.read_bytes() == data


def test_a_page_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"gone\.md: cannot be written: No such file"):
        save(Fixed(Source(str(tmp_path / "gone.md"), "x"), "y", 1, 0))
