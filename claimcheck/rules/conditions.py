"""Conditions compiled from rule data, and asked of candidates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimcheck.claim import Attribution, Frame, Reach, Scope, Sentence, Tier, frames_of
from claimcheck.errors import RuleError
from claimcheck.rules.candidate import Candidate, Scene
from claimcheck.rules.context import compile_at
from claimcheck.rules.patterns import Pattern
from claimcheck.rules.phrases import PhraseSet
from claimcheck.rules.schema import Condition, Somewhere
from claimcheck.rules.words import describe

Ask = Callable[[Candidate, Scene], bool]

_WITHIN = {
    "clause": Reach.CLAUSE,
    "sentence": Reach.SENTENCE,
    "paragraph": Reach.PARAGRAPH,
    "document": Reach.DOCUMENT,
}
PATTERN_KEYS = (
    "in_match", "before", "after", "in_clause", "in_sentence", "in_previous", "in_next",
    "in_paragraph", "in_section", "in_title", "in_document",
)  # fmt: skip
_DEEPEST = 8
_HERE = frozenset({"in_match", "before", "after", "in_clause", "in_sentence"})


@dataclass(frozen=True, slots=True)
class Test:
    """A compiled condition; `parts` are those of a plain `any`.

    `tagged` are the patterns in it that ask for the class of a word of the candidate's sentence,
    `tagged_elsewhere` those that ask it of other sentences.
    """

    condition: Condition
    ask: Ask
    parts: tuple[Test, ...] = ()
    tagged: tuple[Pattern, ...] = ()
    tagged_elsewhere: tuple[Pattern, ...] = ()

    @property
    def note(self) -> str:
        """What it says in words."""
        return self.condition.note or describe(self.condition)

    def reason(self, candidate: Candidate, scene: Scene) -> str:
        """The note of the innermost part that holds."""
        for part in self.parts:
            if part.ask(candidate, scene):
                return part.reason(candidate, scene)
        return self.note


class Conditions:
    """Compiles the conditions of rules; a shared one is compiled, and its phrases are looked for,
    once for all rules that name it."""

    def __init__(self, shared: Mapping[str, Condition]) -> None:
        self._shared = shared
        self._known: dict[str, Test] = {}

    def compile(self, condition: Condition | str, path: Path, depth: int = 0) -> Test:
        """Compile a condition or the name of a shared one; RuleError for an unknown name, or for
        a broken pattern, with its place in the file at `path`."""
        if depth > _DEEPEST:
            raise RuleError("conditions are nested too deeply", path=str(path))
        if not isinstance(condition, str):
            return self._compiled(condition, path, depth)
        known = self._known.get(condition)
        if known is None:
            if condition not in self._shared:
                raise RuleError(f"no shared condition {condition!r}", path=str(path))
            known = self._known[condition] = self.compile(self._shared[condition], path, depth + 1)
        return known

    def _compiled(self, condition: Condition, path: Path, depth: int) -> Test:
        here: list[Pattern] = []
        elsewhere: list[Pattern] = []
        tests = _plain(condition)
        for key in PATTERN_KEYS:
            texts = getattr(condition, key)
            if texts is not None:
                phrases = PhraseSet(compile_at(text, path, keyed=False) for text in texts)
                (here if key in _HERE else elsewhere).extend(phrases.patterns)
                tests.append(_PLACES[key](phrases))

        def inner(conditions: Sequence[Condition | str]) -> list[Test]:
            parts = [self.compile(part, path, depth + 1) for part in conditions]
            here.extend(pattern for part in parts for pattern in part.tagged)
            elsewhere.extend(pattern for part in parts for pattern in part.tagged_elsewhere)
            return parts

        if condition.somewhere is not None:
            query = condition.somewhere
            sought = PhraseSet(compile_at(text, path, keyed=False) for text in query.phrases)
            clearing = [self.compile(part, path, depth + 1) for part in query.unless]
            elsewhere += sought.patterns
            for test in clearing:
                elsewhere += (*test.tagged, *test.tagged_elsewhere)
            tests.append(_somewhere(query, sought, clearing))
        options: list[Test] = []
        if condition.any is not None:
            options = inner(condition.any)
            tests.append(_any(options))
        if condition.all is not None:
            tests.append(_all([part.ask for part in inner(condition.all)]))
        if condition.none is not None:
            some = _any(inner(condition.none))
            tests.append(lambda candidate, scene: not some(candidate, scene))
        single = len(tests) == 1
        return Test(
            condition,
            tests[0] if single else _all(tests),
            tuple(options) if single else (),
            tuple(pattern for pattern in here if pattern.needs_tags),
            tuple(pattern for pattern in elsewhere if pattern.needs_tags),
        )


def _any(parts: Sequence[Test]) -> Ask:
    asks = [part.ask for part in parts]

    def ask(candidate: Candidate, scene: Scene) -> bool:
        for one in asks:  # noqa: SIM110 - asked so often that a generator shows
            if one(candidate, scene):
                return True
        return False

    return ask


def _all(asks: Sequence[Ask]) -> Ask:
    def ask(candidate: Candidate, scene: Scene) -> bool:
        for one in asks:  # noqa: SIM110 - asked so often that a generator shows
            if not one(candidate, scene):
                return False
        return True

    return ask


def _somewhere(query: Somewhere, sought: PhraseSet, clearing: Sequence[Test]) -> Ask:
    """A test of the whole document; answered once for each, as it does not depend on the place."""

    def ask(candidate: Candidate, scene: Scene) -> bool:
        if id(query) not in scene.answers:
            scene.answers[id(query)] = _is_said(scene, sought, clearing, query.at_least)
        return scene.answers[id(query)]

    return ask


def _is_said(scene: Scene, sought: PhraseSet, clearing: Sequence[Test], at_least: int) -> bool:
    """Whether so many sentences have a phrase that nothing clears."""
    missing = at_least
    for index in sorted(scene.where(sought)):
        sentence = scene.sentences[index]
        candidates = (
            Candidate(sentence, *match.mark, match.start, match.end)
            for pattern in sought.possible(sentence.wording)
            for match in pattern.matches(sentence.wording)
        )
        missing -= any(
            not any(test.ask(candidate, scene) for test in clearing) for candidate in candidates
        )
        if missing <= 0:
            return True
    return False


def _plain(condition: Condition) -> list[Ask]:
    """The tests of a condition that need no pattern."""
    tests: list[Ask] = []
    if condition.negated is not None:
        wanted = condition.negated
        tests.append(lambda candidate, scene: is_negated(candidate) is wanted)
    if condition.tier is not None:
        tiers = set(condition.tier)
        tests.append(lambda candidate, scene: tier(candidate) in tiers)
    if condition.frame is not None:
        frames = set(condition.frame)
        tests.append(lambda candidate, scene: bool(frames & framed(candidate)))
    if condition.attribution is not None:
        kinds = set(condition.attribution)
        tests.append(lambda candidate, scene: attribution(candidate) in kinds)
    if condition.kind is not None:
        names = set(condition.kind)
        tests.append(
            lambda candidate, scene: (
                candidate.kind in names or bool(candidate.claim and candidate.claim.kind in names)
            )
        )
    if condition.subject is not None:
        subjects = condition.subject
        tests.append(
            lambda candidate, scene: bool(
                candidate.claim and is_kind(candidate.claim.subject_kind, subjects)
            )
        )
    if condition.target is not None:
        targets = condition.target
        tests.append(
            lambda candidate, scene: bool(
                candidate.claim and is_kind(candidate.claim.target_kind, targets)
            )
        )
    if condition.cited is not None:
        reach = _WITHIN[condition.cited]
        tests.append(lambda candidate, scene: is_cited(candidate, scene, reach))
    if condition.section_cited is not None:
        expected = condition.section_cited
        tests.append(
            lambda candidate, scene: (
                any(is_cited_sentence(sentence) for sentence in scene.section(candidate.sentence))
                is expected
            )
        )
    if condition.records is not None:
        notes = set(condition.records)
        tests.append(
            lambda candidate, scene: any(
                note.kind in notes
                for note in scene.analysis.notes
                if note.sentence is candidate.sentence
            )
        )
    if condition.block is not None:
        blocks = set(condition.block)
        tests.append(lambda candidate, scene: candidate.sentence.block.kind in blocks)
    tests += _document_tests(condition)
    return tests


def _document_tests(condition: Condition) -> list[Ask]:
    tests: list[Ask] = []
    if condition.voice is not None:
        voices = set(condition.voice)
        if "unknown" in voices:
            # Weaker words for the same, where a rule does not tell apart.
            voices |= {"informing", "snippet"}
        tests.append(lambda candidate, scene: scene.analysis.voice in voices)
    if condition.product is not None:
        products = set(condition.product)
        tests.append(lambda candidate, scene: scene.product in products)
    if condition.profile is not None:
        profiles = set(condition.profile)
        tests.append(lambda candidate, scene: bool(profiles & set(scene.profiles)))
    if condition.format is not None:
        formats = set(condition.format)
        tests.append(lambda candidate, scene: scene.analysis.document.format in formats)
    if condition.benefits is not None:
        least = condition.benefits
        tests.append(lambda candidate, scene: len(scene.benefits) >= least)
    if condition.meta is not None:
        keys = {key.lower() for key in condition.meta}
        tests.append(
            lambda candidate, scene: bool(
                keys & {str(key).lower() for key in scene.analysis.document.meta}
            )
        )
    return tests


def _within(phrases: PhraseSet, span: Callable[[Candidate], tuple[int, int]]) -> Ask:
    def ask(candidate: Candidate, _scene: Scene) -> bool:
        wording = candidate.sentence.wording
        possible = phrases.possible(wording)
        if not possible:
            return False
        start, end = span(candidate)
        return any(pattern.found_in(wording, start, end) for pattern in possible)

    return ask


def _beside(phrases: PhraseSet, step: int) -> Ask:
    def ask(candidate: Candidate, scene: Scene) -> bool:
        index = candidate.sentence.index + step
        return 0 <= index < len(scene.sentences) and phrases.found_in(
            scene.sentences[index].wording
        )

    return ask


_PLACES: dict[str, Callable[[PhraseSet], Ask]] = {
    "in_match": lambda phrases: _within(phrases, lambda c: (c.first, c.last)),
    "before": lambda phrases: _within(phrases, lambda c: (0, c.start)),
    "after": lambda phrases: _within(phrases, lambda c: (c.end, len(c.sentence.words))),
    "in_clause": lambda phrases: _within(phrases, lambda c: c.sentence.clause_of(c.start)),
    "in_sentence": lambda phrases: lambda c, _scene: phrases.found_in(c.sentence.wording),
    "in_previous": lambda phrases: _beside(phrases, -1),
    "in_next": lambda phrases: _beside(phrases, 1),
    "in_paragraph": lambda phrases: (
        lambda c, scene: scene.is_among(scene.paragraph(c.sentence), phrases)
    ),
    "in_section": lambda phrases: (
        lambda c, scene: scene.is_among((s.index for s in scene.section(c.sentence)), phrases)
    ),
    "in_title": lambda phrases: (
        lambda c, scene: any(
            phrases.found_in(other.wording)
            for other in scene.sentences[:40]
            if other.block.kind.value == "title"
        )
    ),
    "in_document": lambda phrases: lambda c, scene: bool(scene.where(phrases)),
}


def scopes_over(candidate: Candidate, kind: str | None = None) -> list[Scope]:
    """The scopes that cover the candidate's first word (or anchor), their cue outside its words."""
    word = candidate.start if candidate.anchor < 0 else candidate.anchor
    return [
        scope
        for scope in candidate.sentence.scopes
        if scope.start <= word < scope.end
        and not _is_own(candidate, scope)
        and (kind is None or scope.kind == kind)
    ]


