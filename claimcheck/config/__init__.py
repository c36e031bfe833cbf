"""What a run is checked with, and where that was said."""

from claimcheck.config.settings import (
    FAIL_ON,
    PRODUCTS,
    SEVERITIES,
    Override,
    Settings,
)

__all__ = ["FAIL_ON", "PRODUCTS", "SEVERITIES", "Override", "Settings"]
