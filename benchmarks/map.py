"""Measure the map of reads against folium's own ways on the same reads, in Debian's Chromium, in the same run.

python benchmarks/map.py --reads 100000 --markdown
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # the checkout, whose packages the benchmark is made of
    from benchmarks.map_drawing.command import main

    sys.exit(main())
