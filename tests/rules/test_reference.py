"""The rule reference in docs/rules: every rule has its page, and every link leads somewhere.

That the pages say what the rules say is compared where everything that is generated is.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claimcheck.rules import reference
from claimcheck.rules.catalog import load_catalog

CATALOG = load_catalog()
FOLDER = Path(__file__).parent.parent.parent / "docs" / "rules"
PAGES = reference.pages(CATALOG)


def test_there_is_a_page_for_every_rule_and_for_nothing_else() -> None:
    stored = {path.name for path in FOLDER.iterdir()}
    assert stored == {"README.md", *(f"{rule.code}.md" for rule in CATALOG.rules)}


def test_the_index_leads_to_every_rule_by_family_jurisdiction_and_authority() -> None:
    index = PAGES["README.md"]
    assert set(re.findall(r"\]\((\w+\.md)\)", index)) == set(PAGES) - {"README.md"}
    _, families = index.split("## By family", 1)
    families, rest = families.split("## By jurisdiction", 1)
    jurisdictions, authorities = rest.split("## By authority", 1)
    for rule in CATALOG.rules:
        for part in (families, jurisdictions, authorities):
            assert rule.code in part


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_prints_no_authority_that_nobody_has_read(name: str) -> None:
    rule = CATALOG.find(name.removesuffix(".md"))
    if rule is None:
        return
    section = PAGES[name].split("## Whose rule it is", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("- ")]
    read = [entry for entry in rule.file.authorities if entry.mark != "M"]
    assert len(lines) == len(read) > 0
    assert all(line.endswith(tuple(reference.MARKS.values())) for line in lines)


@pytest.mark.parametrize(
    ("example", "shown"),
    [
        ("Zinc [[cures]] colds.", "Zinc **cures** colds."),
        ("[[Cures]] *all* [1].", "**Cures** \\*all\\* \\[1\\]."),
        ("A < B and [[C]] | D", "A \\< B and **C** \\| D"),
    ],
)
def test_marked_words_are_bold_and_nothing_else_is_markup(example: str, shown: str) -> None:
    assert reference._marked(example) == shown
