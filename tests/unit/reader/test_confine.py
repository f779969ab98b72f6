"""What a picture could gain by taking the reader over: no key, no file of the workbench's data, no connection."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.ocr.drawn import encoded, photograph
from tests.unit.reader.ground import ROOT, RunningReader
from workbench.store.segments.sealing import KeySealing
from workbench.wire.photographs import Medium

pytestmark = pytest.mark.section("464.10(a)")

ATTACK = """
import ctypes, json, os, socket, sys
key, port = sys.argv[1], int(sys.argv[2])
def tried(what):
    try:
        what()
    except OSError as error:
        return type(error).__name__
    return "done"
def connect(family, kind, where):
    with socket.socket(family, kind) as way:
        way.connect(where)
print(json.dumps({
    "key": tried(lambda: open(key, "rb").read()),
    "folder": tried(lambda: os.listdir(os.path.dirname(key))),
    "write": tried(lambda: open("/tmp/left-by-a-picture", "w")),
    "tcp": tried(lambda: connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", port))),
    "udp": tried(lambda: connect(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", port))),
    "tcp6": tried(lambda: connect(socket.AF_INET6, socket.SOCK_STREAM, ("::1", port))),
    "unix": tried(lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM, sys.argv[3])),
    "netlink": tried(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)),
    "io_uring": ctypes.CDLL(None, use_errno=True).syscall(425, 1, 0),
    "program": tried(lambda: open(os.__file__).read(10)),
}))
"""
INSIDE = """
import subprocess, sys
from workbench.reader import confine
from workbench.reader.__main__ import programs
confine.no_network()
files = confine.only_programs(programs())
done = subprocess.run([sys.executable, "-I", "-c", *sys.argv[1:]], capture_output=True, text=True)
print(files)
print(done.stdout or done.stderr)
"""


def test_inside_it_no_key_opens_and_no_connection_is_made(tmp_path: Path) -> None:
    key = tmp_path / "custodian" / "reads-key"
    key.parent.mkdir()
    KeySealing.from_file(key)
    with socket.socket() as tcp, socket.socket(socket.AF_UNIX) as unix:
        tcp.bind(("127.0.0.1", 0))
        tcp.listen()
        unix.bind(str(tmp_path / "u"))
        unix.listen()
        attack = [ATTACK, str(key), str(tcp.getsockname()[1]), str(tmp_path / "u")]
        plain = json.loads(subprocess.run([sys.executable, "-c", *attack], capture_output=True, check=True).stdout)
        assert (plain["key"], plain["tcp"], plain["unix"], plain["program"]) == ("done",) * 4
        Path("/tmp/left-by-a-picture").unlink()
        inside = subprocess.run(
            [sys.executable, "-c", INSIDE, *attack], cwd=ROOT, capture_output=True, text=True, check=True
        )
    files, told = inside.stdout.split("\n", 1)
    found = json.loads(told)
    assert {found[way] for way in ("tcp", "udp", "tcp6", "unix", "netlink")} == {"PermissionError"}
    assert (found["io_uring"], found["program"]) == (-1, "done")
    if files != "True":
        pytest.skip("this kernel has no Landlock: files are kept from the reader by its OS user alone")
    assert {found[way] for way in ("key", "folder", "write")} == {"PermissionError"}
    assert not Path("/tmp/left-by-a-picture").exists()


def test_the_running_reader_and_its_children_are_confined(reader: RunningReader) -> None:
    car = encoded(photograph("7ABC123"))
    reader.client.look(Medium.PHOTOGRAPH, len(car), [car], "us")
    children = reader.children()
    assert children
    for pid in (reader.process.pid, *children):
        status = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    for pid in children:
        environment = Path(f"/proc/{pid}/environ").read_bytes()
        assert b"TOKEN" not in environment
        assert b"ALPR_CONFIG" not in environment
        limits = Path(f"/proc/{pid}/limits").read_text()
        assert f"{3 << 30}" in limits
    assert os.geteuid() == int(Path(f"/proc/{reader.process.pid}").stat().st_uid)
