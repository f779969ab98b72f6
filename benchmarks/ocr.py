"""Measure what each engine at hand reads in photographs with known plates.

python benchmarks/ocr.py FOLDER --json
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # the checkout, whose packages the benchmark is made of
    from benchmarks.plate_reading.command import main

    sys.exit(main())
