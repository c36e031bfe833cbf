"""Annotation files: what a careful reviewer would say about a page, as data beside it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import Field

from claimcheck.errors import ReadError
from claimcheck.finding import Severity
from claimcheck.rules.schema import Product, Strict, Strings

SUFFIX = ".expected.yaml"


class Expected(Strict):
    """One finding that a careful reviewer would make.

    `text` stands in the source of the page, `occurrence` says which time. An `optional` finding is
    welcome and not missed. `register` marks one that needs a register of evidence.
    """

    rule: str
    text: str = Field(min_length=1)
    occurrence: int = Field(1, ge=1)
    severity: Severity | None = None
    optional: bool = False
    register_: bool = Field(False, alias="register")
    profiles: Strings | None = None
    why: str = ""


class Clean(Strict):
    """A sentence that tempts and is fine: a finding there is a false alarm with a reason."""

    text: str = Field(min_length=1)
    occurrence: int = Field(1, ge=1)
    why: str = ""


class Annotation(Strict):
    """An annotation file, `<page>.expected.yaml` beside its page.

    Without a `profile`, the page is read under the configured one.
    """

    page: str
    profile: Strings = Field(default_factory=list)
    product: Product | None = None
    field: str = ""
    findings: list[Expected] = Field(default_factory=list)
    clean: list[Clean] = Field(default_factory=list)


def find_annotations(paths: Iterable[Path]) -> list[Path]:
    """The annotation files that `paths` (such files, their pages, or folders) name or hold.

    Sorted. Raises ReadError for a path without any: nothing to compare with is not a success.
    """
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            inside = set(path.rglob(f"*{SUFFIX}"))
            if not inside:
                raise ReadError(f"no annotation (*{SUFFIX}) in this folder", path=str(path))
            found |= inside
            continue
        beside = path if path.name.endswith(SUFFIX) else path.with_name(path.stem + SUFFIX)
        if not beside.is_file():
            wanted = "no such annotation" if beside == path else f"no annotation {beside.name}"
            raise ReadError(wanted if path.exists() else "no such file or folder", path=str(path))
        found.add(beside)
    return sorted(found)
