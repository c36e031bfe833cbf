"""What an evidence register may say. pydantic, because editors write these files.

A register has three lists, each optional: `sources` (one entry a source), `conclusions` (what the
sources together show about an intervention for a condition) and `approvals` (what a regulator has
and has not approved, on which day).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from claimcheck.citations.identifiers import (
    doi_error,
    isbn_error,
    isrctn_error,
    nct_error,
    pmcid_error,
    pmid_error,
)

Design = Literal[
    "meta-analysis",
    "systematic-review",
    "rct",
    "controlled",
    "open-label",
    "cohort",
    "case-control",
    "cross-sectional",
    "case-series",
    "case-report",
    "animal",
    "in-vitro",
    "review",
    "guideline",
    "regulatory",
    "registration",
    "other",
]
Certainty = Literal["high", "moderate", "low", "very-low"]
Direction = Literal["better", "worse", "none", "mixed"]
Finding = Literal["positive", "mixed", "null", "negative", "not-studied"]

NONCLINICAL: frozenset[str] = frozenset({"animal", "in-vitro"})
UNCONTROLLED: frozenset[str] = frozenset(
    {"open-label", "cohort", "case-control", "cross-sectional", "case-series", "case-report"}
)
LOW: frozenset[str] = frozenset({"low", "very-low"})


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) or value is None else [value]


def _text(value: Any) -> Any:
    """A number is how people write an identifier; YAML then reads a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _valid(check: Any) -> AfterValidator:
    def validate(value: str) -> str:
        error = check(value)
        if error:
            raise ValueError(error)
        return value

    return AfterValidator(validate)


def _trial_error(value: str) -> str:
    for prefix, check in (("NCT", nct_error), ("ISRCTN", isrctn_error)):
        if value.upper().startswith(prefix):
            return check(value)
    return ""


def _plain_doi(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    for prefix in ("https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "doi:"):
        if value.lower().startswith(prefix):
            return value[len(prefix) :].strip()
    return value


Strings = Annotated[list[str], BeforeValidator(_listed)]
Doi = Annotated[str, BeforeValidator(_plain_doi), _valid(doi_error)]
Pmid = Annotated[str, BeforeValidator(_text), _valid(pmid_error)]
Pmcid = Annotated[str, _valid(pmcid_error)]
Isbn = Annotated[
    str, BeforeValidator(_text), _valid(lambda value: isbn_error(value.replace("-", "")))
]
Trial = Annotated[str, _valid(_trial_error)]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]*$", max_length=80)]


class _Strict(BaseModel):
    """An unknown key is a typing error of the author's, never ignored."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=lambda name: name.replace("_", "-"),
        populate_by_name=False,
    )


class Outcome(_Strict):
    """What a source found about one outcome.

    `outcome` are the names by which a text may speak of it; `direction` is what happened to the
    reader's benefit: better, worse, none (no difference shown) or mixed. `measured` are the times
    of measurement ("24 hours"), `result` the finding in numbers, as the source has it.
    """

    outcome: Strings = Field(min_length=1)
    direction: Direction
    certainty: Certainty | None = None
    measured: Strings = []
    result: str = ""


class Source(_Strict):
    """One source: what it is, whom it studied, against what, what it found, and who checked it.

    `names` are other ways a text may name it ("FDA, 10 October 2023"). `retracted` and `exists`
    are facts about the record; `unchecked` names the keys that nobody has compared with the
    original yet. `checked` is when a person last did, `fetched` when a service was last asked.
    """

    id: Key
    doi: Doi | None = None
    pmid: Pmid | None = None
    pmcid: Pmcid | None = None
    trial: Trial | None = None
    isbn: Isbn | None = None
    url: str | None = None
    names: Strings = []
    title: str = ""
    authors: Strings = []
    journal: str = ""
    year: int | None = Field(None, ge=1800, le=2100)
    design: Design
    intervention: Strings = []
    population: str = ""
    n: int | None = Field(None, ge=0)
    comparator: Strings = []
    outcomes: list[Outcome] = []
    retracted: bool = False
    exists: bool = True
    checked: date | None = None
    fetched: date | None = None
    unchecked: Strings = []
    note: str = ""

    @model_validator(mode="after")
    def _findable(self) -> Self:
        if not (
            self.doi or self.pmid or self.pmcid or self.trial or self.isbn or self.url
        ) and not (self.title and self.year):
            raise ValueError("needs an identifier, an address, or a title and a year")
        return self

    @property
    def label(self) -> str:
        """The source as a message names it: its key, first author and year."""
        author = self.authors[0].split(",")[0].split()[0] if self.authors else ""
        named = " ".join(part for part in (author, str(self.year or "")) if part)
        return f"{self.id} ({named})" if named else self.id


class Conclusion(_Strict):
    """What the sources together show. With a `population`, only for texts that speak of it."""

    id: Key
    intervention: Strings = Field(min_length=1)
    condition: Strings = Field(min_length=1)
    population: Strings = []
    comparators: Strings = []
    finding: Finding | None = None
    certainty: Certainty | None = None
    sources: Strings = []
    says: str = ""
    safe_wording: str = ""
    checked: date | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.finding is None and not self.comparators:
            raise ValueError("needs a finding, or the comparators that were studied")
        return self


class Approval(_Strict):
    """What a regulator has, or has not, approved a product for. Facts with a date."""

    id: Key
    product: Strings = Field(min_length=1)
    use: Strings = Field(min_length=1)
    regulator: Strings = Field(min_length=1)
    status: Literal["approved", "not-approved"]
    date: date
    source: str = ""
    note: str = ""


class RegisterFile(_Strict):
    """An evidence register as it is written."""

    summary: str = ""
    sources: list[Source] = []
    conclusions: list[Conclusion] = []
    approvals: list[Approval] = []
