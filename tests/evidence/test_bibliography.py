"""BibTeX and CSL files: their keys and identifiers, and one clear line for a broken one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.document import Document
from claimcheck.errors import ReadError
from claimcheck.evidence import Knowledge
from claimcheck.evidence.bibliography import BibEntry, load_bibliography, parse_bibtex
from claimcheck.readers import read
from claimcheck.source import Source

BIBTEX = """
% our library
@string{jwm = "Journal of Winter Medicine"}
@Comment{ ignored {even} here }
@article{brandt2019,
  author  = {Brandt, Klara M. and P. Osei and {World Rest Organization}},
  title   = "Zinc and the {Common} Cold, a {\\"u}bersicht",
  journal = jwm # ", second series",
  year    = 2019,
  doi     = {https://doi.org/10.5555/zn.19.1},
  pmid    = {12345678},
}
@book(varga2021, author={Varga, I}, date={2021-03-04}, url = {https://rest.example/ginger})
"""


def test_bibtex() -> None:
    first, second = parse_bibtex(BIBTEX, "refs.bib")
    assert first == BibEntry(
        key="brandt2019",
        kind="article",
        title="Zinc and the Common Cold, a ubersicht",
        authors=("Brandt", "Osei", "Organization"),
        year="2019",
        doi="10.5555/zn.19.1",
        pmid="12345678",
    )
    assert (second.key, second.year, second.url) == (
        "varga2021",
        "2021",
        "https://rest.example/ginger",
    )


CSL = [
    {
        "id": "brandt2019",
        "type": "article-journal",
        "title": "Zinc",
        "author": [{"family": "Brandt", "given": "K"}, {"literal": "Rest Group"}],
        "issued": {"date-parts": [[2019, 4]]},
        "DOI": "10.5555/zn.19.1",
        "PMID": "12345678",
    },
    {"id": 7, "issued": "2021-03", "URL": "https://rest.example/ginger"},
    {"title": "without a key"},
    "nonsense",
]


@pytest.mark.parametrize("suffix", [".json", ".yaml"])
def test_csl(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"refs{suffix}"
    path.write_text(json.dumps({"references": CSL} if suffix == ".yaml" else CSL))
    entries = load_bibliography([path])
    assert list(entries) == ["brandt2019", "7"]
    assert entries["brandt2019"].authors == ("Brandt", "Rest Group")
    assert (entries["brandt2019"].year, entries["7"].year) == ("2019", "2021")


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.bib", "\n@article{x,\n title = {open", 2),
        ("a.bib", "@article{x,\n title {no}}", 2),
        ("a.bib", "@article{ , title={x}}", 1),
        ("a.json", "[\n{]", 2),
        ("a.json", '"text"', 1),
        ("a.yaml", "references:\n\t- a", 2),
    ],
)
def test_a_broken_file_is_one_clear_line(tmp_path: Path, name: str, text: str, line: int) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(ReadError) as caught:
        load_bibliography([path])
    assert (caught.value.path, caught.value.line) == (str(path), line)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="No such file"):
        load_bibliography([tmp_path / "none.bib"])


_PARTS = ["@article{", "@book(", "key", ",", " title = ", "{", "}", '"', "#", "a", "\\", "\n", ")"]


@given(st.lists(st.sampled_from(_PARTS), max_size=60).map("".join))
def test_any_bibtex_ends(text: str) -> None:
    try:
        entries = list(parse_bibtex(text, "refs.bib"))
    except ReadError:
        return
    assert all(entry.key for entry in entries)


def page(folder: Path, name: object) -> Document:
    front = json.dumps({"bibliography": name})
    text = f"---\n{front}\n---\nZinc helps [@brandt2019].\n"
    return read(Source(str(folder / "page.md"), text))


def test_front_matter_names_a_file_beside_the_page(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIBTEX)
    knowledge = Knowledge(root=tmp_path)
    entries = knowledge.entries_for(page(tmp_path, "refs.bib"))
    assert entries is not None
    assert set(entries) == {"brandt2019", "varga2021"}
    assert Knowledge(root=tmp_path).entries_for(read(Source("p.md", "Zinc helps."))) is None


@pytest.mark.parametrize("name", ["../secret.bib", "/etc/hosts.bib", "notes.txt", "none.bib"])
def test_front_matter_names_no_other_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.bib").write_text(BIBTEX)
    (tmp_path / "site").mkdir()
    knowledge = Knowledge(root=tmp_path / "site")
    with pytest.raises(ReadError):
        knowledge.entries_for(page(tmp_path / "site", name))
