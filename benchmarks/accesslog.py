"""Measure the access log against raw flushes in the same run: appends, whole queries, a log of a million leaves.

python benchmarks/accesslog.py --markdown
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # the checkout, whose packages the benchmark is made of
    from benchmarks.access_log.command import main

    sys.exit(main())
