"""One JSON object a line: findings in order, then what could not be checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from claimcheck.finding import Result
from claimcheck.report import View
from claimcheck.report.json_ import failure_data, finding_data
from claimcheck.report.places import found


def render(result: Result, view: View) -> str:
    """Lines of `{"path": ..., "code": ...}` and of `{"failure": ...}`."""
    del view
    return "".join(json.dumps(data, ensure_ascii=False) + "\n" for data in _lines(result))


def _lines(result: Result) -> Iterator[dict[str, Any]]:
    for file, source, finding in found(result):
        yield {"path": file.path, **finding_data(finding, source)}
    for failure in result.all_failures:
        yield {"failure": failure_data(failure)}
