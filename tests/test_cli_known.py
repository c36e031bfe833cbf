"""`claimcheck baseline` and `check --changed-since`, with the real rules on a real folder."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from claimcheck.cli import main
from claimcheck.rules import catalog
from tests.sample_rules import real_catalog

CURE = "This herbal tea cures eczema in every patient."
CANCER = "Our capsules cure breast cancer."


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    rules = real_catalog()
    monkeypatch.setattr(catalog, "load_catalog", lambda *_: rules)
    write("a.md", f"# Tea\n\n{CURE}\n\nOrder today with free delivery.\n")
    write("b.md", f"# Capsules\n\n{CANCER}\n\nOrder today with free delivery.\n")
    return tmp_path


def write(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as exit_:
        main(list(arguments))
    return int(exit_.value.code or 0)


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[tuple[str, int]]:
    """The cure claims that a check reports: file and line."""
    capsys.readouterr()
    run("check", "--select", "CER002", "--format", "json", *arguments)
    data = json.loads(capsys.readouterr().out)
    return [
        (file["path"], finding["place"]["start"]["line"])
        for file in data["files"]
        for finding in file["findings"]
    ]


def test_what_is_recorded_is_not_reported_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(capsys) == [("a.md", 3), ("b.md", 3)]
    assert run("baseline", "create") == 0
    assert capsys.readouterr().out.startswith("Wrote claimcheck-baseline.json: ")
    assert check(capsys) == []
    assert run("check", "-q") == 0
    assert check(capsys, "--no-baseline") == [("a.md", 3), ("b.md", 3)]


def test_new_findings_are_reported(capsys: pytest.CaptureFixture[str]) -> None:
    run("baseline", "create")
    write(
        "a.md",
        f"# Tea\n\nNew words here.\n\n{CURE}\n\nOrder today with free delivery.\n\n{CANCER}\n",
    )
    assert check(capsys) == [("a.md", 9)]
    assert run("check", "-q") == 1


def test_update_drops_what_is_gone_and_leaves_what_is_new(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run("baseline", "create", "--select", "CER002")
    write("a.md", "# Tea\n\nA tea.\n")
    write("b.md", f"# Capsules\n\nNow:\n\n{CANCER}\n\nOur drops cure migraine.\n")
    assert run("check", "--select", "CER002") == 1
    assert "1 known finding no longer there" in capsys.readouterr().err
    assert run("baseline", "update", "--select", "CER002") == 0
    assert capsys.readouterr().out == (
        "Wrote claimcheck-baseline.json: 1 known finding (1 dropped, 0 added, 1 left as new).\n"
    )
    assert check(capsys) == [("b.md", 7)]
    assert run("baseline", "update", "--add", "--select", "CER002") == 0
    assert "2 known findings (0 dropped, 1 added)" in capsys.readouterr().out
    assert check(capsys) == []


def test_update_of_one_page_leaves_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    run("baseline", "create", "--select", "CER002")
    write("a.md", "# Tea\n\nA tea.\n")
    run("baseline", "update", "a.md", "--select", "CER002")
    assert "1 known finding (1 dropped, 0 added)" in capsys.readouterr().out
    assert check(capsys) == []


def test_a_conflict_resolves_by_running_again(capsys: pytest.CaptureFixture[str]) -> None:
    run("baseline", "create", "--select", "CER002")
    good = Path("claimcheck-baseline.json").read_text(encoding="utf-8")
    lines = good.splitlines()
    first = next(number for number, line in enumerate(lines) if '"a.md"' in line)
    lines.insert(first, "<<<<<<< HEAD")
    lines.insert(first + 2, "=======")
    lines.insert(first + 4, ">>>>>>> theirs")
    write("claimcheck-baseline.json", "\n".join(lines) + "\n")
    assert run("check") == 2
    assert "claimcheck-baseline.json:4: holds a merge conflict" in capsys.readouterr().err
    assert run("baseline", "update", "--select", "CER002") == 0
    assert Path("claimcheck-baseline.json").read_text(encoding="utf-8") == good


def test_create_does_not_replace(capsys: pytest.CaptureFixture[str]) -> None:
    run("baseline", "create")
    capsys.readouterr()
    assert run("baseline", "create") == 2
    assert "claimcheck-baseline.json: exists" in capsys.readouterr().err
    assert run("baseline", "create", "--force") == 0


def test_show_lists_what_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    run("baseline", "create", "--select", "CER002")
    capsys.readouterr()
    assert run("baseline", "show") == 0
    assert capsys.readouterr().out == (
        f"a.md\n  CER002  {CURE.lower()}\n\nb.md\n  CER002  {CANCER.lower()}\n\n"
        "2 known findings in claimcheck-baseline.json.\n"
    )
    assert run("baseline", "show", "--format", "json") == 0
    assert [entry["path"] for entry in json.loads(capsys.readouterr().out)] == ["a.md", "b.md"]


def test_a_configured_baseline_must_be_there(capsys: pytest.CaptureFixture[str]) -> None:
    write("claimcheck.toml", 'baseline = "known/list.json"\n')
    Path("known").mkdir()
    assert run("check") == 2
    assert "known/list.json: no such baseline" in capsys.readouterr().err
    assert run("baseline", "create") == 0
    assert check(capsys) == []
    entries = json.loads(Path("known/list.json").read_text(encoding="utf-8"))["findings"]
    # Relative to the list, so that it holds from wherever claimcheck is run.
    assert {entry["path"] for entry in entries} == {"../a.md", "../b.md"}


def test_what_cannot_be_checked_is_told_when_recording(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("bad.md").write_bytes(b"\x00\xff\x00\xfe" * 50)
    assert run("baseline", "create") == 2
    out, err = capsys.readouterr()
    assert "Wrote claimcheck-baseline.json" in out
    assert "bad.md" in err


def git(*arguments: str) -> None:
    who = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@b.c", "GIT_CONFIG_GLOBAL": os.devnull}
    who |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in who.items()}
    subprocess.run(["git", *arguments], check=True, capture_output=True, env={**os.environ, **who})


def test_only_changed_lines_are_reported(capsys: pytest.CaptureFixture[str]) -> None:
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "x")
    assert check(capsys, "--changed-since", "HEAD") == []
    write("a.md", f"# Tea\n\n{CURE}\n\nOrder today with free delivery.\n\n{CANCER}\n")
    write("c.md", f"# New\n\n{CURE}\n")
    assert check(capsys, "--changed-since", "HEAD") == [("a.md", 7), ("c.md", 3)]
    assert check(capsys, "--changed-since", "HEAD", "b.md") == []
    assert run("check", "--changed-since", "HEAD", "gone.md", "a.md") == 2
    assert "gone.md: no such file" in capsys.readouterr().err


def test_an_unknown_revision_fails(capsys: pytest.CaptureFixture[str]) -> None:
    git("init", "-q")
    assert run("check", "--changed-since", "nowhere") == 2
    assert capsys.readouterr().err == (
        "claimcheck: git knows no revision 'nowhere' (--changed-since)\n"
    )


def test_a_kind_of_file_without_a_reader_is_read_as_text_and_said_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("page.copy", f"Tea\n\n{CURE}\n\nOrder today with free delivery.\n")
    assert check(capsys, "page.copy") == [("page.copy", 3)]
    run("check", "page.copy", "a.md")
    assert capsys.readouterr().err == (
        "claimcheck: note: page.copy: no reader for this kind of file, read as plain text\n"
    )
