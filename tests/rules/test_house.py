"""House rules, end to end: loaded, tested, checked with; and what a broken or hostile one does."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from claimcheck.cli import main
from claimcheck.config import Settings
from claimcheck.engine import Engine
from claimcheck.errors import RuleError
from claimcheck.rules.catalog import load_catalog
from claimcheck.rules.patterns import compile_pattern
from claimcheck.rules.token_schema import check_length, check_token
from claimcheck.source import Source

AUTHORITIES = """\
authorities:
  HOUSE:
    {issuer: Riverside Clinic, title: Style guide, date: "2026", jurisdiction: us, verified: V}
"""
RULE = """\
code: HSE001
name: no-journey
summary: Calls a treatment a journey.
why: Our guide asks for plain words.
authorities: [{id: HOUSE, section: "4.2", mark: V}]
severity: warning
since: "1"
trigger:
  - phrases: ["{wellness journey}"]
unless: [not-asserted]
message: "“{text}” says nothing that a patient can use."
suggestion: Say what happens at the first visit.
examples:
  flag: ["Your [[wellness journey]] starts here."]
  pass: ["We do not call it a wellness journey."]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    Path("house").mkdir()
    Path("house/authorities.yaml").write_text(AUTHORITIES, encoding="utf-8")
    Path("claimcheck.toml").write_text('rules = ["house/"]\n', encoding="utf-8")
    return tmp_path


def write(text: str = RULE, name: str = "house/no-journey.yaml") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def changed(old: str, new: str) -> str:
    assert RULE.count(old) == 1
    return RULE.replace(old, new)


def triggered_by(trigger: str) -> str:
    return changed('  - phrases: ["{wellness journey}"]', f"  - {trigger}")


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as exit_:
        main(list(arguments))
    return int(exit_.value.code or 0)


@pytest.mark.parametrize(
    ("trigger", "text", "found"),
    [
        ('phrases: ["{wellness journey}"]', "A wellness journey awaits.", ["wellness journey"]),
        ('phrases: ["{wellness journey}"]', "This is no wellness journey.", []),
        ("pattern: [[{LOWER: botox}, {LEMMA: party}]]", "Botox parties today.", ["Botox parties"]),
        ("pattern: [[{TAG: VB}, {LOWER: yourself}]]", "Treat yourself today.", ["Treat yourself"]),
        # The parser sees a common word in the place of a rare name; the pattern sees the text.
        ("pattern: [[{LOWER: finasteride}, {LOWER: works}]]", "Finasteride works.",
         ["Finasteride works"]),
        ("pattern: [[{IS_UPPER: true, LENGTH: {'>=': 4}}]]", "Our FREE scan.", ["FREE"]),
        ("claims: {kind: efficacy, target: condition.migraine}", "Balm relieves migraine.", None),
        ("claims: {kind: efficacy, subject: intervention}", "Acupuncture relieves migraine.",
         ["relieves migraine"]),
        ("claims: {kind: efficacy, subject: intervention}",
         "Acupuncture does not relieve migraine.", []),
    ],
)  # fmt: skip
def test_a_house_rule_asks_in_three_ways(trigger: str, text: str, found: list[str] | None) -> None:
    write(triggered_by(trigger))
    if found is None:
        with pytest.raises(RuleError, match=r"no kind of target 'condition\.migraine'"):
            load_catalog([Path("house")])
        return
    engine = Engine(Settings().changed({"rules": (Path("house"),), "select": ("HSE001",)}))
    result = engine.check(Source("page.txt", text))
    assert [finding.excerpt for finding in result.findings] == found


