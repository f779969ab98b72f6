"""Measure the plate search against DuckDB, polars, PostgreSQL and SQLite on the same reads in the same run.

python benchmarks/search.py --rows 10000000 --markdown
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # the checkout, whose packages the benchmark is made of
    from benchmarks.plate_search.command import main

    sys.exit(main())
