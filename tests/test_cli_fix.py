"""`check --fix` and `--diff`, with a house rule that offers replacements."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimcheck.cli import main

RULE = """\
code: HSE001
name: house-words
summary: Words that the house does not want.
why: They say nothing.
authorities: [{id: HNR, section: criterion 10, says: no sensational language, mark: V}]
severity: warning
since: "0.1"
trigger:
  - phrases: [world class, sumptuous]
message: "“{text}” says nothing."
suggestion: Leave it out.
replacements:
  - {replace: world class, with: "", safe: true}
  - {replace: sumptuous, with: plain, safe: false}
examples:
  flag: ["A [[sumptuous]] room."]
  pass: ["A plain room."]
"""
PAGE = "# Rooms\n\nThe world class rooms have sumptuous chairs.\n\nThe garden is green.\n"


@pytest.fixture(autouse=True)
def _site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("house.yaml").write_text(RULE, encoding="utf-8")
    Path("claimcheck.toml").write_text('rules = "house.yaml"\nselect = "HSE"\n', encoding="utf-8")
    Path("a.md").write_text(PAGE, encoding="utf-8")


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as exit_:
        main(["check", *arguments])
    return int(exit_.value.code or 0)


def page() -> str:
    return Path("a.md").read_text(encoding="utf-8")


def test_fix_applies_what_is_safe_and_reports_the_rest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("--fix", "--format", "concise") == 1
    out, err = capsys.readouterr()
    assert page() == PAGE.replace("world class ", "")
    assert err == "claimcheck: note: 1 replacement made\n"
    assert out.startswith("a.md:3:16: warning HSE001")
    assert out.count("HSE001") == 1
    assert run("--fix", "-q") == 1
    assert page() == PAGE.replace("world class ", "")


def test_unsafe_ones_need_to_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--fix", "--unsafe-fixes") == 0
    assert "2 replacements made" in capsys.readouterr().err
    assert page() == PAGE.replace("world class ", "").replace("sumptuous", "plain")


def test_diff_shows_and_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--fix", "--diff") == 1
    assert capsys.readouterr().out == (
        "--- a/a.md\n+++ b/a.md\n@@ -1,5 +1,5 @@\n # Rooms\n \n"
        "-The world class rooms have sumptuous chairs.\n+The rooms have sumptuous chairs.\n"
        " \n The garden is green.\n"
    )
    assert page() == PAGE


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--unsafe-fixes"], "--unsafe-fixes needs --fix or --diff"),
        (["--fix", "-"], "--fix and --diff work on files"),
    ],
)
def test_what_makes_no_sense_is_told(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.setattr("claimcheck.cli.run._stdin", lambda *_: ("-", b""))
    assert run(*arguments) == 2
    assert message in capsys.readouterr().err


def test_house_rules_are_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["rules", "--family", "HSE"], ["explain", "house-words"]):
        with pytest.raises(SystemExit) as exit_:
            main(command)
        assert not exit_.value.code
        out = capsys.readouterr().out
        assert "HSE001" in out
        assert "Words that the house does not want." in out
    with pytest.raises(SystemExit) as exit_:
        main(["explain", "HSE001", "--no-config"])
    assert exit_.value.code == 2
