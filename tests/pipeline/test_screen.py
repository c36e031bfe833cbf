"""The word screen: whatever it lets through at once must have nothing to find."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimcheck.config import Settings
from claimcheck.engine import Engine
from claimcheck.evaluate.examples import unmark
from claimcheck.pipeline.screen import Screen
from claimcheck.rules.catalog import load_catalog
from claimcheck.source import Source

CORPUS = Path(__file__).parents[2] / "corpus"
CATALOG = load_catalog()


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Settings().changed({"profiles": ("strict",)}), CATALOG)


@pytest.fixture(scope="module")
def screen(engine: Engine) -> Screen:
    made = engine.screen()
    assert made is not None
    return Screen(json.loads(json.dumps(made.data)), CATALOG.lexicon)


def test_no_sentence_with_a_finding_is_clear(engine: Engine, screen: Screen) -> None:
    texts = sorted(
        {
            unmark(example if isinstance(example, str) else example.text)[0]
            for rule in CATALOG.rules
            for example in (*rule.file.examples.flag, *rule.file.examples.pass_)
        }
    )
    pages = [Source("page.txt", text) for text in texts]
    clear = [page for page in pages if screen.is_clear(engine.read(page))]
    found = [result.findings for result, _ in engine.check_all(clear)]
    assert [page.text for page, findings in zip(clear, found, strict=True) if findings] == []


def test_pages_with_findings_are_not_clear(engine: Engine, screen: Screen) -> None:
    for path in sorted((CORPUS / "cases").glob("*.*")):
        if path.suffix in (".md", ".txt", ".html"):
            source = Source(path.name, path.read_text("utf-8"))
            assert not screen.is_clear(engine.read(source)), path.name


@pytest.mark.parametrize(
    "text",
    [
        "The library opens at nine. Bring a card, please.",
        "Our offices are on the second floor, next to the lifts.",
    ],
)
def test_a_page_about_something_else_is_clear(engine: Engine, screen: Screen, text: str) -> None:
    assert screen.is_clear(engine.read(Source("page.md", text)))


@pytest.mark.parametrize(
    "text", ["As shown before [3].", "See Lund 2019.", "It is 10.5555/x.", "Vary*", "Read it here."]
)
def test_what_may_be_a_citation_is_not_clear(engine: Engine, screen: Screen, text: str) -> None:
    assert not screen.is_clear(engine.read(Source("page.md", text)))
