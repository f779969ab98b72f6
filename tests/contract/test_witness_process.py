"""The witness as a process of its own (464.5): what it answered it still knows after a kill; TLS where asked."""

from __future__ import annotations

import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.contract.test_custodian_tls import certificate
from tests.unit.accesslog.logs import LOG, checkpoint_of, leaves, tree
from workbench.accesslog.add_checkpoint import AddCheckpoint
from workbench.accesslog.cosignature import cosigned_at
from workbench.accesslog.merkle import consistency
from workbench.accesslog.note import Note, signatures
from workbench.accesslog.notekeys import VerifierKey

pytestmark = pytest.mark.section("464.5")
ROOT = Path(__file__).parents[2]
RECORDS = leaves(40)
WORKBENCH = [sys.executable, "-c", "from workbench.cli import main; main()", "witness"]


@pytest.fixture
def key(tmp_path: Path) -> VerifierKey:
    """A new witness's key; the private one is in a file of that name."""
    made = subprocess.run(
        [*WORKBENCH, "key", "witness.example.org/w1", tmp_path / "key"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return VerifierKey.parse(made.stdout.strip())


@contextmanager
def running(folder: Path, *more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A witness and its address; killed in the end, never asked to stop."""
    words = ["--key", "key", "--state", "state", "--log", str(LOG.public()), "--listen", "127.0.0.1:0", *more]
    with (folder / "log").open("a") as log:
        process = subprocess.Popen(
            [*WORKBENCH, "run", *words],
            cwd=folder,
            env={"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    assert process.stdout
    try:
        said = process.stdout.readline().split()
        assert said, (folder / "log").read_text()
        yield process, said[-1] + "add-checkpoint"
    finally:
        process.kill()
        process.communicate()


def request(old: int, new: int) -> bytes:
    _, nodes = tree(RECORDS[:new])
    proof = consistency(nodes.__getitem__, min(old, new), new)
    return AddCheckpoint(old, tuple(proof), checkpoint_of(RECORDS[:new]).signed(LOG)).encode()


def test_what_it_answered_it_knows_after_every_kill(tmp_path: Path, key: VerifierKey) -> None:
    for old, new in ((0, 5), (5, 17), (17, 40)):
        with running(tmp_path) as (_, address), httpx.Client(trust_env=False) as http:
            answer = http.post(address, content=request(old, new))
            assert answer.status_code == 200
            note = Note(checkpoint_of(RECORDS[:new]).text, signatures(answer.text))
            assert cosigned_at(note, key) is not None
    with running(tmp_path) as (_, address), httpx.Client(trust_env=False) as http:
        for old, new in ((0, 5), (0, 40), (17, 30)):
            refused = http.post(address, content=request(old, new))
            assert (refused.status_code, refused.text) == (409, "40\n")
    shown = subprocess.run(
        [*WORKBENCH, "seen", "--state", tmp_path / "state"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert Note.parse(shown.stdout[:-1].encode()).text == checkpoint_of(RECORDS).text


def test_it_speaks_tls_where_it_has_a_certificate(tmp_path: Path, key: VerifierKey) -> None:
    certificate(tmp_path, "witness", certificate(tmp_path, "authority"))
    trusted = ssl.create_default_context(cafile=tmp_path / "authority.pem")
    with running(tmp_path, "--certificate", "witness.pem", "--certificate-key", "witness.key") as (_, address):
        assert address.startswith("https://127.0.0.1:")
        with httpx.Client(trust_env=False, verify=trusted) as http:
            assert http.post(address, content=request(0, 5)).status_code == 200
        with httpx.Client(trust_env=False) as stranger, pytest.raises(httpx.ConnectError, match="CERTIFICATE"):
            stranger.post(address, content=request(5, 6))
        with httpx.Client(trust_env=False) as clear, pytest.raises(httpx.HTTPError):
            clear.post(address.replace("https", "http"), content=request(5, 6))
    assert key.name == "witness.example.org/w1"


def test_a_private_key_that_others_may_read_is_not_used(tmp_path: Path, key: VerifierKey) -> None:
    (tmp_path / "key").chmod(0o640)
    words = [*WORKBENCH, "run", "--key", tmp_path / "key", "--state", tmp_path / "s", "--log", str(LOG.public())]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "Others may read the private key" in done.stderr
    words = [*WORKBENCH, "key", key.name, tmp_path / "key"]
    again = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert again.returncode == 2
    assert "exists" in again.stderr, "a key is never written over"
