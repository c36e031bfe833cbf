"""Asking Crossref, PubMed and OpenAlex, politely and with every fault in mind.

The only code of the project that opens a connection; `claimcheck evidence add` and `refresh` call
it, checking never does. It needs httpx (`pip install "claimcheck-lint[evidence]"`).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, urlsplit

from claimcheck.errors import ClaimcheckError, ConfigError, ReadError
from claimcheck.evidence.records import Record, from_crossref, from_openalex, from_pubmed

if TYPE_CHECKING:
    import httpx

_MOST_BYTES = 5_000_000
_LONGEST_WAIT = 60.0


class FetchError(ClaimcheckError):
    """A service could not be asked, or did not answer in its own format."""


class NotFoundError(ClaimcheckError):
    """A service knows no work with this identifier."""


@dataclass(frozen=True)
class Endpoints:
    """Where the services are."""

    crossref: str = "https://api.crossref.org/works"
    pubmed: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esummary.fcgi"
    openalex: str = "https://api.openalex.org/works"


@dataclass(frozen=True)
class Manners:
    """How to ask: seconds for an answer, tries, seconds between two questions to one host.

    Crossref and OpenAlex ask for a contact address, NCBI for at most three questions a second.
    """

    timeout: float = 20.0
    tries: int = 4
    pause: float = 0.4
    first_wait: float = 1.0


@dataclass
class Fetcher(AbstractContextManager["Fetcher"]):
    """Asks the services. `contact` is an e-mail address that they may write to.

    Raises ConfigError without httpx or without an address, FetchError where a service cannot be
    reached or answers nonsense, NotFoundError where no service knows the work.
    """

    contact: str
    endpoints: Endpoints = field(default_factory=Endpoints)
    manners: Manners = field(default_factory=Manners)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _client: httpx.Client | None = None
    _asked: dict[str, float] = field(default_factory=dict)

    def __enter__(self) -> Self:
        try:
            import httpx
        except ImportError as error:
            raise ConfigError(
                'asking the services needs httpx: pip install "claimcheck-lint[evidence]"'
            ) from error
        name, at, host = self.contact.partition("@")
        if not (name and at and "." in host) or any(char.isspace() for char in self.contact):
            raise ConfigError(
                "the services ask for a contact address: give --contact you@example.org "
                "or set CLAIMCHECK_CONTACT"
            )
        self._client = httpx.Client(
            timeout=self.manners.timeout,
            follow_redirects=True,
            max_redirects=3,
            headers={
                "User-Agent": f"claimcheck (mailto:{self.contact})",
                "Accept": "application/json",
            },
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def by_doi(self, doi: str) -> Record:
        """What Crossref and OpenAlex know of a DOI, and PubMed if one of them names its number."""
        found = self._either(
            lambda: from_crossref(
                self._ask(f"{self.endpoints.crossref}/{quote(doi, safe='/')}", self._mail())
            ),
            lambda: from_openalex(
                self._ask(f"{self.endpoints.openalex}/doi:{quote(doi, safe='/')}", self._mail())
            ),
        )
        return found.merged(self._pubmed(found.pmid)) if found.pmid else found

    def by_pmid(self, pmid: str) -> Record:
        """What PubMed knows of a number, and Crossref and OpenAlex of the DOI that it names."""
        found = from_pubmed(self._ask_pubmed(pmid), pmid)
        if not found.doi:
            return found
        try:
            return found.merged(self.by_doi(found.doi))
        except (NotFoundError, FetchError):
            return found

    def _pubmed(self, pmid: str) -> Record:
        try:
            return from_pubmed(self._ask_pubmed(pmid), pmid)
        except (NotFoundError, FetchError, ReadError):
            return Record()

    def _ask_pubmed(self, pmid: str) -> object:
        answer = self._ask(
            self.endpoints.pubmed,
            {
                "db": "pubmed",
                "id": pmid,
                "retmode": "json",
                "tool": "claimcheck",
                "email": self.contact,
            },
        )
        result = answer.get("result") if isinstance(answer, dict) else None
        entry = result.get(pmid) if isinstance(result, dict) else None
        # PubMed answers 200 with an error inside for a number that it does not know.
        if isinstance(answer, dict) and (
            "error" in answer or (isinstance(entry, dict) and "error" in entry)
        ):
            raise NotFoundError(f"PubMed knows no {pmid}")
        return answer

    def _mail(self) -> dict[str, str]:
        return {"mailto": self.contact}

    def _either(self, first: Callable[[], Record], second: Callable[[], Record]) -> Record:
        """Both records merged; one of them will do, and so will one that says not found."""
        found: Record | None = None
        missing: NotFoundError | None = None
        failed: ClaimcheckError | None = None
        for ask in (first, second):
            try:
                record = ask()
                found = record if found is None else found.merged(record)
            except NotFoundError as error:
                missing = error
            except (FetchError, ReadError) as error:
                failed = error
        if found is not None:
            return found
        # Where one service did not answer, nobody has said that the work does not exist.
        raise failed or missing or FetchError("no service answered")

    def _ask(self, url: str, parameters: dict[str, str]) -> object:
        """One answer as JSON, after as many tries as manners allow."""
        import httpx

        host = urlsplit(url).netloc
        wait = self.manners.first_wait
        trouble = ""
        for attempt in range(self.manners.tries):
            self._pause(host)
            asked_to_wait = 0.0
            try:
                status, body, headers = self._get(url, parameters)
            except httpx.TimeoutException:
                trouble = f"did not answer within {self.manners.timeout:g} s"
            except httpx.HTTPError as error:
                trouble = f"could not be reached ({type(error).__name__})"
            else:
                if status == 404:
                    raise NotFoundError(f"{host} knows no such work")
                if status == 200:
                    return _parsed(body, host)
                if status != 429 and status < 500:
                    raise FetchError(f"{host} refused the question (status {status})")
                trouble = f"answered with status {status}"
                asked_to_wait = _seconds(headers.get("retry-after"))
            if attempt + 1 < self.manners.tries:
                self.sleep(min(max(wait, asked_to_wait), _LONGEST_WAIT))
                wait *= 2
        raise FetchError(
            f"{host} {trouble}, {self.manners.tries} times; check the connection and try again, "
            "or write the entry by hand"
        )

    def _get(self, url: str, parameters: dict[str, str]) -> tuple[int, bytes, httpx.Headers]:
        assert self._client is not None, "use the fetcher as a context manager"
        with self._client.stream("GET", url, params=parameters) as answer:
            body = bytearray()
            for chunk in answer.iter_bytes():
                body += chunk
                if len(body) > _MOST_BYTES:
                    raise FetchError(f"{urlsplit(url).netloc} answered with more than is sensible")
            return answer.status_code, bytes(body), answer.headers

    def _pause(self, host: str) -> None:
        last = self._asked.get(host)
        if last is not None:
            rest = self.manners.pause - (self.clock() - last)
            if rest > 0:
                self.sleep(rest)
        self._asked[host] = self.clock()


def _parsed(body: bytes, host: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FetchError(f"{host} answered, but not in its own format") from error


def _seconds(value: str | None) -> float:
    """Seconds of a Retry-After header; a date in it counts as no wish."""
    try:
        return max(float(value or 0), 0.0)
    except ValueError:
        return 0.0
