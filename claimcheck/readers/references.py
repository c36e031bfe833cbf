"""Reference lists: which blocks are the sources that a document names, not its prose."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from claimcheck.document import Block, BlockKind
from claimcheck.readers.labels import PLAIN_DIGITS

# Under these, a list is a reference list whatever its items look like.
_SURE = re.compile(
    r"(?:\d+[.)]?\s*)?(?:(?:scientific|selected|article|key|medical|clinical|full)\s+)?"
    r"(?:references?|reference\s+list|bibliography|works\s+cited|literature\s+cited|endnotes"
    r"|footnotes|references?\s+(?:and|&)\s+(?:further\s+reading|sources|notes|resources)"
    r"|sources?\s+(?:and|&)\s+references?|notes\s+(?:and|&)\s+references?)\s*:?",
    re.IGNORECASE,
)
# Under these, only what looks like a reference is one: "Sources" may head a list of foods.
_LIKELY = re.compile(
    r"(?:\d+[.)]?\s*)?(?:(?:our|article|primary|data|key)\s+)?"
    r"(?:sources?|citations?|notes|literature|further\s+reading|additional\s+reading"
    r"|suggested\s+reading|learn\s+more|resources|evidence|studies\s+cited|research\s+cited)\s*:?",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\[(\d{1,3})\]|\((\d{1,3})\)\s|(\d{1,3})[.)]\s"
    r"|([¹²³⁰⁴-⁹]{1,3})\s?(?=\w)|(\d{1,3})\s+(?=[A-Z])"
)
_CITED = re.compile(
    r"https?://|\bwww\.|\bdoi\b|\b10\.\d{4,9}/|\bPMID\b|\bPMC\s?\d|\bISBN\b|\bISSN\b|\bet al\b"
    r"|\((?:19|20)\d\d[a-z]?[),]|\d\s?\(\d+\)\s?:|;\s?\d+\s?(?:\(\S+\))?\s?:\s?e?\d"
    r"|\b(?:Retrieved|Accessed)\b|\bAvailable (?:at|from)\b|\bNCT\d{8}\b"
    r"|\b(?:Journal|J|Am|Br|Eur|Int)\b\.? .{0,60}\b(?:19|20)\d\d\b"
    r"|^\W?\d*\W*\s?[A-Z][\w'’-]+,? [A-Z]{1,3}\b[.,].{0,300}\b(?:19|20)\d\d\b",
    re.DOTALL,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LONGEST = 900
_PLAIN = {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_CELL}
# A list of sources may be followed by this much: a copyright line, an address, a date.
_TAIL_BLOCKS = 3


def heads_references(text: str) -> bool:
    """Whether a heading of this text announces a reference list."""
    return bool(_SURE.fullmatch(text) or _LIKELY.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Hint:
    """What a format knows of a block: the number of its list item, that its list is of sources."""

    ordinal: str = ""
    sourced: bool = False


def mark_references(text: str, blocks: list[Block], hints: list[Hint]) -> list[Block]:
    """The blocks, those of reference lists as `REFERENCE` with their number as label.

    `text` is what the blocks index; there is one hint for each block.
    """
    marked = list(blocks)
    section = 0  # the level of the heading that the list stands under, 0 outside of any
    sure = False
    for index, block in enumerate(blocks):
        if len(block.text) > _LONGEST:
            continue
        body = text[block.text.start : block.text.end]
        if block.kind is BlockKind.HEADING or (
            block.kind is BlockKind.PARAGRAPH and len(body) < 60
        ):
            level = block.level if block.kind is BlockKind.HEADING else 7
            if heads_references(body):
                section, sure = max(level, 1), bool(_SURE.fullmatch(body))
                marked[index] = replace(block, kind=BlockKind.HEADING)
                continue
            if level <= section and block.kind is BlockKind.HEADING:
                section = 0
        hint = hints[index]
        if not (section or hint.sourced) or block.kind not in _PLAIN:
            continue
        label = _label(body, hint.ordinal)
        listed = block.kind is BlockKind.LIST_ITEM or bool(label)
        if (sure and listed) or _CITED.search(body) or (listed and _YEAR.search(body)):
            marked[index] = replace(block, kind=BlockKind.REFERENCE, label=label)
    _mark_last_run(text, marked, hints)
    return marked


def _mark_last_run(text: str, blocks: list[Block], hints: list[Hint]) -> None:
    """Mark a numbered run of sources at the end that no heading announces."""
    run: list[tuple[int, str]] = []
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        body = text[block.text.start : min(block.text.end, block.text.start + _LONGEST)]
        label = _label(body, hints[index].ordinal) if block.kind in _PLAIN else ""
        bracketed = body.startswith("[") and bool(label)
        if label and (bracketed or _CITED.search(body)):
            run.append((index, label))
        elif run or len(blocks) - index > _TAIL_BLOCKS:
            break
    # A run that does not begin with 1 is the end of some other list.
    if run and run[-1][1] == "1":
        for index, label in run:
            blocks[index] = replace(blocks[index], kind=BlockKind.REFERENCE, label=label)


def _label(body: str, ordinal: str) -> str:
    match = _LABEL.match(body)
    if ordinal or match is None:
        return ordinal
    return next(group for group in match.groups() if group).translate(PLAIN_DIGITS)
