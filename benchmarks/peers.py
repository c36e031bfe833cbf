"""Other linters, where they are installed: on the PATH, or by `benchmarks/setup`."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

_PEERS = Path(__file__).parent / ".peers"
_PLACES = (_PEERS / "python" / "bin", _PEERS / "node_modules" / ".bin")
TEXTLINT_RULES = ("alex", "common-misspellings", "stop-words", "terminology", "write-good")


@dataclass(frozen=True)
class Peer:
    """A program: how it is called for pages, and its version."""

    name: str
    command: tuple[str, ...]
    version: str


def installed(folder: Path) -> list[Peer]:
    """The peers that can be run in `folder`, which gets the configuration they need."""
    rules = dict.fromkeys(TEXTLINT_RULES, True)
    (folder / ".textlintrc.json").write_text(json.dumps({"rules": rules}))
    (folder / ".vale.ini").write_text("MinAlertLevel = suggestion\n[*]\nBasedOnStyles = Vale\n")
    known = {
        "proselint": ("check",),
        "textlint": (),
        "alex": ("--quiet",),
        "write-good": (),
        "vale": ("--no-exit",),
    }
    found = []
    for name, options in known.items():
        program = _find(name)
        if program:
            shown = "textlint, 5 rules" if name == "textlint" else name
            found.append(Peer(shown, (program, *options), _version(program)))
    return found


def _find(name: str) -> str | None:
    for place in _PLACES:
        if (place / name).exists():
            return str(place / name)
    return shutil.which(name)


def _version(program: str) -> str:
    for asking in ("--version", "version"):  # the first is an error to proselint
        done = subprocess.run([program, asking], capture_output=True, text=True, check=False)
        if done.returncode == 0 and done.stdout.strip():
            return done.stdout.strip().splitlines()[-1]
    return "unknown"
