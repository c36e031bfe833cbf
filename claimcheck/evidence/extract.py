"""Every claim in the copy with what stands behind it: the start of a substantiation file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from io import StringIO

from claimcheck.claim import Analysis, Attribution, Claim, Note, Tier
from claimcheck.finding import Finding
from claimcheck.source import Range

FORMATS = ("csv", "json", "md")

_CERTAINTY = {Tier.FLAT: "flat", Tier.CAN: "can", Tier.MAY: "may"}
_AGAINST = frozenset(
    {
        "opposite", "null", "mixed", "retracted", "missing", "nonclinical", "comparator",
        "certainty", "design", "timing", "numbers", "stronger-than-approved", "approval",
    }
)  # fmt: skip
# A spreadsheet runs what begins like this.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Row:
    """One claim. `line` and `column` are 1-based, the column in code points.

    `status` is approved (in the library), contradicted (by the register), supported (by a cited
    entry of the register), sourced (a source is named), unsourced, or not asserted (denied, asked,
    quoted). `findings` are the codes that were reported on its sentence.
    """

    path: str
    line: int
    column: int
    claim: str
    sentence: str
    kind: str
    certainty: str
    status: str
    attribution: str
    sources: str
    records: str
    findings: str


def rows(path: str, analysis: Analysis, findings: Sequence[Finding]) -> Iterator[Row]:
    """All claims of one document, in its order."""
    document = analysis.document
    ordered = sorted(analysis.claims, key=lambda claim: (claim.sentence.index, claim.start))
    for claim in ordered:
        sentence = claim.sentence
        start = min(claim.start, claim.subject[0]) if claim.subject else claim.start
        place = sentence.range_of(start, claim.end)
        source_place = document.source_range(place)
        position = document.source.position(source_place.start)
        notes = [note for note in analysis.notes if note.sentence is sentence]
        covered = document.source_range(sentence.text)
        yield Row(
            path=path,
            line=position.line,
            column=position.column,
            claim=_flat(document.text, place),
            sentence=_flat(document.text, sentence.text),
            kind=claim.kind,
            certainty=_CERTAINTY[claim.tier],
            status=_status(claim, notes),
            attribution=claim.attribution.value,
            sources="; ".join(
                dict.fromkeys(
                    f"{citation.label} ({reach.name.lower()})"
                    for citation, reach in sentence.support
                    if citation.identified
                )
            ),
            records="; ".join(dict.fromkeys(f"{note.entry} {note.kind}" for note in notes)),
            findings=" ".join(
                sorted({each.code for each in findings if each.place.overlaps(covered)})
            ),
        )


def render(table: Sequence[Row], form: str) -> str:
    """The rows as `csv`, `json` or `md`; ValueError for another format."""
    if form == "csv":
        return _csv(table)
    if form == "json":
        return json.dumps([asdict(row) for row in table], ensure_ascii=False, indent=2) + "\n"
    if form == "md":
        return _markdown(table)
    raise ValueError(f"no format {form!r}")


def _status(claim: Claim, notes: Sequence[Note]) -> str:
    kinds = {note.kind for note in notes}
    if claim.negated or claim.frames:
        return "not asserted"
    if "approved-wording" in kinds:
        return "approved"
    if kinds & _AGAINST:
        return "contradicted"
    if "supported" in kinds:
        return "supported"
    named = any(citation.identified and citation.clears for citation, _ in claim.sentence.support)
    return "sourced" if named or claim.attribution is Attribution.IDENTIFIED else "unsourced"


def _flat(text: str, place: Range) -> str:
    return " ".join(text[place.start : place.end].split())


def _csv(table: Sequence[Row]) -> str:
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([field.name for field in fields(Row)])
    for row in table:
        writer.writerow([_harmless(value) for value in asdict(row).values()])
    return stream.getvalue()


def _harmless(value: object) -> object:
    """A cell that a spreadsheet shows and does not run."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _markdown(table: Sequence[Row]) -> str:
    columns = ("claim", "kind", "certainty", "status", "sources", "records", "findings")
    lines: list[str] = ["# Claims", ""]
    path = ""
    for row in table:
        if row.path != path:
            path = row.path
            lines += [f"## {_cell(path)}", "", "| line | " + " | ".join(columns) + " |"]
            lines.append("|---:|" + "---|" * len(columns))
        cells = [_cell(getattr(row, name)) for name in columns]
        lines.append(f"| {row.line} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    for mark in ("\\", "|", "<", "`", "*", "_", "["):
        text = text.replace(mark, f"\\{mark}")
    return text
