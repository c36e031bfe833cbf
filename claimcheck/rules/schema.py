"""What a rule file may say. pydantic, because users write these files.

A rule reads: *trigger* (where it looks), *unless* (what clears it), *severity* with its
adjustments, *message* and *suggestion*, and *examples* that prove it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from claimcheck.claim import Attribution, Frame
from claimcheck.document import BlockKind
from claimcheck.finding import Severity
from claimcheck.rules.token_schema import check_length, check_token


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) or value is None else [value]


Strings = Annotated[list[str], BeforeValidator(_listed)]
Patterns = Annotated[list[str], BeforeValidator(_listed)]
TokenPattern = Annotated[
    list[Annotated[dict[str, Any], AfterValidator(check_token)]], AfterValidator(check_length)
]
Within = Literal["clause", "sentence", "paragraph", "document"]
Product = Literal["supplement", "prescription-drug", "device", "service"]
Mark = Literal["V", "V2", "M"]
# spaCy token patterns by rule code.
TokenPatterns = Mapping[str, Sequence[list[dict[str, Any]]]]


class Strict(BaseModel):
    """An unknown key is a typing error of the author's, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SignalWords(Strict):
    """The words of one signal: verbs and nouns get their forms, `cased` keeps its case."""

    description: str = ""
    nouns: list[str] = []
    verbs: list[str] = []
    adjectives: list[str] = []
    terms: list[str] = []
    cased: list[str] = []


class LexiconFile(Strict):
    """A file of `rules/lexicon/`."""

    summary: str
    origin: str
    signals: dict[str, SignalWords]


class Authority(Strict):
    """One body's document, as authorities.yaml has it. `address` is the issuer's own."""

    issuer: str
    title: str
    date: str
    jurisdiction: str
    address: str = ""
    sections: str = ""
    verified: Mark
    note: str = ""


class AuthorityFile(Strict):
    """`rules/authorities.yaml`."""

    authorities: dict[str, Authority]


class ProfileFile(Strict):
    """A file of `rules/profiles/`: which rules are on, and how severe.

    A rule is on when its jurisdictions hold `all` or one of the profile's, and it is not `off`.
    `raise_to` lifts every rule at least to that severity (strict).
    """

    name: str
    title: str
    summary: str
    jurisdictions: Strings
    off: Strings = []
    on: Strings = []
    severity: dict[str, Severity] = {}
    adjustments: bool = True


class ContextCues(Strict):
    """Cues of one kind, as patterns, and how far they reach.

    `forward` governs what follows, `backward` what precedes, `whole` the sentence; `pseudo`
    looks like a cue and is none; `stop` ends a scope.
    """

    forward: Patterns = []
    backward: Patterns = []
    whole: Patterns = []
    pseudo: Patterns = []
    stop: Patterns = []


class ContextFile(Strict):
    """`rules/lexicon/context.yaml`: what changes the meaning of a claim, by kind."""

    summary: str
    origin: str
    stop: Patterns
    cues: dict[str, ContextCues]
    tiers: dict[str, Patterns]
    voices: dict[str, Patterns]


class Reference(Strict):
    """One authority that a rule rests on.

    `id` is a key of authorities.yaml; `section` as that authority numbers it; `mark` is how the
    section was verified: V in the document itself, V2 in a secondary source, M from memory.
    """

    id: str
    section: str = ""
    says: str = ""
    mark: Mark


class Condition(Strict):
    """A question about a candidate. All keys that are given must hold.

    Pattern keys take strings of the pattern language (see patterns.py); one match is enough.
    """

    note: str = ""
    # About the claim or the matched words
    negated: bool | None = None
    tier: Annotated[list[int], BeforeValidator(_listed)] | None = None
    frame: Annotated[list[Frame], BeforeValidator(_listed)] | None = None
    attribution: Annotated[list[Attribution], BeforeValidator(_listed)] | None = None
    kind: Strings | None = None
    subject: Strings | None = None
    target: Strings | None = None
    in_match: Patterns | None = None
    # About the surroundings
    cited: Within | None = None
    records: Strings | None = None
    before: Patterns | None = None
    after: Patterns | None = None
    in_clause: Patterns | None = None
    in_sentence: Patterns | None = None
    in_previous: Patterns | None = None
    in_next: Patterns | None = None
    in_paragraph: Patterns | None = None
    in_section: Patterns | None = None
    in_title: Patterns | None = None
    in_document: Patterns | None = None
    somewhere: Somewhere | None = None
    block: Annotated[list[BlockKind], BeforeValidator(_listed)] | None = None
    section_cited: bool | None = None
    # About the document
    voice: Strings | None = None
    product: Annotated[list[Product], BeforeValidator(_listed)] | None = None
    profile: Strings | None = None
    format: Strings | None = None
    meta: Strings | None = None
    benefits: int | None = Field(None, ge=1, description="at least so many benefit claims")
    # Composition
    any: list[Condition | str] | None = None
    all: list[Condition | str] | None = None
    none: list[Condition | str] | None = None


