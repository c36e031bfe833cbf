"""What a sentence reads like, as far as rules look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimcheck.config import Settings
from claimcheck.engine import Engine
from claimcheck.errors import RuleError
from claimcheck.finding import Finding, Severity
from claimcheck.rules.catalog import load_catalog
from claimcheck.source import Source

ENGINE = Engine(Settings())
_SHOP = (
    "Book your place at our studio for £30 a session.\n\nWe open daily, and parking is free.\n\n"
    "Our team looks forward to meeting you, and our gift cards make a lovely present.\n\n"
)


def _found(text: str) -> list[Finding]:
    return list(ENGINE.check(Source("page.txt", text)).findings)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("TST001", '"Ten days on the wrap and I was back in the garden, weeding," says Ottilie.'),
        ("CMP005", "Pharmacy creams just paper over the cracks and leave you with thinner skin."),
        ("PRS001", "Every month you put it off, your joints wear down a little further."),
        ("SAF002", "You get all the rest and none of the grogginess the next morning."),
    ],
)
def test_a_seller_is_told_of_what_no_pattern_knows(code: str, text: str) -> None:
    assert code in {finding.code for finding in _found(_SHOP + text)}


def test_a_reading_is_never_an_error() -> None:
    text = _SHOP + "Our broth brings tired legs back to life and gives creaky knees new bounce."
    by_words = [
        finding
        for finding in _found(text)
        if any("weights of its words" in reason for reason in finding.because)
    ]
    assert all(finding.severity is not Severity.ERROR for finding in by_words)


def test_a_reading_beside_a_construction_does_not_soften_it() -> None:
    story = "Before: 19 stone. After: 12 stone. Ten months on our plan, and Gethin is a new man."
    severities = {f.severity for f in _found(_SHOP + story) if f.code == "TST002"}
    assert severities == {Severity.ERROR}


def test_a_source_for_what_was_not_shown_backs_no_promise_beside_it() -> None:
    source = "(Cochrane 2021, doi:10.1002/14651858.CD000001)"
    denial = f"There is no good evidence that salt rooms help children with asthma {source}."
    promise = "Our salt room relieves asthma in a few visits, for £18 a session."
    assert "CIT001" in {finding.code for finding in _found(f"{promise} {denial}")}
    support = f"This was seen in 40 of 60 children {source}."
    assert "CIT001" not in {finding.code for finding in _found(f"{promise} {support}")}


def test_what_stands_beside_each_other_is_marked_as_one() -> None:
    marked = [f.excerpt for f in _found("VenaGlow is painless and completely safe.")]
    assert "is painless and completely safe" in marked


def test_weights_ship_for_the_rules_of_the_project_only(tmp_path: Path) -> None:
    own = next(rule for rule in load_catalog().rules if rule.code == "CMP005").path
    text = own.read_text("utf-8").replace("code: CMP005", "code: HSE001")
    text = text.replace("name: disparages-alternatives", "name: house")
    (tmp_path / "house.yaml").write_text(text, "utf-8")
    with pytest.raises(RuleError, match="weights ship"):
        load_catalog((tmp_path,))
