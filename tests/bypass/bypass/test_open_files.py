"""What it tries: to open the reads, the access log and the registers as the analyst's own OS user.

What stops it: they belong to the custodian's OS user, in a folder that nobody else may enter (464.10(a)).
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.bypass.machine.ground import refused, told
from tests.house import House

ATTEMPT = "open the store's files, the access log and the registers without the custodian"

OPEN = """
import json, sys
answers = {}
for path in sys.argv[1:]:
    try:
        with open(path, "rb") as file:
            answers[path] = file.read(6).decode("latin-1")
    except OSError as error:
        answers[path] = type(error).__name__
print(json.dumps(answers))
"""


def _files(folder: Path) -> list[str]:
    found = [path for path in folder.rglob("*") if path.is_file() and "spool" not in path.parts]
    assert any(path.suffix == ".reads" for path in found)
    assert {"log.sqlite", "registers.sqlite", "reads-key"} <= {path.name for path in found}
    return [str(path) for path in found]


def test_blocked_no_file_of_the_custodian_or_the_hub_opens(house: House) -> None:
    hub = [str(path) for path in (house.data / "hub").iterdir() if path.is_file()]
    assert refused(told(house, "ana", OPEN, *_files(house.data / "custodian"), *hub))


def test_control_a_copy_that_everybody_may_read_is_read(house: House, open_folder: Path) -> None:
    copy = open_folder / "custodian"
    shutil.copytree(house.data / "custodian", copy, ignore=shutil.ignore_patterns("spool", "*-shm", "*.lock"))
    for path in (copy, *copy.rglob("*")):
        path.chmod(0o755)
    answers = told(house, "ana", OPEN, *_files(copy))
    assert "PermissionError" not in answers.values()
    assert {answers[path][:4] for path in answers if path.endswith(".reads")} == {"ALPR"}
    assert answers[str(copy / "log.sqlite")] == "SQLite"
