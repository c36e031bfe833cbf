"""The baseline: what stays known, what is new, what is stale."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.baseline import Entry, entries, read, subtract, write
from claimcheck.errors import ConfigError
from claimcheck.finding import FileResult, Finding, Result, Severity, fingerprint
from claimcheck.source import Range, Source

FOLDER = Path()
ACTIVE = {"CIT001"}


def page(path: str, text: str) -> FileResult:
    """A page on which every sentence with "cures" has a finding, as the rules would make it."""
    sentences = list(re.finditer(r"[^.]+\.", text))
    seen: dict[tuple[str, str, str], int] = {}
    found = []
    for number, match in enumerate(sentences):
        start = match.group().find("cures")
        if start < 0:
            continue
        before = sentences[number - 1].group() if number else ""
        after = sentences[number + 1].group() if number + 1 < len(sentences) else ""
        key = (match.group(), before, after)
        place = Range(match.start() + start, match.start() + start + 5)
        found.append(
            Finding(
                "CIT001",
                "n",
                Severity.WARNING,
                "m",
                place,
                Range(match.start(), match.end()),
                "cures",
                fingerprint=fingerprint("CIT001", *key, seen.get(key, 0)),
            )
        )
        seen[key] = seen.get(key, 0) + 1
    return FileResult(Source(path, text), path, found)


def known(*pages: FileResult) -> list[Entry]:
    return entries(Result(pages), FOLDER)


A = "Rest helps. It cures eczema. Ask a doctor."


@pytest.mark.parametrize(
    ("after", "new", "stale"),
    [
        (A, [], 0),
        (f"# Title\n\n{A}\n\nMore text.", [], 0),
        (A.replace(" It", "\nIT").replace("eczema. ", "eczema.\n"), [], 0),
        # neighbours edited, sentence kept
        ("Sleep helps. It cures eczema. Call us.", [], 0),
        # a second identical sentence
        (f"{A} It cures eczema.", [4], 0),
        (f"It cures eczema. {A}", [1], 0),
        # the sentence itself edited
        ("Rest helps. It cures severe eczema. Ask a doctor.", [2], 1),
        ("Rest helps. Ask a doctor.", [], 1),
    ],
)
def test_what_is_known_stays_known(after: str, new: list[int], stale: int) -> None:
    done = subtract(Result([page("a.md", after)]), known(page("a.md", A)), FOLDER, ACTIVE)
    sentences = [match.start() for match in re.finditer(r"[^.]+\.", after)]
    reported = [
        sum(start <= finding.place.start for start in sentences) for finding in done.result.findings
    ]
    # Which of two identical sentences is the new one cannot be known; that one is, can.
    assert len(reported) == len(new)
    assert len(done.stale) == stale
    held = done.result.files[0].suppressed
    assert all(f.suppression and f.suppression.kind == "baseline" for f in held)
    assert len(held) + len(reported) == after.count("cures")


def test_a_page_that_moved_takes_its_entries_along() -> None:
    done = subtract(Result([page("new.md", A)]), known(page("old.md", A)), FOLDER, ACTIVE)
    assert done.result.findings == []
    assert done.stale == []


def test_a_copy_of_a_page_is_new() -> None:
    run = Result([page("a.md", A), page("copy.md", A)])
    done = subtract(run, known(page("a.md", A)), FOLDER, ACTIVE)
    assert [len(file.findings) for file in done.result.files] == [0, 1]


def test_only_pages_and_rules_that_were_checked_can_make_an_entry_stale(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text(A, encoding="utf-8")
    gone, unchecked = (Entry(path, "CIT001", "s", "t", "f") for path in ("gone.md", "b.md"))
    other_rule = Entry("gone.md", "CER002", "s", "t", "f")
    done = subtract(Result([]), [gone, unchecked, other_rule], tmp_path, ACTIVE)
    assert done.stale == [gone]


TEXTS = st.lists(
    st.sampled_from(["It cures eczema.", "It cures acne.", "Rest helps.", "We care."]), max_size=8
).map(" ".join)


@given(TEXTS, TEXTS)
def test_each_entry_answers_for_one_finding(before: str, after: str) -> None:
    base = known(page("a.md", before))
    done = subtract(Result([page("a.md", after)]), base, FOLDER, ACTIVE)
    held = sum(len(file.suppressed) for file in done.result.files)
    for sentence in ("It cures eczema.", "It cures acne."):
        wanted = max(after.count(sentence) - before.count(sentence), 0)
        new = [
            finding
            for finding in done.result.findings
            if sentence in after[finding.sentence.start : finding.sentence.end]
        ]
        assert len(new) == wanted
    assert held + len(done.stale) == len(base)
    assert len(done.used) == held


@given(TEXTS)
def test_nothing_is_new_in_what_was_just_recorded(text: str) -> None:
    done = subtract(Result([page("a.md", text)]), known(page("a.md", text)), FOLDER, ACTIVE)
    assert done.result.findings == []
    assert done.stale == []


def test_a_file_is_written_line_by_line_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    base = known(page("b.md", A), page("ä.md", "It cures\n“acne” <b>."))
    write(path, reversed(base))
    assert read(path) == base
    lines = path.read_text(encoding="utf-8").splitlines()
    assert sum('"rule"' in line for line in lines) == len(base)
    assert json.loads("\n".join(lines))["version"] == 1


def test_an_empty_baseline_is_one_too(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write(path, [])
    assert read(path) == []


def test_a_merge_conflict_is_told_and_both_sides_can_be_taken(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    base = known(page("a.md", A), page("b.md", A), page("c.md", A))
    write(path, base)
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [number for number, line in enumerate(lines) if '"rule"' in line]
    lines[rows[2] : rows[2]] = ["======="]
    lines[rows[1] : rows[1]] = ["<<<<<<< HEAD"]
    lines.insert(rows[2] + 3, ">>>>>>> other branch")
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"baseline.json:5: holds a merge conflict; `claimcheck"):
        read(path)
    assert read(path, merge=True) == base


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "1:2: not JSON: Expecting property name"),
        ("[]", "no baseline of version 1"),
        ('{"version": 2, "findings": []}', "no baseline of version 1"),
        ('{"version": 1}', "findings must be a list"),
        ('{"version": 1, "findings": [{"path": "a"}]}', "entry 1 must have path, rule"),
        ('{"version": 1, "findings": [3]}', "entry 1 must have path, rule"),
        ("[" * 100_000, "not JSON: nested too deeply"),
    ],
)
def test_a_file_that_is_none_is_told(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=re.escape(message)):
        read(path)


def test_a_missing_baseline_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such baseline; `claimcheck baseline create`"):
        read(tmp_path / "gone.json")
