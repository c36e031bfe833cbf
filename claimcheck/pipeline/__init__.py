"""The language side: the only code that imports spaCy."""

import os

# One thread for matrix products: the matrices of a sentence are too small to share out, and idle
# helper threads that spin cost more than they bring (measured: 90 times slower on a busy machine).
# Has an effect only before numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
