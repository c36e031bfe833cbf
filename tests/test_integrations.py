"""pre-commit, the GitHub Action and the CI examples: what they hand to claimcheck, and get back."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from claimcheck.readers import READERS
from tests.schemas import stored_schema

ROOT = Path(__file__).parent.parent
CURE = "Our capsules cure breast cancer. Order today with free delivery.\n"
FINE = "Our shop is open on weekdays.\n"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository as the current folder, and `claimcheck` of this checkout on the path."""
    for name in [
        name for name in os.environ if name.startswith(("GIT_", "GITHUB_", "CLAIMCHECK_"))
    ]:
        monkeypatch.delenv(name)
    tools = tmp_path / "bin"
    tools.mkdir()
    command = tools / "claimcheck"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m claimcheck "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    for name, value in {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
    }.items():
        monkeypatch.setenv(name, value)
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.chdir(site)
    run("git", "init", "-q", "-b", "main")
    return tmp_path


def run(*command: str, **options: Any) -> subprocess.CompletedProcess[str]:
    process = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, **options
    )
    if command[0] == "git" and "check" not in options:
        assert process.returncode == 0, process.stderr
    return process


def write(name: str, text: str) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


# pre-commit


def hook() -> dict[str, Any]:
    (entry,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return dict(entry)


def test_the_hook_takes_the_files_that_have_a_reader() -> None:
    pattern = re.compile(hook()["files"])
    taken = {suffix for suffix in READERS if pattern.search(f"content/page{suffix}")}
    assert taken == set(READERS)
    assert not pattern.search("content/app.py")


def commit(name: str, text: str) -> subprocess.CompletedProcess[str]:
    write(name, text)
    run("git", "add", "-A")
    return subprocess.run(
        ["git", "commit", "-m", name], capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_pre_commit_stops_a_commit_and_lets_one_pass(world: Path) -> None:
    """The real pre-commit with the hook of a clone.

    `language: system` stands in for `python`, which would install everything from the network.
    """
    clone = world / "clone"
    clone.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", clone)
    run("git", "init", "-q", "-b", "main", cwd=clone)
    run("git", "add", "-A", cwd=clone)
    run("git", "commit", "-qm", "x", cwd=clone)
    revision = run("git", "rev-parse", "HEAD", cwd=clone).stdout.strip()
    config = {
        "repos": [
            {
                "repo": str(clone),
                "rev": revision,
                "hooks": [{"id": "claimcheck", "language": "system"}],
            }
        ]
    }
    write(".pre-commit-config.yaml", yaml.safe_dump(config))
    write("claimcheck.toml", 'exclude = ["drafts/"]\n')
    installed = run(sys.executable, "-m", "pre_commit", "install")
    assert installed.returncode == 0, installed.stderr

    good = commit("good.md", FINE)
    assert good.returncode == 0, good.stderr
    assert "Passed" in good.stderr
    bad = commit("bad.md", CURE)
    assert bad.returncode == 1
    assert "CER002" in bad.stderr
    assert run("git", "log", "--oneline").stdout.count("\n") == 1
    Path("bad.md").unlink()
    # pre-commit names every file; excluded ones stay excluded.
    draft = commit("drafts/bad.md", CURE)
    assert draft.returncode == 0, draft.stderr


# GitHub


def action() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8")))


def test_the_action_follows_the_published_schema() -> None:
    schema = stored_schema(b"docs.github.com/en/actions/creating-actions/metadata-syntax")
    jsonschema.Draft7Validator(schema).validate(action())


def test_the_action_hands_no_input_to_a_shell_as_text() -> None:
    for step in action()["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert "run" not in step or step["shell"] == "bash"


def test_the_action_and_its_script_agree_on_names() -> None:
    script = (ROOT / "action/check.sh").read_text(encoding="utf-8")
    (step,) = (step for step in action()["runs"]["steps"] if step.get("id") == "check")
    read = set(re.findall(r"\$\{?(CLAIMCHECK_\w+)", script))
    assert read == set(step["env"])
    inputs = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text(encoding="utf-8")))
    assert inputs == set(action()["inputs"])


def check_step(**variables: str) -> tuple[str, dict[str, str]]:
    """Run the script of the action; its output and what it left in the step's outputs."""
    outputs, summary = Path("outputs.env"), Path("summary.out")
    outputs.write_text("", encoding="utf-8")
    summary.write_text("", encoding="utf-8")
    process = run(
        "bash",
        str(ROOT / "action/check.sh"),
        env={
            **os.environ,
            "GITHUB_OUTPUT": str(outputs),
            "GITHUB_STEP_SUMMARY": str(summary),
            **{f"CLAIMCHECK_{name}": value for name, value in variables.items()},
        },
    )
    assert process.returncode == 0, process.stderr
    lines = outputs.read_text(encoding="utf-8").splitlines()
    return process.stdout, dict(line.split("=", 1) for line in lines)


@pytest.mark.usefixtures("world")
def test_the_action_annotates_writes_sarif_and_a_summary() -> None:
    write("a page.md", CURE)
    write("b.md", FINE)
    out, outputs = check_step(PATHS="a page.md\nb.md\n", ARGS="--profile=uk\n--select=CER002\n")
    assert outputs == {"status": "1"}
    assert out.startswith("::error file=a page.md,line=1,")
    log = json.loads(Path("claimcheck.sarif").read_text(encoding="utf-8"))
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["CER002"]
    assert "**CER002**" in Path("summary.out").read_text(encoding="utf-8")


@pytest.mark.usefixtures("world")
def test_the_action_passes_a_clean_page_and_reports_what_it_cannot_check() -> None:
    write("b.md", FINE)
    assert check_step(PATHS="b.md", SARIF="out.sarif")[1] == {"status": "0"}
    assert Path("out.sarif").exists()
    assert check_step(PATHS="gone.md")[1] == {"status": "2"}


def test_the_action_reports_the_changes_of_a_pull_request_in_a_shallow_checkout(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("old.md", CURE)
    run("git", "add", "-A")
    run("git", "commit", "-qm", "base")
    base = run("git", "rev-parse", "HEAD").stdout.strip()
    run("git", "checkout", "-qb", "change")
    write("new.md", CURE)
    run("git", "add", "-A")
    run("git", "commit", "-qm", "change")
    run("git", "config", "uploadpack.allowAnySHA1InWant", "true")
    checkout = world / "checkout"
    run("git", "clone", "-q", "--depth=1", "-b", "change", f"file://{Path.cwd()}", str(checkout))
    monkeypatch.chdir(checkout)
    out, outputs = check_step(BASE=base, ARGS="--select=CER002")
    assert outputs == {"status": "1"}
    assert "file=new.md" in out
    assert "old.md" not in out
    everything, _ = check_step(BASE=base, ARGS="--select=CER002", CHANGED_ONLY="false")
    assert "file=old.md" in everything


@pytest.mark.usefixtures("world")
def test_an_input_cannot_become_a_command() -> None:
    write("b.md", FINE)
    check_step(PATHS="b.md\n$(touch owned1)\n`touch owned2`; touch owned3", ARGS="")
    assert not list(Path().glob("owned*"))
