"""Configuration: where it is found, what it may say, and where each setting came from."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.config import Settings, load
from claimcheck.config.load import effective
from claimcheck.config.schema import ConfigFile, json_schema
from claimcheck.config.toml_places import places
from claimcheck.errors import ConfigError

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def settings(*paths: str, **options: Any) -> Settings:
    return load(paths, options).settings


def test_without_a_file_the_defaults_hold(folder: Path) -> None:
    assert settings() == Settings(root=folder)


def test_every_setting_can_be_said(folder: Path) -> None:
    write(
        "claimcheck.toml",
        """
profile = ["uk", "eu"]
select = ["CIT", "CER"]
ignore = "CIT007"
fail-on = "error"
product = "supplement"
pipeline = "en_core_web_sm"
rules = ["house"]
include = ["content/"]
exclude = ["content/legacy/"]
fields = ["seo.*"]
baseline = "known.json"
require-reason = true
max-bytes = 5000

[severity]
CER002 = "off"
cure-claim = "info"

[[overrides]]
paths = ["blog/**"]
profile = "us"
ignore = ["TIM"]
severity = { CER003 = "error" }
""",
    )
    found = settings()
    assert found.profiles == ("uk", "eu")
    assert found.select == ("CIT", "CER")
    assert found.ignore == ("CIT007",)
    assert found.fail_on == "error"
    assert found.product == "supplement"
    assert found.pipeline == "en_core_web_sm"
    assert found.rules == (folder / "house",)
    assert found.include == ("content/",)
    assert found.exclude == ("content/legacy/",)
    assert found.fields == ("seo.*",)
    assert found.baseline == folder / "known.json"
    assert found.require_reason is True
    assert found.max_bytes == 5000
    assert found.severity == {"CER002": "off", "cure-claim": "info"}
    blog = found.for_path("blog/2024/page.md")
    assert blog.profiles == ("us",)
    assert blog.ignore == ("CIT007", "TIM")
    assert blog.severity == {"CER002": "off", "cure-claim": "info", "CER003": "error"}
    assert found.for_path("shop/page.md") == found


def test_the_model_and_the_settings_have_the_same_keys() -> None:
    file = {str(field.alias) for field in ConfigFile.model_fields.values()}
    assert file - {"extend", "overrides"} == set(effective(Settings()))


@pytest.mark.parametrize(
    ("files", "start", "profile"),
    [
        ({"claimcheck.toml": "uk"}, "a/b", "uk"),
        ({"claimcheck.toml": "uk", "a/claimcheck.toml": "eu"}, "a/b", "eu"),
        ({"claimcheck.toml": "uk", "a/b/c/claimcheck.toml": "eu"}, "a/b", "uk"),
        ({"claimcheck.toml": "uk", ".claimcheck.toml": "eu"}, "a/b", "uk"),
        ({".claimcheck.toml": "eu"}, "a/b", "eu"),
    ],
)
def test_the_nearest_file_upwards_counts(files: dict[str, str], start: str, profile: str) -> None:
    Path(start).mkdir(parents=True)
    for name, value in files.items():
        write(name, f'profile = "{value}"\n')
    assert settings(start).profiles == (profile,)


def test_pyproject_counts_if_it_has_a_section() -> None:
    write("pyproject.toml", '[tool.claimcheck]\nprofile = "uk"\n')
    write("a/pyproject.toml", '[project]\nname = "x"\n')
    write("a/page.md", "")
    assert settings("a/page.md").profiles == ("uk",)
    write("claimcheck.toml", 'profile = "eu"\n')
    assert settings("a/page.md").profiles == ("eu",)


def test_the_search_starts_where_all_paths_are() -> None:
    write("claimcheck.toml", 'profile = "uk"\n')
    write("a/claimcheck.toml", 'profile = "eu"\n')
    write("a/x.md", "")
    write("b/y.md", "")
    assert settings("a/x.md").profiles == ("eu",)
    assert settings("a/x.md", "b/y.md").profiles == ("uk",)


def test_a_file_can_be_named_or_refused() -> None:
    write("claimcheck.toml", 'profile = "uk"\n')
    other = write("else/mine.toml", 'profile = "eu"\n')
    assert load([], file=str(other)).settings.profiles == ("eu",)
    assert load([], isolated=True).settings.profiles == ("us",)


def test_the_command_line_wins_and_lists_that_add_up_add_up() -> None:
    write("claimcheck.toml", 'profile = "uk"\nselect = ["CIT"]\nignore = ["CIT001"]\n')
    found = settings(profiles=("eu",), select=("CER",), ignore=("CER002",))
    assert found.profiles == ("eu",)
    assert found.select == ("CER",)
    assert found.ignore == ("CIT001", "CER002")


def test_extend_starts_from_another_file(folder: Path) -> None:
    write(
        "shared/base.toml",
        'profile = "uk"\nignore = ["TIM"]\nexclude = ["old/"]\n'
        'rules = ["own"]\n[severity]\nA = "info"\nB = "info"\n',
    )
    write(
        "site/claimcheck.toml",
        'extend = "../shared/base.toml"\nignore = ["CIT"]\n[severity]\nB = "error"\n',
    )
    found = settings("site")
    assert found.profiles == ("uk",)
    assert found.ignore == ("TIM", "CIT")
    assert found.severity == {"A": "info", "B": "error"}
    # Rules lie beside the file that names them; patterns mean the site.
    assert [path.resolve() for path in found.rules] == [folder / "shared/own"]
    assert found.root == folder / "site"


def test_the_origin_of_each_setting_is_known() -> None:
    write("base.toml", 'profile = "uk"\nignore = ["TIM"]\n')
    write("claimcheck.toml", 'extend = "base.toml"\n\nignore = ["CIT"]\nfail-on = "info"\n')
    found = load([], {"ignore": ("CER",), "fail_on": "error"})
    assert found.origins("profiles") == ["base.toml:1:1"]
    assert found.origins("ignore") == ["base.toml:2:1", "claimcheck.toml:3:1", "--ignore"]
    assert found.origins("fail_on") == ["--fail-on"]
    assert found.origins("product") == ["default"]


WRONG = [
    ('profil = "uk"', "1:1: no setting is called 'profil'; did you mean 'profile'?"),
    ('\nfail_on = "error"', "2:1: no setting is called 'fail_on'; did you mean 'fail-on'?"),
    ("xyzzy = 1", "1:1: no setting is called 'xyzzy'"),
    (
        'fail-on = "eror"',
        "1:1: fail-on cannot be 'eror'; did you mean 'error'?; there is error, "
        "warning, info, never",
    ),
    ("fail-on = 3", "1:1: fail-on cannot be 3; there is error, warning, info, never"),
    ('select = ["CIT",\n  3]', "2:3: select: input should be a valid string"),
    ("select = 3", "1:1: select: input should be a valid list"),
    ("max-bytes = 0", "1:1: max-bytes: input should be greater than 0"),
    ("max-bytes = true", "1:1: max-bytes: input should be a valid integer"),
    ('require-reason = "yes"', "1:1: require-reason: input should be a valid boolean"),
    (
        '[severity]\nCIT001 = "hard"',
        "2:1: CIT001 cannot be 'hard'; there is error, warning, info, off",
    ),
    ('[[overrides]]\nprofile = "uk"', "1:1: an entry of overrides needs paths"),
    (
        '[[overrides]]\npaths = ["a"]\n[[overrides]]\npaths = ["b"]\nignroe = ["CIT"]',
        "5:1: no setting is called 'ignroe'; did you mean 'ignore'?",
    ),
    ('[[overrides]]\npaths = ["a"]\nfail-on = "info"', "3:1: no setting is called 'fail-on'"),
    ("overrides = 3", "1:1: overrides: input should be a valid list"),
    ('exclude = [\n  "ok/",\n  "!",\n]', "3:3: '!' is no pattern"),
    ('extend = "gone.toml"', "1:1: there is no file 'gone.toml' to extend"),
    ('extend = "claimcheck.toml"', "1:1: extend goes in a circle: 'claimcheck.toml'"),
    ("profile = ", "1:11: not TOML: Invalid value"),
    ("profile = [", "1:12: not TOML: Invalid value"),
    ('a = "b', "1:7: not TOML: Unterminated string"),
    ("a = 1\na = 2\n", "2:6: not TOML: Cannot overwrite a value"),
]


@pytest.mark.parametrize(("text", "message"), WRONG, ids=[text for text, _ in WRONG])
def test_what_is_wrong_is_told_with_its_place(text: str, message: str) -> None:
    write("claimcheck.toml", text)
    with pytest.raises(ConfigError) as error:
        load([])
    assert str(error.value) == f"claimcheck.toml:{message}"


def test_places_count_from_the_top_of_pyproject() -> None:
    write("pyproject.toml", '[project]\nname = "x"\n\n[tool.claimcheck]\nprofle = "uk"\n')
    with pytest.raises(ConfigError, match=r"^pyproject.toml:5:1: no setting is called 'profle'"):
        load([])


@pytest.mark.parametrize(
    ("data", "message"), [(b"\xff\xfe", "not UTF-8"), (b"#" * 2_000_001, "larger than")]
)
def test_a_file_that_is_no_text_is_told(data: bytes, message: str) -> None:
    Path("claimcheck.toml").write_bytes(data)
    with pytest.raises(ConfigError, match=message):
        load([])


def test_names_keep_their_places() -> None:
    write(
        "claimcheck.toml",
        'profile = ["uk",\n "atlantis"]\nignore = "CTI"\n[severity]\nXYZ001 = "info"\n'
        '[[overrides]]\npaths = ["b"]\nselect = ["ABC"]\n',
    )
    found = load([], {"select": ("QQQ",)})
    messages = {named.name: str(named.error("unknown")) for named in found.named()}
    assert messages == {
        "uk": "claimcheck.toml:1:12: unknown",
        "atlantis": "claimcheck.toml:2:2: unknown",
        "CTI": "claimcheck.toml:3:1: unknown",
        "XYZ001": "claimcheck.toml:5:1: unknown",
        "ABC": "claimcheck.toml:8:11: unknown",
        "QQQ": "unknown (--select)",
    }


@pytest.mark.parametrize(
    ("pattern", "path", "applies"),
    [
        ("blog/**", "blog/a.md", True),
        ("blog/**", "blog/a/b.md", True),
        ("blog/**", "shop/a.md", False),
        ("*.html", "shop/a.html", True),
        ("/a.md", "shop/a.md", False),
        ("blog/**", "../blog/a.md", False),
    ],
)
def test_overrides_match_as_gitignore_does(pattern: str, path: str, applies: bool) -> None:
    write("claimcheck.toml", f'[[overrides]]\npaths = "{pattern}"\nprofile = "uk"\n')
    assert (settings().for_path(path).profiles == ("uk",)) is applies


def test_the_published_schema_is_the_model_s() -> None:
    published = json.loads((ROOT / "docs/claimcheck.schema.json").read_text(encoding="utf-8"))
    assert published == json_schema()


KEYS = st.text("abcxyz-_01", min_size=1, max_size=4)
VALUES = st.recursive(
    st.one_of(
        st.integers(-5, 5).map(str),
        st.booleans().map(lambda value: str(value).lower()),
        st.text("ab ]},#='\n", max_size=5).map(json.dumps),
        st.sampled_from(['"""x\n"q" ]"""', "'''a\n#'''", "'}'", "1979-05-27T07:32:00Z", "0x1f"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[\n " + ", # ] c\n ".join(items) + "\n]"),
        st.dictionaries(KEYS, inner.filter(lambda text: "\n" not in text), max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{k} = {v}" for k, v in pairs.items()) + "}"
        ),
    ),
    max_leaves=6,
)


@given(st.lists(st.tuples(st.sampled_from(["", "[{}]", "[[{}]]"]), KEYS, KEYS, VALUES), max_size=6))
def test_every_key_of_a_toml_file_has_its_place(entries: list[tuple[str, str, str, str]]) -> None:
    lines = [
        f"{header.format('t' + table)}\n  {key} = {value}\n"
        for header, table, key, value in entries
    ]
    text = "# top\n" + "".join(lines)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    found = places(text)
    split = text.split("\n")

    def check(value: Any, key: tuple[str | int, ...]) -> None:
        if key:
            line, column = found[key]
            if isinstance(key[-1], str) and not isinstance(value, dict | list):
                assert split[line - 1][column - 1 :].startswith(key[-1])
        items = (
            value.items()
            if isinstance(value, dict)
            else (enumerate(value) if isinstance(value, list) else ())
        )
        for name, item in items:
            check(item, (*key, name))

    check(data, ())
