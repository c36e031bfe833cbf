"""Small answers of this program about texts: that a configuration is right, what its names mean."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from claimcheck.cache import version
from claimcheck.cache.store import FOLDER, Store


class Memory:
    """What this very program said of a text before, as JSON data."""

    def __init__(self, store: Store, program: str) -> None:
        self.store = store
        self.program = program

    @classmethod
    def beside(cls, root: Path) -> Memory:
        """The memory in the project folder `root`."""
        store = Store(root / FOLDER)
        return cls(store, version.program(store))

    def recall(self, kind: str, text: str) -> Any:
        """What was remembered of `text`, else None."""
        key = self._key(kind, text)
        known = self.store.get([key]).get(key)
        try:
            return None if known is None else json.loads(known)
        except ValueError:
            return None

    def remember(self, kind: str, text: str, value: Any) -> None:
        """Keep JSON data about `text`."""
        self.store.put({self._key(kind, text): json.dumps(value, separators=(",", ":"))})

    def _key(self, kind: str, text: str) -> str:
        return f"{kind}:{version.digest(self.program, text)}"