def _is_own(candidate: Candidate, scope: Scope) -> bool:
    """Whether the cue is part of the matched words ("there is no need for")."""
    if candidate.anchor >= 0:
        # Its clause was read as a whole: a "no" in it was weighed, and so was a "may".
        return scope.kind == "negation" or scope.kind.startswith("tier")
    if scope.kind == "negation" and candidate.first < scope.cue_end <= candidate.last:
        return True
    return candidate.first <= scope.cue_start < candidate.last and scope.cue_end > scope.cue_start


def is_negated(candidate: Candidate) -> bool:
    """Whether a negation outside the matched words governs them."""
    if candidate.claim is not None:
        return candidate.claim.negated
    return bool(scopes_over(candidate, "negation"))


def tier(candidate: Candidate) -> Tier:
    """How certain the matched words sound."""
    if candidate.claim is not None:
        return candidate.claim.tier
    kinds = {
        scope.kind
        for scope in candidate.sentence.scopes
        if scope.start <= candidate.start < scope.end
        or candidate.start <= scope.cue_start < candidate.end
    }
    return Tier.MAY if "tier-may" in kinds else Tier.CAN if "tier-can" in kinds else Tier.FLAT


def framed(candidate: Candidate) -> frozenset[Frame]:
    """The frames that the matched words stand in."""
    frames = frames_of(scopes_over(candidate))
    return frames | candidate.claim.frames if candidate.claim else frames


