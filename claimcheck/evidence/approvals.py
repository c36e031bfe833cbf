"""Approval status: what a text says or does not say, against the decisions on file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from claimcheck.citations.sources import records
from claimcheck.claim import Analysis, Claim, Note, Sentence
from claimcheck.evidence.register import Register
from claimcheck.evidence.schema import Approval
from claimcheck.evidence.terms import Terms

_BENEFIT = frozenset({"efficacy", "cure", "prevention", "vanish"})


def approval_notes(
    analysis: Analysis, register: Register, asserted: Callable[[Claim], bool]
) -> Iterator[Note]:
    """Notes `approved` (it is on file), `approval` (it is on file that it is not) and
    `unapproved-use` (a benefit claimed for a use that is not approved)."""
    if not register.approvals:
        return
    terms = Terms()
    for number, approval in enumerate(register.approvals):
        terms.add(f"product{number}", approval.product)
        terms.add(f"use{number}", approval.use)
        terms.add(f"regulator{number}", approval.regulator)
    for sentence in analysis.sentences:
        yield from _on_status(sentence, register, terms)
    for claim in analysis.claims:
        if claim.kind in _BENEFIT and asserted(claim):
            yield from _on_use(claim, register, terms)


def _on_status(sentence: Sentence, register: Register, terms: Terms) -> Iterator[Note]:
    at = next((n for n, word in enumerate(sentence.words) if word in records().status), None)
    if at is None or any(
        word in records().denied for word in sentence.words[max(at - 8, 0) : at + 6]
    ):
        return
    refused: Approval | None = None
    place = (at, at + 1)
    for number, approval in enumerate(register.approvals):
        found = terms.find(sentence)
        product, use = found.get(f"product{number}"), found.get(f"use{number}")
        if not product or not use:
            continue
        if f"regulator{number}" not in found and _names_regulator(sentence):
            continue  # a decision of another body, which is not on file
        span = (min(at, product[0][0]), max(at + 1, product[-1][1], use[-1][1]))
        if approval.status == "approved":
            yield Note("approved", sentence, *span, approval.id, _says(approval))
            return
        if refused is None:
            refused, place = approval, span
    if refused is not None:
        yield Note("approval", sentence, *place, refused.id, _says(refused))


def _names_regulator(sentence: Sentence) -> bool:
    return any(signal.name.startswith(("approver", "regulator")) for signal in sentence.signals)


def _on_use(claim: Claim, register: Register, terms: Terms) -> Iterator[Note]:
    sentence = claim.sentence
    found = terms.find(sentence)
    matching = [
        approval
        for number, approval in enumerate(register.approvals)
        if f"product{number}" in found and f"use{number}" in found
    ]
    if matching and all(approval.status == "not-approved" for approval in matching):
        first = matching[0]
        yield Note("unapproved-use", sentence, claim.start, claim.end, first.id, _says(first))


def _says(approval: Approval) -> str:
    status = "approved" if approval.status == "approved" else "not approved"
    return (
        f"{approval.id}: {approval.product[0]} is {status} for {approval.use[0]} "
        f"({approval.regulator[0]}, {approval.date.isoformat()})"
    )
