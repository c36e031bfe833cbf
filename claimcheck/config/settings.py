"""What one run, or one file of it, is checked with."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

# These add up over `extend`, the file, its overrides and the command line: who ignores one more
# rule for the blog does not mean to bring the others back.
ADDING = frozenset(
    {"ignore", "exclude", "rules", "overrides", "evidence", "claims", "bibliography", "site"}
)


@dataclass(frozen=True)
class Override:
    """Settings that hold for some paths only; `paths` are patterns relative to `root`."""

    paths: tuple[str, ...]
    root: Path
    changes: Mapping[str, Any]

    @cached_property
    def _spec(self) -> GitIgnoreSpec:
        from pathspec import GitIgnoreSpec  # a tenth of what a known page costs

        return GitIgnoreSpec.from_lines(self.paths)

    def applies(self, path: str) -> bool:
        """Whether `path`, absolute or relative to the current folder, is one of them."""
        try:
            relative = os.path.relpath(os.path.abspath(path), self.root)
        except ValueError:  # another drive, on Windows
            return False
        inside = relative != os.pardir and not relative.startswith(os.pardir + os.sep)
        return inside and self._spec.match_file(relative)


@dataclass(frozen=True)
class Settings:
    """Everything that decides what a check reports.

    `select` and `ignore` hold rule codes, prefixes of them, or names. `severity` maps a code or
    name to error, warning, info or off. `fail_on` is the least severity that makes a run fail, or
    `never`. `product` is what the pages sell, where rules ask for it. `pipeline` names another
    spaCy pipeline than the bundled one. `rules` are files or folders of house rules. `max_bytes`
    bounds the size of a file. `include` and `exclude` are gitignore patterns relative to `root`;
    `force_exclude` applies them to files that were named outright, too.
    `evidence` are evidence registers, `claims` libraries of approved statements, `bibliography`
    BibTeX or CSL files; `site` are the hosts that are the publisher's own.
    `fields` are patterns of front-matter or data keys that hold prose; empty means the readers'
    own. `cache` says whether results are kept for the next run. `require_reason` refuses
    suppressions without one; `today` decides which have lapsed (absent: the day of the run).
    """

    profiles: tuple[str, ...] = ("us",)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    fail_on: str = "warning"
    product: str | None = None
    pipeline: str | None = None
    rules: tuple[Path, ...] = ()
    max_bytes: int = 10_000_000
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    baseline: Path | None = None
    evidence: tuple[Path, ...] = ()
    claims: tuple[Path, ...] = ()
    bibliography: tuple[Path, ...] = ()
    site: tuple[str, ...] = ()
    require_reason: bool = False
    force_exclude: bool = False
    cache: bool = True
    overrides: tuple[Override, ...] = ()
    root: Path = field(default_factory=Path.cwd)
    today: date | None = None

    def changed(self, changes: Mapping[str, Any]) -> Settings:
        """These settings with `changes`: lists in `ADDING` grow, `severity` merges, others yield.

        Raises TypeError for a name that is no setting.
        """
        merged: dict[str, Any] = {}
        for name, value in changes.items():
            if name in ADDING:
                merged[name] = (*getattr(self, name), *value)
            elif name == "severity":
                merged[name] = {**self.severity, **value}
            else:
                merged[name] = value
        return replace(self, **merged)

    def for_path(self, path: str | Path) -> Settings:
        """The settings for one file: every override that names it, in order."""
        settings = self
        for override in self.overrides:
            if override.applies(str(path)):
                settings = settings.changed(override.changes)
        return settings
