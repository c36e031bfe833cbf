"""What a project knows: its evidence register, its approved claims, its bibliography.

Checking never touches the network; only `claimcheck evidence add` and `refresh` do.
"""

from claimcheck.evidence.knowledge import Knowledge
from claimcheck.evidence.library import Library
from claimcheck.evidence.register import Register

__all__ = ["Knowledge", "Library", "Register"]
