"""Where the rules are."""

from __future__ import annotations

from pathlib import Path


def rules_folder() -> Path:
    """Where the rules lie: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    beside = package.parent / "rules"
    # The checkout wins: an editable install may hold an old copy.
    if (beside / "authorities.yaml").is_file():
        return beside
    return package / "_rules"
