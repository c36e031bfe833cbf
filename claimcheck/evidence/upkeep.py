"""Keeping a register: adding works by identifier, asking again, and saying what needs a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from claimcheck.citations.identifiers import find_identifiers
from claimcheck.errors import ClaimcheckError, ConfigError
from claimcheck.evidence.fetch import Fetcher, FetchError, NotFoundError
from claimcheck.evidence.library import Library
from claimcheck.evidence.records import Record
from claimcheck.evidence.register import Register
from claimcheck.evidence.schema import Source
from claimcheck.evidence.store import append_sources, update_sources

# After so many failures in a row nobody is there; every further one would cost its tries.
_PATIENCE = 2
# What no service knows in a form to rely on: a person reads it in the work.
BY_HAND = ("design", "intervention", "population", "n", "comparator", "outcomes")


@dataclass(frozen=True, slots=True)
class Remark:
    """What upkeep has to say about an entry: `error` must be dealt with, `warning` should be."""

    key: str
    level: str
    text: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """An identifier that somebody asked for."""

    kind: str
    value: str


def parse_wanted(text: str) -> Wanted:
    """A DOI, its address, `PMID 123` or a bare number; ConfigError for anything else."""
    bare = text.strip()
    if re.fullmatch(r"[0-9]{1,8}", bare):
        bare = f"PMID {bare}"
    elif re.match(r"10\.\d", bare):
        bare = f"doi:{bare}"
    found = find_identifiers(bare)
    whole = (
        len(found) == 1 and len(bare.split()) <= 2 and found[0].place.end >= len(bare.rstrip("/"))
    )
    if not whole or found[0].kind not in ("doi", "pmid"):
        raise ConfigError(f"{text!r} is neither a DOI nor a PubMed number")
    if found[0].error:
        raise ConfigError(f"{text!r}: {found[0].error}")
    return Wanted(found[0].kind, found[0].value)


def add(
    path: Path, wanted: Sequence[Wanted], fetcher: Fetcher, today: date
) -> Iterator[tuple[Wanted, str | ClaimcheckError]]:
    """Ask for each work and append it to the register at `path`.

    Yields the new entry's key, or why there is none; what was added stays added.
    """
    register = Register.load([path] if path.exists() else [])
    taken = register.keys
    for each in wanted:
        known = register.source(each.kind, each.value)
        if known is not None:
            yield each, ConfigError(f"{each.value} is in the register as {known.id}")
            continue
        try:
            record = fetch(each, fetcher)
            entry = entry_of(record, each, taken, today)
            append_sources(path, [entry])
        except ClaimcheckError as error:
            yield each, error
            continue
        taken.add(entry["id"])
        yield each, str(entry["id"])


def refresh(
    path: Path, fetcher: Fetcher, today: date, *, write: bool = True
) -> Iterator[Remark | ClaimcheckError]:
    """Ask again for every entry with a DOI or PubMed number.

    Absent bibliographic keys are filled in, a retraction or a missing record is noted, a
    difference to what a person wrote is only told.
    """
    register = Register.load([path])
    unreachable = 0
    for source in register.sources:
        wanted = _wanted(source)
        if wanted is None:
            continue
        if unreachable == _PATIENCE:
            yield FetchError("the services cannot be reached; the other entries were not asked for")
            return
        changes: dict[str, Any] = {}
        remarks: list[Remark] = []
        try:
            record = fetch(wanted, fetcher)
        except NotFoundError:
            if source.exists:
                changes["exists"] = False
                remarks.append(Remark(source.id, "error", f"no service knows {wanted.value}"))
        except ClaimcheckError as error:
            unreachable += 1
            yield error
            continue
        else:
            unreachable = 0
            changes, remarks = _compared(source, record)
        if changes:
            changes["fetched"] = today
            if write:
                update_sources(path, {source.id: changes})
        yield from remarks


def review(register: Register, today: date, max_age: int) -> list[Remark]:
    """What in a register needs a person, without asking anybody. `max_age` in days."""
    remarks: list[Remark] = []
    for source in register.sources:
        if source.retracted:
            remarks.append(Remark(source.id, "error", "was retracted"))
        if not source.exists:
            remarks.append(Remark(source.id, "error", "no service knows it"))
        if source.unchecked:
            names = ", ".join(source.unchecked)
            remarks.append(Remark(source.id, "warning", f"nobody has checked: {names}"))
        remarks += _age(source.id, source.checked, today, max_age)
    for conclusion in register.conclusions:
        remarks += _age(conclusion.id, conclusion.checked, today, max_age)
        rests_on = [source for source in register.sources if source.id in conclusion.sources]
        for source in rests_on:
            if source.retracted or not source.exists:
                remarks.append(Remark(conclusion.id, "error", f"rests on {source.id}"))
    for approval in register.approvals:
        if (today - approval.date).days > max(max_age, 1) * 2:
            remarks.append(
                Remark(approval.id, "warning", f"status as of {approval.date}; it may have changed")
            )
    return remarks


def review_library(library: Library, register: Register, today: date, soon: int) -> list[Remark]:
    """What in a library of approved statements needs a person; `soon` in days.

    Evidence keys are only looked up where there is a register to look in.
    """
    remarks: list[Remark] = []
    sources = {source.id: source for source in register.sources}
    wordings: dict[str, str] = {}
    for claim in library.claims:
        if claim.expires is None:
            pass
        elif claim.has_expired(today):
            remarks.append(Remark(claim.id, "error", f"expired on {claim.expires}"))
        elif (claim.expires - today).days <= soon:
            remarks.append(Remark(claim.id, "warning", f"expires on {claim.expires}"))
        for key in claim.evidence if register else ():
            source = sources.get(key)
            if source is not None and (source.retracted or not source.exists):
                remarks.append(Remark(claim.id, "error", f"rests on {key}, which is no source now"))
            elif key not in register.keys:
                remarks.append(Remark(claim.id, "error", f"the register has no {key}"))
        if not claim.evidence:
            remarks.append(Remark(claim.id, "warning", "names no evidence"))
        for text in (claim.text, *claim.variants):
            plain = " ".join(re.findall(r"\w+", text.lower()))
            other = wordings.setdefault(plain, claim.id)
            if other != claim.id:
                remarks.append(Remark(claim.id, "warning", f"has the same words as {other}"))
    return remarks


def fetch(wanted: Wanted, fetcher: Fetcher) -> Record:
    """What the services know of an identifier."""
    if wanted.kind == "doi":
        return fetcher.by_doi(wanted.value)
    return fetcher.by_pmid(wanted.value)


def entry_of(record: Record, wanted: Wanted, taken: set[str], today: date) -> dict[str, Any]:
    """A register entry as plain data, with the keys that a person still has to fill in or check."""
    entry: dict[str, Any] = {"id": _key(record, taken)}
    known = {
        "doi": record.doi or (wanted.value if wanted.kind == "doi" else ""),
        "pmid": record.pmid or (wanted.value if wanted.kind == "pmid" else ""),
        "pmcid": record.pmcid,
        "title": record.title,
        "authors": list(record.authors),
        "journal": record.journal,
        "year": record.year,
    }
    entry |= {name: value for name, value in known.items() if value}
    entry["design"] = record.design or "other"
    if record.retracted:
        entry["retracted"] = True
    entry["fetched"] = today
    entry["unchecked"] = list(BY_HAND)
    return entry


def _key(record: Record, taken: set[str]) -> str:
    author = record.authors[0] if record.authors else record.journal or "source"
    name = re.sub(r"[^A-Za-z0-9]+", "", author.split()[0]) or "source"
    base = f"{name}-{record.year}" if record.year else name
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key


def _wanted(source: Source) -> Wanted | None:
    if source.doi:
        return Wanted("doi", source.doi.lower())
    return Wanted("pmid", source.pmid) if source.pmid else None


def _compared(source: Source, record: Record) -> tuple[dict[str, Any], list[Remark]]:
    changes: dict[str, Any] = {}
    remarks: list[Remark] = []
    if record.retracted and not source.retracted:
        changes["retracted"] = True
        remarks.append(Remark(source.id, "error", "was retracted"))
    if not source.exists:
        changes["exists"] = True
        remarks.append(Remark(source.id, "warning", "is known after all"))
    for name in ("doi", "pmid", "pmcid", "title", "journal", "year"):
        there, here = getattr(record, name), getattr(source, name)
        if there and not here:
            changes[name] = there
            remarks.append(Remark(source.id, "info", f"{name} filled in: {there}"))
        elif there and _differs(here, there):
            remarks.append(
                Remark(source.id, "warning", f"{name} is {here!r} here and {there!r} there")
            )
    return changes, remarks


def _differs(here: object, there: object) -> bool:
    def bare(value: object) -> str:
        return re.sub(r"[\W_]+", "", str(value).lower())

    one, other = bare(here), bare(there)
    # A subtitle left out is no difference.
    return not (one.startswith(other) or other.startswith(one))


def _age(key: str, checked: date | None, today: date, max_age: int) -> list[Remark]:
    if checked is None:
        return [Remark(key, "warning", "nobody has checked it")]
    if (today - checked).days > max_age:
        return [Remark(key, "warning", f"last checked on {checked}")]
    return []
