"""Judgements on a whole page: certainty that climbs, headings that outrun their text."""

from __future__ import annotations

import pytest

from claimcheck.config import Settings
from claimcheck.engine import Engine
from claimcheck.source import Source


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Settings(profiles=("us",)))


def _found(engine: Engine, code: str, text: str, name: str = "page.md") -> list[str]:
    result = engine.check(Source(name, text))
    return [finding.excerpt for finding in result.findings if finding.code == code]


@pytest.mark.parametrize(
    ("text", "stronger"),
    [
        ("The balm may ease eczema. The balm eases eczema.", ["eases eczema"]),
        ("The balm eases eczema. The balm may ease eczema.", ["eases eczema"]),
        # A word that no list has, said of the same thing by the same product
        ("The serum may slow thinning. The serum stops thinning.", ["stops thinning"]),
        ("The balm may ease eczema. The balm may ease itching.", []),
        ("The balm may ease eczema. Does the balm ease eczema?", []),
        ("The balm may ease eczema. The balm does not ease eczema in children.", []),
        ("The balm may ease eczema. Steroid creams ease eczema.", []),
        ("The balm may ease eczema. The balm eases eczema (doi:10.5555/balm.1).", []),
        ("The balm may kill germs. The balm helps prevent damage to cells.", []),
    ],
)
def test_a_claim_must_not_grow_more_certain(engine: Engine, text: str, stronger: list[str]) -> None:
    assert _found(engine, "STR002", text) == stronger


def test_the_weaker_place_is_named(engine: Engine) -> None:
    text = "The balm may ease eczema. We sell it here. The balm eases eczema."
    result = engine.check(Source("page.txt", text))
    (finding,) = [finding for finding in result.findings if finding.code == "STR002"]
    (weaker,) = finding.related
    assert text[weaker.place.start : weaker.place.end] == "The balm may ease eczema."


@pytest.mark.parametrize(
    ("title", "body", "outruns"),
    [
        ("Zinc spray stops colds", "Zinc spray may shorten colds in some people.", True),
        ("Zinc spray stops colds", "Mice with colds were given zinc.", True),
        ("Zinc spray stops colds", "Zinc spray stops colds (doi:10.5555/zinc.1).", False),
        ("Can zinc spray stop colds?", "Zinc spray may shorten colds in some people.", False),
        ("Stop colds from spreading", "Wash your hands.", False),
        ("Home remedies for colds", "Honey is one of them.", False),
        ("Zinc spray for colds", "Zinc spray may shorten colds in some people.", False),
    ],
)
def test_a_heading_says_no_more_than_its_text(
    engine: Engine, title: str, body: str, outruns: bool
) -> None:
    assert _found(engine, "STR001", f"# {title}\n\n{body}\n") == ([title] if outruns else [])
