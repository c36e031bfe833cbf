"""The registry as a whole: everything that is named exists, everything that exists is used.

What each rule's examples show is tested beside; here the files are held against each other and
against the table of the taxonomy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimcheck.finding import Severity
from claimcheck.rules import house
from claimcheck.rules.catalog import Rule, load_catalog
from claimcheck.rules.lexicon import NOT_WORDS, split_phrase
from claimcheck.rules.schema import Condition, LexiconFile
from claimcheck.rules.yamlfile import load_yaml

# Taxonomy 3.0: code, name, severity, how far a rule looks, where it holds. TIM001 is an error that
# a study report or a source lowers, which says the same as the taxonomy's warning that is raised.
TAXONOMY = """
    CIT001 unsourced-efficacy-claim       warning  sentence/paragraph   all
    CIT002 unsourced-statistic            warning  sentence             all
    CIT003 unidentified-study             warning  sentence/paragraph   all
    CIT004 uninformative-source           warning  sentence/link        all
    CIT005 dangling-citation              error    document             all
    CIT006 malformed-identifier           error    sentence             all
    CIT007 vague-authority                info     sentence             all
    CER001 guaranteed-outcome             error    sentence             all
    CER002 cure-claim                     error    sentence             all
    CER003 establishment-claim            error    sentence/paragraph   all
    CER004 certainty-exceeds-evidence     warning  sentence/paragraph   all
    CER005 promissory-language            warning  sentence             all
    CER006 hype-term                      warning  sentence             all
    CER007 causal-from-association        warning  sentence/paragraph   all
    CER008 nonclinical-extrapolation      error    sentence/paragraph   all
    SAF001 unqualified-safety             error    sentence             all
    SAF002 no-side-effects                error    sentence             all
    SAF003 non-addictive-claim            error    sentence             all
    SAF004 natural-means-safe             warning  sentence             all
    SAF005 minimised-risk                 warning  sentence/paragraph   all
    CMP001 unsupported-comparison         error    sentence             all
    CMP002 hanging-comparison             warning  sentence             all
    CMP003 superlative-claim              warning  sentence             all
    CMP004 stale-novelty                  info     sentence             uk,eu,editorial
    CMP005 disparages-alternatives        warning  sentence/paragraph   all
    CMP006 equivalence-claim              error    sentence/paragraph   all
    STA001 weak-sample                    warning  sentence/paragraph   all
    STA002 bare-significance              info     sentence             all
    STA003 relative-without-absolute      warning  sentence/paragraph   all
    STA004 maximal-figure                 info     sentence             all
    STA005 surrogate-as-benefit           warning  sentence/paragraph   all
    STA006 missing-study-basics           info     sentence/paragraph   all
    STA007 contradicts-register           error    sentence             all
    MEC001 mechanism-as-proof             warning  sentence/paragraph   all
    MEC002 unsourced-mechanism            info     sentence             all
    MEC003 pseudo-mechanism               warning  sentence             all
    TIM001 rapid-onset-claim              error    sentence             all
    TIM002 duration-claim                 warning  sentence             all
    REG001 approval-status-missing        warning  document             all
    REG002 false-approval-claim           error    sentence             all
    REG003 supplement-disease-claim       error    sentence             all
    REG004 missing-dshea-disclaimer       error    document             us
    REG005 prescription-drug-to-public    error    document             uk,eu,au,ca
    REG006 serious-condition-claim        warning  paragraph            uk,au,ca
    TST001 testimonial-as-evidence        warning  sentence/paragraph   all
    TST002 atypical-result                error    paragraph            all
    TST003 professional-endorsement       warning  sentence             all
    PRS001 fear-appeal                    warning  sentence             all
    PRS002 urgency-pressure               warning  sentence             all
    PRS003 targets-desperation            info     sentence/paragraph   all
    PRS004 discourages-care               error    sentence             all
    DIS001 missing-risk-information       error    document             all
    DIS002 benefit-risk-imbalance         warning  document             all
    DIS003 undisclosed-promotion          error    paragraph/document   all
    DIS004 missing-provenance             info     document             all
    DIS005 disclaimer-contradicts-claim   warning  document             all
    STR001 presupposing-heading           error    document             all
    STR002 certainty-escalation           warning  document             all
    STR003 boilerplate-caveat             info     sentence             all
