"""Rewordings that rules offer: the finding goes, and no other comes."""

from __future__ import annotations

import pytest

from claimcheck.config import Settings
from claimcheck.engine import Engine
from claimcheck.rules.catalog import load_catalog
from claimcheck.source import Source

CATALOG = load_catalog()
ENGINE = Engine(Settings(profiles=("us", "uk")), CATALOG)
# A sentence that each rule reads as it should, with a gap for the words.
SENTENCES = {
    "CER006": "Who we are and what we do.\n\nThe {} serum is sold in three sizes.\n",
    "CMP004": "Who we are and what we do.\n\nThe {} laser is in the north room.\n",
    "STA002": "Who we are and what we do.\n\nPatients saw this {} in sleep with the serum.\n",
}
OFFERED = [
    (rule.code, entry.replace, entry.with_, entry.safe)
    for rule in CATALOG.rules
    for entry in rule.file.replacements
]


def codes(text: str) -> list[str]:
    return sorted(finding.code for finding in ENGINE.check(Source("page.txt", text)).findings)


@pytest.mark.parametrize(("code", "words", "instead", "safe"), OFFERED)
def test_a_safe_rewording_mends_and_breaks_nothing(
    code: str, words: str, instead: str, safe: bool
) -> None:
    before = codes(SENTENCES[code].format(words))
    after = codes(SENTENCES[code].format(instead).replace("  ", " "))
    assert code in before
    assert code not in after
    assert not safe or set(after) <= set(before)
