"""Measure how soon after a batch was handed in its hit is told, by following and by asking again and again.

python benchmarks/hits.py --entries 10000 300000
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # the checkout, whose packages the benchmark is made of
    from benchmarks.hit_news.command import main

    sys.exit(main())
