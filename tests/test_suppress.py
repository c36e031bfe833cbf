"""Directives: what they hold back, and what is said about those that are wrong or idle."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from claimcheck.config import Settings
from claimcheck.finding import Finding, Severity, fingerprint
from claimcheck.readers import read
from claimcheck.source import Range, Source
from claimcheck.suppress import Outcome, apply
from tests.sample_rules import sample_catalog

CATALOG = sample_catalog()
TODAY = date(2026, 11, 23)
CODE = "CIT001"
NAME = "unsourced-efficacy-claim"
_SENTENCE = re.compile(r"[^.\n]*CLAIM[^.]*\.?")


def findings(source: Source, code: str = CODE) -> list[Finding]:
    """A finding on every CLAIM, as the rules would have made it."""
    found = []
    for number, match in enumerate(re.finditer("CLAIM", source.text)):
        sentence = next(
            place for place in _SENTENCE.finditer(source.text) if place.end() >= match.end()
        )
        found.append(
            Finding(
                code,
                NAME,
                Severity.WARNING,
                "m",
                Range(match.start(), match.end()),
                Range(sentence.start(), sentence.end()),
                "CLAIM",
                fingerprint=fingerprint(code, "CLAIM", "", "", number),
            )
        )
    return found


def check(text: str, path: str = "page.md", code: str = CODE, **settings: Any) -> Outcome:
    source = Source(path, text)
    return apply(
        read(source), findings(source, code), Settings(today=TODAY, **settings), CATALOG, {code}
    )


def told(outcome: Outcome) -> list[tuple[str, str]]:
    """What is said about the directives themselves."""
    return [(f.code, f.message) for f in outcome.kept if f.code.startswith("SUP")]


def kept_lines(text: str, outcome: Outcome) -> list[int]:
    source = Source("", text)
    return [
        source.position(f.place.start).line for f in outcome.kept if not f.code.startswith("SUP")
    ]


HOLD = [
    # own line, with text before it
    ("page.md", "A CLAIM. <!-- claimcheck: ignore CIT001 -- checked -->\n\nB CLAIM.\n", [3]),
    # alone: the next block, all its lines
    (
        "page.md",
        "<!-- claimcheck: ignore CIT001 -- ok -->\nA CLAIM and\na CLAIM.\n\nB CLAIM.\n",
        [5],
    ),
    ("page.md", "<!-- claimcheck: ignore CIT001 -- ok -->\n\n# A CLAIM.\n\nB CLAIM.\n", [5]),
    ("page.md", "<!-- claimcheck: ignore CIT -- ok -->\n\n- A CLAIM.\n- B CLAIM.\n", [4]),
    # a sentence that goes over two lines, the directive at the end of the second
    ("page.md", "A CLAIM that\ngoes on. <!-- claimcheck: ignore CIT001 -->\n\nB CLAIM.\n", [4]),
    ("page.md", "<!-- claimcheck: ignore-next-line CIT001 -->\nA CLAIM.\nB CLAIM.\n", [3]),
    ("page.md", "A CLAIM.\n\n<!-- claimcheck: off CIT001 -->\n\nB CLAIM.\n\nC CLAIM.\n", [1]),
    (
        "page.md",
        "<!-- claimcheck: off all -->\n\nA CLAIM.\n\n<!-- claimcheck: on all -->\n\nB CLAIM.\n",
        [7],
    ),
    (
        "page.md",
        "<!-- claimcheck: off CIT CER -->\n\nA CLAIM.\n\n<!-- claimcheck: on -->\n\nB CLAIM.\n",
        [7],
    ),
    (
        "page.md",
        "<!-- claimcheck: off CIT -->\n\nA CLAIM.\n\n<!-- claimcheck: on CIT001 -->\n\nB CLAIM.\n",
        [7],
    ),
    ("page.md", "A CLAIM.\n\nB CLAIM.\n\n<!-- claimcheck: ignore-file CIT001 -- ok -->\n", []),
    ("page.md", "A CLAIM. <!-- CLAIMCHECK : Ignore cit001, CER -->\n", []),
    ("page.md", "A CLAIM. <!-- claimcheck: ignore unsourced-efficacy-claim — ok -->\n", []),
    ("page.md", "A CLAIM. <!-- claimcheck: ignore CIT001 until 2026-11-23 -- ok -->\n", []),
    ("page.md", "---\nclaimcheck:\n  ignore: [CIT001]\n  reason: ok\n---\n\nA CLAIM.\n", []),
    ("page.md", "---\nclaimcheck: {ignore: CIT, until: 2027-01-01}\n---\n\nA CLAIM.\n", []),
    ("page.md", "---\nclaimcheck: ignore CIT001 -- ok\n---\n\nA CLAIM.\n", []),
    ("page.html", "<p>A CLAIM.</p> <!-- claimcheck: ignore CIT001 -->\n<p>B CLAIM.</p>\n", [2]),
    (
        "page.html",
        "<!-- claimcheck: ignore CIT001 -->\n<div>\n <p>A\nCLAIM.</p>\n<p>B CLAIM.</p></div>\n",
        [5],
    ),
    ("page.twig", "<p>A CLAIM.</p> {# claimcheck: ignore CIT001 -- ok #}\n<p>B CLAIM.</p>\n", [2]),
    ("page.liquid", "{% comment %} claimcheck: off CIT {% endcomment %}\n<p>A CLAIM.</p>\n", []),
    ("page.hbs", "{{!-- claimcheck: ignore CIT001 -- ok --}}\n<p>A CLAIM.</p>\n", []),
    ("page.blade.php", "{{-- claimcheck: ignore CIT001 -- ok --}}\n<p>A CLAIM.</p>\n", []),
    ("page.php", "<!-- claimcheck: ignore CIT001 -- ok -->\n<p>A CLAIM.</p>\n", []),
    ("page.mdx", "{/* claimcheck: ignore CIT001 -- ok */}\n\nA CLAIM.\n\nB CLAIM.\n", [5]),
    (
        "page.astro",
        "<!-- claimcheck: ignore CIT -- ok -->\n<p>A CLAIM.</p>\n<p>B CLAIM.</p>\n",
        [3],
    ),
    (
        "page.vue",
        "<template>\n<!-- claimcheck: ignore CIT001 -- ok -->\n<p>A CLAIM.</p>\n</template>\n",
        [],
    ),
    (
        "page.jsx",
        "const P = () => <div>\n{/* claimcheck: ignore CIT -- ok */}\n<p>A CLAIM.</p>\n</div>;\n",
        [],
    ),
    ("page.erb", "<%# claimcheck: ignore CIT001 -- ok %>\n<p>A CLAIM.</p>\n", []),
    ("page.txt", "Title\n\nA CLAIM. [claimcheck: ignore CIT001 -- ok]\n\nB CLAIM.\n", [5]),
    ("page.txt", "Title\n\n[claimcheck: ignore CIT001 -- ok]\nA CLAIM.\n\nB CLAIM.\n", [6]),
    ("page.txt", "[claimcheck: ignore-file CIT001 -- ok]\n\nTitle\n\nA CLAIM. So.\n", []),
]


@pytest.mark.parametrize(("path", "text", "lines"), HOLD)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_directive_holds_where_it_says(path: str, text: str, lines: list[int], end: str) -> None:
    text = text.replace("\n", end)
    outcome = check(text, path)
    assert kept_lines(text, outcome) == lines
    assert outcome.suppressed
    assert told(outcome) == []


def test_the_reason_goes_with_the_finding() -> None:
    outcome = check("A CLAIM. <!-- claimcheck: ignore CIT001 -- seen by Dr -- Lee -->\n")
    suppression = outcome.suppressed[0].suppression
    assert suppression is not None
    assert (suppression.kind, suppression.reason) == ("directive", "seen by Dr -- Lee")


def test_another_rule_is_not_held_back() -> None:
    text = "A CLAIM. <!-- claimcheck: ignore CIT001 -- ok -->\n"
    assert kept_lines(text, check(text, code="CIT003")) == [1]


WRONG = [
    ("ignroe CIT001", "SUP002", "There is no directive 'ignroe'; did you mean 'ignore'?"),
    ("frobnicate CIT001", "SUP002", "There is no directive 'frobnicate'."),
    ("ignore", "SUP002", "This names no rule."),
    ("ignore -- because", "SUP002", "This names no rule."),
    ("ignore CTI001 -- ok", "SUP002", "No rule is called 'CTI001'; did you mean 'CIT001'."),
    ("ignore CIT001 until soon -- ok", "SUP002", "'soon' is no date."),
    ("ignore CIT001 until 2026-02-30 -- ok", "SUP002", "'2026-02-30' is no date."),
    ("ignore CIT001 until 2026-11-22 -- ok", "SUP003", "This held until 2026-11-22."),
    ("", "SUP002", "This is no directive."),
    ("ignore CIT001 (ok)", "SUP002", "No rule is called '(ok)'."),
    ("on CIT001", "SUP001", "Nothing was off before this."),
]


@pytest.mark.parametrize(("directive", "code", "message"), WRONG)
def test_what_is_wrong_is_told_at_its_place(directive: str, code: str, message: str) -> None:
    text = f"Title\n\nA CLAIM. <!-- claimcheck: {directive} -->\n"
    outcome = check(text)
    assert told(outcome) == [(code, message)]
    problem = next(f for f in outcome.kept if f.code == code)
    assert text[problem.place.start : problem.place.end].startswith("<!-- claimcheck:")


def test_what_is_wrong_holds_nothing_back_but_the_rest_does() -> None:
    text = "A CLAIM. <!-- claimcheck: ignore CTI001, CIT001 -- ok -->\n"
    outcome = check(text)
    assert kept_lines(text, outcome) == []
    assert [code for code, _ in told(outcome)] == ["SUP002"]
    for wrong in ("ignroe CIT001", "ignore CIT001 until soon", "ignore CIT001 until 2020-01-01"):
        assert check(f"A CLAIM. <!-- claimcheck: {wrong} -->\n").suppressed == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Fine. <!-- claimcheck: ignore CIT001 -- ok -->\n", "Nothing here needs CIT001."),
        ("<!-- claimcheck: off CIT001 -->\n\nFine.\n", "Nothing here needs CIT001."),
        ("---\nclaimcheck: {ignore: CIT}\n---\n\nFine.\n", "Nothing here needs CIT."),
        (
            "A CLAIM. <!-- claimcheck: ignore CIT001 -->\n\n<!-- claimcheck: ignore CIT001 -->\n",
            "Nothing here needs CIT001.",
        ),
    ],
)
def test_an_idle_directive_is_told(text: str, message: str) -> None:
    assert told(check(text)) == [("SUP001", message)]


def test_a_rule_that_did_not_run_cannot_show_that_its_directive_is_idle() -> None:
    source = Source("page.md", "A CLAIM. <!-- claimcheck: ignore CIT001 -- ok -->\n")
    outcome = apply(read(source), [], Settings(today=TODAY), CATALOG, set())
    assert outcome.kept == []


def test_a_reason_can_be_required() -> None:
    text = "A CLAIM. <!-- claimcheck: ignore CIT001 -->\n"
    outcome = check(text, require_reason=True)
    assert kept_lines(text, outcome) == [1]
    assert told(outcome) == [("SUP004", "This gives no reason.")]
    reasoned = text.replace(" -->", " -- seen -->")
    assert told(check(reasoned, require_reason=True)) == []


def test_other_comments_are_left_alone() -> None:
    text = "A CLAIM. <!-- we use claimcheck here: ignore CIT001 -->\n"
    outcome = check(text)
    assert kept_lines(text, outcome) == [1]
    assert told(outcome) == []


def test_the_words_of_a_directive_are_no_claim() -> None:
    outcome = check("A CLAIM. [claimcheck: ignore CIT001 -- no CLAIM]\n", "page.txt")
    assert outcome.kept == []
    assert len(outcome.suppressed) == 1


def test_what_is_left_stands_in_the_order_of_the_page() -> None:
    text = "A CLAIM.\n\n<!-- claimcheck: ignroe X -->\n\nB CLAIM.\n"
    codes = [f.code for f in check(text).kept]
    assert codes == [CODE, "SUP002", CODE]