"""
ROWS = {row.split()[0]: row.split()[1:] for row in TAXONOMY.strip().splitlines()}
CATALOG = load_catalog()
ROOT = Path(__file__).parent.parent.parent
SHARED = CATALOG.conditions.conditions
CODES = {rule.code for rule in CATALOG.rules}
LEXICONS = [
    path
    for path in sorted((CATALOG.folder / "lexicon").glob("*.yaml"))
    if path.name not in NOT_WORDS
]
_SIGNAL = re.compile(r"<([^<>\s]+)>")
_LONGEST = 8
every_rule = pytest.mark.parametrize("rule", CATALOG.rules, ids=lambda rule: rule.code)
every_profile = pytest.mark.parametrize("name", sorted(CATALOG.profiles))
every_lexicon = pytest.mark.parametrize("path", LEXICONS, ids=lambda path: path.stem)


def test_the_rules_are_those_of_the_taxonomy() -> None:
    assert {rule.code: rule.name for rule in CATALOG.rules} == {
        code: row[0] for code, row in ROWS.items()
    }


@every_rule
def test_a_rule_is_as_severe_and_looks_as_far_as_the_taxonomy_says(rule: Rule) -> None:
    _, severity, scope, places = ROWS[rule.code]
    assert rule.file.severity.value == severity
    assert rule.file.scope in scope.split("/")
    assert rule.file.jurisdictions == places.split(",")


@every_rule
def test_a_rule_names_only_what_exists(rule: Rule) -> None:
    """Signals, shared conditions, profiles, kinds, authorities, placeholders, patterns."""
    house.check([rule], CATALOG)
    assert set(rule.file.overlaps) <= CODES


@every_profile
def test_a_profile_names_only_what_exists(name: str) -> None:
    profile = CATALOG.profiles[name]
    assert profile.name == name
    for entry in (*profile.severity, *profile.on, *profile.off):
        assert CATALOG.codes_for([entry])
    assert set(profile.severity) <= set(CATALOG.severities([name])), (
        "severity of a rule that is off"
    )


@every_profile
def test_a_profile_changes_severities_and_does_not_repeat_them(name: str) -> None:
    for code, severity in CATALOG.profiles[name].severity.items():
        rule = CATALOG.find(code)
        assert rule is not None
        assert rule.file.severity is not severity


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_rule_is_on_where_it_holds_and_nowhere_else(code: str) -> None:
    places = ROWS[code][3].split(",")
    for name in ("us", "uk", "eu", "au", "ca"):
        on = code in CATALOG.severities([name])
        assert on == ("all" in places or name in places), name


def test_strict_has_every_rule_as_severe_as_any_profile_has_it() -> None:
    strict = CATALOG.severities(["strict"])
    assert set(strict) == CODES
    for name in CATALOG.profiles:
        for code, severity in CATALOG.severities([name]).items():
            assert strict[code].rank >= severity.rank, f"{code} in {name}"


@pytest.mark.parametrize(
    ("name", "code", "severity"),
    [
        ("us", "REG005", None),
        ("us", "REG004", Severity.ERROR),
        ("uk", "REG004", None),
        ("uk", "CMP004", Severity.WARNING),
        ("eu", "CMP004", Severity.WARNING),
        ("us", "CMP004", None),
        ("au", "TST001", Severity.ERROR),
        ("us", "TST001", Severity.WARNING),
        ("editorial", "TST003", None),
        ("editorial", "CIT001", Severity.WARNING),
        ("strict", "CIT001", Severity.ERROR),
        ("strict", "CIT003", Severity.ERROR),
    ],
)
def test_the_turns_of_the_profiles(name: str, code: str, severity: Severity | None) -> None:
    assert CATALOG.severities([name]).get(code) is severity


def test_several_profiles_add_up_and_the_strictest_wins() -> None:
    both = CATALOG.severities(["us", "au"])
    assert both["TST001"] is Severity.ERROR
    assert both["REG004"] is Severity.ERROR
    assert both["REG005"] is Severity.ERROR


def test_every_authority_is_used_or_says_that_it_is_context() -> None:
    used = {reference.id for rule in CATALOG.rules for reference in rule.file.authorities}
    for name, authority in CATALOG.authorities.items():
        assert (name in used) != authority.note.startswith("context"), name


def test_an_authority_is_no_less_sure_than_what_is_quoted_from_it() -> None:
    """A section cannot have been read in a document that nobody has read."""
    for rule in CATALOG.rules:
        for reference in rule.file.authorities:
            if CATALOG.authorities[reference.id].verified == "M":
                assert reference.mark == "M", f"{rule.code} {reference.id}"


def test_addresses_are_those_of_the_issuers() -> None:
    for name, authority in CATALOG.authorities.items():
        if authority.address:
            assert authority.address.startswith(("https://", "http://")), name
            assert "archive.org" not in authority.address, name


def _conditions() -> Iterator[Condition | str]:
    for rule in CATALOG.rules:
        yield from (condition for _, condition in house.conditions(rule.file))
    for name, condition in SHARED.items():
        yield from (part for _, part in house.parts((name,), condition))


def test_every_shared_condition_is_used() -> None:
    assert {name for name in _conditions() if isinstance(name, str)} == set(SHARED)


def test_shared_conditions_say_what_they_are() -> None:
    for name, condition in SHARED.items():
        assert condition.note, name


def test_precedence_names_rules_that_exist_and_says_why() -> None:
    for entry in CATALOG.precedence.precedence:
        assert {*entry.when, *entry.suppress, *entry.demote} <= CODES, entry
        assert entry.note
        assert entry.suppress or entry.demote
        assert not set(entry.when) & {*entry.suppress, *entry.demote}, "a rule against itself"


def _named_signals() -> set[str]:
    """Every signal that a rule, a shared condition or a context cue names."""
    texts = [text for rule in CATALOG.rules for _, text in house.patterns(rule.file)]
    texts.append((CATALOG.folder / "lexicon" / "context.yaml").read_text("utf-8"))
    named: set[str] = set()
    for condition in _conditions():
        if isinstance(condition, Condition):
            texts += [text for _, text in house.condition_patterns((), condition)]
            named.update(condition.subject or (), condition.target or ())
    for rule in CATALOG.rules:
        for trigger in rule.file.trigger:
            if trigger.claims is not None:
                named.update(trigger.claims.subject or (), trigger.claims.target or ())
    return named.union(*(_SIGNAL.findall(text) for text in texts))


def _above(name: str) -> Iterator[str]:
    while name:
        yield name
        name = name.rpartition(".")[0]


def test_every_signal_that_is_named_exists() -> None:
    assert _named_signals() - house.known_signals(CATALOG) - house.SUBJECTS == set()


def test_every_signal_is_asked_for_by_a_rule_a_cue_or_the_pipeline() -> None:
    code = "".join(
        path.read_text("utf-8")
        for folder in ("pipeline", "rules", "citations", "evidence")
        for path in sorted((ROOT / "claimcheck" / folder).glob("*.py"))
    )
    in_code = set(re.findall(r"[\w.-]+", " ".join(re.findall(r'"([^"\n]*)"', code))))
    asked = _named_signals() | in_code
    dead = [name for name in sorted(CATALOG.lexicon.names) if not asked & set(_above(name))]
    assert dead == []


@every_lexicon
def test_every_phrase_of_a_lexicon_can_be_found(path: Path) -> None:
    """It has words, and no more than are looked up; and its list says where it comes from."""
    content = load_yaml(path, LexiconFile)
    assert content.origin
    for name, words in content.signals.items():
        listed = [*words.nouns, *words.verbs, *words.adjectives, *words.terms, *words.cased]
        assert listed, name
        for phrase in listed:
            assert 1 <= len(split_phrase(phrase)) <= _LONGEST, f"{name}: {phrase!r}"
        assert len(set(words.terms)) == len(words.terms), f"{name}: twice"


def test_no_file_of_the_rules_is_unfinished() -> None:
    for path in sorted(CATALOG.folder.rglob("*.yaml")):
        text = path.read_text("utf-8")
        assert "TODO" not in text, path.name
