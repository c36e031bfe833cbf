"""The evidence register: what is known, by identifier, by author and by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from claimcheck.citations.sources import parse_address
from claimcheck.errors import RuleError
from claimcheck.evidence.schema import Approval, Conclusion, RegisterFile, Source
from claimcheck.rules.yamlfile import load_yaml, locate


@dataclass
class Register:
    """Sources, conclusions and approvals of one or more files."""

    sources: list[Source] = field(default_factory=list)
    conclusions: list[Conclusion] = field(default_factory=list)
    approvals: list[Approval] = field(default_factory=list)
    _by_name: dict[str, Source] = field(default_factory=dict)

    @classmethod
    def load(cls, paths: Iterable[Path]) -> Register:
        """Read registers. RuleError with path:line:column for anything wrong in one."""
        register = cls()
        for path in paths:
            content = load_yaml(path, RegisterFile)
            seen = set(register.keys)
            for place, entry in _entries(content):
                if entry.id in seen:
                    raise _at(path, place, f"the key {entry.id!r} is taken")
                seen.add(entry.id)
            register.add(content)
            for number, conclusion in enumerate(content.conclusions):
                for at, key in enumerate(conclusion.sources):
                    if key not in register.keys:
                        raise _at(
                            path,
                            ("conclusions", number, "sources", at),
                            f"no source has the key {key!r}",
                        )
        return register

    @classmethod
    def of(cls, content: RegisterFile) -> Register:
        """A register of one file's content."""
        register = cls()
        register.add(content)
        return register

    def __bool__(self) -> bool:
        return bool(self.sources or self.conclusions or self.approvals)

    @property
    def keys(self) -> set[str]:
        """The keys of all entries."""
        lists: tuple[Sequence[Source | Conclusion | Approval], ...] = (
            self.sources,
            self.conclusions,
            self.approvals,
        )
        return {entry.id for entries in lists for entry in entries}

    def add(self, content: RegisterFile) -> None:
        """Add one file's entries."""
        self.sources += content.sources
        self.conclusions += content.conclusions
        self.approvals += content.approvals
        for source in content.sources:
            for name in _names(source):
                self._by_name.setdefault(name, source)

    def source(self, kind: str, label: str) -> Source | None:
        """The source that a citation of this kind and label leads to."""
        if kind == "link":
            return self._by_name.get(_address(label))
        return self._by_name.get(_plain(label))

    def source_by_author(self, surname: str, year: str) -> Source | None:
        """The source with this first author and year, where only one has them."""
        found = [
            source
            for source in self.sources
            if str(source.year) == year[:4]
            and source.authors
            and _surname(source.authors[0]) == surname.lower().replace("’", "'")
        ]
        return found[0] if len(found) == 1 else None

    def stale(self, today: date, days: int) -> list[Source]:
        """Sources nobody has checked within so many days."""
        return [
            source
            for source in self.sources
            if source.checked is None or (today - source.checked).days > days
        ]


Place = tuple[str | int, ...]


def _entries(content: RegisterFile) -> Iterator[tuple[Place, Source | Conclusion | Approval]]:
    for number, source in enumerate(content.sources):
        yield ("sources", number, "id"), source
    for number, conclusion in enumerate(content.conclusions):
        yield ("conclusions", number, "id"), conclusion
    for number, approval in enumerate(content.approvals):
        yield ("approvals", number, "id"), approval


def _at(path: Path, place: Place, message: str) -> RuleError:
    try:
        text = path.read_text("utf-8-sig")
    except OSError:
        return RuleError(message, path=str(path))
    line, column = locate(text, place)
    return RuleError(message, path=str(path), line=line, column=column)


def _names(source: Source) -> Iterable[str]:
    for identifier in (source.doi, source.pmid, source.pmcid, source.trial, source.isbn):
        if identifier:
            yield _plain(identifier)
    if source.url:
        yield _address(source.url)
    for name in (*source.names, source.title):
        if name:
            yield _plain(name)


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("-", " ").split())


def _address(target: str) -> str:
    address = parse_address(target)
    return f"{address.host}{address.path.rstrip('/')}" if address else target.rstrip("/")


def _surname(author: str) -> str:
    """`Feder A`, `Feder, Adriana` and `Adriana Feder` are all `feder`."""
    if "," in author:
        return author.partition(",")[0].strip().lower()
    parts = author.split()
    if len(parts) > 1 and parts[-1].isupper() and len(parts[-1]) <= 3:
        parts = parts[:-1]
        return " ".join(parts).lower()
    return parts[-1].lower().replace("’", "'") if parts else ""
