"""What changed since a revision, as git tells it.

Compared is the working tree with the point where the history left the revision: what others did
to it since then is not this change.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from claimcheck.errors import ConfigError
from claimcheck.finding import FileResult, Finding, Result
from claimcheck.source import Source

_HUNK = re.compile(rb"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_SECTION = re.compile(rb"^diff --git ", re.MULTILINE)
# Seconds; a diff of a large repository takes a few.
_PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Changes:
    """Changed files below `top`, by absolute path: their changed lines, None for every line.

    A line interval is `[first, last]`, 1-based.
    """

    top: Path
    files: Mapping[Path, Sequence[tuple[int, int]] | None]

    def touches(self, path: str) -> bool:
        """Whether a file changed; one that git does not know of counts as changed."""
        place = _resolved(path)
        return place in self.files or not place.is_relative_to(self.top)

    def includes(self, path: str, first: int, last: int) -> bool:
        """Whether one of the lines `first` to `last` of a file changed."""
        place = _resolved(path)
        lines = self.files.get(place, ())
        if lines is None or not place.is_relative_to(self.top):
            return True
        return any(start <= last and first <= end for start, end in lines)


def _resolved(path: str) -> Path:
    # The folder only: git lists a link as itself.
    full = Path(os.path.abspath(path))
    return full.parent.resolve() / full.name


def changes_since(revision: str, folder: Path | None = None) -> Changes:
    """The changes of the working tree around `folder` (the current one) since `revision`.

    Raises ConfigError if git, a repository or the revision is missing, and says what to fetch.
    """
    git = _Git(folder or Path.cwd())
    top = Path(os.fsdecode(git.run("rev-parse", "--show-toplevel").rstrip(b"\n"))).resolve()
    git = _Git(top)
    base = _base(git, revision)
    # Both list the files in the same order; numstat names them safely, the patch has the lines.
    options = ("--no-ext-diff", "--no-textconv", "--no-color", "--find-renames", base, "--")
    names = _names(git.run("diff", "--numstat", "-z", *options))
    patch = git.run("diff", "--unified=0", *options)
    sections = _SECTION.split(patch)[1:]
    files: dict[Path, Sequence[tuple[int, int]] | None] = {top / name: None for name, _ in names}
    # They differ in a merge that is not finished; then a file counts as changed as a whole.
    if len(sections) == len(names):
        for (name, binary), section in zip(names, sections, strict=True):
            files[top / name] = None if binary else _hunks(section)
    for entry in git.run("ls-files", "--others", "--exclude-standard", "-z").split(b"\0"):
        if entry:
            files[top / os.fsdecode(entry)] = None
    return Changes(top, files)


def _base(git: _Git, revision: str) -> str:
    """The commit to compare with."""
    if revision.startswith("-"):
        raise ConfigError(f"{revision!r} is no revision (--changed-since)")
    commit = git.ask("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if commit is None:
        if git.ask("rev-parse", "--is-shallow-repository") == "true":
            name = revision.removeprefix("origin/")
            raise ConfigError(
                f"{revision!r} is not in this shallow clone; first run: "
                f"git fetch --depth=1 origin {name}; then compare with FETCH_HEAD"
            )
        raise ConfigError(f"git knows no revision {revision!r} (--changed-since)")
    # A shallow clone may not reach back to the fork; the revision itself is then the best there
    # is, and the right one for the merge commits that CI services check out.
    return git.ask("merge-base", commit, "HEAD") or commit


def _names(data: bytes) -> list[tuple[str, bool]]:
    """The files of `git diff --numstat -z`, and whether git takes them for binary."""
    fields = data.split(b"\0")
    found = []
    at = 0
    while at < len(fields) and fields[at]:
        added, _, name = fields[at].split(b"\t", 2)
        at += 1
        if not name:  # a rename: old and new name follow
            name = fields[at + 1]
            at += 2
        found.append((os.fsdecode(name), added == b"-"))
    return found


def _hunks(section: bytes) -> list[tuple[int, int]]:
    lines = []
    for start, count in _HUNK.findall(section):
        length = int(count) if count else 1
        if length:
            lines.append((int(start), int(start) + length - 1))
    return lines


class _Git:
    """Runs git in one folder, without a shell."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def run(self, *arguments: str) -> bytes:
        """The output of a git command. Raises ConfigError with git's own words if it fails."""
        process = self._process(arguments)
        if process.returncode:
            said = process.stderr.decode("utf-8", "replace").strip().splitlines()
            words = said[0].removeprefix("fatal: ") if said else "no reason given"
            raise ConfigError(f"git {arguments[0]} failed: {words}")
        return process.stdout

    def ask(self, *arguments: str) -> str | None:
        """The one line that a git command answers, None if it fails."""
        process = self._process(arguments)
        return None if process.returncode else process.stdout.decode("utf-8", "replace").strip()

    def _process(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                ["git", "-c", "core.quotePath=false", "-c", "diff.noprefix=false", *arguments],
                cwd=self._folder,
                capture_output=True,
                check=False,
                timeout=_PATIENCE,
                env={**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
            )
        except FileNotFoundError as error:
            raise ConfigError("git is not installed (--changed-since needs it)") from error
        except subprocess.TimeoutExpired as error:
            raise ConfigError(f"git {arguments[0]} took more than {_PATIENCE} s") from error


def only_changed(result: Result, changes: Changes, whole_page: Collection[str]) -> Result:
    """The findings on changed lines; those of the rules `whole_page` if the file changed."""
    files = [
        replace(file, findings=[f for f in file.findings if _counts(file, f, changes, whole_page)])
        for file in result.files
    ]
    return Result(files, result.failures)


def _counts(
    file: FileResult, finding: Finding, changes: Changes, whole_page: Collection[str]
) -> bool:
    source: Source | None = file.source
    if source is None or not changes.touches(file.path):
        return False
    if finding.code in whole_page:
        return True
    first = source.position(min(finding.place.start, finding.sentence.start)).line
    last = source.position(max(finding.place.end, finding.sentence.end)).line
    return changes.includes(file.path, first, last)
