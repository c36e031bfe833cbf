"""What a result depends on besides the page: code, rules, model, libraries and settings."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import claimcheck
from claimcheck.cache.store import Store
from claimcheck.config import Settings

_PACKAGE = Path(claimcheck.__file__).resolve().parent
# Where the rules lie in a checkout; in an installation they are inside the package.
_BESIDE = _PACKAGE.parent / "rules"
_SKIPPED = frozenset({"__pycache__", "cli", "report"})
_LIBRARIES = ("spacy", "thinc", "numpy", "pyromark", "pyyaml")
# These say what is checked, or what comes of it, not what a page gives.
_IRRELEVANT = frozenset(
    """
    fail_on max_bytes include exclude baseline force_exclude overrides root cache today
    """.split()
)
_FILES = ("rules", "evidence", "claims", "bibliography")
_HOUSE = ("authorities.yaml", "conditions.yaml", "precedence.yaml")


def digest(*parts: str | bytes) -> str:
    """One short name for many parts."""
    total = blake2b(digest_size=20)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


def program(store: Store) -> str:
    """The name of this very program: its code, rules and model, and the libraries it works with.

    Reading them all takes time; so the store remembers what they came to when they looked the same
    (size and time of change).
    """
    places = sorted(_own_files())
    look = digest(*(f"{name}\x1f{size}\x1f{changed}" for name, size, changed in places))
    key = f"program:{look}"
    known = store.get([key]).get(key)
    if known is None:
        known = digest(*(part for name, _, _ in places for part in (_short(name), _content(name))))
        store.put({key: known})
    return digest(known, *_libraries())


def rules_digest(entries: Iterable[Path]) -> str:
    """The name of the content of files and folders of house rules, and what goes with them."""
    found: set[Path] = set()
    for entry in entries:
        home = entry if entry.is_dir() else entry.parent
        found.update(home.glob("lexicon/*.yaml"))
        found.update(home / name for name in _HOUSE)
        found.update(path for path in entry.rglob("*.y*ml") if entry.is_dir())
        found.add(entry)
    return _digest_of(found)


def of(settings: Settings, program_name: str, today: str) -> str:
    """The name of everything that decides a result but the page.

    Knows nothing of single settings: one that is not named above counts, so that a new one cannot
    be forgotten here.
    """
    plain: dict[str, Any] = {
        entry.name: _plain(getattr(settings, entry.name))
        for entry in fields(settings)
        if entry.name not in _IRRELEVANT and entry.name not in _FILES
    }
    named = [_digest_of(getattr(settings, name)) for name in _FILES[1:]]
    # Approved statements lapse by the day.
    day = today if settings.claims else ""
    return digest(
        program_name,
        json.dumps(plain, sort_keys=True, ensure_ascii=True),
        rules_digest(settings.rules),
        *named,
        day,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, bool | int | float | str | None) else str(value)


def _own_files() -> Iterator[tuple[str, int, int]]:
    for top in (_PACKAGE, _BESIDE):
        stack = [str(top)] if top.is_dir() else []
        while stack:
            with os.scandir(stack.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name not in _SKIPPED:
                            stack.append(entry.path)
                    else:
                        look = entry.stat()
                        yield entry.path, look.st_size, look.st_mtime_ns


def _short(name: str) -> str:
    return os.path.relpath(name, _PACKAGE.parent)


def _libraries() -> list[str]:
    """The interpreter and the libraries whose versions can change a result."""
    spec = find_spec("spacy")
    found = [sys.version]
    if spec is not None and spec.origin:
        packages = Path(spec.origin).parent.parent
        found += sorted(
            name
            for name in os.listdir(packages)
            if name.endswith(".dist-info")
            and name.lower().replace("_", "-").rpartition("-")[0].startswith(_LIBRARIES)
        )
    return found


def _digest_of(paths: Iterable[Path]) -> str:
    found = sorted(set(paths))
    return digest(*(part for path in found for part in (path.name, _content(str(path)))))


def _content(name: str) -> bytes:
    try:
        with open(name, "rb") as stream:
            return stream.read()
    except OSError:
        return b"\xff"  # no text: a file that is missing differs from one that is empty