def test_a_configured_house_rule_is_checked_listed_explained_and_can_be_ignored(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write()
    Path("page.md").write_text(
        "Your wellness journey starts here.\n\n"
        "Your wellness journey ends here. <!-- claimcheck: ignore no-journey -- a name -->\n",
        encoding="utf-8",
    )
    assert run("check", "--select", "HSE001", "--format", "concise", "page.md") == 1
    out = capsys.readouterr().out
    assert out.startswith("page.md:1:6: warning HSE001")
    assert out.count("HSE001") == 1
    assert run("rules", "--family", "HSE") == 0
    assert "no-journey" in capsys.readouterr().out
    assert run("explain", "hse001") == 0
    assert "Riverside Clinic: Style guide, 4.2" in capsys.readouterr().out


def test_a_folder_may_bring_words_conditions_and_precedence() -> None:
    write(
        "summary: Our words\norigin: the style guide\nsignals:\n  house.journey:\n"
        "    nouns: [wellness journey, path to wellness]\n",
        "house/lexicon/words.yaml",
    )
    write(
        "summary: Ours\nconditions:\n  in-jest: {note: it is a joke, in_sentence: [joking]}\n",
        "house/conditions.yaml",
    )
    write(
        "summary: Ours\nmost_per_sentence: 4\nprecedence:\n"
        "  - {note: the name says it, when: [HSE001], suppress: [HSE002], within: span}\n",
        "house/precedence.yaml",
    )
    write(
        triggered_by('phrases: ["{<house.journey>}"]').replace("[not-asserted]", "[in-jest]"),
        "house/sub/no-journey.yml",
    )
    write(
        triggered_by('phrases: ["{wellness}"]').replace("HSE001", "HSE002").replace("no-j", "no-w"),
        "house/second.yaml",
    )
    settings = Settings().changed({"rules": (Path("house"),), "select": ("HSE",)})
    engine = Engine(settings)
    text = "All wellness journeys. The path to wellness, joking aside. My wellness."
    found = [(f.code, f.excerpt) for f in engine.check(Source("page.txt", text)).findings]
    assert found == [
        ("HSE001", "wellness journeys"),
        ("HSE002", "wellness"),
        ("HSE002", "wellness"),
    ]


BROKEN = {
    "a key that does not exist": (
        changed("why:", "wy:"),
        "house/no-journey.yaml:4:1: wy: there is no such key; did you mean 'why'?",
    ),
    "no code": (changed("code: HSE001\n", ""), "house/no-journey.yaml:1:1: code: Field required"),
    "a code of ours": (
        changed("HSE001", "CIT001"), "house/no-journey.yaml:1:1: the code CIT001 is taken by",
    ),
    "a name of ours": (
        changed("name: no-journey", "name: cure-claim"),
        "house/no-journey.yaml:2:1: the name cure-claim is taken by",
    ),
    "an authority that nobody knows": (
        changed("HOUSE", "HOUES"),
        "house/no-journey.yaml:5:16: no authority 'HOUES'; did you mean 'HOUSE'?",
    ),
    "from memory only": (
        changed("mark: V}", "mark: M}"),
        "house/no-journey.yaml:5:1: needs an authority with the mark",
    ),
    "a shared condition that nobody knows": (
        changed("not-asserted", "not-assertet"),
        "house/no-journey.yaml:10:10: no shared condition 'not-assertet'; did you mean 'not-as",
    ),
    "a placeholder that stays as it is": (
        changed("{text}", "{txt}"),
        "house/no-journey.yaml:11:1: no placeholder 'txt'; did you mean 'text'?",
    ),
    "a pattern that does not close": (
        triggered_by('phrases: ["(a|b"]'),
        "house/no-journey.yaml:9:16: pattern '(a|b': ')' is missing",
    ),
    "a signal that nobody knows": (
        triggered_by('phrases: ["<conditon> gone"]'),
        "house/no-journey.yaml:9:15: no signal 'conditon'; did you mean 'condition'?",
    ),
    "a list of phrases that nobody knows": (
        triggered_by('phrases: ["@risk-tld"]'),
        "house/no-journey.yaml:9:15: no list of phrases 'risk-tld'",
    ),
    "a phrase of gaps": (triggered_by('phrases: [".. .."]'), "house/no-journey.yaml:9:16: pattern"),
    "two ways at once": (
        triggered_by("{phrases: [a], document: true}"),
        "house/no-journey.yaml:9:5: trigger.0: needs exactly one of",
    ),
    "no way at all": (
        triggered_by("{when: cited}"),
        "house/no-journey.yaml:9:5: trigger.0: needs exactly one of",
    ),
    "a kind of claim that nobody makes": (
        triggered_by("claims: {kind: efficiency}"),
        "house/no-journey.yaml:9:14: no kind of claim 'efficiency'",
    ),
    "an attribute that spaCy lacks": (
        triggered_by("pattern: [[{LOWR: botox}]]"),
        "house/no-journey.yaml:9:16: trigger.0.pattern.0.0: a token has no 'LOWR' "
        "that a rule can ask for; did you mean LOWER?",
    ),
    "an expression": (
        triggered_by("pattern: [[{TEXT: {REGEX: '(a+)+$'}}]]"),
        "house/no-journey.yaml:9:16: trigger.0.pattern.0.0: TEXT is a text",
    ),
    "an alias": (
        changed("why: Our guide asks for plain words.", "why: &w Our guide.\n")
        .replace("suggestion: Say what happens at the first visit.", "suggestion: *w"),
        "house/no-journey.yaml:13:13: aliases (*name) are not read here",
    ),
    "a tag that would run code": (
        changed("why: Our guide", "why: !!python/object/apply:os.system [touch owned]\n#"),
        "house/no-journey.yaml:4:6: could not determine a constructor",
    ),
    "nested too deeply": ("code: " + "[" * 500, "house/no-journey.yaml:1:46: nested too deeply"),
    # The place is where our limit was reached, or libyaml's own, which it has since 0.2.6.
    "nested without end": ("code: " + "[" * 5000, "house/no-journey.yaml:1:"),
    "not YAML": ("code: [\n", "house/no-journey.yaml:2:1: "),
    "not text": ("\x00", "house/no-journey.yaml"),
    "empty": ("", "house/no-journey.yaml:1:1: "),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(BROKEN))
@pytest.mark.parametrize(
    "command", [("check", "page.md"), ("rules", "test", "house"), ("rules",), ("explain", "HSE001")]
)
def test_a_broken_house_rule_is_one_line_with_its_place(
    case: str, command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    text, message = BROKEN[case]
    write(text)
    Path("page.md").write_text("Fine.\n", encoding="utf-8")
    assert run(*command) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"claimcheck: {message}")
    assert error.count("\n") == 1
    assert not Path("owned").exists()


@pytest.mark.parametrize(
    ("path", "message"),
    [("nowhere", "nowhere: no such rule file or folder"), ("house", "there is no rule")],
)
def test_a_place_without_rules_is_an_error(
    path: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("claimcheck.toml").write_text(f'rules = ["{path}"]\n', encoding="utf-8")
    assert run("check", ".") == 2
    assert message in capsys.readouterr().err


def test_nothing_of_ours_can_be_replaced() -> None:
    write()
    write(AUTHORITIES.replace("HOUSE", "FTC-HP"), "house/authorities.yaml")
    with pytest.raises(RuleError, match=r"authorities.yaml:2:3: 'FTC-HP' exists already"):
        load_catalog([Path("house")])


def test_too_many_rules_are_refused() -> None:
    for number in range(501):
        write(RULE, f"house/rule{number}.yaml")
    with pytest.raises(RuleError, match="more than 500 rules"):
        load_catalog([Path("house")])


def test_too_many_patterns_are_refused() -> None:
    phrases = json.dumps([f"word{number} here" for number in range(5001)])
    write(triggered_by(f"phrases: {phrases}"))
    with pytest.raises(RuleError, match="more than 5000 patterns"):
        load_catalog([Path("house")])


def test_a_file_that_is_too_large_is_refused() -> None:
    write(RULE + "# " + "x" * 2_000_001)
    with pytest.raises(RuleError, match="larger than"):
        load_catalog([Path("house")])


@pytest.mark.parametrize(
    "pattern",
    ["(" * 900 + "a" + ")" * 900, "!" * 1900 + "a", "{" * 900 + "a" + "}" * 900,
     "(a|" * 600 + "b" + ")" * 600, "[" * 300 + "a" + "]" * 300, "a " * 1001],
)  # fmt: skip
def test_a_pattern_that_nobody_would_write_is_refused(pattern: str) -> None:
    with pytest.raises(RuleError, match=r"nested too deeply|longer than"):
        compile_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "allowed"),
    [
        ([{"LOWER": "botox"}], True),
        ([{"LOWER": "botox"}, {"OP": "*"}, {"LOWER": "offer"}], True),
        ([{"LOWER": "botox"}, {"OP": "?"}, {"OP": "{1,3}"}, {"TAG": {"IN": ["NN", "NNS"]}}], True),
        ([{"LOWER": "a"}, {"OP": "*"}, {"OP": "*"}, {"OP": "*"}], False),
        ([{"LOWER": "a"}, *[{"OP": "?"}] * 9], False),
        ([{"LOWER": "a"}, {"OP": "{0,99}"}, {"OP": "{,99}"}], False),
        ([{"OP": "*"}], False),
        ([{"LOWER": "a", "OP": "!"}], False),
        ([{"LOWER": "a"}] * 21, False),
        ([], False),
    ],
)
def test_a_token_pattern_is_bounded(pattern: list[dict[str, object]], allowed: bool) -> None:
    for token in pattern:
        check_token(token)
    if allowed:
        assert check_length(pattern) == pattern
    else:
        with pytest.raises(ValueError, match="token"):
            check_length(pattern)


