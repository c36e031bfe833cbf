"""claimcheck: a content-accuracy linter for health copy."""

__version__ = "0.1.0"
