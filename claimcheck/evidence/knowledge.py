"""Everything a project knows, loaded once for a run and asked for each document."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from claimcheck.claim import Analysis, Note
from claimcheck.document import Document
from claimcheck.errors import ReadError
from claimcheck.evidence.assess import assess
from claimcheck.evidence.bibliography import BibEntry, load_bibliography
from claimcheck.evidence.library import Library, library_notes
from claimcheck.evidence.register import Register

_SUFFIXES = (".bib", ".bibtex", ".json", ".yaml", ".yml")


@dataclass
class Knowledge:
    """The register, the library of approved statements and the bibliography of a project.

    `root` bounds which files a document may name: content is not trusted to read elsewhere.
    """

    register: Register = field(default_factory=Register)
    library: Library = field(default_factory=Library)
    bibliography: dict[str, BibEntry] = field(default_factory=dict)
    root: Path = field(default_factory=Path.cwd)
    _read: dict[Path, dict[str, BibEntry]] = field(default_factory=dict)

    @classmethod
    def load(
        cls,
        *,
        evidence: Sequence[Path] = (),
        claims: Sequence[Path] = (),
        bibliography: Sequence[Path] = (),
        root: Path | None = None,
    ) -> Knowledge:
        """Read all files; RuleError or ReadError with its place for the first that is wrong."""
        return cls(
            Register.load(evidence),
            Library.load(claims),
            load_bibliography(bibliography),
            root or Path.cwd(),
        )

    def entries_for(self, document: Document) -> dict[str, BibEntry] | None:
        """The bibliography of one document: the project's, and what its front matter names.

        None where there is none at all. ReadError for a named file that is missing or broken.
        """
        named = document.meta.get("bibliography")
        names = named if isinstance(named, list) else [named] if isinstance(named, str) else []
        entries = dict(self.bibliography)
        for name in names[:20]:
            if isinstance(name, str):
                entries |= self._file(document.source.path, name)
        return entries if entries or names else None

    def notes(
        self,
        analysis: Analysis,
        markets: Sequence[str],
        today: date,
        entries: dict[str, BibEntry] | None = None,
    ) -> list[Note]:
        """What the register and the library say about a document."""
        return [
            *assess(analysis, self.register, entries or {}),
            *library_notes(analysis, self.library, markets, today),
        ]

    def _file(self, beside: str, name: str) -> dict[str, BibEntry]:
        path = Path(os.path.abspath(Path(beside).parent / name))
        inside = path.is_relative_to(self.root.absolute()) or path.is_relative_to(
            Path(beside).parent.absolute()
        )
        if not inside or path.suffix.lower() not in _SUFFIXES:
            raise ReadError(f"bibliography {name!r} is not a file of this project", path=beside)
        if path not in self._read:
            if not path.is_file():
                raise ReadError(f"there is no bibliography {name!r}", path=beside)
            self._read[path] = load_bibliography([path])
        return self._read[path]
