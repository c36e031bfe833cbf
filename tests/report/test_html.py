"""The HTML report, in a real browser where there is one."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.finding import FileResult, Finding, Result, Severity
from claimcheck.report import View, render
from claimcheck.report.html_ import _text
from claimcheck.source import Range, Source
from tests.report.samples import CLEAN, FINDINGS, RESULT, SOURCE

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER = next(filter(None, map(shutil.which, _BROWSERS)), None)
browser = pytest.mark.skipif(BROWSER is None, reason="no chromium or chrome on this machine")
VIEW = View()
REPORT = render("html", RESULT, VIEW)


class Page(HTMLParser):
    """The start tags of a page, and the text of its page bodies."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def test_it_asks_no_network_and_runs_no_foreign_script() -> None:
    page = Page(REPORT)
    for tag, attributes in page.tags:
        assert tag not in {"link", "img", "iframe", "object", "embed", "base"}
        assert not [name for name in attributes if name == "src" or name.startswith("on")]
        assert attributes.get("href", "#").startswith("#")
        assert "style" not in attributes
    policy = next(a["content"] for _, a in page.tags if a.get("http-equiv"))
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    style = re.search(r"<style>(.*)</style>", REPORT, re.DOTALL)
    assert style is not None
    assert not re.search(r"url\(|@import|http", style[1])


def test_names_refer_to_what_exists() -> None:
    page = Page(REPORT)
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.tags:
        for name in ("href", "aria-labelledby"):
            assert attributes.get(name, "").removeprefix("#") in {"", *ids}
        for entry in attributes.get("data-notes", "").split():
            assert entry in ids


def test_it_has_what_assistive_technology_needs() -> None:
    tags = Page(REPORT).tags
    assert ("html", {"lang": "en"}) in tags
    names = [tag for tag, _ in tags]
    assert {"header", "main", "title", "h1"} <= set(names)
    levels = [int(tag[1]) for tag in names if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for tag, attributes in tags:
        if tag == "button":
            assert "type" in attributes


def shown(source: Source, findings: list[Finding]) -> str:
    """The text of a page as the report shows it, without the numbers of the notes."""
    text = "".join(_text(source.path, source, findings, 1))
    text = re.sub(r"<sup>\d+</sup>|</?a\b[^>]*>", "", text)
    return (
        text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
    )


@given(st.text("ab <>&\"'\n", max_size=40), st.data())
def test_the_text_of_a_page_is_all_there(text: str, data: st.DataObject) -> None:
    findings = []
    for _ in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(text)))
        place = Range(start, data.draw(st.integers(start, len(text))))
        findings.append(Finding("AAA001", "n", Severity.INFO, "m", place, place, "x"))
    assert shown(Source("a.md", text), findings) == text


def test_of_an_html_page_only_what_people_read_is_shown() -> None:
    text = (
        "<html><head><title>T</title>\n<style>a{}</style>\n\n<script>if (a < b) {}</script>"
        "</head>\n<body>\n\n\n<!-- x -->\n<p>It <b>cures</b> &amp; 3 < 4.</p>\n</body></html>\n"
    )
    start = text.index("<b>cures")
    place = Range(start, text.index(" &amp;"))
    finding = Finding("AAA001", "n", Severity.INFO, "m", place, place, "cures")
    assert shown(Source("a.html", text), [finding]) == "T\n\nIt cures & 3 < 4.\n\n"
    assert ">cures<" in "".join(_text("a.html", Source("a.html", text), [finding], 1))


