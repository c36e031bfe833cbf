"""The command line as its user meets it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import claimcheck
from claimcheck.cli import main
from claimcheck.config import Settings
from claimcheck.errors import ReadError
from claimcheck.finding import FileResult, Finding, Result, Severity
from claimcheck.rules import catalog
from claimcheck.rules.catalog import Catalog
from claimcheck.source import Source
from tests.report.samples import CLEAN, RESULT, SOURCE
from tests.sample_rules import sample_catalog

ROOT = Path(__file__).parent.parent


class Engine:
    """Stands in for the engine: what it was asked, and what it shall answer."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.settings = Settings()
        self.stdin: tuple[str, bytes] | None = None
        self.result = CLEAN

    def run(
        self,
        paths: Sequence[str],
        settings: Settings,
        *,
        stdin: Any,
        progress: Any,
        catalog: Callable[[], Catalog],
        **_: Any,
    ) -> Result:
        assert catalog().rules
        progress(1, 1)
        self.paths, self.settings, self.stdin = list(paths), settings, stdin
        return self.result


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    stand_in = Engine()
    module = SimpleNamespace(run=stand_in.run, active_rules=lambda *_: {})
    monkeypatch.setitem(sys.modules, "claimcheck.engine", module)
    monkeypatch.setattr(claimcheck, "engine", module, raising=False)
    monkeypatch.setattr(catalog, "load_catalog", lambda *_: sample_catalog())
    return stand_in


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as exit_:
        main(list(arguments))
    return int(exit_.value.code or 0)


def one(severity: str) -> Result:
    finding = Finding(
        "CIT001",
        "n",
        Severity(severity),
        "m",
        SOURCE.text and RESULT.findings[0].place,
        RESULT.findings[0].sentence,
        "x",
    )
    return Result([FileResult(SOURCE, "a.md", [finding])])


FAILED = Result([], [ReadError("no such file or folder", path="gone.md")])


@pytest.mark.parametrize(
    ("result", "fail_on", "status"),
    [
        (CLEAN, None, 0),
        (one("error"), None, 1),
        (one("warning"), None, 1),
        (one("info"), None, 0),
        (one("info"), "info", 1),
        (one("warning"), "error", 0),
        (one("error"), "error", 1),
        (one("error"), "never", 0),
        (FAILED, None, 2),
        (FAILED, "never", 2),
        (RESULT, None, 2),
    ],
)
def test_the_exit_status(engine: Engine, result: Result, fail_on: str | None, status: int) -> None:
    engine.result = result
    options = ["--fail-on", fail_on] if fail_on else []
    assert run("check", "a.md", *options) == status


def test_options_become_settings(engine: Engine) -> None:
    run(
        "check",
        "a.md",
        "b",
        "--profile",
        "uk,eu",
        "--profile",
        "strict",
        "--select",
        "CIT",
        "--ignore",
        "CIT001, CER",
        "--product",
        "device",
        "--fail-on",
        "error",
    )
    assert engine.paths == ["a.md", "b"]
    assert engine.settings.profiles == ("uk", "eu", "strict")
    assert engine.settings.select == ("CIT",)
    assert engine.settings.ignore == ("CIT001", "CER")
    assert engine.settings.product == "device"
    assert engine.settings.fail_on == "error"


def test_without_options_the_defaults_hold(engine: Engine) -> None:
    run("check")
    assert engine.paths == []
    assert engine.settings == Settings()


