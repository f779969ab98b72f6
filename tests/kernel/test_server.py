"""A real notebook server: one kernel, no downloads, no terminals, and notebooks saved without reads."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import nbformat
import pytest
from alpr_kernel.server import settings
from alpr_kernel.specs import GovernedKernelSpecManager
from jupyter_client.kernelspec import NoSuchKernel

from tests.custodian import Custodian
from tests.kernel.seat import surroundings
from workbench.wire.log import RECORD_MEDIA_TYPE

EVIL = {"argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], "language": "python"}


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A person's home in which kernels were planted wherever Jupyter looks for them."""
    with tempfile.TemporaryDirectory(prefix="h") as folder:
        for place in (".local/share/jupyter/kernels/evil", ".ipython/kernels/evil2", "jp/kernels/evil3"):
            planted = Path(folder, place)
            planted.mkdir(parents=True)
            (planted / "kernel.json").write_text(json.dumps({**EVIL, "display_name": "evil"}))
        startup = Path(folder, ".ipython/profile_default/startup")
        startup.mkdir(parents=True)
        (startup / "00.py").write_text(f"open({str(Path(folder, 'startup-ran'))!r}, 'w')")
        yield Path(folder)


@pytest.fixture(scope="module")
def server(custodian: Custodian, home: Path) -> Iterator[httpx.Client]:
    """A server as the Hub would start it, with the product's own settings."""
    (home / "etc").mkdir()
    (home / "etc" / "jupyter_server_config.json").write_text(json.dumps(settings()))
    (home / "work").mkdir()
    (home / "work" / "plates.csv").write_text("plate\n")
    environment = {
        **surroundings(custodian, {"HOME": str(home), "JUPYTER_PATH": str(home / "jp")}),
        "JUPYTER_CONFIG_PATH": str(home / "etc"),
        "JUPYTER_RUNTIME_DIR": str(home / "r"),
    }
    command = [sys.executable, "-I", "-m", "jupyter_server", "--no-browser", "--ServerApp.port=0"]
    options = ["--allow-root", "--IdentityProvider.token=t", f"--ServerApp.root_dir={home / 'work'}"]
    process = subprocess.Popen([*command, *options], env=environment, cwd=home, stderr=subprocess.PIPE, text=True)
    try:
        with httpx.Client(base_url=listening(process), headers={"Authorization": "token t"}, timeout=60) as client:
            yield client
    finally:
        process.terminate()
        process.wait(timeout=30)  # refused kernels must not keep a server from stopping


def listening(process: subprocess.Popen[str]) -> str:
    """The address that the server says it listens on; whatever it says later is read and dropped."""
    assert process.stderr is not None
    said: list[str] = []
    for line in process.stderr:
        said.append(line)
        if "http://127.0.0.1:" in line:
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return "http://127.0.0.1:" + line.partition("http://127.0.0.1:")[2].partition("/")[0]
    raise AssertionError("".join(said))


@pytest.mark.section("464.5")
@pytest.mark.parametrize("name", ["evil", "evil2", "evil3", "alpr", "Python3", "../python3", "ir"])
def test_no_other_kernel_starts(server: httpx.Client, name: str) -> None:
    session = {"name": "n", "path": "n", "type": "notebook", "kernel": {"name": name}}
    answer = server.post("/api/kernels", json={"name": name})
    assert answer.status_code == 403
    assert "one kernel here" in answer.json()["message"]
    assert server.post("/api/sessions", json=session).status_code == 501  # which lets the front end offer ours
    assert server.get("/api/kernels").json() == []


@pytest.mark.section("464.5")
def test_no_name_means_the_governed_kernel(server: httpx.Client) -> None:
    started = server.post("/api/kernels", json={"name": ""}).json()
    assert started["name"] == "python3"
    server.delete(f"/api/kernels/{started['id']}")


@pytest.mark.section("464.5")
@pytest.mark.parametrize("name", ["evil", "evil2", "evil3", "alpr", "Python3", "../python3"])
def test_the_specifications_refuse_other_names_by_themselves(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("JUPYTER_PATH", str(home / "jp"))
    known = GovernedKernelSpecManager()
    with pytest.raises(NoSuchKernel):
        known.get_kernel_spec(name)
    assert list(known.get_all_specs()) == ["python3"]
    with pytest.raises(PermissionError):
        known.install_kernel_spec(str(home / "jp" / "kernels" / "evil3"), user=True)
    with pytest.raises(PermissionError):
        known.remove_kernel_spec("python3")


@pytest.mark.section("464.5")
def test_one_kernel_is_listed(server: httpx.Client) -> None:
    listed = server.get("/api/kernelspecs").json()
    assert listed["default"] == "python3"
    assert list(listed["kernelspecs"]) == ["python3"]
    spec = listed["kernelspecs"]["python3"]["spec"]
    assert spec["display_name"] == "ALPR analyst (governed)"
    assert spec["argv"] == [sys.executable, "-I", "-m", "alpr_kernel", "-f", "{connection_file}"]
    assert [file.name for file in Path(spec["env"]["IPYTHONDIR"]).iterdir()] == [".gitkeep"]


@pytest.mark.section("464.5")
def test_the_kernel_speaks_over_local_sockets_and_runs_nothing_of_the_persons_own(
    server: httpx.Client, home: Path
) -> None:
    kernel = server.post("/api/kernels", json={"name": "python3", "env": {"IPYTHONDIR": str(home / ".ipython")}})
    assert kernel.status_code == 201
    kernel_id = kernel.json()["id"]
    try:
        connection = json.loads((home / "r" / f"kernel-{kernel_id}.json").read_text())
        assert connection["transport"] == "ipc"
        assert (home / "r" / f"kernel-{kernel_id}.json").stat().st_mode & 0o077 == 0
        server.post(f"/api/kernels/{kernel_id}/restart")
        assert not (home / "startup-ran").exists()
    finally:  # this one is left running, for the server to stop
        assert server.get(f"/api/kernels/{kernel_id}").status_code == 200


@pytest.mark.section("464.9")
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/files/plates.csv"),
        ("HEAD", "/files/plates.csv"),
        ("GET", "/files/plates.csv?download=1"),
        ("GET", "/view/plates.csv"),
        ("GET", "/nbconvert/html/n.ipynb"),
        ("POST", "/nbconvert/html"),
        ("GET", "/api/terminals"),
        ("POST", "/api/terminals"),
    ],
)
def test_what_the_server_does_not_offer(server: httpx.Client, method: str, path: str) -> None:
    assert server.request(method, path).status_code in (403, 404)


