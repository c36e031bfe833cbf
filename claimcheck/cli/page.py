"""The page of one rule: all that an author needs to agree or disagree with it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from claimcheck.cli.output import can_encode

if TYPE_CHECKING:
    from claimcheck.rules.catalog import Catalog, Rule
    from claimcheck.rules.schema import Condition, ExampleText
    from claimcheck.suppress import Kind

_COLORS = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan", "off": "dim"}
_LEVELS = ("error", "warning", "info", "off")
_MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_WIDEST = 92


def rule_page(console: Console, catalog: Catalog, rule: Rule) -> None:
    """Print everything about `rule`."""
    console.width = min(console.width, _WIDEST)
    file = rule.file
    title = Text.assemble((rule.code, "bold"), " ", (rule.name, "bold"), "  ")
    title.append(file.severity.value, _COLORS[file.severity.value])
    console.print(title)
    _paragraph(console, file.summary, 0)
    _section(console, "Why it matters")
    _paragraph(console, file.why)
    _section(console, "Whose rule it is")
    _authorities(console, catalog, rule)
    _section(console, "Where it applies")
    _profiles(console, catalog, rule)
    _section(console, "Reported")
    for example in file.examples.flag:
        _example(console, example, _COLORS[file.severity.value], "✗")
    _section(console, "Not reported")
    for example in file.examples.pass_:
        _example(console, example, "", "✓")
    notes = [note for condition in file.unless for note in _notes(catalog, condition)]
    if notes:
        _section(console, "What clears it")
        for note in dict.fromkeys(notes):
            _item(console, Text(_flat(note)))
    if file.adjust:
        _section(console, "What changes its severity")
        for adjustment in file.adjust:
            level = str(adjustment.severity)
            for note in _notes(catalog, adjustment.when):
                _item(console, Text.assemble((level, _COLORS[level]), f": {_flat(note)}"))
    _section(console, "What to write instead")
    _paragraph(console, file.suggestion)
    _section(console, "To keep a sentence as it is")
    _paragraph(console, f"<!-- claimcheck: ignore {rule.code} -- your reason -->")


def kind_page(console: Console, kind: Kind) -> None:
    """Print what is said about directives of one kind."""
    console.width = min(console.width, _WIDEST)
    title = Text.assemble((kind.code, "bold"), " ", (kind.name, "bold"), "  ")
    title.append(kind.severity.value, _COLORS[kind.severity.value])
    console.print(title)
    _paragraph(console, kind.summary, 0)
    _section(console, "Why it matters")
    _paragraph(console, kind.why)
    _section(console, "How a directive reads")
    _paragraph(console, "<!-- claimcheck: ignore CIT001 until 2027-03-01 -- your reason -->")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _section(console: Console, title: str) -> None:
    console.print()
    console.print(Text(title, "bold"))


def _paragraph(console: Console, text: str, indent: int = 2) -> None:
    console.print(Padding(Text(_flat(text)), (0, 0, 0, indent)))


def _item(console: Console, text: Text, bullet: str = "-", style: str = "dim") -> None:
    # Padding keeps the lines below the first one clear of the bullet.
    from rich.table import Table

    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_column(width=1)
    row.add_column(ratio=1, overflow="fold")
    row.add_row(Text(bullet, style), text)
    console.print(Padding(row, (0, 0, 0, 2)))


def _authorities(console: Console, catalog: Catalog, rule: Rule) -> None:
    # From memory (M) is no authority to print, see Catalog.authority_lines.
    shown = [reference for reference in rule.file.authorities if reference.mark != "M"]
    for reference, line in zip(shown, catalog.authority_lines(rule), strict=True):
        authority = catalog.authorities[reference.id]
        text = Text(line)
        if authority.date:
            text.append(f" ({authority.date})")
        if reference.says:
            text.append(f": {_flat(reference.says)}")
        if authority.address:
            text.append(f"\n{authority.address}", "dim")
        _item(console, text)


def _profiles(console: Console, catalog: Catalog, rule: Rule) -> None:
    names: dict[str, list[str]] = {}
    for name in catalog.profiles:
        found = catalog.severities([name]).get(rule.code)
        names.setdefault(found.value if found else "off", []).append(name)
    for level, profiles in sorted(names.items(), key=lambda item: _LEVELS.index(item[0])):
        where = "every profile" if len(names) == 1 else ", ".join(profiles)
        console.print(Padding(Text.assemble((level, _COLORS[level]), f" in {where}"), (0, 0, 0, 2)))


def _example(console: Console, example: str | ExampleText, style: str, bullet: str) -> None:
    words = example if isinstance(example, str) else example.text
    text = Text()
    end = 0
    flat = _flat(words)
    for match in _MARK.finditer(flat):
        text.append(flat[end : match.start()])
        # Brackets stay where there is no colour to show the place.
        inside = match.group(1) if console.color_system else match.group()
        text.append(inside, f"{style} underline".strip())
        end = match.end()
    text.append(flat[end:])
    if not isinstance(example, str):
        needs = [*(example.profile or []), *([example.product] if example.product else [])]
        if needs:
            text.append(f"  ({', '.join(needs)})", "dim")
    plain = {"✗": "x", "✓": "o"}
    shown = bullet if can_encode(bullet, sys.stdout) else plain[bullet]
    _item(console, text, shown, style or "green")


def _notes(catalog: Catalog, condition: Condition | str) -> Iterator[str]:
    """What a condition says of itself, or what its parts say."""
    if isinstance(condition, str):
        shared = catalog.conditions.conditions.get(condition)
        if shared is None:
            yield condition.replace("-", " ")
        else:
            yield shared.note or condition.replace("-", " ")
        return
    if condition.note:
        yield condition.note
        return
    for part in [*(condition.any or []), *(condition.all or [])]:
        yield from _notes(catalog, part)
