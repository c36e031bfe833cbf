"""What the benchmarks measure with; how long anything takes is theirs to say, not a test's."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.corpus import Maker, shapes
from benchmarks.measure import exponent, run
from benchmarks.plot import plot


def test_equal_seeds_make_equal_pages(tmp_path: Path) -> None:
    words = [
        Maker(int(seed)).folder(tmp_path / str(number), 3, 800) for number, seed in enumerate("112")
    ]
    pages = [
        [path.read_text() for path in sorted((tmp_path / str(number)).iterdir())]
        for number in range(3)
    ]
    assert pages[0] == pages[1] != pages[2]
    assert words[0] == words[1] == sum(len(page.split()) for page in pages[0])


def test_a_page_is_as_long_as_asked_for() -> None:
    assert 5_000 <= len(Maker().page(5_000)) < 7_000


def test_hard_pages_have_the_size_they_are_named_for() -> None:
    for name, text in shapes(Maker(), 20_000).items():
        assert 0.4 < len(text) / 20_000 < 2.1, name


@pytest.mark.parametrize(("power", "seconds"), [(1, [1, 10]), (2, [1, 100]), (0, [3, 3])])
def test_an_exponent_is_the_slope_of_growth(power: int, seconds: list[float]) -> None:
    assert exponent([10, 100], seconds) == pytest.approx(power)


def test_a_run_that_could_not_check_is_no_time(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="sorry"):
        run([sys.executable, "-c", "import sys; print('sorry', file=sys.stderr); sys.exit(2)"],
            tmp_path)  # fmt: skip
    assert run([sys.executable, "-c", "import sys; sys.exit(1)"], tmp_path).seconds > 0


def test_the_picture_is_sound_whatever_was_measured() -> None:
    sizes = {"prose": {"characters": [10, 100], "seconds": [0.1, 1.0]}}
    files = {"files": [10, 100], "new": [1.0, 9.0], "known": [0.1, 0.1]}
    for results in ({}, {"sizes": sizes}, {"files": files}, {"sizes": sizes, "files": files}):
        picture = ElementTree.fromstring(plot(results))
        drawn = [path for path in picture.iter() if path.get("stroke-width") == "2"]
        assert len(drawn) == ("sizes" in results) + 2 * ("files" in results)
