"""How many random documents a property of the readers is tried on."""

from __future__ import annotations

import os

from hypothesis import settings

# Set CLAIMCHECK_EXAMPLES=5000 for a long run.
settings.register_profile(
    "readers", max_examples=int(os.environ.get("CLAIMCHECK_EXAMPLES", "200")), deadline=None
)
