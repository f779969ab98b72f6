"""What it tries: switch off the extension that asks for the purpose, by one's own settings and through Lab's manager.

What stops it: the extension only asks; the kernel runs nothing before the custodian knows a purpose (464.5(4)).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bypass.machine.server import Kernel, Server, execute
from tests.house import House

DISABLE = """
import json, os, pathlib
settings = pathlib.Path(os.environ["JUPYTERLAB_SETTINGS_DIR"])
for folder in (settings, pathlib.Path(os.environ["HOME"], ".jupyter", "labconfig")):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page_config.json").write_text(json.dumps({"disabledExtensions": {"alpr-lab": True}}))
"""
RESTORE = """
import os, pathlib, shutil
pathlib.Path(os.environ["JUPYTERLAB_SETTINGS_DIR"], "page_config.json").unlink()
shutil.rmtree(pathlib.Path(os.environ["HOME"], ".jupyter"))
"""
EXTENSIONS = "/lab/api/extensions"


@pytest.fixture(autouse=True)
def disabled(house: House) -> Iterator[None]:
    """Ana's own settings say that the extension is off."""
    done = house.run_as("ana", DISABLE)
    assert done.returncode == 0, done.stderr
    yield
    assert house.run_as("ana", RESTORE).returncode == 0


def _attack(kernel: Kernel, marker: Path) -> str:
    (reply,) = kernel.ask(execute(f"open({str(marker)!r}, 'w').close()"))
    return str(reply.get("ename", reply["status"]))


def test_blocked(gated_kernel: Kernel, open_folder: Path) -> None:
    """The kernel asks for itself."""
    assert _attack(gated_kernel, open_folder / "without-extension") == "PurposeRequired"
    assert not (open_folder / "without-extension").exists()


def test_blocked_in_labs_manager(of_ana: Server) -> None:
    """Nothing is changed there."""
    asked = {"cmd": "disable", "extension_name": "alpr-lab"}
    assert of_ana.request("POST", EXTENSIONS, asked).is_error


def test_control(ungated_kernel: Kernel, open_folder: Path) -> None:
    """A kernel that left the question to the extension runs what it is given."""
    assert _attack(ungated_kernel, open_folder / "without-extension") == "ok"
    assert (open_folder / "without-extension").exists()
