"""A second run says what the first one said, and nothing that is out of date."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from claimcheck import engine, parallel
from claimcheck.cache import FOLDER, Results, Store
from claimcheck.cache.results import decode_answer, encode_answer
from claimcheck.config import Override, Settings
from claimcheck.finding import FileResult, Result
from claimcheck.source import Source
from tests.report.samples import RESULT

PAGE = "Our tea cures migraine. It is 100% safe and works instantly.\n"
CLEAN = "The library opens at nine. Bring a card.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.md").write_text(PAGE)
    (tmp_path / "clean.md").write_text(CLEAN)
    return tmp_path


def check(folder: Path, **changes: Any) -> Result:
    store = Store(folder / FOLDER)
    try:
        settings = Settings(root=folder).changed(changes)
        return engine.run(["page.md", "clean.md"], settings, store=store)
    finally:
        store.close()


def codes(result: Result) -> list[str]:
    return [finding.code for finding in result.findings]


class Asked:
    """Counts the pages that were really checked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pages: list[str] = []
        real = engine.Engine.check_all

        def counting(this: engine.Engine, sources: Any) -> Any:
            sources = list(sources)
            self.pages += [source.path for source in sources]
            return real(this, sources)

        monkeypatch.setattr(engine.Engine, "check_all", counting)

    def since(self) -> list[str]:
        pages, self.pages = self.pages, []
        return pages


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(monkeypatch)


def test_the_second_answer_is_the_first(folder: Path, asked: Asked) -> None:
    first = check(folder)
    assert codes(first)
    assert asked.since() == ["clean.md", "page.md"]
    assert check(folder) == first
    assert asked.since() == []


def test_only_what_changed_is_checked_again(folder: Path, asked: Asked) -> None:
    check(folder)
    (folder / "clean.md").write_text(CLEAN + "Our tea cures cancer.\n")
    asked.since()
    assert "CER002" in codes(check(folder))
    assert asked.since() == ["clean.md"]


