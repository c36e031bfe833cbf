"""How the bundled English pipeline was made: `python -m training.run`. Not part of the package."""