def browse(report: str, script: str, tmp_path: Path, width: int = 1200) -> Any:
    """What `script` returns in a browser that has opened the report."""
    probe = f"""<script>(async () => {{
      const wait = (ms) => new Promise((done) => setTimeout(done, ms));
      const all = (selector) => Array.from(document.querySelectorAll(selector));
      const seen = (node) => node.getClientRects().length > 0;
      let answer;
      try {{ answer = await (async () => {{ {script} }})(); }}
      catch (error) {{ answer = "" + error; }}
      const result = document.createElement("pre");
      result.id = "answer";
      result.textContent = JSON.stringify(answer);
      document.body.append(result);
    }})();</script></body>"""
    # The probe is a foreign script, which the report's policy would rightly refuse.
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", report)
    dom = dump(page.replace("</body>", probe), tmp_path, width)
    match = re.search(r'<pre id="answer">(.*?)</pre>', dom, re.DOTALL)
    assert match is not None, dom[-500:]
    return json.loads(match[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def dump(page: str, tmp_path: Path, width: int = 1200) -> str:
    assert BROWSER is not None
    file = tmp_path / "report.html"
    file.write_text(page, encoding="utf-8")
    process = subprocess.run(
        [
            BROWSER,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--virtual-time-budget=5000",
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--window-size={width},900",
            "--dump-dom",
            file.as_uri(),
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    return process.stdout


@browser
def test_its_own_policy_lets_it_run(tmp_path: Path) -> None:
    dom = dump(REPORT, tmp_path)
    assert 'data-ready="yes"' in dom
    assert f"Showing {len(FINDINGS)} of {len(FINDINGS)}" in dom


@browser
def test_a_foreign_script_does_not_run(tmp_path: Path) -> None:
    evil = "<script>document.documentElement.dataset.evil = 'yes'</script>"
    assert "data-evil" not in dump(REPORT.replace("</main>", f"{evil}</main>"), tmp_path)


@browser
def test_a_tap_opens_the_notes_of_a_claim_and_escape_closes_them(tmp_path: Path) -> None:
    answer = browse(
        REPORT,
        """
        const claim = all(".claim").find((node) => node.textContent.startsWith("cures acne"));
        const card = document.getElementById("card");
        const before = seen(card);
        claim.click();
        const open = [seen(card), card.textContent, document.activeElement.id,
                      claim.classList.contains("on")];
        document.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape"}));
        return {before, open, after: seen(card), focus: document.activeElement === claim};
        """,
        tmp_path,
    )
    assert answer["before"] is False
    visible, text, focus, marked = answer["open"]
    assert visible
    assert marked
    assert focus == "card"
    assert "A cure is stated as a fact." in text
    assert "Readers take a bare promise" in text
    assert answer["after"] is False
    assert answer["focus"] is True


@browser
def test_hovering_opens_and_leaving_closes(tmp_path: Path) -> None:
    answer = browse(
        REPORT,
        """
        window.matchMedia = () => ({matches: true});
        const claim = all(".claim")[0];
        claim.dispatchEvent(new MouseEvent("mouseenter"));
        await wait(300);
        const open = seen(document.getElementById("card"));
        claim.dispatchEvent(new MouseEvent("mouseleave"));
        await wait(600);
        return [open, seen(document.getElementById("card"))];
        """,
        tmp_path,
    )
    assert answer == [True, False]


@browser
def test_filters_hide_notes_and_marks(tmp_path: Path) -> None:
    answer = browse(
        REPORT,
        """
        const state = () => [
          all(".note").filter(seen).length,
          all(".claim:not(.off)").length,
          document.getElementById("shown").textContent,
        ];
        const first = state();
        document.querySelector("input[value=error]").click();
        const second = state();
        document.querySelector("input[value=error]").click();
        document.querySelector("[data-pick=CER002]").click();
        const third = state();
        document.querySelector("[data-pick=CER002]").click();
        return [first, second, third, state()];
        """,
        tmp_path,
    )
    everything = [6, 6, "Showing 6 of 6"]
    assert answer[0] == everything
    assert answer[1] == [2, 2, "Showing 2 of 6"]
    assert answer[2] == [3, 3, "Showing 3 of 6"]
    assert answer[3] == everything


@browser
@pytest.mark.parametrize("width", [320, 390, 800])
def test_nothing_is_wider_than_a_phone(tmp_path: Path, width: int) -> None:
    # In a frame: a browser window cannot be made as narrow as a phone.
    frame = REPORT.replace("&", "&amp;").replace('"', "&quot;")
    page = (
        f'<!doctype html><body><iframe id="f" width="{width}" height="800" srcdoc="{frame}">'
        "</iframe></body>"
    )
    answer = browse(
        page,
        """
        await wait(500);
        const inner = document.getElementById("f").contentDocument;
        inner.querySelector(".claim").click();
        const card = inner.getElementById("card").getBoundingClientRect();
        return [inner.documentElement.scrollWidth, inner.documentElement.clientWidth,
                card.left, card.right, card.height];
        """,
        tmp_path,
    )
    scroll, client, left, right, height = answer
    assert scroll <= client
    assert left >= 0
    assert right <= client + 1
    assert height > 50


@browser
def test_on_paper_every_page_is_open(tmp_path: Path) -> None:
    many = Result([FileResult(SOURCE, f"{number}.md", FINDINGS) for number in range(14)])
    answer = browse(
        render("html", many, VIEW),
        """
        const open = () => all("details.file").filter((node) => node.open).length;
        const before = open();
        dispatchEvent(new Event("beforeprint"));
        return [before, open()];
        """,
        tmp_path,
    )
    assert answer == [10, 14]


@browser
def test_a_clean_run_opens_too(tmp_path: Path) -> None:
    dom = dump(render("html", CLEAN, VIEW), tmp_path)
    assert 'data-ready="yes"' in dom
    assert "No findings in 1 file." in dom


CONTRASTS = """
  const luminance = (rgb) => {
    const [r, g, b] = rgb.match(/[\\d.]+/g).map(Number).map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const back = (node) => {
    for (; node; node = node.parentElement) {
      const color = getComputedStyle(node).backgroundColor;
      if (!/, 0\\)$/.test(color) && color !== "transparent") return color;
    }
    return "rgb(255, 255, 255)";
  };
  return all("body *").filter((node) => seen(node) && Array.from(node.childNodes).some(
      (child) => child.nodeType === 3 && child.textContent.trim())).map((node) => {
    const [a, b] = [luminance(getComputedStyle(node).color), luminance(back(node))];
    return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), node.outerHTML.slice(0, 80)];
  }).filter(([ratio]) => ratio < 4.5);
"""


@browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_from_its_background(tmp_path: Path, theme: str) -> None:
    report = REPORT.replace("(prefers-color-scheme: dark)", "all" if theme == "dark" else "not all")
    assert browse(report, CONTRASTS, tmp_path) == []


def test_the_sample_is_told_in_full() -> None:
    for finding in FINDINGS:
        assert finding.code in REPORT
    assert "could not be checked" in REPORT
    assert "It is \ufffd[31mapproved\ufffd &lt;here&gt;" in re.sub(
        r"<[^>]*>", "", REPORT.replace("<sup>6</sup>", "")
    )
