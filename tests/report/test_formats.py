"""The formats for machines, each judged by what its readers require."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimcheck.errors import ConfigError, ReadError
from claimcheck.finding import FileResult, Finding, Result, Severity, Suggestion, Suppression
from claimcheck.report import FORMATS, RuleInfo, View, render
from claimcheck.report.places import uri
from claimcheck.source import Range, Source
from tests.report.samples import CLEAN, FINDINGS, RESULT, SOURCE, WHY
from tests.schemas import stored_schema

ROOT = Path(__file__).parent.parent.parent
RULES = {
    "CER002": RuleInfo("CER002", "cure-claim", "Claims a cure.", WHY, "error", "Do.", ("A", "B")),
    "TIM001": RuleInfo("TIM001", "onset", "Says how soon.", "Because.", "info"),
}
VIEW = View(rules=RULES)


SARIF = jsonschema.Draft7Validator(
    stored_schema(b"oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json")
)
JSON = jsonschema.Draft202012Validator(
    json.loads((ROOT / "docs/report.schema.json").read_text(encoding="utf-8"))
)


def test_every_format_has_a_module_and_reports_the_run() -> None:
    for name in FORMATS:
        text = render(name, RESULT, VIEW)
        assert text.endswith("\n")
        assert "CER002" in text
        assert text == render(name, RESULT, VIEW)


def test_an_unknown_format_is_told() -> None:
    with pytest.raises(ConfigError, match="no report format 'xml'; there is text, concise"):
        render("xml", RESULT, VIEW)


def test_the_oasis_schema_can_say_no() -> None:
    log = json.loads(render("sarif", RESULT, VIEW))
    log["runs"][0]["results"][0]["level"] = "grave"
    assert list(SARIF.iter_errors(log))


@pytest.mark.parametrize("result", [RESULT, CLEAN, Result([])])
def test_json_and_sarif_follow_their_schemas(result: Result) -> None:
    JSON.validate(json.loads(render("json", result, VIEW)))
    SARIF.validate(json.loads(render("sarif", result, VIEW)))


def test_sarif_tells_all_there_is() -> None:
    run = json.loads(render("sarif", RESULT, VIEW))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["CER002", "CIT003", "REG002", "SAF001", "TIM001"]
    assert rules[0]["shortDescription"]["text"] == "Claims a cure."
    assert "- A\n\n- B\n\n**Try:** Do." in rules[0]["help"]["markdown"]
    assert [rule["defaultConfiguration"]["level"] for rule in rules] == [
        "error",
        "warning",
        "note",
        "error",
        "note",
    ]
    results = run["results"]
    assert len(results) == len(FINDINGS) + 1
    for result in results:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["partialFingerprints"]["claimcheck/v1"]
        region = result["locations"][0]["physicalLocation"]["region"]
        start = region["charOffset"]
        assert SOURCE.text[start : start + region["charLength"]] == region["snippet"]["text"]
        line = SOURCE.line_text(region["startLine"])
        assert line[region["startColumn"] - 1 :].startswith(region["snippet"]["text"][:4])
    assert [bool(result["suppressions"]) for result in results] == [False] * len(FINDINGS) + [True]
    assert results[-1]["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "approved by <legal>"}
    ]
    fix = results[0]["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert fix["insertedContent"]["text"] == ""
    invocation = run["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert [entry["message"]["text"] for entry in invocation["toolExecutionNotifications"]] == [
        "gone.md: no such file or folder",
        "broken.md: not UTF-8 at byte 3",
    ]


def test_a_baseline_is_an_external_suppression() -> None:
    held = Finding(
        "AAA001",
        "n",
        Severity.INFO,
        "m",
        Range(0, 1),
        Range(0, 1),
        "x",
        suppression=Suppression("baseline"),
    )
    result = Result([FileResult(Source("a.md", "x"), "a.md", suppressed=[held])])
    run = json.loads(render("sarif", result, VIEW))["runs"][0]
    assert run["results"][0]["suppressions"] == [{"kind": "external", "status": "accepted"}]


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("a b/ü#%.md", "a%20b/%C3%BC%23%25.md"),
        ("./a/../b.md", "b.md"),
        ("-", "-"),
        ("/elsewhere/a b.md", "file:///elsewhere/a%20b.md"),
    ],
)
def test_paths_become_addresses(path: str, address: str) -> None:
    assert uri(path) == address


def test_paths_inside_the_folder_become_relative(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert uri(str(tmp_path / "a/b.md")) == "a/b.md"
    assert unquote(uri("ü.md")) == "ü.md"


def test_jsonl_is_json_line_by_line() -> None:
    lines = [json.loads(line) for line in render("jsonl", RESULT, VIEW).split("\n")[:-1]]
    assert [line["code"] for line in lines[:-2]] == [finding.code for finding in FINDINGS]
    assert {line["path"] for line in lines[:-2]} == {SOURCE.path}
    assert [line["failure"]["path"] for line in lines[-2:]] == ["gone.md", "broken.md"]


def test_github_annotations_are_commands_of_one_line() -> None:
    lines = render("github", RESULT, VIEW).split("\n")[:-1]
    assert len(lines) == len(FINDINGS) + 2
    assert lines[0].startswith(
        "::error file=content/blog/glowroot.md,line=3,endLine=3,"
        "title=SAF001 unqualified-safety,col=13,endColumn=17::“safe” stands alone"
    )
    assert "%0A" in lines[0]
    # Over two lines: GitHub takes no columns then.
    assert lines[2].startswith(
        "::warning file=content/blog/glowroot.md,line=3,endLine=4,title=CIT003 unidentified-study::"
    )
    assert [line.split(" ")[0] for line in lines] == [
        "::error",
        "::error",
        "::warning",
        "::error",
        "::error",
        "::notice",
        "::error",
        "::error",
    ]
    assert lines[-2].endswith("::gone.md: no such file or folder")


def test_github_escapes_what_would_end_a_value() -> None:
    bad = Finding(
        "AAA001", "n", Severity.ERROR, "50% a\r\nb::c", Range(0, 1), Range(0, 1), "x", why="w"
    )
    result = Result([FileResult(Source("a,b:c.md", "x"), "a,b:c.md", [bad])])
    assert render("github", result, VIEW) == (
        "::error file=a%2Cb%3Ac.md,line=1,endLine=1,title=AAA001 n,col=1,endColumn=2"
        "::50%25 a b::c%0Aw\n"
    )


def test_gitlab_wants_a_list_with_unique_fingerprints() -> None:
    twice = Result([*RESULT.files, FileResult(SOURCE, "other.md", [*FINDINGS, FINDINGS[0]])])
    entries = json.loads(render("gitlab", twice, VIEW))
    assert len(entries) == 2 * len(FINDINGS) + 1 + 1
    prints = Counter(entry["fingerprint"] for entry in entries)
    assert set(prints.values()) == {1}
    for entry in entries:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert entry["location"]["path"]
        assert entry["location"]["lines"]["begin"] >= 1


def test_junit_has_a_suite_a_file_and_true_counts() -> None:
    suites = ElementTree.fromstring(render("junit", RESULT, VIEW))
    assert suites.tag == "testsuites"
    assert [suite.get("name") for suite in suites] == [
        "content/blog/glowroot.md",
        "clean.md",
        "broken.md",
        "claimcheck",
    ]
    for node in [suites, *suites]:
        assert int(node.get("tests", "")) == len(list(node.iter("testcase")))
        assert int(node.get("failures", "")) == len(list(node.iter("failure")))
        assert int(node.get("errors", "")) == len(list(node.iter("error")))
    assert len(list(suites.iter("failure"))) == len(FINDINGS)
    assert suites[1][0].get("name") == "no findings"
    assert suites[0][0].get("line") == "3"


def test_checkstyle_names_place_severity_and_source() -> None:
    root = ElementTree.fromstring(render("checkstyle", RESULT, VIEW))
    assert [file.get("name") for file in root] == [
        "gone.md",
        "content/blog/glowroot.md",
        "clean.md",
        "broken.md",
    ]
    error = root[1][2].attrib
    assert (error["line"], error["column"]) == ("3", "88")
    assert error["severity"] == "warning"
    assert error["source"] == "claimcheck.CIT003"
    assert error["message"] == "Studies are mentioned & none is named."
    assert root[3][0].get("message") == "could not be checked: not UTF-8 at byte 3"


def test_rdjsonl_counts_columns_in_bytes() -> None:
    lines = [json.loads(line) for line in render("rdjsonl", RESULT, VIEW).splitlines()]
    assert lines[0]["location"] == {
        "path": "content/blog/glowroot.md",
        "range": {"start": {"line": 3, "column": 13}, "end": {"line": 3, "column": 17}},
    }
    assert lines[0]["suggestions"][0]["text"] == ""
    wide = lines[4]["location"]["range"]
    data = SOURCE.line_text(wide["start"]["line"]).encode()
    assert data[wide["start"]["column"] - 1 : wide["end"]["column"] - 1].decode() == "治愈癌症"
    assert [line["severity"] for line in lines[:3]] == ["ERROR", "ERROR", "WARNING"]


def test_markdown_cannot_be_broken_by_a_page() -> None:
    text = "<img src=x> | `code` @you #12 [a](http://b) **x** &amp;\n| - |"
    bad = Finding("AAA001", "n", Severity.ERROR, "m | m", Range(0, len(text)), Range(0, 1), "x")
    result = Result([FileResult(Source("a<b>.md", text), "a<b>.md", [bad])])
    row = next(line for line in render("markdown", result, VIEW).splitlines() if "AAA001" in line)
    assert row.count(" | ") - row.count("\\| ") - row.count(" \\|") <= 5
    assert "\\<img" in row
    assert "@\u2060you" in row
    assert "\\[a\\]\\(http" in row
    assert "<code>a&lt;b&gt;.md</code>" in render("markdown", result, VIEW)


def test_markdown_stays_within_what_a_comment_holds() -> None:
    many = Result([FileResult(SOURCE, f"{n}.md", FINDINGS * 20) for n in range(10)])
    text = render("markdown", many, VIEW)
    assert len(text) < 65_536
    assert text.endswith(" files.\n")


ANY = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(text=ANY, message=ANY, path=ANY.filter(lambda p: "\0" not in p), data=st.data())
def test_no_page_breaks_a_format(text: str, message: str, path: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    place = Range(start, data.draw(st.integers(start, len(text))))
    finding = Finding(
        "AAA001",
        "n",
        Severity.WARNING,
        message,
        place,
        Range(0, len(text)),
        text,
        why=message,
        suggestions=(Suggestion(message, place, message),),
        fingerprint="f",
    )
    result = Result(
        [FileResult(Source(path, text), path, [finding])], [ReadError(message, path=path)]
    )
    out = {name: render(name, result, View(rules={})) for name in FORMATS}
    JSON.validate(json.loads(out["json"]))
    SARIF.validate(json.loads(out["sarif"]))
    assert len(json.loads(out["gitlab"])) == 2
    assert len(ElementTree.fromstring(out["checkstyle"])) == 2
    assert ElementTree.fromstring(out["junit"]).get("failures") == "1"
    for name in ("jsonl", "rdjsonl"):
        assert [type(json.loads(line)) for line in out[name].split("\n")[:-1]] == [dict, dict]
    assert out["github"].count("\n") == 2