class Somewhere(Strict):
    """Whether the document says something anywhere: phrases, each weighed where it stands.

    Unlike `in_document`, a match counts only if none of `unless` holds for it (it is negated, it
    speaks of something else), and there may have to be several in as many sentences.
    """

    phrases: Patterns
    unless: list[Condition | str] = []
    at_least: int = Field(default=1, ge=1)


class Precedence(Strict):
    """Where a finding of `when` stands, those of `suppress` go and those of `demote` become info.

    `within` is how near: in the same words, the same sentence, or anywhere in the document.
    """

    note: str
    when: Strings
    suppress: Strings = []
    demote: Strings = []
    within: Literal["span", "sentence", "document"] = "sentence"


class PrecedenceFile(Strict):
    """`rules/precedence.yaml`: one clause, one reason."""

    summary: str
    most_per_sentence: int = Field(ge=1)
    precedence: list[Precedence]


class ConditionsFile(Strict):
    """`rules/conditions.yaml`: what many rules share, by name.

    A rule names a condition where it would write one, and a list of phrases as `"@name"`.
    """

    summary: str
    phrases: dict[str, Patterns] = {}
    conditions: dict[str, Condition]


class ClaimQuery(Strict):
    """Which extracted claims a rule is about; all keys that are given must hold."""

    kind: Strings | None = None
    tier: Annotated[list[int], BeforeValidator(_listed)] | None = None
    subject: Strings | None = None
    target: Strings | None = None


_WAYS = (
    "phrases", "claims", "citations", "pattern", "judgement", "document", "records", "reading",
)  # fmt: skip


class Trigger(Strict):
    """Where a rule looks: in exactly one of the ways in `_WAYS`, narrowed by `when`.

    `kind` names what is found there, so that a condition can tell one trigger from another.
    """

    phrases: Patterns | None = None
    claims: ClaimQuery | None = None
    citations: Strings | None = None
    pattern: list[TokenPattern] | None = None
    judgement: Literal["escalation", "heading"] | None = None
    document: Literal[True] | None = None
    records: Strings | None = None
    reading: Literal[True] | None = Field(
        None, description="sentences that read like the rule's (readings.json), whatever they say"
    )
    when: Condition | str | None = None
    kind: str = ""

    @model_validator(mode="after")
    def _looks_in_one_way(self) -> Trigger:
        if sum(getattr(self, name) is not None for name in _WAYS) != 1:
            raise ValueError(f"needs exactly one of {', '.join(_WAYS)}")
        return self


class Adjustment(Strict):
    """A severity other than the rule's own, where a condition holds."""

    when: Condition | str
    severity: Severity | Literal["off"]


class Suggest(Strict):
    """A replacement for the matched words; `safe` if it can only weaken or remove a claim."""

    replace: str
    with_: str = Field(alias="with")
    safe: bool = False


class Examples(Strict):
    """Sentences or short documents; `[[...]]` marks the exact span of the finding.

    In `flag`, every rule example holds at least one mark; `profile` and `product` set what the
    example needs (a jurisdiction rule, a class-bound rule).
    """

    flag: list[str | ExampleText] = Field(min_length=1)
    pass_: list[str | ExampleText] = Field(alias="pass", min_length=1)


class ExampleText(Strict):
    """An example that needs more than its words; `evidence` is a register, as its file has it."""

    text: str
    profile: Strings | None = None
    product: Product | None = None
    format: Literal["text", "markdown", "html"] = "text"
    severity: Severity | None = None
    also: Strings = []
    evidence: dict[str, Any] | None = None


class RuleFile(Strict):
    """One rule as its YAML file says it."""

    code: str = Field(pattern=r"^[A-Z]{3}\d{3}$")
    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    summary: str
    why: str
    authorities: list[Reference] = Field(min_length=1)
    jurisdictions: Strings = ["all"]
    severity: Severity
    scope: Within = "sentence"
    since: str
    trigger: Annotated[list[Trigger], BeforeValidator(_listed)]
    unless: list[Condition | str] = []
    adjust: list[Adjustment] = []
    at_least: int = 1
    report: Literal["every", "sentence", "paragraph", "document"] = "every"
    span: Literal["match", "subject", "clause", "sentence", "block"] = "match"
    message: str
    suggestion: str
    replacements: list[Suggest] = []
    overlaps: Strings = []
    examples: Examples
