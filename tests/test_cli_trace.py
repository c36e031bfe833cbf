"""`claimcheck explain --trace`: every way in which a rule can decide, told in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claimcheck.cli import main
from claimcheck.config import Settings
from claimcheck.engine import Engine
from claimcheck.rules.decisions import Decision, Outcome
from claimcheck.source import Source

PAGE = """\
# Our balm

The balm cures the flu. It is no cure for cancer.

Acupuncture relieves migraine (Lund 2019, doi:10.5555/acu.19.3).
"""
CARE = "Massage may ease back pain. <!-- claimcheck: ignore CIT001 -- seen by Dr Lee -->\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "400")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    Path("page.md").write_text(PAGE, encoding="utf-8")
    Path("care.md").write_text(CARE, encoding="utf-8")


def trace(place: str, *more: str) -> int:
    with pytest.raises(SystemExit) as exit_:
        main(["explain", "--no-config", "--trace", place, *more])
    return int(exit_.value.code or 0)


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> _Lines:
    return _Lines(capsys)


class _Lines:
    """Runs a trace; its lines with runs of blanks as one."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, place: str, *more: str) -> list[str]:
        assert trace(place, *more) == 0
        out = self._capsys.readouterr().out
        assert "\x1b" not in out
        return [" ".join(line.split()) for line in out.splitlines()]


def test_a_line_shows_its_sentences_and_a_column_one_of_them(lines: _Lines) -> None:
    both = lines("page.md:3")
    assert "page.md:3:1 paragraph" in both
    assert "page.md:3:25 paragraph" in both
    assert "page.md:3:1 paragraph" not in lines("page.md:3:40")


def test_a_claim_is_shown_with_all_that_is_known_of_it(lines: _Lines) -> None:
    shown = lines("page.md:3:1")
    at = shown.index("- cure: “cures the flu”")
    details = shown[at + 1 : at + 6]
    assert details[0].startswith("subject “The balm” (")
    assert details[1] == "target “the flu” (condition.infection)"
    assert details[2] == "said flatly (tier 1), not denied"
    assert details[3] == "stands in no frame"
    assert details[4] == "credited to nobody"
    assert any(re.match(r"condition\.infection “(the )?flu”", line) for line in shown)


def test_what_was_reported_and_what_gave_way(lines: _Lines) -> None:
    shown = lines("page.md:3:1")
    assert "- CER002 cure-claim: reported as error" in shown
    at = shown.index("- CIT001 unsourced-efficacy-claim: left to another rule")
    assert any("CER002: the stronger rule already asks" in line for line in shown[at : at + 4])


def test_what_cleared_a_sentence(lines: _Lines) -> None:
    shown = lines("page.md:3:40", "CER002")
    at = shown.index("- CER002 cure-claim: cleared")
    assert "because it is denied" in shown[at:]
    assert not any(line.startswith("- CIT001") for line in shown)


def test_sources_in_reach(lines: _Lines) -> None:
    shown = lines("page.md:5")
    at = shown.index("Sources in reach")
    assert any("can back a claim" in line for line in shown[at : at + 4])
    assert any(line.startswith("- CIT001") and line.endswith("cleared") for line in shown)


def test_a_directive_that_holds_back(lines: _Lines) -> None:
    shown = lines("care.md:1", "CIT001")
    assert "- CIT001 unsourced-efficacy-claim: reported as info" in shown
    assert "held back by a directive: seen by Dr Lee" in shown
    assert any(line.startswith("severity info, as") for line in shown)


def test_a_rule_that_found_nothing_or_is_off(lines: _Lines) -> None:
    assert "PRS002 found nothing to look at." in lines("page.md:3:1", "PRS002")
    assert "REG005 is off under these settings." in lines("page.md:3:1", "REG005")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--trace", "page.md"], "'page.md' is not FILE:LINE"),
        (["--trace", "page.md:99"], "page.md:99: there are only 6 lines"),
        (["--trace", "page.md:2"], "page.md:2: no sentence stands there"),
        (["--trace", "page.md:3:999"], "page.md:3:999: no sentence stands there"),
        (["--trace", "gone.md:1"], "gone.md: no such file"),
        (["--trace", "page.md:3", "CIT999"], "no rule is called 'CIT999'"),
        ([], "which rule?"),
    ],
)
def test_a_place_that_is_none_is_one_line(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["explain", "--no-config", *arguments])
    assert exit_.value.code == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_every_reported_decision_is_a_finding_and_the_other_way_round() -> None:
    engine = Engine(Settings())
    decisions: list[Decision] = []
    source = Source("page.md", PAGE + CARE)
    result = engine.weigh(source, engine.analyse(source), decisions.append)
    told = sorted(
        (decision.rule.code, decision.severity)
        for decision in decisions
        if decision.outcome is Outcome.REPORTED
    )
    found = [*result.findings, *result.suppressed]
    rules = {rule.code for rule in engine.catalog.rules}  # not what is said about directives
    assert told == sorted((f.code, f.severity) for f in found if f.code in rules)
    assert told
    assert list(result.findings) == list(engine.check(source).findings)
