"""Pages against their annotations: what counts as right, as wrong, as neither."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimcheck.cli import main
from claimcheck.config import Settings
from claimcheck.errors import ReadError
from claimcheck.evaluate import Evaluation, Score, evaluate, find_annotations
from claimcheck.rules.catalog import load_catalog

CATALOG = load_catalog()
PAGE = "Our capsules cure cancer.\n\nThe tin is blue.\n\nOpen daily. Our capsules cure cancer.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(PAGE, encoding="utf-8")
    return tmp_path


def judged(body: str, **settings: object) -> Evaluation:
    """The page under `body` as its annotation, with only the rule on cures."""
    head = "page: page.txt\nprofile: us\n"
    Path("page.expected.yaml").write_text(head + body, encoding="utf-8")
    changes = {"select": ("CER002",), **settings}
    return evaluate([Path("page.expected.yaml")], Settings().changed(changes), CATALOG)


def finding(**keys: object) -> str:
    return f"  - {json.dumps({'rule': 'CER002', 'text': 'cure cancer', **keys})}\n"


BOTH = "findings:\n" + finding() + finding(occurrence=2)


@pytest.mark.parametrize(
    ("annotation", "score"),
    [
        (BOTH, Score(matched=2, met=2)),
        ("findings:\n" + finding(), Score(matched=1, false_alarms=1, met=1)),
        ("findings: []\n", Score(false_alarms=2)),
        # Reasonable reviewers differ: it counts neither way.
        ("findings:\n" + finding() + finding(occurrence=2, optional=True),
         Score(matched=1, tolerated=1, met=1)),
        # The wrong severity is no answer.
        ("findings:\n" + finding(severity="error") + finding(occurrence=2, severity="info"),
         Score(matched=1, false_alarms=1, met=1, missed=1)),
        (BOTH + finding(text="The tin is blue."), Score(matched=2, met=2, missed=1)),
        # Edges are free, the words must overlap.
        ("findings:\n" + finding(text="Our capsules cure") + finding(text="cancer", occurrence=2),
         Score(matched=2, met=2)),
        # Expected elsewhere, or with a register only: not asked for here.
        (BOTH + finding(text="The tin is blue.", profiles=["uk"]), Score(matched=2, met=2)),
        (BOTH + finding(text="The tin is blue.", register=True), Score(matched=2, met=2)),
        # A rule that is not measured is neither missed nor wrong.
        (BOTH + finding(text="blue", rule="CIT001"), Score(matched=2, met=2)),
    ],
)  # fmt: skip
def test_what_counts(annotation: str, score: Score) -> None:
    assert judged(annotation).total() == score


@pytest.mark.parametrize(
    ("score", "precision", "recall", "f1"),
    [
        (Score(), 1, 1, 1),
        (Score(matched=3, false_alarms=1, met=2, missed=2), 0.75, 0.5, 0.6),
        (Score(tolerated=5, missed=1), 1, 0, 0),
        (Score(false_alarms=2, missed=1), 0, 0, 0),
    ],
)
def test_the_rates(score: Score, precision: float, recall: float, f1: float) -> None:
    assert score.precision == precision
    assert score.recall == recall
    assert score.f1 == pytest.approx(f1)


def test_sums_by_family_and_in_total() -> None:
    evaluation = judged(BOTH, select=("CER", "CIT"))
    scores = evaluation.scores()
    assert list(scores) == sorted(scores)
    for family, score in evaluation.families().items():
        assert score == evaluation.total(family)
    made = sum(score.matched + score.false_alarms for score in scores.values())
    assert evaluation.total().matched + evaluation.total().false_alarms == made


def test_notes_say_what_stands_where_something_else_was_expected() -> None:
    body = "findings:\n" + finding(severity="info") + finding(occurrence=2)
    verdict = judged(body + 'clean:\n  - {text: "Our capsules", why: fine}\n').verdicts[0]
    assert [miss.note for miss in verdict.missed] == ["reported there: CER002 as error"]
    assert [alarm.note for alarm in verdict.false_alarms] == ["expected as info"]
    clean = judged('findings: []\nclean:\n  - {text: "Our capsules cure cancer.", why: fine}\n')
    assert clean.verdicts[0].false_alarms[0].note == "marked as clean: fine"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (finding(text="cure colds"), "4:24: 'cure colds' does not stand in page.txt"),
        (finding(occurrence=3), "4:24: 'cure cancer' does not stand more than 2 times in page.txt"),
        (finding(rule="CER999"), "4:6: no rule 'CER999'"),
        (finding(severity="bad"), "4:47: findings.0.severity: Input should be"),
        ("  - {rule: CER002}\n", "4:5: findings.0.text: Field required"),
        ("  - [\n", "5:1: "),
    ],
)
def test_a_broken_annotation_is_one_line_with_its_place(body: str, error: str) -> None:
    (failure,) = judged("findings:\n" + body).failures
    assert str(failure).startswith(f"page.expected.yaml:{error}")


def test_a_broken_annotation_does_not_stop_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    judged(BOTH)
    Path("gone.expected.yaml").write_text("page: gone.txt\n", encoding="utf-8")
    Path("who.expected.yaml").write_text("page: page.txt\nprofile: xx\n", encoding="utf-8")
    assert run(".", "--select", "CER002") == 2
    out, err = capsys.readouterr()
    assert "1 page: 2 of 2 expected findings made, 0 false alarms." in out
    assert "gone.txt: no such file" in err
    assert "who.expected.yaml:2:1: no profile 'xx'" in err


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("empty", "no annotation"),
        ("other.txt", "no annotation other.expected.yaml"),
        ("nothing.md", "no such file or folder"),
        ("nothing.expected.yaml", "no such file or folder"),
    ],
)
def test_nothing_to_compare_with_is_no_success(
    path: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("empty").mkdir()
    Path("other.txt").write_text("Text.", encoding="utf-8")
    with pytest.raises(ReadError, match=message):
        find_annotations([Path(path)])
    assert run(path) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_page_or_its_annotation_or_the_folder_name_the_same() -> None:
    judged(BOTH)
    wanted = [Path("page.expected.yaml")]
    assert find_annotations([Path("page.txt")]) == wanted
    assert find_annotations([Path("page.expected.yaml"), Path("page.txt")]) == wanted
    assert find_annotations([Path()]) == wanted


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as exit_:
        main(["evaluate", "--no-config", *arguments])
    return int(exit_.value.code or 0)


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ([], 1),
        (["--min-precision", "0.5"], 1),
        (["--min-recall", "0.5"], 1),
        (["--min-precision", "0.5", "--min-recall", "0.5"], 0),
        (["--min-precision", "0.51", "--min-recall", "0.5"], 1),
        (["--min-precision", "2"], 2),
    ],
)
def test_the_exit_status(options: list[str], status: int) -> None:
    """One of two findings is right, one of two expectations is met."""
    judged("findings:\n" + finding() + finding(text="blue"))
    assert run("page.txt", "--select", "CER002", *options) == status


def test_the_report_lists_misses_and_false_alarms_by_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    judged("findings:\n" + finding() + finding(text="The tin is blue.", why="said so"))
    run("page.txt", "--select", "CER002")
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["3:1", "missed", "CER002", "The", "tin", "is", "blue."] in lines
    assert ["said", "so"] in lines
    assert ["5:26", "false", "CER002", "cure", "cancer"] in lines
    assert ["CER002", "1", "1", "1", "1", "0.50", "0.50", "0.50"] in lines
    assert ["Total", "1", "1", "1", "1", "0.50", "0.50", "0.50"] in lines


def test_the_data_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    judged("findings:\n" + finding() + finding(text="The tin is blue."))
    run("page.txt", "--select", "CER002", "--format", "json")
    data = json.loads(capsys.readouterr().out)
    (page,) = data["pages"]
    assert [(m["rule"], m["line"], m["column"]) for m in page["misses"]] == [("CER002", 3, 1)]
    assert [(a["line"], a["column"], a["text"]) for a in page["falseAlarms"]] == [
        (5, 26, "cure cancer")
    ]
    assert data["rules"]["CER002"] == data["families"]["CER"] == data["total"]
    assert data["total"]["precision"] == data["total"]["recall"] == 0.5


def test_another_profile_asks_for_what_it_expects(capsys: pytest.CaptureFixture[str]) -> None:
    judged(BOTH + finding(text="The tin is blue.", profiles=["uk"]))
    assert run("page.txt", "--select", "CER002") == 0
    assert run("page.txt", "--select", "CER002", "--profile", "uk") == 1
    assert "3:1" in capsys.readouterr().out
