"""spaCy without its command line: a fresh interpreter each, as imports happen once."""

import subprocess
import sys

import pytest

START = """
import sys
from claimcheck.pipeline.light import light_import
with light_import():
    from claimcheck.pipeline.model import load_model
"""


def printed(code: str) -> str:
    run = [sys.executable, "-c", code]
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("module", ["typer", "weasel", "jinja2", "requests", "httpx", "rich"])
def test_the_command_line_of_spacy_is_left_out(module: str) -> None:
    assert printed(START + f"print({module!r} in sys.modules)") == "False"


def test_whoever_asks_for_the_command_line_gets_the_real_one() -> None:
    code = (
        "import spacy, spacy.cli as c\n"
        "print(c.app.__module__, spacy.info(silent=True)['spacy_version'])"
    )
    module, version = printed(START + code).split()
    assert module.startswith("typer")
    assert version.startswith("3.")


def test_the_model_loads_and_parses() -> None:
    code = 'doc = load_model()("It cures pain.")\nprint([token.tag_ for token in doc][1])'
    assert printed(START + code) == "VBZ"


def test_a_spacy_that_needs_more_of_it_is_imported_the_usual_way() -> None:
    code = """
import sys
from types import ModuleType
import claimcheck.pipeline.light as light
empty = ModuleType("spacy.cli")
empty.__path__ = []
light._stand_ins = lambda: {"spacy.cli": empty, "spacy.cli.info": ModuleType("spacy.cli.info")}
with light.light_import():
    import spacy
print(callable(spacy.info), "spacy.cli.train" in sys.modules)
"""
    assert printed(code) == "True True"


def test_nothing_is_put_in_the_way_of_a_spacy_that_is_loaded() -> None:
    code = "import spacy\nbefore = sys.modules['spacy.cli']\n"
    code = "import sys\n" + code + START + "print(sys.modules['spacy.cli'] is before)"
    assert printed(code) == "True"
