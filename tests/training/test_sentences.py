"""What the pipeline is trained on besides the treebank: trees, and faithful variants of them."""

from __future__ import annotations

import random

import pytest
from spacy.vocab import Vocab

from claimcheck.pipeline.tokenizer import CopyTokenizer
from training import domain
from training.augment import Rates, augment, join
from training.convert import Sentence, Word, as_one, split_prefixes

TOKENIZER = CopyTokenizer(Vocab())


def sentence(*words: tuple[str, str, int, str]) -> Sentence:
    """(form, tag, head, label), with a space after every word but before a full stop."""
    following = [word[0] for word in words[1:]] + ["."]
    return Sentence(
        tuple(
            Word(form, after != ".", form.lower(), tag, head, label)
            for (form, tag, head, label), after in zip(words, following, strict=True)
        ),
        paragraph=True,
        document=True,
    )


TREATS = sentence(
    ("It", "PRP", 1, "nsubj"),
    ("treats", "VBZ", 1, "ROOT"),
    ("non-cancerous", "JJ", 3, "amod"),
    ("growths", "NNS", 1, "obj"),
    (".", ".", 1, "punct"),
)


def roots(one: Sentence) -> list[int]:
    return [index for index, word in enumerate(one.words) if word.head == index]


def test_every_pattern_is_a_tree_that_the_tokenizer_cuts_the_same_way() -> None:
    for made in domain.sentences(400, random.Random(1)):
        forms = [word.form for word in made.words]
        assert all(0 <= word.head < len(forms) for word in made.words), made.text
        assert len(roots(made)) == 1, made.text
        assert [token.text for token in TOKENIZER(made.text)] == forms


def test_a_prefix_becomes_a_word_of_its_own_and_heads_still_point_right() -> None:
    cut = split_prefixes(TREATS)
    assert [word.form for word in cut.words] == [
        "It", "treats", "non", "-", "cancerous", "growths", ".",
    ]  # fmt: skip
    assert [word.head for word in cut.words] == [1, 1, 4, 4, 5, 1, 1]
    assert cut.text == TREATS.text


def test_two_sentences_in_one_text_have_two_roots() -> None:
    both = as_one((TREATS, TREATS))
    assert roots(both) == [1, 6]


def test_neighbours_are_joined_but_not_over_the_end_of_a_document() -> None:
    first = Sentence(TREATS.words, paragraph=True, document=True)
    second = Sentence(TREATS.words, paragraph=False, document=False)
    always = Rates(joined=1.0)
    assert len(join([first, second], always, random.Random(0))) == 1
    assert len(join([first, first], always, random.Random(0))) == 2


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        (Rates(lower=1), "it treats non-cancerous growths."),
        (Rates(lower=0, title=1), "It Treats Non-cancerous Growths"),
        (Rates(lower=0, title=0, upper=0, unpunctuated=1), "It treats non-cancerous growths"),
        (Rates(lower=0, title=0, upper=0, unpunctuated=0), "It treats non-cancerous growths."),
    ],
)
def test_variants_keep_the_annotation(rates: Rates, expected: str) -> None:
    variant = augment(TREATS, rates, random.Random(0))
    assert variant.text == expected
    kept = TREATS.words[: len(variant.words)]
    assert [word.tag for word in variant.words] == [word.tag for word in kept]
    assert [word.head for word in variant.words] == [word.head for word in kept]
