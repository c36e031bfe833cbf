"""The pages in docs/: what they tell people to type and to write is true."""

from __future__ import annotations

import importlib.util
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import jsonschema
import pytest
import yaml

from claimcheck.cli import cli
from claimcheck.config.schema import ConfigFile
from claimcheck.report import FORMATS
from claimcheck.suppress import _DIRECTIVE, KINDS, VERBS
from tests.schemas import stored_schema

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs").glob("*.md"))
_BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)]+)\)")


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATE = generator()


@pytest.mark.parametrize("name", sorted(GENERATE.FILES))
def test_what_is_generated_is_up_to_date(name: str) -> None:
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == GENERATE.FILES[name](), "run: python docs/generate.py"


def blocks(language: str) -> Iterator[tuple[str, str]]:
    for page in [*PAGES, ROOT / "README.md"]:
        for match in _BLOCK.finditer(page.read_text(encoding="utf-8")):
            if match[2] == language:
                text = "".join(line[len(match[1]) :] for line in match[3].splitlines(keepends=True))
                yield page.name, text


def command_lines() -> Iterator[tuple[str, list[str]]]:
    for page, text in blocks("sh"):
        for line in text.splitlines():
            for part in re.split(r"\||&&", line):
                words = shlex.split(part, comments=True)
                if words and Path(words[0]).name == "claimcheck":
                    yield page, words[1:]


@pytest.mark.parametrize(
    ("page", "words"), list(command_lines()), ids=lambda value: str(value)[:60]
)
def test_every_command_that_a_page_shows_exists(page: str, words: list[str]) -> None:
    del page
    command: click.Command = cli
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(click.Context(command), words[0])
        assert found is not None, words
        command, words = found, words[1:]
    context = command.make_context("claimcheck", list(words), resilient_parsing=False)
    for entry in context.params.get("formats") or ():
        assert entry.partition(":")[0] in FORMATS


@pytest.mark.parametrize(("page", "text"), list(blocks("toml")))
def test_every_configuration_that_a_page_shows_is_one(page: str, text: str) -> None:
    del page
    ConfigFile.model_validate(tomllib.loads(text))


def test_every_link_leads_somewhere() -> None:
    for page in PAGES:
        for target in _LINK.findall(page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target.partition("#")[0]).exists(), f"{page.name}: {target}"


def test_the_table_of_formats_is_complete() -> None:
    text = (ROOT / "docs/reports.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == set(FORMATS)


def test_the_page_on_directives_is_complete_and_true() -> None:
    text = (ROOT / "docs/keep-a-sentence.md").read_text(encoding="utf-8")
    for word in (*VERBS, *(kind.code for kind in KINDS)):
        assert f"`{word}" in text
    shown = re.findall(r"(?:<!-- |\[)(claimcheck: .*?)(?: -->|\])", text)
    assert len(shown) >= 3
    for directive in shown:
        assert _DIRECTIVE.fullmatch(directive), directive


def test_the_hooks_page_names_the_hook() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    for page, text in blocks("yaml"):
        data = yaml.safe_load(text)
        if page == "pre-commit.md":
            assert data["repos"][0]["hooks"][0]["id"] == hook["id"]


def test_the_github_example_uses_inputs_that_exist() -> None:
    workflow = yaml.safe_load((ROOT / "docs/examples/github-workflow.yml").read_text("utf-8"))
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    (job,) = workflow["jobs"].values()
    assert set(job["steps"][-1]["with"]) <= set(action["inputs"])


def test_the_gitlab_example_follows_the_published_schema() -> None:
    example = yaml.safe_load((ROOT / "docs/examples/gitlab-ci.yml").read_text("utf-8"))
    jsonschema.Draft7Validator(stored_schema(b"gitlab.com/.gitlab-ci.yml")).validate(example)
    script = example["claimcheck"]["script"][0]
    reports = example["claimcheck"]["artifacts"]["reports"]
    assert f"gitlab:{reports['codequality']}" in script
    assert f"junit:{reports['junit']}" in script
