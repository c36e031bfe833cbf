"""Adding to a register and refreshing it: what people wrote stays, what is new says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("httpx")

from claimcheck.errors import ClaimcheckError, ConfigError, RuleError
from claimcheck.evidence.fetch import Fetcher, Manners
from claimcheck.evidence.register import Register
from claimcheck.evidence.store import append_sources, update_sources
from claimcheck.evidence.upkeep import BY_HAND, Remark, Wanted, add, parse_wanted, refresh, review
from tests.evidence.services import Services, serve

TODAY = date(2026, 3, 1)
HAND_WRITTEN = """\
# Our zinc file
summary: Zinc   # for colds

sources:
  # the good one
  - id: ZINC
    doi: 10.5555/zn.19.1
    title: "Zinc and the common cold"
    design: rct      # read it twice
    outcomes:
      - {outcome: cold, direction: better}
    checked: 2026-02-01

# what we conclude
conclusions:
  - {id: ZINC-ALL, intervention: zinc, condition: cold, finding: positive,
     sources: [ZINC], checked: 2026-02-01}
"""


@pytest.fixture
def services() -> Iterator[Services]:
    with serve() as running:
        yield running


@pytest.fixture
def fetcher(services: Services) -> Iterator[Fetcher]:
    manners = Manners(timeout=0.3, tries=2, pause=0.0)
    with Fetcher("editor@press.example", services.endpoints, manners, lambda _: None) as ready:
        yield ready


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("10.5555/zn.19.1", Wanted("doi", "10.5555/zn.19.1")),
        ("doi:10.5555/ZN.19.1", Wanted("doi", "10.5555/zn.19.1")),
        ("https://doi.org/10.5555/zn.19.1", Wanted("doi", "10.5555/zn.19.1")),
        ("PMID 12345678", Wanted("pmid", "12345678")),
        ("PMID: 12345678", Wanted("pmid", "12345678")),
        (" 12345678 ", Wanted("pmid", "12345678")),
        ("https://pubmed.ncbi.nlm.nih.gov/12345678/", Wanted("pmid", "12345678")),
    ],
)
def test_identifiers_as_people_paste_them(text: str, wanted: Wanted) -> None:
    assert parse_wanted(text) == wanted


@pytest.mark.parametrize("text", ["", "zinc", "10.12/x", "NCT02655692", "123456789", "10.5555/a 7"])
def test_what_is_no_identifier(text: str) -> None:
    with pytest.raises(ConfigError):
        parse_wanted(text)


def test_a_first_entry_makes_the_file(tmp_path: Path, fetcher: Fetcher) -> None:
    path = tmp_path / "evidence.yaml"
    [(_, key)] = add(path, [Wanted("doi", "10.5555/zn.19.1")], fetcher, TODAY)
    assert key == "Brandt-2019"
    [source] = Register.load([path]).sources
    assert (source.pmid, source.pmcid, source.design) == ("12345678", "PMC7654321", "rct")
    assert source.fetched == TODAY
    assert source.checked is None  # no person has read it
    assert source.unchecked == list(BY_HAND)


def test_an_entry_goes_to_the_end_of_the_list(tmp_path: Path, fetcher: Fetcher) -> None:
    path = tmp_path / "evidence.yaml"
    path.write_text(HAND_WRITTEN.replace("10.5555/zn.19.1", "10.5555/other.1"))
    list(add(path, [Wanted("pmid", "12345678")], fetcher, TODAY))
    text = path.read_text()
    before, after = text.split("# what we conclude")
    assert before.startswith(HAND_WRITTEN.split("# what")[0].replace("zn.19.1", "other.1").rstrip())
    assert "Brandt-2019" in before
    assert after in HAND_WRITTEN
    assert [source.id for source in Register.load([path]).sources] == ["ZINC", "Brandt-2019"]


def test_what_is_there_is_not_added_again(tmp_path: Path, fetcher: Fetcher) -> None:
    path = tmp_path / "evidence.yaml"
    path.write_text(HAND_WRITTEN)
    [(_, error)] = add(path, [Wanted("doi", "10.5555/zn.19.1")], fetcher, TODAY)
    assert "is in the register as ZINC" in str(error)
    assert path.read_text() == HAND_WRITTEN


def test_one_failure_does_not_stop_the_rest(
    tmp_path: Path, fetcher: Fetcher, services: Services
) -> None:
    path = tmp_path / "evidence.yaml"
    services.faults = {"crossref": [404], "openalex": [404]}
    wanted = [Wanted("doi", "10.5555/none"), Wanted("doi", "10.5555/zn.19.1")]
    (_, error), (_, key) = add(path, wanted, fetcher, TODAY)
    assert isinstance(error, ClaimcheckError)
    assert key == "Brandt-2019"


def test_refresh_fills_in_and_leaves_what_people_wrote(tmp_path: Path, fetcher: Fetcher) -> None:
    path = tmp_path / "evidence.yaml"
    path.write_text(HAND_WRITTEN)
    remarks = list(refresh(path, fetcher, TODAY))
    assert [remark.level for remark in remarks if isinstance(remark, Remark)] == ["info"] * 4
    source = Register.load([path]).sources[0]
    assert (source.pmid, source.year, source.checked) == ("12345678", 2019, date(2026, 2, 1))
    assert source.title == "Zinc and the common cold"
    kept = [line for line in path.read_text().splitlines() if line in HAND_WRITTEN.splitlines()]
    assert kept == HAND_WRITTEN.splitlines()


def test_refresh_notes_a_retraction(tmp_path: Path, fetcher: Fetcher, services: Services) -> None:
    path = tmp_path / "evidence.yaml"
    path.write_text(HAND_WRITTEN)
    services.answers["openalex"] = services.answers["openalex"] | {"is_retracted": True}
    remarks = list(refresh(path, fetcher, TODAY))
    assert Remark("ZINC", "error", "was retracted") in remarks
    register = Register.load([path])
    assert register.sources[0].retracted
    levels = {(remark.key, remark.level) for remark in review(register, TODAY, 365)}
    assert {("ZINC", "error"), ("ZINC-ALL", "error")} <= levels


def test_refresh_notes_what_no_service_knows(
    tmp_path: Path, fetcher: Fetcher, services: Services
) -> None:
    path = tmp_path / "evidence.yaml"
    path.write_text(HAND_WRITTEN)
    services.answers |= {"crossref": None, "openalex": None}
    [remark] = refresh(path, fetcher, TODAY)
    assert isinstance(remark, Remark)
    assert remark.level == "error"
    assert not Register.load([path]).sources[0].exists


def test_refresh_changes_nothing_when_a_service_is_down(
    tmp_path: Path, fetcher: Fetcher, services: Services
) -> None:
    path = tmp_path / "evidence.yaml"
    path.write_text(HAND_WRITTEN)
    services.faults = {"crossref": [500] * 9, "openalex": ["drop"] * 9}
    [error] = refresh(path, fetcher, TODAY)
    assert isinstance(error, ClaimcheckError)
    assert path.read_text() == HAND_WRITTEN


def test_refresh_only_tells_a_difference(tmp_path: Path, fetcher: Fetcher) -> None:
    path = tmp_path / "evidence.yaml"
    path.write_text(HAND_WRITTEN.replace("Zinc and the common cold", "Iron and the common cold"))
    remarks = list(refresh(path, fetcher, TODAY, write=False))
    assert [r.text for r in remarks if isinstance(r, Remark) and r.level == "warning"] == [
        "title is 'Iron and the common cold' here and 'Zinc and the common cold & cough' there"
    ]
    assert "Iron" in path.read_text()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "summary: none yet\n",
        "sources:\n",
        "sources: []\nconclusions: []\n",
        "sources: []  # none yet",
        "conclusions: []\nsources:\n",
    ],
)
def test_an_empty_list_takes_its_first_entry(tmp_path: Path, text: str) -> None:
    path = tmp_path / "evidence.yaml"
    path.write_text(text)
    append_sources(path, [{"id": "A", "doi": "10.5555/a", "design": "rct"}])
    append_sources(path, [{"id": "B", "doi": "10.5555/b", "design": "rct"}])
    assert [source.id for source in Register.load([path]).sources] == ["A", "B"]


def test_a_list_in_brackets_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "evidence.yaml"
    text = "sources: [{id: A, doi: 10.5555/a, design: rct}]\n"
    path.write_text(text)
    with pytest.raises(RuleError, match="dashes") as caught:
        append_sources(path, [{"id": "B", "doi": "10.5555/b", "design": "rct"}])
    assert (caught.value.line, caught.value.column) == (1, 10)
    assert path.read_text() == text
    assert list(tmp_path.iterdir()) == [path]


def test_what_would_break_the_register_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "evidence.yaml"
    path.write_text(HAND_WRITTEN)
    with pytest.raises(RuleError):
        update_sources(path, {"ZINC": {"year": "soon"}})
    assert path.read_text() == HAND_WRITTEN
    assert list(tmp_path.iterdir()) == [path]


def test_values_that_yaml_could_misread_are_quoted(tmp_path: Path) -> None:
    path = tmp_path / "evidence.yaml"
    path.write_text(HAND_WRITTEN)
    title = "No: 'yes' # and \"more\" {of} [it] – ünïcode"
    update_sources(path, {"ZINC": {"title": title, "journal": title}})
    source = Register.load([path]).sources[0]
    assert (source.title, source.journal) == (title, title)


def test_review_says_what_a_person_must_do() -> None:
    register = Register()
    assert review(register, TODAY, 365) == []
