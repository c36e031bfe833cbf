"""Pages for people: a rich console that writes into memory, and what comes of it."""

from __future__ import annotations

import shutil
import sys
from io import StringIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from claimcheck.cli.output import colored

COLORS = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan", "off": "dim"}
# Longer lines are hard to read.
WIDEST = 100


def console(no_color: bool) -> Console:
    """A console as wide as the terminal, coloured if that is wanted."""
    color = colored(no_color, sys.stdout)
    return Console(
        file=StringIO(),
        width=shutil.get_terminal_size((WIDEST, 24)).columns,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def printed(page: Console) -> str:
    """All that was printed, without the blanks by which rich fills a line."""
    assert isinstance(page.file, StringIO)
    return "".join(f"{line.rstrip()}\n" for line in page.file.getvalue().splitlines())


def flat(text: str) -> str:
    """`text` on one line."""
    return " ".join(text.split())


def section(page: Console, title: str) -> None:
    """A heading with an empty line above."""
    page.print()
    page.print(Text(title, "bold"))


def paragraph(page: Console, text: str, indent: int = 2) -> None:
    """Running text."""
    page.print(Padding(Text(flat(text)), (0, 0, 0, indent)))


def item(page: Console, text: Text, bullet: str = "-", style: str = "dim", indent: int = 2) -> None:
    """An item of a list; lines below the first one keep clear of the bullet."""
    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_column(width=1)
    row.add_column(ratio=1, overflow="fold")
    row.add_row(Text(bullet, style), text)
    page.print(Padding(row, (0, 0, 0, indent)))
