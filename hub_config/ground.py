"""Where a person's server stands: home, tree and sockets; what is not the person's is root's (464.10(a))."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hub_config.folders import Owner, own, own_anew


@dataclass(frozen=True, slots=True)
class Ground:
    """Folders of one person's server."""

    home: Path
    tree: Path
    """What the file browser shows: installed notebooks and home, in a folder that can't be changed."""
    runtime: Path
    """Kernel sockets; its path is short because a socket's can have 107 bytes."""

    @property
    def own_state(self) -> Path:
        """What Jupyter keeps of the person's: settings, workspaces, data."""
        return self.home / ".workbench"

    @property
    def temporary(self) -> Path:
        """The person's own folder for temporary files."""
        return self.home / ".tmp"


def prepare(ground: Ground, notebooks: Path, person: Owner, hub: Owner) -> None:
    """Make the folders; without isolation the person's owner is the Hub's own."""
    own(ground.home, person, 0o700)
    # The system's folder for temporary files is everybody's: notebooks' checkpoints would lie there.
    own(ground.temporary, person, 0o700)
    own_anew(ground.runtime, person, 0o700)  # sockets: a user made anew has another number than the one before
    own(ground.tree, hub, 0o755)
    _link(ground.tree / "notebooks", notebooks)
    _link(ground.tree / "home", ground.home)


def _link(link: Path, target: Path) -> None:
    if link.is_symlink() and link.readlink() == target:
        return
    link.unlink(missing_ok=True)
    link.symlink_to(target)
