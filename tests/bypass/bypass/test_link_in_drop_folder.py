"""What it tries: a supplier puts a link into the drop folder, to have a file of the custodian's own taken in as reads.

What stops it: links are never followed; the link is rejected, and its reason tells nothing of the file (464.10(a)).
"""

from __future__ import annotations

import os
import pwd
import secrets
from pathlib import Path

from tests.bypass.attack import Control, Ground
from tests.waiting import until

HELD = "time,plate,camera,latitude,longitude\n2026-01-02T00:00:00Z,7HELD42,EC-04,32.792,-115.5631\n"


def _attack(ground: Ground) -> tuple[str, str]:
    """Where the link ends, and the words beside it; root's hand stands for the supplier's."""
    name = f"car-{secrets.token_hex(4)}.csv"
    inbox, held = ground.data / "drop" / "state", ground.data / "custodian" / f"held-{name}"
    held.touch(0o600)
    held.write_text(HELD)
    os.chown(held, pwd.getpwnam("alpr-custodian").pw_uid, 0)
    (inbox / f"{name}.toml").write_text('provenance = "public_road"\n')
    (inbox / name).symlink_to(held)
    (inbox / f"{name}.done").touch()
    told = [inbox / "rejected" / f"{name}.reason.txt", inbox / "done" / f"{name}.receipt.json"]
    try:
        until(lambda: any(map(Path.exists, told)))
    finally:
        held.unlink()
    found = next(filter(Path.exists, told))
    return found.parent.name, found.read_text()


def test_blocked(strong: Ground) -> None:
    """Rejected; neither a read nor a word of the file comes out."""
    before = strong.size()
    folder, words = _attack(strong)
    assert folder == "rejected"
    assert "7HELD42" not in words
    assert not [record for record in strong.records(user="drop:state", kind="result") if record.index >= before]


def test_control(weak: Control) -> None:
    """When links are followed, the file that only the custodian may read is a batch of the supplier's."""
    assert _attack(weak)[0] == "rejected"
    with weak.taken("links"):
        folder, words = _attack(weak)
    assert folder == "done"
    assert '"accepted": 1' in words
