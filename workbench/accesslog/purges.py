"""Which purges were begun (464.9), kept beside the log's keys so that a restored backup can be purged again.

One line of JSON each, appended and flushed before a purge takes anything. It names reads only by their identifiers.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from workbench.accesslog.atomic import flush_folder, write_whole
from workbench.policy.caller import Realm

PURGED = "purged"
"""The file's name, in a folder of keys."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A purge: its record in the log, the store, the moment (UTC) before which reads went, and those that were held.

    ``void`` once it is known that it took nothing.
    """

    record: int
    realm: Realm
    before: datetime
    held: frozenset[str] = frozenset()
    void: bool = False

    def line(self) -> str:
        """As it stands in the file."""
        told = {"record": self.record, "realm": self.realm.value, "before": self.before.isoformat()}
        return json.dumps(told | {"held": sorted(self.held), "void": self.void}, separators=(",", ":"))


def add(places: Iterable[Path], begun: Begun) -> None:
    """Write it down in each folder; on disk when this returns."""
    for place in places:
        with (place / PURGED).open("a") as file:
            file.write(f"{begun.line()}\n")
            file.flush()
            os.fsync(file.fileno())
        flush_folder(place)


def kept(places: Iterable[Path]) -> list[Begun]:
    """What stands in any of these folders, by record; void where that was said in any."""
    found: dict[int, Begun] = {}
    for place in places:
        for begun in _read(place / PURGED):
            same = found.get(begun.record)
            found[begun.record] = begun if same is None else replace(same, void=same.void or begun.void)
    return [found[record] for record in sorted(found)]


def join(places: Sequence[Path]) -> None:
    """Have what any of these folders holds in each of them."""
    text = "".join(f"{begun.line()}\n" for begun in kept(places)).encode()
    for place in places:
        path = place / PURGED
        if (path.read_bytes() if path.exists() else b"") != text:
            write_whole(path, text, mode=0o600)


def since(begun: Iterable[Begun], known: Collection[int]) -> list[Begun]:
    """Those that took something, as far as anybody knows, and are not among these records."""
    return [one for one in begun if not one.void and one.record not in known]


def _read(path: Path) -> Iterable[Begun]:
    try:
        whole = path.read_text().split("\n")[:-1]  # what follows the last line end was cut off by a stop
    except FileNotFoundError:
        return
    for line in filter(None, whole):
        told = json.loads(line)
        before, held = datetime.fromisoformat(told["before"]), frozenset(told["held"])
        yield Begun(told["record"], Realm(told["realm"]), before, held, told["void"])
