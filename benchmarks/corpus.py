"""Pages to measure with, made of our own sentences: the same ones for the same seed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from claimcheck.rules.catalog import load_catalog
from claimcheck.rules.schema import ExampleText

_CASES = Path(__file__).parent.parent / "corpus" / "cases"
_END = re.compile(r"(?<=[.!?])\s+")
_HEADINGS = (
    "What to expect", "How it works", "Who it is for", "Before you come", "What the studies say",
    "Prices and times", "Our team", "Common questions", "After your visit", "How to take it",
)  # fmt: skip
_PLACES = (
    ("North", "South", "East", "West", "Upper", "Lower", "Old", "New", "Great", "Little"),
    ("Har", "Bex", "Mar", "Tor", "Wen", "Quin", "Lud", "Ash", "Cor", "Pen", "Dun", "Sel"),
)  # fmt: skip
_ENDINGS = ("wick", "ford", "ton", "mouth", "dale", "by", "ham", "stead", "minster", "combe")
# How many of the sentences break a rule by design; of the others, every tenth gives a finding too.
_FAILING = 0.1


def sentences() -> tuple[list[str], list[str]]:
    """Our own sentences: those that a rule finds something in, and those that are clean."""
    failing: list[str] = []
    clean: list[str] = []
    for rule in load_catalog().rules:
        failing += _plain(rule.file.examples.flag)
        clean += _plain(rule.file.examples.pass_)
    for path in sorted(_CASES.iterdir()):
        if path.suffix in (".md", ".txt"):
            clean += _prose(path.read_text(encoding="utf-8"))
    return failing, clean


def _plain(examples: Sequence[str | ExampleText]) -> Iterator[str]:
    """Examples that are running text, without the marks around what is found."""
    for example in examples:
        text = example if isinstance(example, str) else example.text
        if "\n\n" not in text.strip() and not text.lstrip().startswith(("-", "#", "<", "|")):
            yield " ".join(text.replace("[[", "").replace("]]", "").split())


def _prose(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", text):
        line = " ".join(block.split())
        if line[:1].isalnum() and len(line) > 40:
            yield from (part for part in _END.split(line) if 20 < len(part) < 300)


class Maker:
    """Makes pages; equal seeds make equal pages.

    There are some two thousand sentences to choose from, so a megabyte has each of them ten times;
    with `varied`, each is put in a place of its own ("In North Harwick, ..."), so that hardly two
    are the same.
    """

    def __init__(self, seed: int = 1, *, varied: bool = False) -> None:
        self._random = random.Random(seed)
        self._failing, self._clean = sentences()
        self._varied = varied

    def sentence(self) -> str:
        """One sentence, clean or not."""
        failing = self._random.random() < _FAILING
        text = self._random.choice(self._failing if failing else self._clean)
        if not self._varied:
            return text
        point, name = (self._random.choice(part) for part in _PLACES)
        place = f"{point} {name}{self._random.choice(_ENDINGS)}"
        return f"In {place}, {text[:1].lower()}{text[1:]}"

    def page(self, characters: int) -> str:
        """A Markdown page of about so many characters."""
        parts = [f"# {self._random.choice(_HEADINGS)}\n"]
        size = 0
        while size < characters:
            if self._random.random() < 0.15:
                block = f"## {self._random.choice(_HEADINGS)}"
            elif self._random.random() < 0.15:
                block = "\n".join(f"- {self.sentence()}" for _ in range(3))
            else:
                block = " ".join(self.sentence() for _ in range(self._random.randint(2, 5)))
            parts.append(block + "\n")
            size += len(block) + 2
        return "\n".join(parts)

    def folder(self, folder: Path, files: int, characters: int) -> int:
        """Write `files` pages; how many words they have."""
        folder.mkdir(parents=True, exist_ok=True)
        words = 0
        for number in range(files):
            text = self.page(characters)
            words += len(text.split())
            (folder / f"page-{number:05}.md").write_text(text, encoding="utf-8")
        return words


def shapes(maker: Maker, characters: int) -> dict[str, str]:
    """Pages of about `characters` that are hard in one way each, by what that is."""
    prose = maker.page(min(characters, 200_000))
    while len(prose) < characters:
        prose += "\n" + prose[: characters - len(prose)]
    sentence = "Our tea helps many people and "
    link = "[a study](https://example.org/2019/12) found it, "
    depth = characters // 4
    entries = characters // 68
    return {
        "prose": prose,
        "paragraph": " ".join(line.lstrip("#- ") for line in prose.splitlines() if line),
        "one sentence": sentence * (characters // len(sentence)),
        "links": (link * 4 + "\n\n") * (characters // (len(link) * 4 + 2)),
        "references": "".join(f"It helps [{n}].\n\n" for n in range(entries))
        + "## References\n\n"
        + "".join(f"{n}. Smith J. A study of tea. Lancet. 2019;{n}:12.\n" for n in range(entries)),
        "quotes": "“It cures colds” " * (characters // 17),
        "open quotes": "“It cures colds " * (characters // 16),
        "emphasis": "**It *cures* colds** _and_ " * (characters // 27),
        "table": "| a | b |\n|---|---|\n" + "| It cures colds. | Our tea. |\n" * (characters // 31),
        "deep quotes": "> " * min(depth, 20_000) + "word " * (characters // 5),
        "brackets": "[" * depth + "word" + "]" * depth,
        "list": "- It cures colds.\n" * (characters // 18),
        "headings": "".join(
            f"# Our tea cures migraine {n}\n\nGinger may ease joint pain {n} in some people.\n\n"
            for n in range(characters // 75)
        ),
    }
