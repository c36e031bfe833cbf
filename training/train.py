"""Training of the tagger and the parser; the best epoch on the development split is kept."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language
from spacy.training import Example
from spacy.util import load_config, load_model, load_model_from_config
from thinc.api import Adam, fix_random_seed, set_current_ops

import claimcheck.pipeline.language  # noqa: F401  (registers what config.cfg names)
from claimcheck.pipeline.ops import MatmulOps
from training import domain
from training.augment import Rates, augment, join
from training.convert import Sentence, split_prefixes, to_doc


@dataclass(frozen=True, slots=True)
class Stage:
    """Some epochs with one schedule. The next stage goes on from the best averaged weights."""

    epochs: int
    learn_rate: float
    dropout: float
    rates: Rates
    # Words a batch, growing over the first half of the stage.
    batch_words: tuple[int, int] = (300, 1500)
    warmup_steps: int = 250
    # The learning rate falls linearly to this share of itself.
    final_rate: float = 0.05
    # Sentences of health copy (domain.py) an epoch, new ones every time, often as headings.
    copy: int = 0
    copy_rates: Rates = field(default_factory=lambda: Rates(lower=0.05, title=0.25, upper=0.1))


@dataclass(frozen=True, slots=True)
class Settings:
    """The hyperparameters that are not the architecture's (which is in config.cfg)."""

    seed: int = 1
    stages: tuple[Stage, ...] = (
        Stage(epochs=16, learn_rate=0.001, dropout=0.2, rates=Rates(joined=0.0)),
        Stage(epochs=5, learn_rate=0.0004, dropout=0.25, rates=Rates(), copy=700),
    )


def example(sentence: Sentence, nlp: Language) -> Example:
    gold = to_doc(sentence, nlp.vocab)
    return Example(nlp.make_doc(gold.text), gold)


def batches(examples: Sequence[Example], words: int) -> Iterator[list[Example]]:
    batch: list[Example] = []
    size = 0
    for one in examples:
        batch.append(one)
        size += len(one.predicted)
        if size >= words:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def train(
    sentences: Sequence[Sentence],
    dev: Sequence[Sentence],
    settings: Settings,
    config: Path,
    start: Path | None = None,
) -> Language:
    """Train and return the pipeline with the averaged weights of its best epoch.

    `start` is a saved pipeline to go on from, instead of random weights.
    """
    set_current_ops(MatmulOps())
    fix_random_seed(settings.seed)
    rng = random.Random(settings.seed)
    sentences = [split_prefixes(s) for s in sentences]
    if start is None:
        nlp = load_model_from_config(load_config(config), auto_fill=True)
    else:
        nlp = load_model(start)
    plain = {id(s): example(s, nlp) for s in sentences}
    development = [example(s, nlp) for s in dev]
    if start is None:
        nlp.initialize(lambda: list(plain.values()))
    for stage in settings.stages:
        best, best_weights = -1.0, nlp.to_bytes(exclude=["vocab"])
        optimizer = Adam(stage.learn_rate, L2=0.01, grad_clip=1.0, use_averages=True)
        total = stage.epochs * sum(len(e.predicted) for e in plain.values())
        seen = step = 0
        for epoch in range(1, stage.epochs + 1):
            started = time.perf_counter()
            losses: dict[str, float] = {}
            examples = []
            for sentence in join(sentences, stage.rates, rng):
                variant = augment(sentence, stage.rates, rng)
                examples.append(plain.get(id(variant)) or example(variant, nlp))
            examples += [
                example(augment(sentence, stage.copy_rates, rng), nlp)
                for sentence in domain.sentences(stage.copy, rng)
            ]
            rng.shuffle(examples)
            low, high = stage.batch_words
            for batch in batches(examples, int(low + (high - low) * min(1.0, 2 * seen / total))):
                seen += sum(len(e.predicted) for e in batch)
                step += 1
                warm = min(1.0, step / stage.warmup_steps)
                decay = 1 - (1 - stage.final_rate) * min(1.0, seen / total)
                optimizer.learn_rate = stage.learn_rate * warm * decay
                nlp.update(batch, sgd=optimizer, drop=stage.dropout, losses=losses)
            with nlp.use_params(optimizer.averages):
                scores = nlp.evaluate(development)
                quality = scores["tag_acc"] + scores["dep_uas"] + scores["dep_las"]
                if quality > best:
                    best, best_weights = quality, nlp.to_bytes(exclude=["vocab"])
            print(
                f"epoch {epoch:2} {time.perf_counter() - started:4.0f} s  dev ",
                *(f"{n} {100 * scores[n]:.2f}" for n in ("tag_acc", "dep_uas", "dep_las")),
                flush=True,
            )
        nlp.from_bytes(best_weights)
    return nlp
