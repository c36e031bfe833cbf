"""Which files a run checks."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from claimcheck.config import Settings
from claimcheck.discover import Found, find_files

SUFFIXES = (".md", ".txt", ".html", ".blade.php")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(root: Path, *names: str, text: str = "x") -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def find(*paths: str, **changes: Any) -> Found:
    return find_files(paths, Settings(**changes), SUFFIXES)


def names(found: Found) -> list[str]:
    return [Path(file.path).as_posix() for file in found.files]


def test_a_folder_gives_its_prose_sorted(tree: Path) -> None:
    write(tree, "b.md", "a.TXT", "sub/c.html", "sub/app.py", "page.blade.php", "plain.php")
    found = find()
    assert names(found) == ["a.TXT", "b.md", "page.blade.php", "sub/c.html"]
    assert not any(file.explicit for file in found.files)
    assert not found.failures


def test_paths_are_shown_as_the_user_named_them(tree: Path) -> None:
    write(tree, "content/a.md")
    assert names(find("content")) == ["content/a.md"]
    assert names(find("./content/")) == ["content/a.md"]
    assert names(find(str(tree / "content"))) == [(tree / "content/a.md").as_posix()]


@pytest.mark.parametrize(
    "left_out",
    [
        "node_modules/pkg/README.md",
        ".hidden/a.md",
        ".draft.md",
        "env/lib/a.md",
        "robots.txt",
        "requirements-dev.txt",
        "LICENSE.txt",
    ],
)
def test_what_nobody_means_by_a_folder_is_left_out(tree: Path, left_out: str) -> None:
    write(tree, "a.md", left_out, "env/pyvenv.cfg")
    assert names(find()) == ["a.md"]


def test_a_file_that_is_named_is_taken_whatever_it_is(tree: Path) -> None:
    write(tree, "robots.txt", "node_modules/a.md", "notes.xyz")
    found = find("robots.txt", "node_modules/a.md", "notes.xyz", exclude=("*.xyz",))
    assert names(found) == ["node_modules/a.md", "notes.xyz", "robots.txt"]
    assert all(file.explicit for file in found.files)


def test_a_file_named_twice_is_checked_once(tree: Path) -> None:
    write(tree, "a.md")
    assert names(find("a.md", ".", "./a.md", str(tree / "a.md"))) == ["a.md"]


@pytest.mark.parametrize("ignore_file", [".gitignore", ".claimcheckignore"])
def test_ignore_files_hold_as_in_git(tree: Path, ignore_file: str) -> None:
    write(tree, "a.md", "drafts/b.md", "old.txt", "sub/old.txt", "sub/keep.txt", "sub/x/y.md")
    (tree / ".git").mkdir()
    write(tree, ignore_file, text="# comment\ndrafts/\n*.txt\n!keep.txt\n")
    write(tree, f"sub/{ignore_file}", text="!old.txt\n/x\n")
    assert names(find()) == ["a.md", "sub/keep.txt", "sub/old.txt"]


def test_ignore_files_above_the_folder_hold_up_to_the_repository(tree: Path) -> None:
    write(tree, ".gitignore", text="*.md\n")
    write(tree, "repo/.gitignore", text="*.txt\n")
    write(tree, "repo/content/a.md", "repo/content/b.txt")
    (tree / "repo/.git").mkdir()
    assert names(find("repo/content")) == ["repo/content/a.md"]


def test_include_and_exclude_are_relative_to_the_configured_root(tree: Path) -> None:
    write(tree, "content/a.md", "content/old/b.md", "README.md", "content/page.njk")
    assert names(find(include=("content/",))) == ["content/a.md", "content/old/b.md"]
    assert names(find(include=("content/",), exclude=("old",))) == ["content/a.md"]
    # A pattern that names the suffix asks for files that a folder would not give.
    assert names(find(include=("content/*.njk",))) == ["content/page.njk"]


def test_exclusions_bind_named_files_only_when_forced(tree: Path) -> None:
    write(tree, "content/a.md", "content/old/b.md", "README.md")
    paths = ("content/a.md", "content/old/b.md", "README.md")
    settings: dict[str, Any] = {"include": ("content/",), "exclude": ("old/",)}
    assert len(find(*paths, **settings).files) == 3
    assert names(find(*paths, force_exclude=True, **settings)) == ["content/a.md"]


def test_forced_exclusions_hold_for_ignored_folders_above(tree: Path) -> None:
    write(tree, ".gitignore", text="build/\n")
    write(tree, "build/deep/a.md", "a.md")
    (tree / ".git").mkdir()
    assert names(find("build/deep/a.md", "a.md", force_exclude=True)) == ["a.md"]


def test_what_cannot_be_used_is_told_and_the_rest_is_found(tree: Path) -> None:
    write(tree, "a.md", "empty/app.py")
    (tree / "dangling.md").symlink_to(tree / "gone.md")
    found = find("gone.md", "empty", "dangling.md", "", "a.md")
    assert names(found) == ["a.md"]
    assert [str(failure) for failure in found.failures] == [
        "gone.md: no such file or folder",
        "empty: no file to check in this folder (looked for .blade.php .html .md .txt)",
        "dangling.md: a link to something that does not exist",
        "a path is empty",
    ]


def test_nothing_included_is_told(tree: Path) -> None:
    write(tree, "a.md")
    found = find(include=("content/",))
    assert [failure.message for failure in found.failures] == [
        "no file here matches include = ['content/']"
    ]


def test_links_to_folders_are_not_followed(tree: Path) -> None:
    write(tree, "sub/a.md")
    (tree / "sub/loop").symlink_to(tree, target_is_directory=True)
    assert names(find()) == ["sub/a.md"]


def test_a_deep_tree_is_no_trouble(tree: Path) -> None:
    deep = tree
    for _ in range(60):
        deep = deep / "d"
    write(deep, "a.md")
    assert len(find().files) == 1


def test_a_folder_that_cannot_be_listed_is_told(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tree, "a.md", "shut/b.md")
    scandir = os.scandir

    def refuse(path: Path) -> Iterator[os.DirEntry[str]]:
        if path.name == "shut":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr("claimcheck.discover.os.scandir", refuse)
    found = find()
    assert names(found) == ["a.md"]
    assert [failure.message for failure in found.failures] == [
        "cannot list this folder: Permission denied"
    ]