def test_standard_input_is_read_as_bytes(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"\xff\xfeG\x00"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert run("check", "-", "--stdin-filename", "a/b.md", "c.md") == 0
    assert engine.stdin == ("a/b.md", data)
    assert engine.paths == ["c.md"]


def test_standard_input_needs_no_name(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x")))
    run("check", "-")
    assert engine.stdin == ("-", b"x")


def test_failures_go_to_standard_error_one_line_each(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    engine.result = RESULT
    run("check")
    out, err = capsys.readouterr()
    assert err.splitlines() == [
        "claimcheck: gone.md: no such file or folder",
        "claimcheck: broken.md: not UTF-8 at byte 3",
    ]
    assert "no such file" not in out


def test_concise_is_one_line_a_finding(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine.result = RESULT
    run("check", "--format", "concise", "-q")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(RESULT.findings)
    assert lines[0] == (
        "content/blog/glowroot.md:3:13: error SAF001 unqualified-safety: "
        "“safe” stands alone: for whom, at what dose?"
    )


def test_json_holds_the_run(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine.result = RESULT
    run("check", "--format", "json")
    data = json.loads(capsys.readouterr().out)
    assert data["version"] == 1
    assert data["summary"] == {
        "files": 2,
        "error": 4,
        "warning": 1,
        "info": 1,
        "suppressed": 1,
        "failures": 2,
    }
    first = data["files"][0]["findings"][0]
    start, end = first["place"]["start"], first["place"]["end"]
    assert (start["line"], start["column"]) == (3, 13)
    assert SOURCE.text[start["offset"] : end["offset"]] == "safe"
    assert data["failures"][0]["path"] == "gone.md"


def test_several_reports_in_one_run(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine.result = RESULT
    run("check", "--format", "concise", "--format", "sarif:out.sarif", "--format", "junit:j.xml")
    assert capsys.readouterr().out.startswith("content/blog/glowroot.md:3:13: error")
    assert json.loads(Path("out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert Path("j.xml").read_text(encoding="utf-8").startswith("<?xml")


def test_output_takes_the_report_off_the_screen(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    engine.result = RESULT
    assert run("check", "--output", "report.txt") == 2
    assert capsys.readouterr().out == ""
    assert "Glowroot is safe" in Path("report.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "sarfi:x"], "no format 'sarfi'; did you mean 'sarif'?; there is text"),
        (["--format", "text", "--format", "json"], "text and json cannot share standard output"),
        (["--format", "json:x", "--output", "y"], "every format has its file"),
        (["--format", "json:x", "--format", "sarif:x"], "two formats cannot share a file"),
        (["--format", "json:no/such/folder"], "no/such/folder: cannot write the report: No such"),
    ],
)
def test_reports_that_have_no_place_are_told(
    engine: Engine, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    engine.result = RESULT
    assert run("check", *arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"claimcheck: {message}")
    assert err.count("\n") == 1


def test_colour_only_where_it_is_wanted(
    engine: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.result = RESULT
    run("check")
    assert "\x1b" not in capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    run("check")
    assert "\x1b[" in capsys.readouterr().out
    run("check", "--no-color")
    assert "\x1b" not in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    run("check")
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chekc"], "claimcheck: No such command 'chekc'"),
        (["check", "--formt", "json"], "claimcheck: No such option '--formt'"),
        (["check", "--format", "xml"], "claimcheck: no format 'xml'; there is text, concise"),
        (["check", "--fail-on", "pigs"], "claimcheck: Invalid value for '--fail-on': 'pigs'"),
        (["check", "--stdin-filename", "a.md"], "claimcheck: --stdin-filename needs -"),
    ],
)
@pytest.mark.usefixtures("engine")
def test_a_wrong_command_line_is_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert run(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(message)
    assert err.count("\n") == 1


@pytest.mark.usefixtures("engine")
def test_what_nobody_foresaw_is_one_line_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(*_: object, **__: object) -> Result:
        raise ValueError("first\nsecond")

    monkeypatch.setattr(sys.modules["claimcheck.engine"], "run", explode)
    assert run("check") == 2
    assert capsys.readouterr().err == (
        "claimcheck: internal error: ValueError: first second (CLAIMCHECK_DEBUG=1 says more)\n"
    )
    monkeypatch.setenv("CLAIMCHECK_DEBUG", "1")
    with pytest.raises(ValueError, match="second"):
        main(["check"])


@pytest.mark.usefixtures("engine")
def test_an_interruption_is_quiet(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> Result:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["claimcheck.engine"], "run", interrupt)
    assert run("check") == 130
    # The line end puts the prompt below the terminal's own ^C.
    assert capsys.readouterr() == ("", "\n")


def test_file_names_that_are_not_text_can_be_reported(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    engine.result = Result(
        [FileResult(Source(name, SOURCE.text), name, RESULT.findings)],
        [ReadError("unreadable", path=name)],
    )
    for form in ("text", "concise", "json"):
        assert run("check", "--format", form) == 2
        out, err = capsys.readouterr()
        assert "caf" in out
        assert "caf" in err


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out == f"claimcheck, version {claimcheck.__version__}\n"
    assert run() == 0
    overview = capsys.readouterr().out
    assert run("--help") == 0
    assert capsys.readouterr().out == overview
    assert "claimcheck check page.md" in overview


# The same in a process of its own: imports, pipes.


def python(code: str, **options: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
        **options,
    )


def test_importing_the_command_line_is_cheap() -> None:
    process = python(
        "import sys, claimcheck.cli\n"
        "print(*sorted({'rich', 'spacy', 'pydantic', 'yaml'} & set(sys.modules)))"
    )
    assert process.stdout.split() == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["check", "--help"],
        ["--version"],
        ["rules"],
        ["explain", "CIT001"],
        ["explain", "nonsense"],
        ["explain", "SUP001"],
        ["check", "--profile", "atlantis", "."],
        ["check", "--select", "XYZ", "."],
    ],
    ids=" ".join,
)
def test_spacy_is_not_imported_where_nothing_is_checked(
    arguments: list[str], tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("Glowroot cures eczema.\n", encoding="utf-8")
    process = python(
        "import sys\nfrom claimcheck.cli import main\n"
        f"try: main({arguments!r})\n"
        "except SystemExit as e: print('status', e.code)\n"
        "print('spacy' in sys.modules)",
        cwd=tmp_path,
    )
    assert process.stdout.splitlines()[-1] == "False", process.stderr
    assert "Traceback" not in process.stderr


def test_a_closed_pipe_is_silent() -> None:
    code = (
        "import sys, types, claimcheck\n"
        "from claimcheck.rules import catalog\n"
        "from tests.sample_rules import sample_catalog\n"
        "catalog.load_catalog = lambda *_: sample_catalog()\n"
        "from tests.report.samples import FINDINGS, SOURCE\n"
        "from claimcheck.finding import FileResult, Result\n"
        "from claimcheck.cli import main\n"
        "result = Result([FileResult(SOURCE, 'a.md', FINDINGS * 2000)])\n"
        "engine = types.SimpleNamespace(run=lambda *a, **k: result, active_rules=lambda *a: {})\n"
        "sys.modules['claimcheck.engine'] = claimcheck.engine = engine\n"
        "main(['check'])\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith(b"a.md")
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    # The reader went away; the findings are still findings.
    assert process.wait() == 1