@pytest.mark.parametrize(
    "changes",
    [
        {"profiles": ("uk",)},
        {"select": ("CIT",)},
        {"ignore": ("CER",)},
        {"severity": {"CER": "info"}},
        {"product": "supplement"},
        {"require_reason": True},
        {"fields": ("body",)},
        {"site": ("example.com",)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_other_settings_are_another_question(
    folder: Path, asked: Asked, changes: dict[str, Any]
) -> None:
    check(folder)
    asked.since()
    check(folder, **changes)
    assert asked.since() == ["clean.md", "page.md"]


@pytest.mark.parametrize(
    "changes",
    [{"fail_on": "never"}, {"exclude": ("x",)}, {"max_bytes": 5000}, {"force_exclude": True}],
    ids=lambda changes: next(iter(changes)),
)
def test_settings_that_change_no_result_are_the_same_question(
    folder: Path, asked: Asked, changes: dict[str, Any]
) -> None:
    check(folder)
    asked.since()
    check(folder, **changes)
    assert asked.since() == []


def test_an_override_asks_for_its_paths_only(folder: Path, asked: Asked) -> None:
    check(folder)
    asked.since()
    check(folder, overrides=(Override(("clean.md",), folder, {"ignore": ("CIT",)}),))
    assert asked.since() == ["clean.md"]


def test_the_suffix_decides_how_a_page_is_read() -> None:
    keys = {
        Results.key("", Source(path, PAGE), "") for path in ("a.md", "b/a.md", "a.txt", "a.html")
    }
    assert len(keys) == 3


def test_another_house_rule_is_another_question(folder: Path, asked: Asked) -> None:
    evidence = folder / "evidence.yaml"
    evidence.write_text("sources: []\n")
    check(folder, evidence=(evidence,))
    check(folder, evidence=(evidence,))
    assert asked.since() == ["clean.md", "page.md"]
    evidence.write_text("sources: []\nconclusions: []\n")
    check(folder, evidence=(evidence,))
    assert asked.since() == ["clean.md", "page.md"]


@pytest.mark.parametrize("day", [date(2027, 3, 1), date(2027, 3, 2)])
def test_a_suppression_lapses_though_the_page_stays(folder: Path, day: date) -> None:
    directive = "<!-- claimcheck: ignore-file all until 2027-03-01 -- reviewed -->\n\n"
    (folder / "page.md").write_text(directive + PAGE)
    check(folder, today=date(2027, 2, 1))
    result = check(folder, today=day)
    assert ("SUP003" in codes(result)) is (day == date(2027, 3, 2))
    assert ("CER002" in codes(result)) is (day == date(2027, 3, 2))


def test_a_page_that_names_a_bibliography_is_checked_each_time(folder: Path, asked: Asked) -> None:
    (folder / "a.bib").write_text("@article{a, title={T}, author={B}, year={2020}}\n")
    (folder / "page.md").write_text(f"---\nbibliography: a.bib\n---\n\n{PAGE}")
    check(folder)
    asked.since()
    check(folder)
    assert asked.since() == ["page.md"]


def test_what_cannot_be_read_is_not_remembered(folder: Path) -> None:
    (folder / "page.md").write_bytes(b"\x00\x01")
    assert check(folder).all_failures
    (folder / "page.md").write_text(PAGE)
    assert not check(folder).all_failures


def test_an_entry_that_makes_no_sense_is_checked_again(folder: Path) -> None:
    first = check(folder)
    store = Store(folder / FOLDER)
    key = "SELECT key FROM entry WHERE key LIKE 'result:%'"
    connection = store._open(create=False)
    assert connection is not None
    for number, (name,) in enumerate(list(connection.execute(key))):
        store.put({name: ["[1]", "{}", "[[], [[0]], []]", "null", "x"][number % 5]})
    store.close()
    assert check(folder) == first


def test_every_field_of_a_finding_comes_back() -> None:
    for file in RESULT.files:
        back = decode_answer(json.loads(json.dumps(encode_answer(file))))
        assert FileResult(file.source, file.path, *back) == FileResult(
            file.source, file.path, list(file.findings), list(file.suppressed)
        )


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one process does all")
def test_processes_give_what_one_gives(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_WORTH_CHARACTERS", 50)
    paths = []
    for number in range(7):
        name = f"{number}.md"
        (folder / name).write_text(PAGE * (number % 3 + 1) + CLEAN * (number % 2))
        paths.append(name)
    (folder / "3.md").write_bytes(b"\x00")
    alone = engine.run(paths, Settings(root=folder))
    shared = engine.run(paths, Settings(root=folder), jobs=3)
    assert [file.path for file in shared.files] == paths
    assert shared.findings == alone.findings
    assert list(map(str, shared.all_failures)) == list(map(str, alone.all_failures))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one process does all")
def test_what_a_process_could_not_tell_is_told_by_the_first() -> None:
    mine = parallel.os.getpid()

    def check(sources: Any) -> Any:
        for source in sources:
            if parallel.os.getpid() != mine:
                raise MemoryError
            yield FileResult(source, source.path), True

    sources = [Source(str(number), "x" * 60_000) for number in range(4)]
    done = list(parallel.check_all(check, sources, 2))
    assert [result.path for result, _ in done] == ["0", "1", "2", "3"]


def ran(command: list[str]) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter, as modules are imported once."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


HEAVY = (
    "spacy", "thinc", "numpy", "pydantic", "yaml", "rich", "pyromark", "claimcheck.rules.catalog",
    "claimcheck.pipeline", "claimcheck.citations", "claimcheck.evidence", "claimcheck.suppress",
)  # fmt: skip


@pytest.mark.parametrize(
    ("form", "configured"), [("text", True), ("json", False), ("junit", False)]
)
def test_a_known_page_is_answered_without_anything_heavy(
    folder: Path, form: str, configured: bool
) -> None:
    if configured:
        config = 'profile = ["us", "uk"]\n[[overrides]]\npaths = ["blog/"]\nignore = "CIT"\n'
        (folder / "claimcheck.toml").write_text(config)
    code = (
        "import sys\n"
        "from claimcheck.cli import main\n"
        "try:\n"
        f"    main(['check', 'page.md', 'clean.md', '--format', {form!r}, '--output', 'report'])\n"
        "except SystemExit as end:\n"
        f"    print(end.code, [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    run = [sys.executable, "-c", code]
    first = ran(run)
    report = (folder / "report").read_bytes()
    assert first.stdout.startswith("1 ['spacy'"), first
    second = ran(run)
    assert second.stdout == "1 []\n"
    assert (folder / "report").read_bytes() == report


def test_no_cache_neither_asks_nor_keeps(folder: Path) -> None:
    run = [sys.executable, "-m", "claimcheck", "check", "clean.md", "--no-cache"]
    assert ran(run).returncode == 0
    (folder / "claimcheck.toml").write_text("cache = false\n")
    assert ran(run[:-1]).returncode == 0
    assert not (folder / FOLDER).exists()
    (folder / "claimcheck.toml").unlink()
    assert ran(run[:-1]).returncode == 0
    assert (folder / FOLDER).is_dir()
    shown = ran([*run[:3], "cache", "show"])
    assert str(folder / FOLDER) in shown.stdout
    ran([*run[:3], "cache", "clear"])
    assert not (folder / FOLDER).exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one process does all")
def test_processes_hear_all_that_others_tell() -> None:
    logs = [parallel.os.memfd_create(name) for name in ("one", "other")]
    try:
        one, other = (parallel.Exchange(logs, log) for log in logs)
        assert list(other.hear()) == []
        messages = [b"", b"a", b"long" * 30_000, b"b" * 65_000, b"last"]
        one.tell(messages[:2])
        one.tell(messages[2:])
        heard = [message for _ in messages for message in other.hear()]
        assert heard == messages
        assert list(one.hear()) == []
    finally:
        for log in logs:
            os.close(log)