@pytest.mark.parametrize(
    "token",
    [{"_": {"is_ad": True}}, {"LOWER": {"FUZZY": "a"}}, {"MORPH": "x"}, {"IS_UPPER": "yes"},
     {"LENGTH": ">3"}, {"LENGTH": {"=>": 3}}, {"LOWER": 3}, {"OP": "{a}"}, {"OP": "{}"},
     {"OP": 3}, {"TAG": {"IN": "NN"}}, {"TAG": {"IN": [1]}}],
)  # fmt: skip
def test_a_token_asks_only_for_what_there_is(token: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(token))):
        check_token(token)


def test_the_worst_pattern_that_is_allowed_meets_the_longest_sentence() -> None:
    """Finishes in a moment; a hang is what would fail here, not a slow machine."""
    write(triggered_by("pattern: [[{LOWER: a}, {OP: '*'}, {OP: '*'}, {LOWER: b}]]"))
    settings = Settings().changed({"rules": (Path("house"),), "select": ("HSE001",)})
    engine = Engine(settings)
    started = time.monotonic()
    engine.check(Source("page.txt", "a " * 5000))
    assert time.monotonic() - started < 60


def test_rules_test_shows_what_matched_instead(capsys: pytest.CaptureFixture[str]) -> None:
    write(
        changed('["Your [[wellness journey]] starts here."]',
                '["Your [[wellness]] journey starts here.", "Join our [[voyage]]."]')
        .replace("We do not call it a wellness journey.", "A wellness journey.")
    )  # fmt: skip
    assert run("rules", "test", "house/no-journey.yaml") == 1
    out = capsys.readouterr().out
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "house/no-journey.yaml:14:10 HSE001 no-journey, to flag" in lines
    assert "marked “wellness” at 5" in lines
    assert "found “wellness journey” at 5 as warning" in lines
    assert "why “wellness journey”, by the pattern {wellness journey}: reported" in lines
    assert "why none of its triggers finds anything here" in lines
    assert any(re.match(r"words Your(/\S+)? wellness(/\S+)? journey", line) for line in lines)
    assert "3 examples of 1 rule: 3 failed." in lines
    assert "house/no-journey.yaml:15:10 HSE001 no-journey, to pass" in lines


