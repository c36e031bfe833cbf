"""What Crossref, PubMed and OpenAlex answer about a work, as fields of a register entry.

Pure functions from their documented JSON. Nothing in an answer is trusted to be there, or to be of
the type that the documentation promises.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, fields, replace
from typing import Any

from claimcheck.citations.identifiers import doi_error, pmcid_error, pmid_error
from claimcheck.errors import ReadError

# PubMed's names for kinds of publication -> our designs, the most telling first.
_DESIGNS = (
    ("meta-analysis", "meta-analysis"),
    ("systematic review", "systematic-review"),
    ("randomized controlled trial", "rct"),
    ("equivalence trial", "rct"),
    ("pragmatic clinical trial", "rct"),
    ("practice guideline", "guideline"),
    ("guideline", "guideline"),
    ("controlled clinical trial", "controlled"),
    ("observational study", "cohort"),
    ("case reports", "case-report"),
    ("review", "review"),
)
_MOST_AUTHORS = 20
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Record:
    """One work as the services know it; empty where they do not."""

    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    journal: str = ""
    year: int | None = None
    design: str = ""
    retracted: bool = False

    def merged(self, other: Record) -> Record:
        """This record, with what it lacks taken from `other`; a retraction anywhere counts."""
        filled = {
            field.name: getattr(self, field.name) or getattr(other, field.name)
            for field in fields(self)
        }
        return replace(self, **filled)


def from_crossref(answer: object) -> Record:
    """The record in an answer of `api.crossref.org/works/DOI`. ReadError if it holds none."""
    message = _dict(_dict(answer).get("message"))
    if not message:
        raise ReadError("the answer holds no work")
    issued = _dict(message.get("issued")).get("date-parts")
    parts = _list(issued)
    first = _list(parts[0]) if parts else []
    notices = [*_list(message.get("updated-by")), *_list(message.get("update-to"))]
    own = message.get("type") in ("retraction", "withdrawal")
    # "update-to" stands in the retraction notice, "updated-by" in what it retracts.
    retracted = any(
        _text(_dict(notice).get("type")).lower() in ("retraction", "withdrawal", "removal")
        for notice in _list(message.get("updated-by"))
    )
    title = _first(message.get("title"))
    return Record(
        doi=_checked(_text(message.get("DOI")).lower(), doi_error),
        title=title,
        authors=_authors(
            f"{_text(author.get('family'))} {_initials(_text(author.get('given')))}".strip()
            or _text(author.get("name"))
            for author in map(_dict, _list(message.get("author")))
        ),
        journal=_first(message.get("container-title")),
        year=_year(first[0] if first else None),
        retracted=retracted or own or _says_retracted(title) or _is_notice(notices, title),
    )


def from_pubmed(answer: object, pmid: str) -> Record:
    """The record in an answer of E-utilities `esummary`, JSON. ReadError if it holds none."""
    result = _dict(_dict(answer).get("result"))
    entry = _dict(result.get(pmid))
    if not entry or entry.get("error"):
        raise ReadError("the answer holds no work")
    identifiers = {
        _text(_dict(each).get("idtype")): _text(_dict(each).get("value"))
        for each in _list(entry.get("articleids"))
    }
    kinds = [_text(kind).lower() for kind in _list(entry.get("pubtype"))]
    design = next((name for kind, name in _DESIGNS if kind in kinds), "")
    year = re.match(r"\d{4}", _text(entry.get("pubdate")))
    title = _text(entry.get("title")).rstrip(".")
    return Record(
        doi=_checked(identifiers.get("doi", "").lower(), doi_error),
        pmid=pmid,
        pmcid=_checked(identifiers.get("pmc", ""), pmcid_error),
        title=title,
        authors=_authors(_text(_dict(each).get("name")) for each in _list(entry.get("authors"))),
        journal=_text(entry.get("fulljournalname")) or _text(entry.get("source")),
        year=_year(year.group() if year else None),
        design=design,
        retracted="retracted publication" in kinds or _says_retracted(title),
    )


def from_openalex(answer: object) -> Record:
    """The record in an answer of `api.openalex.org/works/...`. ReadError if it holds none."""
    work = _dict(answer)
    if not work.get("id"):
        raise ReadError("the answer holds no work")
    identifiers = _dict(work.get("ids"))
    source = _dict(_dict(work.get("primary_location")).get("source"))
    pmid = _text(identifiers.get("pmid")).rstrip("/").rpartition("/")[2]
    pmcid = _text(identifiers.get("pmcid")).rstrip("/").rpartition("/")[2]
    doi = re.sub(r"^https?://(?:dx\.)?doi\.org/", "", _text(work.get("doi")).lower())
    return Record(
        doi=_checked(doi, doi_error),
        pmid=_checked(pmid, pmid_error),
        pmcid=_checked(pmcid, pmcid_error),
        title=_text(work.get("title") or work.get("display_name")),
        authors=_authors(
            _text(_dict(_dict(each).get("author")).get("display_name"))
            for each in _list(work.get("authorships"))
        ),
        journal=_text(source.get("display_name")),
        year=_year(work.get("publication_year")),
        retracted=work.get("is_retracted") is True,
    )


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    """Text without the markup that titles carry, on one line, of a bounded length."""
    if not isinstance(value, str):
        return ""
    bare = re.sub(r"<[^<>]{1,60}>", "", value[: 4 * _LONGEST])
    return " ".join(html.unescape(bare).split())[:_LONGEST]


def _first(value: object) -> str:
    listed = _list(value)
    return _text(listed[0]) if listed else _text(value)


def _year(value: object) -> int | None:
    try:
        year = int(str(value))
    except ValueError:
        return None
    return year if 1800 <= year <= 2100 else None


def _authors(names: Any) -> tuple[str, ...]:
    return tuple(name for name in names if name)[:_MOST_AUTHORS]


def _initials(given: str) -> str:
    return "".join(part[0] for part in re.split(r"[\s.-]+", given) if part)


def _checked(value: str, error: Any) -> str:
    return "" if not value or error(value) else value


def _says_retracted(title: str) -> bool:
    return bool(re.match(r"\W*(?:retracted|withdrawn)\b(?:\s+article)?\s*[:\]\-]", title, re.I))


def _is_notice(notices: list[Any], title: str) -> bool:
    """Whether the work is the notice that retracts another: no source for a claim either."""
    kinds = {_text(_dict(notice).get("type")).lower() for notice in notices}
    return "retraction" in kinds and bool(re.match(r"\W*retraction\b", title, re.I))
