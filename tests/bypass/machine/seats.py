"""Servers, kernels and folders for the attempts on the machine; `conftest` takes the fixtures from here."""

from __future__ import annotations

import json
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bypass.machine.by_hand import started_by_hand
from tests.bypass.machine.server import Kernel, Server
from tests.house import House
from tests.waiting import free_ports

UNGATED = """
from alpr_kernel import app
from alpr_kernel.kernel import GovernedKernel
from ipykernel.ipkernel import IPythonKernel

class Ungated(GovernedKernel):
    do_history = IPythonKernel.do_history
    async def _refusal(self):
        return None

config = app.configuration()
config.IPKernelApp.kernel_class = Ungated
app.GovernedKernelApp.launch_instance(config=config)
"""
"""The governed kernel with its gate taken away."""


@pytest.fixture(scope="module")
def open_folder() -> Iterator[Path]:
    """A folder in which everybody may do everything."""
    folder = Path(tempfile.mkdtemp(prefix="open-", dir="/tmp"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def free_port() -> int:
    """A port on loopback that nobody listens at."""
    return free_ports(1)


@pytest.fixture(scope="package")
def of_ana(house: House) -> Server:
    """Ana's own server, through the Hub's proxy, with the token that her kernels hold."""
    return Server(f"{house.url}/user/ana", house.token("ana"))


@pytest.fixture(scope="package")
def of_adam(house: House) -> Server:
    """Adam's own server, with his token."""
    return Server(f"{house.url}/user/adam", house.token("adam"))


@pytest.fixture(scope="package")
def unguarded(house: House) -> Iterator[Server]:
    """Ana's server with the workbench's own guards replaced by Jupyter's stock ones, started by hand."""
    server = Server(f"http://127.0.0.1:{free_ports(1)}", secrets.token_hex(16))
    options = ["jupyter_server", *_stock(server.base.rpartition(":")[2])]

    def added(folder: Path) -> dict[str, str]:
        return {"JUPYTER_TOKEN": server.token, "JUPYTER_PATH": str(_ungated(house, folder))}

    with started_by_hand(house, "ana", options, added, lambda: server.request("GET", "/api/status")):
        yield server


def _stock(port: str) -> list[str]:
    return [
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.open_browser=False",
        "--ServerApp.kernel_spec_manager_class=jupyter_client.kernelspec.KernelSpecManager",
        "--ServerApp.kernel_manager_class=jupyter_server.services.kernels.kernelmanager.AsyncMappingKernelManager",
        "--ServerApp.authorizer_class=jupyter_server.auth.authorizer.AllowAllAuthorizer",
        "--ServerApp.contents_manager_class=jupyter_server.services.contents.largefilemanager.AsyncLargeFileManager",
        "--ContentsManager.pre_save_hook=None",
        "--ServerApp.terminals_enabled=True",
        "--ServerApp.jpserver_extensions={'jupyter_server_terminals': True}",
    ]


def _ungated(house: House, folder: Path) -> Path:
    spec = folder / "kernels" / "ungated"
    spec.mkdir(parents=True)
    argv = [str(house.python), "-I", "-c", UNGATED, "-f", "{connection_file}"]
    (spec / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "ungated", "language": "python"}))
    for path in (folder / "kernels", spec, spec / "kernel.json"):
        path.chmod(0o755)
    return folder


@pytest.fixture(scope="package")
def gated_kernel(of_ana: Server) -> Iterator[Kernel]:
    """A governed kernel of Ana's own server, in which no purpose is declared."""
    with of_ana.kernel("python3") as kernel:
        yield kernel


@pytest.fixture(scope="package")
def ungated_kernel(unguarded: Server) -> Iterator[Kernel]:
    """The same kernel without its gate."""
    with unguarded.kernel("ungated") as kernel:
        yield kernel
