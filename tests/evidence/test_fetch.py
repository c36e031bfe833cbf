"""Asking the services: their answers read, their faults survived, nothing invented."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("httpx")

from claimcheck.errors import ConfigError, ReadError
from claimcheck.evidence.fetch import Endpoints, Fetcher, FetchError, Manners, NotFoundError
from claimcheck.evidence.records import Record, from_crossref, from_openalex, from_pubmed
from tests.evidence.services import CROSSREF, OPENALEX, PUBMED, Services, serve

QUICK = Manners(timeout=0.3, tries=3, pause=0.0, first_wait=1.0)


@dataclass
class Naps:
    """Sleeping that takes no time and remembers how long it was to be."""

    seconds: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def services() -> Iterator[Services]:
    with serve() as running:
        yield running


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
def fetcher(services: Services, naps: Naps) -> Iterator[Fetcher]:
    with Fetcher("editor@press.example", services.endpoints, QUICK, sleep=naps) as ready:
        yield ready


EXPECTED = Record(
    doi="10.5555/zn.19.1",
    pmid="12345678",
    pmcid="PMC7654321",
    title="Zinc and the common cold & cough",
    authors=("Brandt KM", "Osei P"),
    journal="Journal of Winter Medicine",
    year=2019,
    design="rct",
)


def test_a_doi_is_asked_of_all_three(fetcher: Fetcher, services: Services) -> None:
    assert fetcher.by_doi("10.5555/zn.19.1") == EXPECTED
    assert [service for service, _, _ in services.asked] == ["crossref", "openalex", "pubmed"]
    assert services.asked[0][1].endswith("/10.5555/zn.19.1")
    assert services.asked[0][2]["mailto"] == "editor@press.example"
    assert services.asked[2][2]["email"] == "editor@press.example"


def test_a_pubmed_number_leads_to_the_rest(fetcher: Fetcher) -> None:
    found = fetcher.by_pmid("12345678")
    assert (found.doi, found.design, found.year) == ("10.5555/zn.19.1", "rct", 2019)


@pytest.mark.parametrize("fault", ["slow", "cut", "drop", 429, 500, 503])
def test_a_passing_fault_is_tried_again(
    fetcher: Fetcher, services: Services, naps: Naps, fault: str | int
) -> None:
    services.faults["crossref"] = [fault, fault]
    assert fetcher.by_doi("10.5555/zn.19.1") == EXPECTED
    assert services.count("crossref") == 3
    # Waits grow, and a service that says how long is taken at its word.
    assert naps.seconds == ([7.0, 7.0] if fault == 429 else [1.0, 2.0])


@pytest.mark.parametrize("fault", ["slow", "cut", "drop", 429, 500, "malformed"])
def test_one_service_that_stays_down_is_done_without(
    fetcher: Fetcher, services: Services, fault: str | int
) -> None:
    services.faults["crossref"] = [fault] * 10
    found = fetcher.by_doi("10.5555/zn.19.1")
    assert (found.title, found.year) == ("Zinc and the common cold & cough", 2019)


@pytest.mark.parametrize("fault", ["slow", "cut", "drop", 429, 500, "malformed"])
def test_when_all_are_down_nobody_says_that_the_work_does_not_exist(
    fetcher: Fetcher, services: Services, fault: str | int
) -> None:
    services.faults = {"crossref": [fault] * 10, "openalex": [fault] * 10}
    with pytest.raises(FetchError):
        fetcher.by_doi("10.5555/zn.19.1")


def test_not_found_here_and_down_there_is_not_not_found(
    fetcher: Fetcher, services: Services
) -> None:
    services.answers["crossref"] = None
    services.faults["openalex"] = [500] * 10
    with pytest.raises(FetchError):
        fetcher.by_doi("10.5555/zn.19.1")


def test_not_found_anywhere(fetcher: Fetcher, services: Services) -> None:
    services.answers |= {"crossref": None, "openalex": None}
    with pytest.raises(NotFoundError):
        fetcher.by_doi("10.5555/zn.19.1")
    assert services.count("crossref") == 1  # it is no use to ask again


def test_pubmed_answers_200_for_a_number_it_does_not_know(
    fetcher: Fetcher, services: Services
) -> None:
    services.answers["pubmed"] = {
        "result": {"uids": ["99"], "99": {"uid": "99", "error": "cannot get document summary"}}
    }
    with pytest.raises(NotFoundError):
        fetcher.by_pmid("99")


def test_a_refusal_is_not_tried_again(fetcher: Fetcher, services: Services) -> None:
    services.faults = {"crossref": [400], "openalex": [403]}
    with pytest.raises(FetchError, match="refused"):
        fetcher.by_doi("10.5555/zn.19.1")
    assert services.count("crossref") == 1


def test_offline_says_what_to_do(naps: Naps) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{unused.getsockname()[1]}"
    endpoints = Endpoints(nowhere, nowhere, nowhere)
    with (
        Fetcher("editor@press.example", endpoints, QUICK, sleep=naps) as fetcher,
        pytest.raises(FetchError, match="check the connection") as caught,
    ):
        fetcher.by_doi("10.5555/zn.19.1")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("contact", ["", "nobody", "a@b", "a b@c.example"])
def test_a_contact_address_is_asked_for(contact: str) -> None:
    with pytest.raises(ConfigError, match="contact"), Fetcher(contact):
        pass


def test_questions_to_one_host_are_spaced(services: Services, naps: Naps) -> None:
    now = iter(range(1000))
    manners = Manners(timeout=1, tries=1, pause=5.0)
    with Fetcher(
        "editor@press.example", services.endpoints, manners, naps, lambda: next(now) / 10
    ) as fetcher:
        fetcher.by_doi("10.5555/zn.19.1")
    assert len(naps.seconds) == 2  # three questions to one host
    assert all(4.5 < seconds <= 5 for seconds in naps.seconds)


# -- what the answers say ---------------------------------------------------------------------


def changed(data: dict[str, Any], *path: str, value: Any) -> dict[str, Any]:
    """A copy of nested data with one value replaced."""
    head, *rest = path
    return {**data, head: changed(data[head], *rest, value=value) if rest else value}


def test_retractions_are_seen_wherever_they_are_said() -> None:
    notice = [{"type": "retraction", "DOI": "10.5555/zn.20.9"}]
    assert from_crossref(changed(CROSSREF, "message", "updated-by", value=notice)).retracted
    assert from_crossref(
        changed(CROSSREF, "message", "title", value=["RETRACTED: Zinc and the cold"])
    ).retracted
    assert from_openalex(changed(OPENALEX, "is_retracted", value=True)).retracted
    kinds = ["Journal Article", "Retracted Publication"]
    retracted = changed(PUBMED, "result", "12345678", "pubtype", value=kinds)
    assert from_pubmed(retracted, "12345678").retracted
    assert EXPECTED.merged(Record(retracted=True)).retracted


def test_a_correction_is_no_retraction() -> None:
    notice = [{"type": "correction", "DOI": "10.5555/zn.20.9"}]
    assert not from_crossref(changed(CROSSREF, "message", "updated-by", value=notice)).retracted
    title = ["Retracted and protracted gums: a survey"]
    assert not from_crossref(changed(CROSSREF, "message", "title", value=title)).retracted


@pytest.mark.parametrize(
    ("kinds", "design"),
    [
        (["Journal Article", "Randomized Controlled Trial"], "rct"),
        (["Meta-Analysis", "Systematic Review"], "meta-analysis"),
        (["Systematic Review"], "systematic-review"),
        (["Review"], "review"),
        (["Practice Guideline"], "guideline"),
        (["Case Reports"], "case-report"),
        (["Observational Study"], "cohort"),
        (["Journal Article"], ""),
    ],
)
def test_designs_that_pubmed_names(kinds: list[str], design: str) -> None:
    answer = changed(PUBMED, "result", "12345678", "pubtype", value=kinds)
    assert from_pubmed(answer, "12345678").design == design


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["message", "title", "author", "issued", "date-parts", "result", "1", "ids", "id",
                 "authors", "pubtype", "articleids", "updated-by", "primary_location"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)  # fmt: skip


@given(JSON)
def test_no_answer_is_trusted_to_have_its_shape(answer: object) -> None:
    for read in (from_crossref, from_openalex, lambda data: from_pubmed(data, "1")):
        try:
            record = read(answer)
        except ReadError:
            continue
        assert isinstance(record, Record)
        assert len(record.title) <= 500
