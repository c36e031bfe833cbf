"""What changed since a revision, in real repositories."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from claimcheck.changed import Changes, changes_since, only_changed
from claimcheck.errors import ConfigError
from claimcheck.finding import FileResult, Finding, Result, Severity
from claimcheck.source import Range, Source


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, as the current folder; the user's settings out of the way."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
    }.items():
        monkeypatch.setenv(name, value)
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.chdir(folder)
    git("init", "-q", "-b", "main")
    write("a.md", "one\ntwo\nthree\nfour\nfive\n")
    write("b.md", "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n")
    write("content/c.md", "one\n")
    commit()
    return folder


def git(*arguments: str, cwd: Path | None = None) -> str:
    return subprocess.run(
        ["git", *arguments], check=True, capture_output=True, text=True, cwd=cwd
    ).stdout.strip()


def write(name: str, text: str) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def commit() -> None:
    git("add", "-A")
    git("commit", "-q", "-m", "x")


def lines(changes: Changes, path: str, count: int = 12) -> list[int]:
    return [line for line in range(1, count + 1) if changes.includes(path, line, line)]


def test_changed_lines_are_those_of_the_working_tree(repository: Path) -> None:
    write("a.md", "one\nTWO\nthree\nnew\nnewer\nfour\nfive\n")
    found = changes_since("HEAD")
    assert found.top == repository.resolve()
    assert lines(found, "a.md") == [2, 4, 5]
    assert found.includes("a.md", 1, 2)
    assert not found.includes("a.md", 6, 7)
    assert not found.touches("b.md")
    assert lines(found, "b.md") == []


def test_committed_staged_and_edited_lines_all_count() -> None:
    git("checkout", "-q", "-b", "mine")
    write("a.md", "ONE\ntwo\nthree\nfour\nfive\n")
    commit()
    write("a.md", "ONE\ntwo\nTHREE\nfour\nfive\n")
    git("add", "a.md")
    write("a.md", "ONE\ntwo\nTHREE\nfour\nFIVE\n")
    assert lines(changes_since("main"), "a.md") == [1, 3, 5]


def test_what_others_did_since_is_not_this_change() -> None:
    git("checkout", "-q", "-b", "mine")
    write("a.md", "ONE\ntwo\nthree\nfour\nfive\n")
    commit()
    git("checkout", "-q", "main")
    write("b.md", "changed elsewhere\n")
    commit()
    git("checkout", "-q", "mine")
    found = changes_since("main")
    assert lines(found, "a.md") == [1]
    assert not found.touches("b.md")


def test_new_files_count_as_a_whole() -> None:
    write("new/ü b\t.md", "one\ntwo\n")
    write(".gitignore", "ignored.md\n")
    write("ignored.md", "x\n")
    found = changes_since("HEAD")
    assert lines(found, "new/ü b\t.md", 3) == [1, 2, 3]
    assert not found.touches("ignored.md")


def test_a_tracked_file_with_an_odd_name() -> None:
    write('q"uo\te ü.md', "one\ntwo\n")
    commit()
    write('q"uo\te ü.md', "one\nTWO\n")
    assert lines(changes_since("HEAD"), 'q"uo\te ü.md') == [2]


def test_a_renamed_file_counts_by_its_changed_lines() -> None:
    git("mv", "b.md", "moved.md")
    write("moved.md", "one\ntwo\nthree\nfour\nfive\nsix\nSEVEN\neight\n")
    write("a.md", "one\n")
    found = changes_since("HEAD")
    assert lines(found, "moved.md") == [7]
    assert found.touches("a.md")
    assert lines(found, "a.md") == []


def test_binary_files_count_as_a_whole() -> None:
    Path("u.txt").write_bytes("ein\nzwei\n".encode("utf-16"))
    commit()
    Path("u.txt").write_bytes("ein\nzwo\n".encode("utf-16"))
    assert lines(changes_since("HEAD"), "u.txt", 2) == [1, 2]


def test_it_works_from_a_folder_below_and_through_a_link(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("content/c.md", "ONE\n")
    monkeypatch.chdir(repository / "content")
    assert lines(changes_since("HEAD"), "c.md", 1) == [1]
    link = repository.parent / "link"
    link.symlink_to(repository, target_is_directory=True)
    monkeypatch.chdir(link)
    assert lines(changes_since("HEAD"), "content/c.md", 1) == [1]


def test_a_file_outside_the_repository_counts_as_changed(repository: Path) -> None:
    (repository.parent / "out.md").write_text("x", encoding="utf-8")
    found = changes_since("HEAD")
    assert found.touches("../out.md")
    assert lines(found, "../out.md", 1) == [1]


def test_settings_of_the_user_do_not_matter() -> None:
    for key, value in {
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        "diff.external": "false",
        "color.ui": "always",
        "diff.renames": "false",
        "diff.context": "9",
    }.items():
        git("config", key, value)
    write("a.md", "one\nTWO\nthree\nfour\nfive\n")
    assert lines(changes_since("HEAD"), "a.md") == [2]


@pytest.mark.parametrize("revision", ["nowhere", "HEAD~99", "--output=x", "-x", ""])
def test_an_unknown_revision_is_told(revision: str) -> None:
    with pytest.raises(ConfigError, match=r"revision .*\(--changed-since\)"):
        changes_since(revision)
    assert not Path("x").exists()


def test_no_repository_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="git rev-parse failed: not a git repository"):
        changes_since("HEAD", tmp_path)


def test_no_git_is_told(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(ConfigError, match="git is not installed"):
        changes_since("HEAD")


def test_a_shallow_clone_says_what_to_fetch_and_then_works(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("checkout", "-q", "-b", "mine")
    write("a.md", "one\nTWO\nthree\nfour\nfive\n")
    commit()
    clone = tmp_path / "clone"
    git("clone", "-q", "--depth=1", "-b", "mine", f"file://{repository}", str(clone))
    monkeypatch.chdir(clone)
    with pytest.raises(ConfigError, match="git fetch --depth=1 origin main; then") as error:
        changes_since("origin/main")
    command = str(error.value).partition("first run: ")[2].partition(";")[0]
    git(*command.split()[1:])
    assert lines(changes_since("FETCH_HEAD"), "a.md") == [2]


def finding(code: str, start: int, end: int) -> Finding:
    return Finding(code, "n", Severity.INFO, "m", Range(start, end), Range(start, end), "x")


def test_findings_on_changed_lines_stay_and_page_rules_where_the_page_changed() -> None:
    text = "one\nTWO\nthree\n"
    write("a.md", text)
    found = [finding("AAA001", 0, 3), finding("AAA001", 4, 7), finding("DIS001", 0, 3)]
    result = Result(
        [
            FileResult(Source("a.md", text), "a.md", found),
            FileResult(Source("b.md", "one\n"), "b.md", [finding("DIS001", 0, 3)]),
        ]
    )
    kept = only_changed(result, changes_since("HEAD"), {"DIS001"})
    assert [list(file.findings) for file in kept.files] == [found[1:], []]
