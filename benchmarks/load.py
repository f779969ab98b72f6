"""Fifty analysts sign in over ten minutes and then search at once, in the whole product; then they go on for a while.

python benchmarks/load.py --people 50 --over 600 --soak 1800
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # the checkout, whose packages the benchmark is made of
    from benchmarks.department.command import main

    sys.exit(main())
