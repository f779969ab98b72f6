"""The log on a file system of its own, which the kernel makes read-only while people search (464.5).

    unshare --mount python -m tests.faults.remounted FOLDER     # as root; tells what it saw as one line of JSON

An ext4 file system whose journal is aborted refuses every write from that moment on, to files that are open too, as
after an error of the disk. Root then stops the custodian, mounts it anew, and starts it again. The mount is seen by
this process and its children alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.custodian import opened
from tests.faults.released import Ledgers
from tests.faults.searchers import Searchers

WHO = ("ana", "ben")
MEBIBYTES = 64


def main(folder: Path) -> None:
    """Searches, the fault, the refusals, the repair, and searches again."""
    image, place, data = folder / "image", folder / "disk", folder / "d"
    with image.open("wb") as file:
        file.truncate(MEBIBYTES * 2**20)
    _do("mkfs.ext4", "-q", image)
    for made in (place, data):
        made.mkdir()
    url = f"sqlite:///{place}/log.sqlite"
    ledgers, told = Ledgers(url, data / "custodian" / "log-keys"), dict[str, object]()
    _mount(image, place)
    with opened(data, log=url) as custodian, Searchers(custodian, WHO) as searchers:
        searchers.until_released(5)
        _do("mount", "-o", "remount,abort", place)
        searchers.until_refused(2 * len(WHO))
        before = len(searchers.released)
        searchers.until_refused(2 * len(WHO))
        told["released meanwhile"] = len(searchers.released) - before
        told["refusal"] = searchers.refusals[-1]
        told["touch"] = _refused_by(place)
        with custodian.away():
            _do("umount", place)
            _mount(image, place)
            ledgers.demand(searchers.released)
        searchers.until_released(5)
        ledgers.demand(searchers.released[ledgers.found :])
        told["answers"] = ledgers.found
    sys.stdout.write(f"{json.dumps(told)}\n")


def _mount(image: Path, place: Path) -> None:
    _do("mount", "-o", "loop,errors=remount-ro", image, place)


def _refused_by(place: Path) -> str:
    """What the file system says to whoever writes."""
    try:
        (place / "new").touch()
    except OSError as error:
        return str(error.strerror)
    return ""


def _do(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=60)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
