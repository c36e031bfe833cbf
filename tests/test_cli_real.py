"""The whole command on real files: bad input, pipes, terminals; a process for each run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimcheck.cli import main
from claimcheck.rules import catalog
from tests.sample_rules import real_catalog

ROOT = Path(__file__).parent.parent
CURE = "# Capsules\n\nOur capsules cure breast cancer. Order today with free delivery.\n"
FINE = "# Opening hours\n\nOur shop is open on weekdays.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    Path("bad.md").write_text(CURE, encoding="utf-8")
    Path("fine.md").write_text(FINE, encoding="utf-8")
    return tmp_path


def claimcheck(*arguments: str, data: bytes | None = None) -> subprocess.CompletedProcess[str]:
    process = subprocess.run(
        [sys.executable, "-m", "claimcheck", *arguments],
        input=data,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    return subprocess.CompletedProcess(
        process.args, process.returncode, process.stdout.decode(), process.stderr.decode()
    )


def test_findings_none_and_both_together() -> None:
    assert claimcheck("check", "bad.md").returncode == 1
    fine = claimcheck("check", "fine.md", "--select", "CER")
    assert (fine.returncode, fine.stdout) == (0, "No findings in 1 file.\n")
    both = claimcheck("check", "--format", "concise", "--select", "CER002")
    assert both.returncode == 1
    assert re.match(r"bad\.md:3:\d+: error CER002 cure-claim: ", both.stdout)


def test_standard_input_takes_the_name_it_is_given() -> None:
    run = claimcheck(
        "check",
        "-",
        "--stdin-filename",
        "x/page.md",
        "--format",
        "concise",
        "--select",
        "CER002",
        data=CURE.encode(),
    )
    assert run.returncode == 1
    assert run.stdout.startswith("x/page.md:3:")
    unnamed = claimcheck("check", "-", "--format", "concise", data=CURE.encode())
    assert unnamed.stdout.startswith("-:")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("gone.md", None, "gone.md: no such file or folder"),
        ("empty", "folder", "empty: no file to check in this folder"),
        ("bytes.md", b"\x00\x01\xff\xfe\x00" * 40, "bytes.md: "),
        ("huge.md", b"word " * 4_000_000, "huge.md: "),
    ],
)
def test_what_cannot_be_checked_is_one_line_and_the_rest_is_checked(
    name: str, content: bytes | str | None, message: str
) -> None:
    if isinstance(content, bytes):
        Path(name).write_bytes(content)
    elif content == "folder":
        Path(name).mkdir()
    run = claimcheck("check", name, "bad.md", "--format", "concise", "--select", "CER002")
    assert run.returncode == 2
    assert run.stdout.startswith("bad.md:3:")
    assert run.stderr.startswith(f"claimcheck: {message}")
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--profile", "atlantis"], "claimcheck: no profile 'atlantis'"),
        (["--select", "ZZZ"], "claimcheck: no rule is called 'ZZZ'"),
        (["--config", "gone.toml"], "claimcheck: Invalid value for '--config': File 'gone.toml'"),
    ],
)
def test_a_wrong_option_checks_nothing(arguments: list[str], message: str) -> None:
    run = claimcheck("check", "bad.md", *arguments)
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr.startswith(message)
    assert run.stderr.count("\n") == 1


def test_a_broken_house_rule_is_told_with_its_place() -> None:
    Path("rules").mkdir()
    Path("rules/mine.yaml").write_text("code: HSE001\nname: [\n", encoding="utf-8")
    Path("claimcheck.toml").write_text('rules = "rules"\n', encoding="utf-8")
    run = claimcheck("check", "bad.md")
    assert run.returncode == 2
    assert re.match(r"claimcheck: .*rules/mine\.yaml:3:1: ", run.stderr)
    assert run.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.parametrize(
    ("redirection", "status", "message"),
    [
        (">&-", 1, ""),
        (">&- 2>&-", 1, ""),
        (">/dev/full", 2, "claimcheck: cannot write to standard output: No space left on device"),
        ("- <&-", 2, "claimcheck: standard input is closed (see claimcheck check --help)"),
    ],
)
def test_streams_that_are_closed_or_full(redirection: str, status: int, message: str) -> None:
    process = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m claimcheck check bad.md {redirection}'],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert process.returncode == status
    assert process.stderr.strip() == message


def test_a_terminal_of_ascii_gets_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONUTF8", "0")
    process = subprocess.run(
        [sys.executable, "-m", "claimcheck", "check", "bad.md", "--select", "CER002"],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert process.returncode == 1
    assert process.stdout.isascii()
    assert b"^^^^" in process.stdout


def test_a_file_name_cannot_write_to_the_terminal(folder: Path) -> None:
    name = "we\x1b[31mird\nname.md"
    (folder / name).write_text(CURE, encoding="utf-8")
    for form in ("concise", "text"):
        run = claimcheck("check", name, "gone\x1b.md", "--format", form)
        assert "\x1b" not in run.stdout + run.stderr
        assert "ird name.md" in run.stdout
        assert run.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_on_a_terminal_there_is_colour_and_its_width_is_kept() -> None:
    import fcntl
    import pty
    import struct
    import termios

    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 50, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "claimcheck", "check", "bad.md", "--select", "CER002"],
        stdin=child,
        stdout=child,
        stderr=child,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "PYTHONIOENCODING": "utf-8"},
    )
    os.close(child)
    data = b""
    while True:
        try:
            part = os.read(parent, 4096)
        except OSError:  # Linux says so when the other side is closed
            break
        if not part:
            break
        data += part
    os.close(parent)
    assert process.wait() == 1
    out = data.decode("utf-8")
    assert "\x1b[1;4;31mcure breast cancer\x1b[0m" in out
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", out)
    assert max(len(line.rstrip("\r")) for line in plain.split("\n")) <= 50
    assert "checking" not in plain


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
        st.lists(
            st.sampled_from(
                [
                    b"cures cancer ",
                    b"---\n",
                    b"[^1]",
                    b"<p>",
                    b"<!-- claimcheck: ",
                    b"-->",
                    b"ignore",
                    b"\xff",
                    b"\x00",
                    b"| a |\n",
                    b"# ",
                    b"\n\n",
                    b"studies show ",
                    b"(doi:10.1/x)",
                    b"[1] ",
                ]
            ),
            max_size=40,
        ).map(b"".join),
    ),
    suffix=st.sampled_from([".md", ".html", ".txt"]),
)
def test_no_bytes_end_in_a_stack_trace(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: bytes, suffix: str
) -> None:
    rules = real_catalog()
    monkeypatch.setattr(catalog, "load_catalog", lambda *_: rules)
    name = f"fuzz{suffix}"
    Path(name).write_bytes(data)
    with pytest.raises(SystemExit) as exit_:
        main(["check", name, "--format", "json"])
    out, err = capsys.readouterr()
    assert exit_.value.code in {0, 1, 2}
    assert "internal error" not in err
    assert out.startswith("{")
    assert (exit_.value.code == 2) == bool(err)
