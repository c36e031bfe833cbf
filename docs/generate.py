"""Writes what in docs/ is made from the program: `python docs/generate.py`.

A test compares the results with the files, so that neither can drift; the picture is compared by
nobody, as it changes with every word of a rule.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from pathlib import Path

import click

from claimcheck.cli import cli
from claimcheck.config.schema import json_schema
from claimcheck.rules import reference
from claimcheck.rules.catalog import load_catalog

DOCS = Path(__file__).parent
_FONTS = re.compile(r"@font-face \{.*?\}", re.DOTALL)
_SAMPLE = "examples/calm-tea.md"


def commands() -> str:
    """`commands.md`: the help of every command."""
    parts = [
        "# Commands\n",
        "All commands and their options, as `--help` shows them.\n",
    ]
    for name, command in _walk("claimcheck", cli):
        context = click.Context(
            command,
            info_name=name,
            terminal_width=90,
            max_content_width=90,
            help_option_names=["-h", "--help"],
        )
        parts += [f"## {name}\n", f"```text\n{command.get_help(context).rstrip()}\n```\n"]
    return "\n".join(parts)


def _walk(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for entry in command.list_commands(context):
            found = command.get_command(context, entry)
            assert found is not None
            yield from _walk(f"{name} {entry}", found)


def schema() -> str:
    """`claimcheck.schema.json`: the schema of a configuration file."""
    return json.dumps(json_schema(), indent=2) + "\n"


def picture() -> str:
    """`claimcheck.svg`: a real run, drawn by rich; no font is asked from any network."""
    from rich.console import Console
    from rich.text import Text

    environment = {**os.environ, "FORCE_COLOR": "1", "COLUMNS": "84", "PYTHONIOENCODING": "utf-8"}
    environment.pop("NO_COLOR", None)
    run = subprocess.run(
        [sys.executable, "-m", "claimcheck", "check", "--no-config", _SAMPLE],
        cwd=DOCS,
        env={**environment, "PYTHONPATH": str(DOCS.parent)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    console = Console(record=True, width=84, file=StringIO(), force_terminal=True)
    console.print(Text.assemble(("$ ", "dim"), f"claimcheck check {_SAMPLE}"))
    console.print()
    for line in run.stdout.splitlines():
        console.print(Text.from_ansi(line))
    svg = console.export_svg(title="claimcheck", unique_id="claimcheck")
    return _FONTS.sub("", svg)


def _rule_pages() -> dict[str, Callable[[], str]]:
    """The rule reference: `rules/README.md`, and `rules/CIT001.md` for each rule."""
    made = reference.pages(load_catalog())
    return {f"rules/{name}": partial(made.__getitem__, name) for name in made}


FILES = {"commands.md": commands, "claimcheck.schema.json": schema, **_rule_pages()}

if __name__ == "__main__":
    (DOCS / "rules").mkdir(exist_ok=True)
    for page in (DOCS / "rules").glob("*.md"):
        if f"rules/{page.name}" not in FILES:
            page.unlink()
            print(f"removed docs/rules/{page.name}")
    for name, make in {**FILES, "claimcheck.svg": picture}.items():
        (DOCS / name).write_text(make(), encoding="utf-8", newline="\n")
        print(f"wrote docs/{name}")