@pytest.mark.section("464.9")
def test_ones_own_folder_stays_open(server: httpx.Client) -> None:
    assert server.get("/api/contents/plates.csv").status_code == 200
    assert server.get("/api/nbconvert").status_code == 200
    assert server.get("/api/me").status_code == 200


def full_of_reads() -> Any:
    """A notebook whose outputs and widgets show a plate."""
    cell = nbformat.v4.new_code_cell("client.search('7AB*')", execution_count=3)
    shown = {"text/html": "<td>7ABC123</td>", RECORD_MEDIA_TYPE: {"records": [12, 13]}}
    cell.outputs = [
        nbformat.v4.new_output("display_data", data=shown),
        nbformat.v4.new_output("stream", name="stdout", text="7ABC123"),
    ]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("Looking for it."), cell])
    made.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {"value": "7ABC123"}}}
    return made


@pytest.mark.section("464.10")
@pytest.mark.parametrize("as_text", [False, True])
def test_a_saved_notebook_names_its_records_and_holds_no_reads(server: httpx.Client, home: Path, as_text: bool) -> None:
    text = {"type": "file", "format": "text", "content": nbformat.writes(full_of_reads())}
    model = text if as_text else {"type": "notebook", "format": "json", "content": full_of_reads()}
    saved = server.put("/api/contents/n.ipynb", json=model)
    assert saved.status_code in (200, 201)
    on_disk = (home / "work" / "n.ipynb").read_text()
    assert "7ABC123" not in on_disk
    assert "record 12, 13" in on_disk
    assert "client.search('7AB*')" in on_disk
    again = server.get("/api/contents/n.ipynb").json()["content"]
    server.put("/api/contents/n.ipynb", json={"type": "notebook", "format": "json", "content": again})
    assert "record 12, 13" in (home / "work" / "n.ipynb").read_text()


@pytest.mark.section("464.10")
@pytest.mark.parametrize(
    "model",
    [
        {"type": "file", "format": "text", "content": '{"cells": [{"outputs": "7ABC123"'},
        {"type": "file", "format": "text", "content": '["7ABC123"]'},
        {"type": "file", "format": "text", "content": "7ABC123", "chunk": 1},
        {"type": "notebook", "format": "json", "content": {"cells": [{"outputs": [["7ABC123"]]}]}},
        {"type": "notebook", "format": "json", "content": {"cells": "7ABC123"}},
    ],
)
def test_what_can_not_be_stripped_is_not_saved(server: httpx.Client, home: Path, model: Any) -> None:
    answer = server.put("/api/contents/bad.ipynb", json=model)
    assert answer.status_code == 400
    assert "Not saved" in answer.text
    assert not (home / "work" / "bad.ipynb").exists()


@pytest.mark.section("464.10")
@pytest.mark.parametrize("chunk", [1, 2, 0, -1])
def test_a_notebook_in_pieces_is_not_saved(server: httpx.Client, home: Path, chunk: int) -> None:
    piece = {"type": "file", "format": "text", "content": nbformat.writes(full_of_reads()), "chunk": chunk}
    answer = server.put("/api/contents/pieces.IPYNB", json=piece)
    assert answer.status_code == 400
    assert "Clear them" in answer.text
    assert not (home / "work" / "pieces.IPYNB").exists()


@pytest.mark.section("464.10")
def test_what_is_no_notebook_becomes_none_by_its_name(server: httpx.Client, home: Path) -> None:
    text = nbformat.writes(full_of_reads())
    for chunk in (1, -1):
        half = text[: len(text) // 2] if chunk == 1 else text[len(text) // 2 :]
        piece = {"type": "file", "format": "text", "content": half, "chunk": chunk}
        assert server.put("/api/contents/pieces.txt", json=piece).is_success
    assert (home / "work" / "pieces.txt").read_text() == text
    answer = server.patch("/api/contents/pieces.txt", json={"path": "pieces.ipynb"})
    assert answer.status_code == 400
    assert not (home / "work" / "pieces.ipynb").exists()
    assert server.patch("/api/contents/pieces.txt", json={"path": "other.txt"}).is_success


@pytest.mark.section("464.10")
def test_a_copy_of_a_file_is_no_way_to_a_notebook_with_reads(server: httpx.Client, home: Path) -> None:
    (home / "work" / "full.ipynb").write_text(nbformat.writes(full_of_reads()))
    copied = server.post("/api/contents/", json={"copy_from": "full.ipynb"})
    assert copied.is_success
    assert "7ABC123" not in (home / "work" / copied.json()["path"]).read_text()


@pytest.mark.section("464.10")
def test_other_files_are_saved_as_they_are(server: httpx.Client, home: Path) -> None:
    server.put("/api/contents/note.txt", json={"type": "file", "format": "text", "content": "as it is"})
    assert (home / "work" / "note.txt").read_text() == "as it is"
