"""Training of the tagger and the parser; the best epoch on the development split is kept."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.training import Example
from spacy.util import load_config, load_model_from_config
from thinc.api import Adam, fix_random_seed, set_current_ops

import claimcheck.pipeline.language  # noqa: F401  (registers what config.cfg names)
from claimcheck.pipeline.ops import MatmulOps
from training import domain
from training.augment import Rates, augment, join
from training.convert import Sentence, split_prefixes, to_doc


@dataclass(frozen=True, slots=True)
class Settings:
    """The hyperparameters that are not the architecture's (which is in config.cfg)."""

    epochs: int = 12
    seed: int = 1
    dropout: float = 0.25
    learn_rate: float = 0.001
    warmup_steps: int = 250
    final_rate: float = 0.05
    batch_words: tuple[int, int] = (400, 1800)
    evaluate_from: float = 0.6
    rates: Rates = field(default_factory=Rates)
    # Sentences of health copy (domain.py) per epoch, new ones every time, often as headings.
    copy: int = 400
    copy_rates: Rates = field(default_factory=lambda: Rates(title=0.25, upper=0.1, lower=0.05))
    overrides: dict[str, Any] = field(default_factory=dict)


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
    sentences: Sequence[Sentence], dev: Sequence[Sentence], settings: Settings, config: Path
) -> Language:
    """Train and return the pipeline with the averaged weights of its best epoch."""
    set_current_ops(MatmulOps())
    fix_random_seed(settings.seed)
    rng = random.Random(settings.seed)
    sentences = [split_prefixes(s) for s in sentences]
    nlp = load_model_from_config(load_config(config, overrides=settings.overrides), auto_fill=True)
    plain = {id(s): example(s, nlp) for s in sentences}
    nlp.initialize(lambda: list(plain.values()))
    optimizer = Adam(settings.learn_rate, L2=0.01, grad_clip=1.0, use_averages=True)
    total = settings.epochs * sum(len(e.predicted) for e in plain.values())
    seen = step = 0
    best, best_weights = -1.0, nlp.to_bytes(exclude=["vocab"])
    for epoch in range(1, settings.epochs + 1):
        started = time.perf_counter()
        losses: dict[str, float] = {}
        now = []
        for sentence in join(sentences, settings.rates, rng):
            variant = augment(sentence, settings.rates, rng)
            now.append(plain.get(id(variant)) or example(variant, nlp))
        now += [
            example(augment(sentence, settings.copy_rates, rng), nlp)
            for sentence in domain.sentences(settings.copy, rng)
        ]
        rng.shuffle(now)
        low, high = settings.batch_words
        for batch in batches(now, int(low + (high - low) * min(1.0, 2 * seen / total))):
            seen += sum(len(e.predicted) for e in batch)
            step += 1
            warm = min(1.0, step / settings.warmup_steps)
            decay = 1 - (1 - settings.final_rate) * seen / total
            optimizer.learn_rate = settings.learn_rate * warm * decay
            nlp.update(batch, sgd=optimizer, drop=settings.dropout, losses=losses)
        took = time.perf_counter() - started
        line = f"epoch {epoch:2} {took:4.0f} s  " + "  ".join(
            f"{name} {loss:.0f}" for name, loss in losses.items() if loss
        )
        if epoch >= settings.evaluate_from * settings.epochs or epoch % 5 == 0:
            with nlp.use_params(optimizer.averages):
                scores = nlp.evaluate([example(s, nlp) for s in dev])
                quality = (scores["tag_acc"] + scores["dep_uas"] + scores["dep_las"]) / 3
                if quality > best:
                    best, best_weights = quality, nlp.to_bytes(exclude=["vocab"])
            line += "  dev " + " ".join(
                f"{name} {100 * scores[name]:.2f}" for name in ("tag_acc", "dep_uas", "dep_las")
            )
        print(line, flush=True)
    return nlp.from_bytes(best_weights)
