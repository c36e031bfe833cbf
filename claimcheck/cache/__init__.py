"""Answers that are known already: results by content, and rules that are read already.

One SQLite file in `.claimcheck_cache/` beside the configuration. What can change an answer is part
of its key, so nothing here is ever out of date; it can only be unused. The file holds text and
JSON, nothing that could run; losing it costs time and nothing else.
"""

from claimcheck.cache.memory import Memory
from claimcheck.cache.results import Results, answered
from claimcheck.cache.store import FOLDER, Store

__all__ = ["FOLDER", "Memory", "Results", "Store", "answered"]
