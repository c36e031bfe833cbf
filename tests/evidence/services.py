"""A server on this machine that speaks as Crossref, PubMed and OpenAlex do, and fails on demand."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from claimcheck.evidence.fetch import Endpoints

CROSSREF = {
    "status": "ok",
    "message-type": "work",
    "message": {
        "DOI": "10.5555/ZN.19.1",
        "type": "journal-article",
        "title": ["Zinc and the <i>common</i> cold &amp; cough"],
        "author": [{"given": "Klara M.", "family": "Brandt"}, {"given": "P", "family": "Osei"}],
        "container-title": ["Journal of Winter Medicine"],
        "issued": {"date-parts": [[2019, 4, 2]]},
    },
}
PUBMED = {
    "header": {"type": "esummary", "version": "0.3"},
    "result": {
        "uids": ["12345678"],
        "12345678": {
            "uid": "12345678",
            "pubdate": "2019 Apr 2",
            "source": "J Winter Med",
            "fulljournalname": "Journal of winter medicine",
            "title": "Zinc and the common cold & cough.",
            "authors": [{"name": "Brandt KM", "authtype": "Author"}],
            "pubtype": ["Journal Article", "Randomized Controlled Trial"],
            "articleids": [
                {"idtype": "pubmed", "value": "12345678"},
                {"idtype": "doi", "value": "10.5555/zn.19.1"},
                {"idtype": "pmc", "value": "PMC7654321"},
            ],
        },
    },
}
OPENALEX = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.5555/zn.19.1",
    "title": "Zinc and the common cold & cough",
    "publication_year": 2019,
    "is_retracted": False,
    "ids": {
        "pmid": "https://pubmed.ncbi.nlm.nih.gov/12345678",
        "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/7654321",
    },
    "authorships": [{"author": {"display_name": "Klara M. Brandt"}}],
    "primary_location": {"source": {"display_name": "Journal of Winter Medicine"}},
}


@dataclass
class Services:
    """What the server answers, by service, and what it was asked.

    `faults` holds for each service the faults of its next answers: `slow`, `cut`, `malformed`,
    `drop`, or a status. `answers` of None are not found.
    """

    answers: dict[str, Any] = field(
        default_factory=lambda: {"crossref": CROSSREF, "pubmed": PUBMED, "openalex": OPENALEX}
    )
    faults: dict[str, list[str | int]] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    endpoints: Endpoints = field(default_factory=Endpoints)

    def count(self, service: str) -> int:
        """How often a service was asked."""
        return sum(name == service for name, _, _ in self.asked)


@contextmanager
def serve() -> Iterator[Services]:
    """Run the server on a free port of this machine."""
    services = Services()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            service = parts.path.split("/")[1]
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            services.asked.append((service, unquote(parts.path), query))
            pending = services.faults.get(service, [])
            self._answer(service, pending.pop(0) if pending else "")

        def _answer(self, service: str, fault: str | int) -> None:
            if isinstance(fault, int):
                self.send_response(fault)
                if fault == 429:
                    self.send_header("Retry-After", "7")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if fault == "drop":
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if fault == "slow":
                time.sleep(0.6)
            answer = services.answers[service]
            body = json.dumps(answer).encode() if answer is not None else b"Resource not found."
            if fault == "malformed":
                body = b"<html>Service temporarily unavailable</html>"
            self.send_response(404 if answer is None else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if fault == "cut" else body)

        def log_message(self, *_: object) -> None:
            """Keep the test output quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    base = f"http://127.0.0.1:{server.server_address[1]}"
    services.endpoints = Endpoints(f"{base}/crossref", f"{base}/pubmed", f"{base}/openalex")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield services
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
