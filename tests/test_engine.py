"""The whole route: every input ends in findings or in one clear line, never in a stack trace."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimcheck.config import Settings
from claimcheck.engine import Engine, run
from claimcheck.errors import ReadError
from claimcheck.finding import FileResult
from claimcheck.readers import decode
from claimcheck.source import Source

ENGINE = Engine(Settings())
EXAMPLES = int(os.environ.get("CLAIMCHECK_EXAMPLES", "150"))
COPY = st.lists(
    st.sampled_from(
        "Zinc cures colds. <b>safe</b> & effective [1] (Ng 2019) studies show “pain” gone! # ** | "
        "- no side effects &amp; doi:10.5555/x https://a.example/ \n \r\n \t ® ™ 🙂 90 % --- ``` > "
        "<!-- x --> <script> clinically proven Book now".split(" ")
    ),
    max_size=60,
).map(" ".join)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.sampled_from([".txt", ".md", ".html"]))
def test_arbitrary_bytes_are_checked_or_refused(data: bytes, suffix: str) -> None:
    try:
        result = ENGINE.check(decode(data, "page" + suffix))
    except ReadError as error:
        message = str(error)
    else:
        message = "checked"
        assert isinstance(result, FileResult)
    assert "\n" not in message


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(COPY, st.sampled_from([".txt", ".md", ".html"]))
def test_findings_of_any_copy_lie_inside_it(text: str, suffix: str) -> None:
    source = Source("page" + suffix, text)
    try:
        result = ENGINE.check(source)
    except ReadError:
        return
    for finding in result.findings:
        assert 0 <= finding.place.start < finding.place.end <= len(text)
        assert 0 <= finding.sentence.start <= finding.sentence.end <= len(text)


def test_one_bad_file_does_not_keep_the_others_from_being_checked(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("About us and our work.\n\nOur cleanse cures psoriasis.\n")
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\x00\x01\x02\xff\xfe" * 40)
    result = run([str(bad), str(good), str(tmp_path / "missing.txt")], Settings())
    assert "CER002" in {finding.code for finding in result.findings}
    assert len(result.all_failures) == 2
    assert all("\n" not in str(failure) for failure in result.all_failures)


def test_a_file_over_the_limit_is_refused_by_its_size(tmp_path: Path) -> None:
    page = tmp_path / "large.txt"
    page.write_text("word " * 1000)
    result = run([str(page)], Settings(max_bytes=1000))
    assert "5,000 bytes" in str(result.all_failures[0])


@pytest.mark.parametrize("product", ["supplement", "service"])
def test_front_matter_says_what_the_page_sells(product: str) -> None:
    text = f"---\nproduct: {product}\n---\n\n# Turmeric gummies\n\nOur gummies treat arthritis.\n"
    found = {finding.code for finding in ENGINE.check(Source("page.md", text)).findings}
    assert ("REG003" in found) is (product == "supplement")
