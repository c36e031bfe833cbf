"""How the bundled English pipeline was made: `python -m training.run`. Not part of the package."""

# First of all, because it limits numpy to one thread, which must happen before numpy is imported.
import claimcheck.pipeline  # noqa: F401
