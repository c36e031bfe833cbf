"""`claimcheck config` and `claimcheck init`."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from claimcheck.cli import main
from claimcheck.cli.config import START
from claimcheck.cli.options import FAIL_ON, PRODUCTS
from claimcheck.config import Settings, load
from claimcheck.config.load import effective
from claimcheck.config.schema import ConfigFile, json_schema


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as exit_:
        main(list(arguments))
    return int(exit_.value.code or 0)


def test_config_tells_each_setting_and_its_origin(capsys: pytest.CaptureFixture[str]) -> None:
    Path("claimcheck.toml").write_text('profile = "uk"\n\nignore = ["CIT001"]\n', encoding="utf-8")
    assert run("config", "--fail-on", "info", "--ignore", "CIT") == 0
    out = capsys.readouterr().out
    lines = {line.split(" = ")[0]: line for line in out.splitlines()}
    assert lines["profile"].split("  ")[0] == 'profile = ["uk"]'
    assert lines["profile"].endswith("# claimcheck.toml:1:1")
    assert lines["ignore"].endswith("# claimcheck.toml:3:1, --ignore")
    assert lines["fail-on"].endswith("# --fail-on")
    assert lines["select"].endswith("# default")
    assert tomllib.loads(out)["ignore"] == ["CIT001", "CIT"]


def test_config_of_a_path_heeds_its_overrides(capsys: pytest.CaptureFixture[str]) -> None:
    Path("claimcheck.toml").write_text(
        '[[overrides]]\npaths = "blog/"\nprofile = "uk"\n', encoding="utf-8"
    )
    Path("blog").mkdir()
    assert run("config", "blog/page.md", "--format", "json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["profile"] == {"value": ["uk"], "from": ["default", "overrides"]}
    assert run("config", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["profile"]["value"] == ["us"]


def test_config_prints_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("config", "--schema") == 0
    assert json.loads(capsys.readouterr().out) == json_schema()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('profile = "su"', "claimcheck.toml:1:1: no profile 'su' (there are au, ca"),
        ('profile = ["us", "ukk"]', "claimcheck.toml:1:18: no profile 'ukk'; did you mean 'uk'?"),
        ('ignore = ["CIT", "CTI001"]', "claimcheck.toml:1:18: no rule is called 'CTI001'; did"),
        ('[severity]\nCIT999 = "off"', "claimcheck.toml:2:1: no rule is called 'CIT999'; did"),
        ('[[overrides]]\npaths = ["a"]\nselect = ["ZZZ9"]', "claimcheck.toml:3:11: no rule is"),
    ],
)
@pytest.mark.parametrize("command", ["config", "check"])
def test_names_that_do_not_exist_are_told_with_their_place(
    capsys: pytest.CaptureFixture[str], text: str, message: str, command: str
) -> None:
    Path("claimcheck.toml").write_text(text, encoding="utf-8")
    assert run(command) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"claimcheck: {message}")
    assert err.count("\n") == 1


def test_the_options_offer_what_a_file_may_say() -> None:
    fields = ConfigFile.model_fields
    assert get_args(get_args(fields["fail_on"].annotation)[0]) == FAIL_ON
    assert get_args(get_args(fields["product"].annotation)[0]) == PRODUCTS


def test_init_writes_a_file_that_changes_nothing_yet(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("init") == 0
    assert capsys.readouterr().out == "Wrote claimcheck.toml. Now: claimcheck check\n"
    assert load([]).settings == Settings(root=folder)


def test_init_never_overwrites(capsys: pytest.CaptureFixture[str]) -> None:
    Path("claimcheck.toml").write_text("# mine\n", encoding="utf-8")
    assert run("init") == 2
    assert capsys.readouterr().err == (
        "claimcheck: claimcheck.toml: exists already, left as it is\n"
    )
    assert Path("claimcheck.toml").read_text(encoding="utf-8") == "# mine\n"


def test_init_in_no_folder_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("init", "nowhere") == 2
    assert capsys.readouterr().err.startswith("claimcheck: nowhere/claimcheck.toml: cannot be")


def test_everything_that_init_suggests_can_be_said() -> None:
    said = "\n".join(
        line.removeprefix("# ")
        for line in START.splitlines()
        if line.startswith(("# [", "# paths")) or (" = " in line and line[0] in "#p")
    )
    Path("claimcheck.toml").write_text(said, encoding="utf-8")
    settings = load([]).settings
    left = {"max-bytes", "pipeline", "fields"}
    assert len(settings.overrides) == 1
    assert {key for key, value in effective(settings).items() if value} >= (
        set(effective(settings)) - left
    )
