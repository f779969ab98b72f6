"""Exit 0 when users other than this one can execute this interpreter and read its library, else 1."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path


def open_to_all(path: Path) -> bool:
    """Whether every folder on the way can be entered by anybody."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.parents))


if __name__ == "__main__":
    places = {Path(sys.executable).resolve(), Path(os.__file__).resolve().parent, Path(sys.base_prefix).resolve()}
    sys.exit(0 if all(open_to_all(place) for place in places) else 1)