def attribution(candidate: Candidate) -> Attribution:
    """Who stands behind the matched words."""
    if candidate.claim is not None:
        return candidate.claim.attribution
    if is_cited_sentence(candidate.sentence):
        return Attribution.IDENTIFIED
    kinds = {
        scope.kind
        for scope in candidate.sentence.scopes
        if scope.start <= candidate.start < scope.end
    }
    for kind in (Attribution.IDENTIFIED, Attribution.STUDY, Attribution.VAGUE):
        if kind.value in kinds:
            return kind
    return Attribution.NONE


def is_cited(candidate: Candidate, scene: Scene, reach: Reach) -> bool:
    """Whether an identified source that can back a claim is within reach."""
    if reach is Reach.DOCUMENT:
        return any(c.identified and c.clears for c in scene.analysis.citations)
    return any(
        citation.identified
        and citation.clears
        and distance <= reach
        and (
            candidate.claim is None
            or distance <= Reach.SENTENCE
            or id(citation) not in scene.denying
        )
        for citation, distance in candidate.sentence.support
    ) or Attribution.IDENTIFIED.value in {
        scope.kind
        for scope in candidate.sentence.scopes
        if scope.start <= candidate.start < scope.end
    }


def is_cited_sentence(sentence: Sentence) -> bool:
    """Whether a source that can back a claim supports the sentence."""
    return any(citation.identified and citation.clears for citation, _ in sentence.support)


def is_kind(name: str, wanted: Sequence[str]) -> bool:
    """Whether a dotted signal name is one of the wanted ones, or below one."""
    return any(name == want or name.startswith(want + ".") for want in wanted)
