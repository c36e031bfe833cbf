"""Paths as the user gave them -> the files to check.

Folders are walked the way git would see them: `.gitignore` and `.claimcheckignore` hold, hidden
folders and installed packages are left out. A file that is named outright is always taken.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from claimcheck.config import Settings
from claimcheck.errors import ConfigError, ReadError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILES = (".gitignore", ".claimcheckignore")
SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__"})
# Text files by their suffix, but nobody's prose.
NOT_PROSE = (
    "robots.txt",
    "ads.txt",
    "app-ads.txt",
    "security.txt",
    "requirements*.txt",
    "constraints*.txt",
    "CMakeLists.txt",
    "LICENSE*",
    "LICENCE*",
)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to check; `explicit` if the user named it rather than a folder around it."""

    path: str
    explicit: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What the paths came to: files sorted by path, and the paths that could not be used."""

    files: tuple[FoundFile, ...]
    failures: tuple[ReadError, ...]


@dataclass(frozen=True)
class _Patterns:
    """Gitignore patterns and the folder that they are relative to."""

    folder: Path
    lines: tuple[str, ...]

    @cached_property
    def spec(self) -> GitIgnoreSpec:
        from pathspec import GitIgnoreSpec  # a tenth of what a known page costs

        return GitIgnoreSpec.from_lines(self.lines)

    def verdict(self, path: Path, *, folder: bool = False) -> bool | None:
        """True if the patterns take `path` (absolute), False if they give it back, else None."""
        if not self.lines or not path.is_relative_to(self.folder):
            return None
        name = path.relative_to(self.folder).as_posix() + ("/" if folder else "")
        return self.spec.check_file(name).include


def find_files(paths: Sequence[str], settings: Settings, suffixes: Collection[str]) -> Found:
    """The files that `paths` name or hold.

    Without paths, the configured root if it says what to include, else the current folder.
    `suffixes` (lower case, with the dot) are those that folders are searched for. Raises
    ConfigError for a pattern in `settings` that is not one.
    """
    if not paths:
        paths = [_short(settings.root)] if settings.include else ["."]
    walk = _Walk(settings, tuple(suffixes))
    found: dict[Path, FoundFile] = {}
    failures: list[ReadError] = []
    for name in paths:
        path = Path(os.path.abspath(name))
        if not name:
            failures.append(ReadError("a path is empty"))
        elif path.is_dir():
            inside = list(walk.files(path, failures))
            for file in inside:
                found.setdefault(file, FoundFile(_joined(name, path, file), explicit=False))
            if not inside:
                failures.append(ReadError(_nothing(settings, suffixes), path=name))
        elif not os.path.lexists(path):
            failures.append(ReadError("no such file or folder", path=name))
        elif not path.exists():
            failures.append(ReadError("a link to something that does not exist", path=name))
        elif not (settings.force_exclude and walk.excluded(path)):
            earlier = found.get(path)
            found[path] = FoundFile(earlier.path if earlier else os.path.normpath(name), True)
    files = sorted(found.values(), key=lambda file: Path(file.path).parts)
    return Found(tuple(files), tuple(failures))


def _joined(name: str, folder: Path, file: Path) -> str:
    """`file` as the user would name it from where they named `folder`."""
    relative = file.relative_to(folder)
    return os.path.normpath(os.path.join(name, relative))


def _short(path: Path) -> str:
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive, on Windows
        return str(path)


def _nothing(settings: Settings, suffixes: Collection[str]) -> str:
    if settings.include:
        return f"no file here matches include = {list(settings.include)}"
    return f"no file to check in this folder (looked for {' '.join(sorted(suffixes))})"


def _skipped(folder: Path) -> bool:
    if folder.name.startswith(".") or folder.name in SKIPPED_FOLDERS:
        return True
    return (folder / "pyvenv.cfg").exists()


class _Walk:
    """Walks folders under one set of settings; pattern files are read once."""

    def __init__(self, settings: Settings, suffixes: tuple[str, ...]) -> None:
        self._suffixes = suffixes
        self._root = Path(os.path.abspath(settings.root))
        self._include = settings.include
        self._included = _Patterns(self._root, settings.include)
        self._exclude = _Patterns(self._root, (*NOT_PROSE, *settings.exclude))
        # Ours are sound; those of a user are built now, so that a bad one is told once.
        for given, patterns in (
            (settings.include, self._included),
            (settings.exclude, self._exclude),
        ):
            try:
                if given:
                    _ = patterns.spec
            except ValueError as error:
                raise ConfigError(f"a pattern of include or exclude: {error}") from error

    def files(self, folder: Path, failures: list[ReadError]) -> Iterator[Path]:
        """The files to check below `folder`, absolute; unreadable folders go to `failures`."""
        yield from self._walk(folder, self._above(folder), failures)

    def _walk(
        self, folder: Path, ignores: list[_Patterns], failures: list[ReadError]
    ) -> Iterator[Path]:
        # An explicit stack: a crafted tree may be deeper than Python recurses.
        stack = [(folder, ignores)]
        while stack:
            folder, above = stack.pop()
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            except OSError as error:
                reason = error.strerror or str(error)
                failures.append(ReadError(f"cannot list this folder: {reason}", path=str(folder)))
                continue
            ignores = [*above, *self._ignore_files(folder, failures)]
            for entry in entries:
                path = folder / entry.name
                if entry.is_dir(follow_symlinks=False):
                    if not _skipped(path) and not self._ignored(path, ignores, folder=True):
                        stack.append((path, ignores))
                elif self._wanted(path) and entry.is_file() and not self._ignored(path, ignores):
                    yield path

    def _wanted(self, path: Path) -> bool:
        name = path.name.lower()
        known = name.endswith(self._suffixes) and not name.startswith(".")
        if not self._include:
            return known
        if not path.is_relative_to(self._root):
            return False
        match = self._included.spec.check_file(path.relative_to(self._root).as_posix())
        if not match.include or match.index is None:
            return False
        # A pattern that ends in the suffix asks for it, known or not; `content/` does not.
        return known or self._include[match.index].lower().endswith(path.suffix.lower() or name)

    def _ignored(self, path: Path, ignores: list[_Patterns], *, folder: bool = False) -> bool:
        if self._exclude.verdict(path, folder=folder):
            return True
        # As in git: the pattern file nearest to the path has the last word.
        for patterns in reversed(ignores):
            verdict = patterns.verdict(path, folder=folder)
            if verdict is not None:
                return verdict
        return False

    def excluded(self, path: Path) -> bool:
        """Whether a walk from the top would leave `path` or a folder around it out."""
        ignores = [*self._above(path.parent), *self._ignore_files(path.parent, [])]
        if self._ignored(path, ignores) or (bool(self._include) and not self._wanted(path)):
            return True
        return any(self._ignored(parent, ignores, folder=True) for parent in path.parents[:-1])

    def _above(self, folder: Path) -> list[_Patterns]:
        """The pattern files over `folder`, outermost first: up to the repository's top."""
        over = [folder, *folder.parents]
        top = next((place for place in over if (place / ".git").exists()), None)
        if top is None:
            top = self._root if folder.is_relative_to(self._root) else folder
        between = [place for place in over[1:] if place.is_relative_to(top)]
        return [
            patterns for place in reversed(between) for patterns in self._ignore_files(place, [])
        ]

    def _ignore_files(self, folder: Path, failures: list[ReadError]) -> list[_Patterns]:
        found = []
        for name in IGNORE_FILES:
            file = folder / name
            try:
                lines = file.read_text(encoding="utf-8-sig", errors="replace").splitlines()
                patterns = _Patterns(folder, tuple(lines))
                patterns.spec  # noqa: B018
            except FileNotFoundError:
                continue
            except (OSError, ValueError) as error:
                failures.append(ReadError(f"cannot use this file: {error}", path=str(file)))
                continue
            found.append(patterns)
        return found
