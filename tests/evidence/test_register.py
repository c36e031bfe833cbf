"""Registers as editors write them: what they may say, and where they go wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.errors import RuleError
from claimcheck.evidence import Register

CORPUS = Path(__file__).parents[2] / "corpus"


def write(folder: Path, text: str, name: str = "evidence.yaml") -> Path:
    path = folder / name
    path.write_text(dedent(text), encoding="utf-8")
    return path


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        summary: Zinc
        sources:
          - id: ZN1
            doi: https://doi.org/10.5555/zn.19.1
            pmid: 12345678
            pmcid: PMC7654321
            trial: NCT02655692
            isbn: 978-3-16-148410-0
            url: https://journal.example/zn
            names: [the Winter Trial]
            title: Zinc and the cold
            authors: [Brandt KM, Osei P]
            journal: Journal of Winter Medicine
            year: 2019
            design: rct
            intervention: zinc
            population: adults with a cold
            n: 212
            comparator: placebo
            outcomes:
              - outcome: [colds, sneezing]
                direction: better
                certainty: low
                measured: 3 days
                result: 2 days
            retracted: false
            exists: true
            checked: 2026-01-02
            fetched: 2026-01-01
            unchecked: [n]
            note: small
        conclusions:
          - id: ZN
            intervention: zinc
            condition: [cold, common cold]
            population: adult
            comparators: [placebo]
            finding: positive
            certainty: low
            sources: [ZN1]
            says: shorter by a day
            safe-wording: Zinc may shorten a cold.
            checked: 2026-01-02
        approvals:
          - {id: ZN-US, product: zinc, use: cold, regulator: FDA, status: not-approved,
             date: 2026-01-02}
        """,
    )
    register = Register.load([path])
    [source] = register.sources
    assert (source.doi, source.pmid, source.comparator) == (
        "10.5555/zn.19.1",
        "12345678",
        ["placebo"],
    )
    for kind, label in [
        ("doi", "10.5555/ZN.19.1"),
        ("pmid", "12345678"),
        ("pmcid", "PMC7654321"),
        ("trial-registration", "NCT02655692"),
        ("link", "https://www.journal.example/zn/"),
        ("named-work", "The Winter Trial"),
        ("named-work", "zinc and the cold"),
    ]:
        assert register.source(kind, label) is source, label
    assert register.source_by_author("Brandt", "2019") is source
    assert register.source_by_author("Brandt", "2020") is None
    assert register.source_by_author("Osei", "2019") is None  # not the first author
    assert register.source("doi", "10.5555/zn.19.10") is None


def test_two_sources_of_one_author_and_year_are_not_guessed_between(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        sources:
          - {id: A, doi: 10.5555/a, authors: [Brandt K], year: 2019, design: rct}
          - {id: B, doi: 10.5555/b, authors: ["Brandt, Klara"], year: 2019, design: animal}
        """,
    )
    assert Register.load([path]).source_by_author("Brandt", "2019") is None


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("sources:\n  - {id: A, doi: 10.12/x, design: rct}\n", (2, 13), "four to nine digits"),
        ("sources:\n  - {id: A, pmid: 123456789, design: rct}\n", (2, 13), "one to eight"),
        ("sources:\n  - {id: A, trial: NCT12, design: rct}\n", (2, 13), "eight digits"),
        ("sources:\n  - id: A\n    design: rct\n", (2, 5), "needs an identifier"),
        ("sources:\n  - id: A\n    doi: 10.5555/a\n    design: magic\n", (4, 5), "meta-analysis"),
        (
            "sources:\n  - id: A\n    doi: 10.5555/a\n    design: rct\n    pmids: 1\n",
            (5, 5),
            "pmids",
        ),
        ("sources:\n  - id: A\n    doi: 10.5555/a\n    design: rct\n    n: some\n", (5, 5), "n:"),
        (
            "sources:\n  - {id: A, doi: 10.5555/a, design: rct}\n"
            "  - {id: A, doi: 10.5555/b, design: rct}\n",
            (3, 6),
            "the key 'A' is taken",
        ),
        (
            "conclusions:\n  - id: C\n    intervention: zinc\n    condition: cold\n"
            "    finding: mixed\n    sources: [NONE]\n",
            (6, 15),
            "no source has the key 'NONE'",
        ),
        ("conclusions:\n  - {id: C, intervention: z, condition: c}\n", (2, 5), "needs a finding"),
        ("sources: [\n", None, ""),
        ("approvals:\n  - {id: P, product: z, use: c, regulator: r, status: maybe,"
         " date: 2026-01-01}\n",
         (2, 47), "approved"),
    ],
)  # fmt: skip
def test_errors_have_their_place(
    tmp_path: Path, text: str, place: tuple[int, int] | None, says: str
) -> None:
    path = tmp_path / "evidence.yaml"
    path.write_text(text)
    with pytest.raises(RuleError) as caught:
        Register.load([path])
    error = caught.value
    assert error.path == str(path)
    assert says in error.message
    if place is not None:
        assert (error.line, error.column) == place


def test_keys_are_unique_across_files(tmp_path: Path) -> None:
    text = "sources:\n  - {id: A, doi: 10.5555/a, design: rct}\n"
    first, second = write(tmp_path, text), write(tmp_path, text, "more.yaml")
    with pytest.raises(RuleError, match="taken") as caught:
        Register.load([first, second])
    assert caught.value.path == str(second)


@given(st.text(max_size=200))
def test_any_text_is_a_register_or_one_clear_line(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "evidence.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        Register.load([path])
        line = str(path)
    except RuleError as error:
        line = str(error)
    assert str(path) in line
    assert "\n" not in line


def test_the_example_registers_can_be_read() -> None:
    files = sorted(CORPUS.rglob("evidence.yaml"))
    assert files
    for path in files:
        assert Register.load([path])


def test_stale_entries(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        sources:
          - {id: NEW, doi: 10.5555/a, design: rct, checked: 2026-01-01}
          - {id: OLD, doi: 10.5555/b, design: rct, checked: 2024-01-01}
          - {id: NEVER, doi: 10.5555/c, design: rct}
        """,
    )
    stale = Register.load([path]).stale(date(2026, 2, 1), 365)
    assert [source.id for source in stale] == ["OLD", "NEVER"]
