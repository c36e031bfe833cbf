"""Findings compared with what people expect: annotated pages, and the examples of the rules."""

from claimcheck.evaluate.annotation import Annotation, Clean, Expected, find_annotations
from claimcheck.evaluate.examples import ExampleResult, ExampleRunner, unmark
from claimcheck.evaluate.pages import FalseAlarm, Miss, Verdict, evaluate
from claimcheck.evaluate.score import Evaluation, Score

__all__ = [
    "Annotation",
    "Clean",
    "Evaluation",
    "ExampleResult",
    "ExampleRunner",
    "Expected",
    "FalseAlarm",
    "Miss",
    "Score",
    "Verdict",
    "evaluate",
    "find_annotations",
    "unmark",
]
