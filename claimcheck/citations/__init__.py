"""Citations: every pointer to a source in a document, resolved, and what each one supports.

Works on the text and structure of a document alone; no language model is involved.
"""

from claimcheck.citations.find import find_citations
from claimcheck.citations.reach import supporting
from claimcheck.citations.sources import Sources, load_sources

__all__ = ["Sources", "find_citations", "load_sources", "supporting"]
