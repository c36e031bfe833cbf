"""The bundled pipeline loads, does what the rules rely on, and a wrong one is one clear line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.tokens import Token

from claimcheck.errors import PipelineError
from claimcheck.pipeline import model
from claimcheck.pipeline.language import ClaimcheckEnglish
from claimcheck.pipeline.lemmatizer import TableLemmatizer
from claimcheck.pipeline.model import BUNDLED, load_model


def word(text: str, form: str) -> Token:
    return next(token for token in load_model()(text) if token.text == form)


def test_the_bundled_pipeline_tags_parses_and_lemmatises_and_nothing_else() -> None:
    assert load_model().pipe_names == ["tok2vec", "tagger", "parser", "lemmatizer"]


def test_it_is_loaded_once() -> None:
    assert load_model() is load_model(None)


def test_it_is_at_most_8_mb_and_carries_its_licence() -> None:
    assert sum(file.stat().st_size for file in BUNDLED.rglob("*") if file.is_file()) <= 8_000_000
    licence = (BUNDLED / "LICENSE").read_text(encoding="utf-8")
    assert "CC BY-SA 4.0" in licence
    assert "Silveira" in licence


def test_its_strings_hold_labels_and_no_text_of_the_treebank() -> None:
    assert (BUNDLED / "vocab" / "strings.json").stat().st_size < 5_000


@pytest.mark.parametrize(
    ("text", "form", "tag", "label", "head"),
    [
        ("Our cream treats migraine.", "treats", "VBZ", "ROOT", "treats"),
        ("Tasty treats for your dog.", "treats", "NNS", "ROOT", "treats"),
        ("Ketamine works for depression.", "works", "VBZ", "ROOT", "works"),
        ("The gallery shows our works.", "works", "NNS", "obj", "shows"),
        ("The serum cures acne.", "acne", "NN", "obj", "cures"),
        ("The drug does not cure cancer.", "not", "RB", "advmod", "cure"),
        ("It has been proven to cure cancer.", "cure", "VB", "xcomp", "proven"),
        ("Migraine is treated with drugs.", "Migraine", "NN", "nsubj:pass", "treated"),
        ("There is no evidence that it works.", "no", "DT", "det", "evidence"),
        ("It is the most effective treatment.", "most", "RBS", "advmod", "effective"),
    ],
)
def test_tags_and_dependencies_that_the_rules_rely_on(
    text: str, form: str, tag: str, label: str, head: str
) -> None:
    token = word(text, form)
    assert (token.tag_, token.dep_, token.head.text) == (tag, label, head)


@pytest.mark.parametrize(
    "text",
    ["THIS CREAM HEALS YOUR SKIN", "This Cream Heals Your Skin", "this cream heals your skin"],
)
def test_a_heading_is_not_proper_nouns_throughout(text: str) -> None:
    tags = [token.tag_ for token in load_model()(text)]
    assert tags[0] == "DT"
    assert tags[2:4] == ["VBZ", "PRP$"]


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("treats", "VBZ", "treat"),
        ("CURES", "VBZ", "cure"),
        ("healing", "VBG", "heal"),
        ("relieved", "VBD", "relieve"),
        ("controlled", "VBN", "control"),
        ("therapies", "NNS", "therapy"),
        ("diagnoses", "NNS", "diagnosis"),
        ("viruses", "NNS", "virus"),
        ("detoxifies", "VBZ", "detoxify"),
        ("moisturising", "VBG", "moisturise"),
        ("healthier", "JJR", "healthy"),
        ("was", "VBD", "be"),
        ("n’t", "RB", "not"),
        ("I", "PRP", "I"),
        ("Enron", "NNP", "Enron"),
        ("CoolSculpting", "NNP", "CoolSculpting"),
        ("x", "NNS", "x"),
    ],
)
def test_lemmas(form: str, tag: str, lemma: str) -> None:
    lemmatizer = load_model().get_pipe("lemmatizer")
    assert isinstance(lemmatizer, TableLemmatizer)
    assert lemmatizer.lemma(form, tag) == lemma


def test_weights_survive_saving_and_loading(tmp_path: Path) -> None:
    text = "Our clinic treats chronic pain, but results vary."
    load_model().to_disk(tmp_path / "copy")
    again = spacy.load(tmp_path / "copy")
    assert isinstance(again, ClaimcheckEnglish)
    assert again(text).to_bytes() == load_model()(text).to_bytes()
    weights = [
        node.get_param(name)
        for node in again.get_pipe("tok2vec").model.walk()
        for name in node.param_names
        if node.has_param(name)
    ]
    assert weights
    assert {array.dtype for array in weights} == {np.dtype("float32")}


def test_an_empty_text_and_one_of_white_space_are_no_error() -> None:
    assert len(load_model()("")) == 0
    assert all(token.is_space for token in load_model()(" \n "))


@pytest.mark.parametrize("name", ["en_no_such_pipeline", "../model", "/etc", "en core", ""])
def test_a_pipeline_that_is_not_installed_says_what_to_do(name: str) -> None:
    with pytest.raises(PipelineError, match=r"not installed; install it .* or remove the setting"):
        load_model(name)


def test_a_pipeline_without_parser_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "is_package", lambda _name: True)
    monkeypatch.setattr(model.spacy, "load", lambda *_args, **_options: spacy.blank("en"))
    with pytest.raises(PipelineError, match="'en_blank' has no tagger and no parser"):
        load_model("en_blank")


def test_a_pipeline_of_another_version_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(*_args: object, **_options: object) -> None:
        raise ValueError("[E167]\nUnknown something")

    monkeypatch.setattr(model, "is_package", lambda _name: True)
    monkeypatch.setattr(model.spacy, "load", load)
    with pytest.raises(PipelineError, match=r"cannot be loaded \(\[E167\] Unknown something\)"):
        load_model("en_old")


def test_an_installed_pipeline_replaces_the_bundled_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "is_package", lambda name: name == "en_other")
    monkeypatch.setattr(model.spacy, "load", lambda *_args, **_options: load_model())
    assert load_model("en_other").pipe_names == load_model().pipe_names