def test_rules_test_says_what_cleared_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    write(changed("Your [[wellness journey]] starts here.", "This is no [[wellness journey]]."))
    assert run("rules", "test", "house") == 1
    assert "cleared (it is denied)" in capsys.readouterr().out


def test_an_example_to_flag_must_mark_something(capsys: pytest.CaptureFixture[str]) -> None:
    write(changed("[[wellness journey]] starts here", "holiday starts here"))
    assert run("rules", "test", "house") == 1
    assert "mark the words to find with [[...]]" in capsys.readouterr().out


def test_rules_test_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    write(changed("[[wellness journey]]", "[[wellness]] journey"))
    assert run("rules", "test", "--format", "json", "house") == 1
    data = json.loads(capsys.readouterr().out)
    assert (data["rules"], data["examples"], data["failures"]) == (1, 2, [])
    (failed,) = data["failed"]
    assert failed["expected"] == [{"start": 5, "end": 13, "text": "wellness"}]
    assert failed["found"] == [{"start": 5, "end": 21, "text": "wellness journey"}]
    assert failed["sentences"][0]["words"][:3] == ["Your", "wellness", "journey"]


def test_rules_test_takes_files_folders_and_rules_of_ours(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write()
    ours = load_catalog().find("CIT006")
    assert ours is not None
    for paths in (["house"], ["house/no-journey.yaml"], ["house", "house/no-journey.yaml"]):
        assert run("rules", "test", *paths) == 0
        assert "2 examples of 1 rule: none failed." in capsys.readouterr().out
    assert run("rules", "test", "--no-config", str(ours.path)) == 0
    assert "of 1 rule: none failed." in capsys.readouterr().out
    assert run("rules", "test", "missing.yaml") == 2
