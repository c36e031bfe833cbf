"""The store: bounded, shared, and of no consequence when it is lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from claimcheck.cache import store as module
from claimcheck.cache.store import Store


def test_what_is_put_can_be_got(tmp_path: Path) -> None:
    store = Store(tmp_path / "cache")
    store.put({"a": "1", "b": "zwei ✓ \ud800"[:-1]})
    store.close()
    assert Store(tmp_path / "cache").get(["a", "b", "c"]) == {"a": "1", "b": "zwei ✓ "}


def test_more_keys_than_one_query_takes(tmp_path: Path) -> None:
    store = Store(tmp_path / "cache")
    entries = {str(number): "x" for number in range(1700)}
    store.put(entries)
    assert store.get(entries) == entries


def test_nothing_is_made_before_something_is_stored(tmp_path: Path) -> None:
    store = Store(tmp_path / "cache")
    assert store.get(["a"]) == {}
    store.put({})
    assert store.count() == (0, 0)
    assert not (tmp_path / "cache").exists()


def test_git_is_told_to_leave_it_alone(tmp_path: Path) -> None:
    Store(tmp_path / "cache").put({"a": "1"})
    assert (tmp_path / "cache" / ".gitignore").read_text().splitlines()[-1] == "*"


DAMAGE = {
    "garbage": b"not a database at all" * 100,
    "half a file": None,
    "empty": b"",
    "another layout": None,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_silently_made_anew(tmp_path: Path, damage: str) -> None:
    store = Store(tmp_path / "cache")
    store.put({str(number): "x" * 500 for number in range(200)})
    store.close()
    content = DAMAGE[damage]
    if damage == "another layout":
        with sqlite3.connect(store.file) as connection:
            connection.execute("PRAGMA user_version = 99")
    elif content is None:
        half = store.file.read_bytes()
        store.file.write_bytes(half[: len(half) // 2])
    else:
        store.file.write_bytes(content)
    for _ in range(2):
        store = Store(tmp_path / "cache")
        assert set(store.get(["1", "150"]).values()) <= {"x" * 500}
        store.put({"new": "y"})
        store.close()
    assert Store(tmp_path / "cache").get(["new"]) == {"new": "y"}


def test_the_oldest_go_first_when_it_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "cache", most_bytes=1000)
    for day in range(8):
        monkeypatch.setattr(module, "_today", lambda day=day: day)
        store.put({f"day {day}": "x" * 120})
    store.get(["day 0"])  # asked for today: not old any more
    store.put({"last": "x" * 120})
    kept = store.get([f"day {day}" for day in range(9)])
    assert "day 0" in kept
    assert "day 1" not in kept
    assert "day 7" in kept
    assert store.count()[1] <= 1000


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    store = Store(tmp_path / "cache")
    store.put({"a": "1"})
    assert store.get(["a"]) == {}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_store_still_answers(tmp_path: Path) -> None:
    store = Store(tmp_path / "cache")
    store.put({"a": "1"})
    store.close()
    store.file.chmod(0o444)
    store.folder.chmod(0o555)
    try:
        store = Store(tmp_path / "cache")
        store.put({"b": "2"})
        assert Store(tmp_path / "cache").get(["a", "b"]) == {"a": "1"}
    finally:
        store.folder.chmod(0o755)


@pytest.mark.parametrize("link", ["the folder", "the file"])
def test_a_link_is_not_followed(tmp_path: Path, link: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    database = elsewhere / "cache.sqlite"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    before = database.read_bytes()
    if link == "the folder":
        (tmp_path / "cache").symlink_to(elsewhere)
    else:
        (tmp_path / "cache").mkdir()
        (tmp_path / "cache" / "cache.sqlite").symlink_to(database)
    store = Store(tmp_path / "cache")
    store.put({"a": "1"})
    assert store.get(["a"]) == {}
    assert database.read_bytes() == before
    assert sorted(path.name for path in elsewhere.iterdir()) == ["cache.sqlite"]


def test_parallel_runs_do_not_disturb_each_other(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from claimcheck.cache.store import Store\n"
        "for n in range(20):\n"
        "    store = Store(Path(sys.argv[1])); store.put({f'{sys.argv[2]}-{n}': 'x' * 1000})\n"
        "    store.close()\n"
    )
    folder = str(tmp_path / "cache")
    runs = [subprocess.Popen([sys.executable, "-c", code, folder, str(n)]) for n in range(4)]
    assert [run.wait() for run in runs] == [0, 0, 0, 0]
    assert Store(tmp_path / "cache").count()[0] == 80


def test_clearing_leaves_what_others_put_there(tmp_path: Path) -> None:
    store = Store(tmp_path / "cache")
    assert not store.clear()
    store.put({"a": "1"})
    other = tmp_path / "cache" / "notes.txt"
    other.write_text("mine")
    assert store.clear()
    assert [path.name for path in store.folder.iterdir()] == ["notes.txt"]
    other.unlink()
    store = Store(tmp_path / "cache")
    store.put({"a": "1"})
    store.clear()
    assert not store.folder.exists()
