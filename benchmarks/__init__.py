"""How quick claimcheck is, beside its peers and its own past: `python -m benchmarks`."""
