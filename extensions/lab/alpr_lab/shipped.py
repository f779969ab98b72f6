"""Which notebooks come with the workbench: only these run by themselves (464.5(4)).

A notebook that somebody else handed over must never start on the strength of a purpose that was declared for
something else; so its place decides, and whether the person could have changed it.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

FOLDER = "notebooks"
"""The folder of the file browser's root through which they are reached."""


def is_shipped(root: Path, path: str, *, isolated: bool) -> bool:
    """Whether ``path`` (as the file browser names it) is a notebook of the installed tree.

    Where people are isolated from one another, nothing between the file and the root of the disk may be
    theirs to change. Where they are not, nothing is beyond their reach, and the place alone decides.
    """
    tree = root / FOLDER
    try:
        real = (root / path.lstrip("/")).resolve(strict=True)
        inside = real.is_relative_to(tree.resolve(strict=True))
    except (OSError, ValueError, RuntimeError):
        return False
    if not inside or real.suffix != ".ipynb" or not real.is_file():
        return False
    return not isolated or not any(_changeable(each) for each in (real, *real.parents, tree.parent))


def _changeable(path: Path) -> bool:
    """Whether this process may change a file, or put another in the place of what a folder holds.

    A sticky folder, such as the one for temporary files, lets everybody add and only owners replace.
    """
    status = path.stat()
    kept = stat.S_ISDIR(status.st_mode) and status.st_mode & stat.S_ISVTX
    return status.st_uid == os.geteuid() or (os.access(path, os.W_OK) and not kept)
