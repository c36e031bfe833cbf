"""`python -m claimcheck` is the same as `claimcheck`."""

from claimcheck.cli import main

if __name__ == "__main__":
    main()
