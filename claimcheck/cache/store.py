"""One SQLite file of keys and texts: bounded, safe under parallel runs, rebuilt when damaged."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from sqlite3 import Connection, DatabaseError, Error, connect

FOLDER = ".claimcheck_cache"
_FILE = "cache.sqlite"
_IGNORE = ".gitignore"
_IGNORED = "# Made by claimcheck; `claimcheck cache clear` removes it.\n*\n"
# Another layout is another number, and makes a new file.
_LAYOUT = 1
_MOST_BYTES = 100_000_000
# Room made at once when it is full, so that not every run has to.
_KEPT = 0.75
_DAY = 86_400
# SQLite takes fewer variables than this in any build.
_AT_ONCE = 500
_PATIENCE = 5.0


class Store:
    """Texts by key, in `folder`; a folder that cannot be used is as good as an empty one.

    Nothing is created before something is stored. What was not asked for the longest goes first
    when `most_bytes` are exceeded.
    """

    def __init__(self, folder: Path, *, most_bytes: int = _MOST_BYTES) -> None:
        self.folder = folder
        self.file = folder / _FILE
        self._most_bytes = most_bytes
        self._connection: Connection | None = None
        self._usable = True

    def get(self, keys: Iterable[str]) -> dict[str, str]:
        """What is stored under these keys."""
        wanted = list(dict.fromkeys(keys))
        found: dict[str, str] = {}
        old: list[str] = []
        today = _today()
        try:
            connection = self._open(create=False)
            if connection is None:
                return {}
            for first in range(0, len(wanted), _AT_ONCE):
                part = wanted[first : first + _AT_ONCE]
                marks = ",".join("?" * len(part))
                query = f"SELECT key, text, used FROM entry WHERE key IN ({marks})"
                for key, text, used in connection.execute(query, part):
                    if isinstance(text, str):
                        found[key] = text
                    if used != today:
                        old.append(key)
        except Error as error:
            self._give_up(error)
            return {}
        if old:
            self._touch(old, today)
        return found

    def put(self, entries: Mapping[str, str]) -> None:
        """Store texts, all or none; where nothing can be written, do nothing."""
        if not entries:
            return
        today = _today()
        rows = [
            (key, text, len(text.encode("utf-8", "surrogatepass")), today)
            for key, text in entries.items()
        ]
        try:
            connection = self._open(create=True)
            if connection is None:
                return
            with connection:
                connection.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)", rows)
                self._make_room(connection)
        except Error as error:
            self._give_up(error)

    def count(self) -> tuple[int, int]:
        """How many entries there are, and how many bytes of text."""
        try:
            connection = self._open(create=False)
            if connection is None:
                return 0, 0
            row = connection.execute("SELECT count(*), total(size) FROM entry").fetchone()
        except Error as error:
            self._give_up(error)
            return 0, 0
        return int(row[0]), int(row[1])

    def clear(self) -> bool:
        """Remove everything; whether there was anything. Raises OSError where that cannot be."""
        self.close()
        if self.folder.is_symlink() or not self.folder.is_dir():
            return False
        own = [path for path in self.folder.iterdir() if path.name.startswith(_FILE)]
        for path in [*own, self.folder / _IGNORE]:
            path.unlink(missing_ok=True)
        with suppress(OSError):  # somebody else's files stay, and with them the folder
            self.folder.rmdir()
        return bool(own)

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _touch(self, keys: list[str], today: int) -> None:
        with suppress(Error):
            assert self._connection is not None
            with self._connection as connection:
                rows = [(today, key) for key in keys]
                connection.executemany("UPDATE entry SET used = ? WHERE key = ?", rows)

    def _make_room(self, connection: Connection) -> None:
        size = connection.execute("SELECT total(size) FROM entry").fetchone()[0]
        if size <= self._most_bytes:
            return
        freed = 0.0
        query = "SELECT key, size FROM entry ORDER BY used, rowid"
        gone = []
        for key, bytes_ in connection.execute(query):
            if size - freed <= self._most_bytes * _KEPT:
                break
            gone.append((key,))
            freed += bytes_
        connection.executemany("DELETE FROM entry WHERE key = ?", gone)

    def _open(self, *, create: bool) -> Connection | None:
        if self._connection is not None or not self._usable:
            return self._connection
        # A checked-out folder must not lead us to write elsewhere.
        if self.folder.is_symlink() or self.file.is_symlink():
            self._usable = False
            return None
        if not self.file.is_file():
            if not create:
                return None
            if not self._make_folder():
                self._usable = False
                return None
        self._connection = self._connected()
        return self._connection

    def _make_folder(self) -> bool:
        try:
            self.folder.mkdir(exist_ok=True)
            ignore = self.folder / _IGNORE
            if not ignore.exists():
                ignore.write_text(_IGNORED, encoding="utf-8")
        except OSError:
            return False
        return True

    def _connected(self) -> Connection:
        connection = connect(self.file, timeout=_PATIENCE)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, _LAYOUT):
                raise DatabaseError("another layout")
            if version == 0:
                with connection:
                    connection.execute(
                        "CREATE TABLE IF NOT EXISTS entry"
                        " (key TEXT PRIMARY KEY, text TEXT, size INTEGER, used INTEGER)"
                    )
                    connection.execute(f"PRAGMA user_version = {_LAYOUT}")
        except Error:
            connection.close()
            raise
        return connection

    def _give_up(self, error: Error) -> None:
        """Do without; a damaged file is removed, so that the next run makes a new one."""
        self.close()
        self._usable = False
        # Its subclasses tell of a file that is sound but locked, full or not ours to write.
        if type(error) is DatabaseError and not self.file.is_symlink():
            with suppress(OSError):
                os.unlink(self.file)


def _today() -> int:
    return int(time.time()) // _DAY
