"""The article with its register: what the vague studies are not."""

from __future__ import annotations

from pathlib import Path

from claimcheck.config import Settings
from claimcheck.engine import Engine
from claimcheck.evidence import Knowledge, Register
from claimcheck.readers import read_file
from tests.evidence.checking import findings

FOLDER = Path(__file__).parents[2] / "corpus" / "ketamine-ptsd"
REGISTER = Register.load([FOLDER / "evidence.yaml"])


def test_with_the_register_two_findings_come_and_none_goes() -> None:
    source = read_file(FOLDER / "ketamine-ptsd.txt")
    without = Engine(Settings()).check(source).findings
    with_it = Engine(Settings(evidence=(FOLDER / "evidence.yaml",))).check(source).findings
    new = [finding for finding in with_it if finding.code == "STA007"]
    assert [finding.severity.value for finding in new] == ["warning", "warning"]
    assert "veterans with PTSD who underwent ketamine therapy" in new[0].excerpt
    assert "KET-PTSD-VETERANS" in new[0].message
    assert "than with traditional medications" in new[1].excerpt
    assert "KET-PTSD-CMP" in new[1].message
    # A sentence has room for so many findings; what gives way is no more than information.
    kept = {(finding.code, finding.place) for finding in with_it}
    lost = [each for each in without if (each.code, each.place) not in kept]
    assert {finding.severity.value for finding in lost} <= {"info"}


def test_the_honest_rewrite_is_no_news_to_the_register() -> None:
    text = (
        "Ketamine is not FDA-approved for PTSD. In a crossover trial of 41 people, PTSD scores "
        "were lower 24 hours after one infusion than after midazolam (Feder 2014, "
        "doi:10.1001/jamapsychiatry.2014.62). A trial of 158 veterans and service members found "
        "no significant effect on PTSD symptoms (Abdallah 2022, doi:10.1038/s41386-022-01266-9). "
        "Ketamine can raise blood pressure, cause dissociation and be misused (FDA, 10 October "
        "2023)."
    )
    assert not [each for each in findings(text, Knowledge(REGISTER)) if each.code == "STA007"]
