"""The page of one rule: all that an author needs to agree or disagree with it."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from claimcheck.cli.output import can_encode
from claimcheck.cli.screen import COLORS, flat, item, paragraph, section
from claimcheck.rules.words import notes, triggers

if TYPE_CHECKING:
    from claimcheck.rules.catalog import Catalog, Rule
    from claimcheck.rules.schema import ExampleText
    from claimcheck.suppress import Kind

_LEVELS = ("error", "warning", "info", "off")
_MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_WIDEST = 92
_MOST_PHRASES = 6
_MARKS = {"V": "read in the document", "V2": "read in a second source"}


def rule_page(console: Console, catalog: Catalog, rule: Rule) -> None:
    """Print everything about `rule`."""
    console.width = min(console.width, _WIDEST)
    file = rule.file
    title = Text.assemble((rule.code, "bold"), " ", (rule.name, "bold"), "  ")
    title.append(file.severity.value, COLORS[file.severity.value])
    console.print(title)
    paragraph(console, file.summary, 0)
    section(console, "Why it matters")
    paragraph(console, file.why)
    section(console, "Whose rule it is")
    _authorities(console, catalog, rule)
    section(console, "Where it applies")
    _profiles(console, catalog, rule)
    section(console, "What it looks for")
    _triggers(console, rule)
    section(console, "Reported")
    for example in file.examples.flag:
        _example(console, example, COLORS[file.severity.value], "✗")
    section(console, "Not reported")
    for example in file.examples.pass_:
        _example(console, example, "", "✓")
    shared = catalog.conditions.conditions
    clearing = [note for condition in file.unless for note in notes(shared, condition)]
    if clearing:
        section(console, "What clears it")
        for note in dict.fromkeys(clearing):
            item(console, Text(flat(note)))
    if file.adjust:
        section(console, "What changes its severity")
        for adjustment in file.adjust:
            level = str(adjustment.severity)
            for note in notes(shared, adjustment.when):
                item(console, Text.assemble((level, COLORS[level]), f": {flat(note)}"))
    section(console, "What to write instead")
    paragraph(console, file.suggestion)
    section(console, "To keep a sentence as it is")
    paragraph(console, f"<!-- claimcheck: ignore {rule.code} -- your reason -->")


def kind_page(console: Console, kind: Kind) -> None:
    """Print what is said about directives of one kind."""
    console.width = min(console.width, _WIDEST)
    title = Text.assemble((kind.code, "bold"), " ", (kind.name, "bold"), "  ")
    title.append(kind.severity.value, COLORS[kind.severity.value])
    console.print(title)
    paragraph(console, kind.summary, 0)
    section(console, "Why it matters")
    paragraph(console, kind.why)
    section(console, "How a directive reads")
    paragraph(console, "<!-- claimcheck: ignore CIT001 until 2027-03-01 -- your reason -->")


def _triggers(console: Console, rule: Rule) -> None:
    for sentence, phrases in triggers(rule):
        item(console, Text(sentence))
        for phrase in phrases[:_MOST_PHRASES]:
            item(console, Text(phrase, "dim"), bullet=" ", indent=4)
        if len(phrases) > _MOST_PHRASES:
            left = len(phrases) - _MOST_PHRASES
            item(console, Text(f"and {left} more", "dim"), bullet=" ", indent=4)


def _authorities(console: Console, catalog: Catalog, rule: Rule) -> None:
    # From memory (M) is no authority to print, see Catalog.authority_lines.
    shown = [reference for reference in rule.file.authorities if reference.mark != "M"]
    for reference, line in zip(shown, catalog.authority_lines(rule), strict=True):
        authority = catalog.authorities[reference.id]
        text = Text(line)
        if authority.date:
            text.append(f" ({authority.date})")
        if reference.says:
            text.append(f": {flat(reference.says)}")
        text.append(f" ({_MARKS[reference.mark]})", "dim")
        if authority.address:
            text.append(f"\n{authority.address}", "dim")
        item(console, text)


def _profiles(console: Console, catalog: Catalog, rule: Rule) -> None:
    names: dict[str, list[str]] = {}
    for name in catalog.profiles:
        found = catalog.severities([name]).get(rule.code)
        names.setdefault(found.value if found else "off", []).append(name)
    for level, profiles in sorted(names.items(), key=lambda item: _LEVELS.index(item[0])):
        where = "every profile" if len(names) == 1 else ", ".join(profiles)
        console.print(Padding(Text.assemble((level, COLORS[level]), f" in {where}"), (0, 0, 0, 2)))


def _example(console: Console, example: str | ExampleText, style: str, bullet: str) -> None:
    words = example if isinstance(example, str) else example.text
    text = Text()
    end = 0
    line = flat(words)
    for match in _MARK.finditer(line):
        text.append(line[end : match.start()])
        # Brackets stay where there is no colour to show the place.
        inside = match.group(1) if console.color_system else match.group()
        text.append(inside, f"{style} underline".strip())
        end = match.end()
    text.append(line[end:])
    if not isinstance(example, str):
        needs = [*(example.profile or []), *([example.product] if example.product else [])]
        if needs:
            text.append(f"  ({', '.join(needs)})", "dim")
    plain = {"✗": "x", "✓": "o"}
    shown = bullet if can_encode(bullet, sys.stdout) else plain[bullet]
    item(console, text, shown, style or "green")
