"""What a run is checked with, and where that was said."""

from claimcheck.config.load import Configuration, load
from claimcheck.config.settings import Override, Settings

__all__ = ["Configuration", "Override", "Settings", "load"]
