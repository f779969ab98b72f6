"""464.10(a): libraries are for anybody, everything else is for the person whose server it is."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from alpr_lab import assets

from tests.unit.lab.maps import KINDS, filled
from tests.waiting import free_ports

TOKEN = "for-this-test"

pytestmark = pytest.mark.skipif(
    not (assets.static_dir() / "manifest.json").is_file(), reason="alpr-lab isn't built in this environment"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Jupyter server that lets nobody in without a session; yields its address."""
    root = tmp_path_factory.mktemp("root")
    (root / "notebooks").mkdir()
    (root / "notebooks/search.ipynb").write_text("{}", "utf-8")
    port = free_ports(1)
    command = [
        *(sys.executable, "-m", "jupyter_server", "--allow-root", "--no-browser", "--ServerApp.base_url=/user/m/"),
        *(f"--ServerApp.root_dir={root}", f"--port={port}", "--port-retries=0", f"--IdentityProvider.token={TOKEN}"),
        *(
            "--ServerApp.allow_unauthenticated_access=False",
            '--ServerApp.jpserver_extensions={"jupyterlab": True, "alpr_lab": True}',
        ),
    ]
    places = {name: str(root) for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    path = f"{Path(assets.__file__).parents[1]}"
    maps = filled(root / "maps")
    (root / "secret.json").write_text("{}", "utf-8")
    surroundings = {"PATH": "/usr/bin:/bin", "PYTHONPATH": path, "ALPR_BASEMAP": str(maps)}
    log = root / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, stderr=out, env=places | surroundings)
    try:
        address = f"http://127.0.0.1:{port}/user/m/"
        transport = httpx.HTTPTransport(retries=8)  # waits longer each time
        with httpx.Client(transport=transport) as client:
            assert client.get(f"{address}api").is_success, log.read_text("utf-8")
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _library(name: str) -> str:
    return f"alpr/static/{assets.version()}/{name}"


def test_a_frame_without_an_origin_reads_a_library(server: str) -> None:
    found = httpx.get(server + _library("leaflet.css"), headers={"Origin": "null", "Sec-Fetch-Mode": "cors"})
    assert found.status_code == 200
    assert found.headers["access-control-allow-origin"] == "*"
    assert found.headers["cross-origin-resource-policy"] == "cross-origin"
    assert found.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in found.headers["cache-control"]


@pytest.mark.parametrize("name", ["%2e%2e/__init__.py", "..%2f__init__.py", "/etc/passwd", "", "none.js"])
def test_nothing_else_is_read_through_the_public_path(server: str, name: str) -> None:
    found = httpx.get(server + f"alpr/static/{assets.version()}/" + name)
    assert found.status_code in {403, 404}


@pytest.mark.parametrize(
    "path",
    [
        "alpr/basemaps",
        "alpr/basemap/beats.geojson",
        "alpr/basemap/county.mbtiles/0/0/0",
        "alpr/shipped?path=notebooks/search.ipynb",
    ],
)
def test_without_a_session_nothing_else_answers(server: str, path: str) -> None:
    assert httpx.get(server + path).status_code in {302, 403}


SIGNED_IN = {"Authorization": f"token {TOKEN}"}


def test_the_basemap_comes_in_ranges(server: str) -> None:
    found = httpx.get(f"{server}alpr/basemap/roads.pmtiles", headers=SIGNED_IN | {"Range": "bytes=0-6"})
    assert found.status_code == 206
    assert found.headers["content-range"].startswith("bytes 0-6/")
    assert found.content == b"PMTiles"


def test_what_lies_in_the_folder_is_listed_and_its_tiles_are_read(server: str) -> None:
    listed = httpx.get(f"{server}alpr/basemaps", headers=SIGNED_IN).json()["basemaps"]
    assert {each["path"]: each["kind"] for each in listed} == KINDS
    tile = httpx.get(f"{server}alpr/basemap/county.mbtiles/1/0/1", headers=SIGNED_IN)
    assert (tile.headers["content-type"], tile.content[:4]) == ("image/png", b"\x89PNG")
    assert httpx.get(f"{server}alpr/basemap/county.mbtiles/1/1/1", headers=SIGNED_IN).status_code == 404
    assert httpx.get(f"{server}alpr/basemap/aerial/1/0/0.png", headers=SIGNED_IN).content[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    "name",
    [
        "notes.txt",
        "../secret.json",
        "%2e%2e%2fsecret.json",
        "..%2f..%2fsecret.mbtiles/0/0/0",
        "missing.mbtiles/0/0/0",
        "county.mbtiles",
        "broken.mbtiles/0/0/0",
        "county.mbtiles/99/0/0",
    ],
)
def test_only_maps_are_read_through_the_basemaps_path(server: str, name: str) -> None:
    assert httpx.get(f"{server}alpr/basemap/{name}", headers=SIGNED_IN).status_code in {403, 404}


def test_the_page_learns_whether_a_notebook_is_ours(server: str) -> None:
    headers = {"Authorization": f"token {TOKEN}"}
    for path, expected in (("notebooks/search.ipynb", True), ("search.ipynb", False), ("notebooks/../log", False)):
        found = httpx.get(f"{server}alpr/shipped", params={"path": path}, headers=headers)
        assert json.loads(found.text) == {"shipped": expected}


@pytest.mark.parametrize("path", ["lab/api/extensions", "lab/api/plugins"])
def test_a_change_of_extensions_is_refused_in_words(server: str, path: str) -> None:
    asked = {"cmd": "disable", "extension_name": "alpr-lab", "plugin_name": "alpr-lab:purpose"}
    refused = httpx.post(server + path, json=asked, headers=SIGNED_IN)
    assert (refused.status_code, "by its operator" in refused.json()["message"]) == (403, True)
    assert httpx.post(server + path, json=asked).status_code == 403
    assert "message" not in httpx.get(server + path, headers=SIGNED_IN).json()  # Lab's own answer
