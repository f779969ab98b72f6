"""Every operation of the custodian, called by its own description with every check of schemathesis (464.10(a)).

A real custodian and a real Hub; what they answer has to be what ``/openapi.json`` says, whatever they are sent.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import httpx
import pytest

from hub_config.roles import EDGE_SCOPES
from tests import custodian as parts
from tests.contract.described import credentials
from tests.custodian import HUB_SECRET, MONITORING, PURPOSE, WAIT, Custodian
from tests.relay import relayed
from workbench.store.registers import Registers

pytestmark = pytest.mark.section("464.10(a)", "464.5")

FOLDER = Path(__file__).parent
CHECKOUT = Path(__file__).parents[3]
SEED = 464


@pytest.fixture(scope="module")
def called() -> Iterator[Custodian]:
    """A custodian of its own: what is sent here suspends people and ends lists."""
    with tempfile.TemporaryDirectory(prefix="c") as folder, parts.opened(Path(folder)) as running:
        yield running


def declared(custodian: Custodian, name: str, **more: str) -> str:
    """A purpose of this person's that stands."""
    answer = custodian.call(custodian.token(name), "POST", "/purposes", PURPOSE | more)
    answer.raise_for_status()
    return str(answer.json()["purpose_id"])


def enrolled(custodian: Custodian) -> str:
    """The secret of a device, whose source people may see."""
    with closing(Registers.open(f"sqlite:///{custodian.folder / 'custodian' / 'registers.sqlite'}")) as registers:
        for name in ("ana", "adam"):
            registers.sources.grant(name, "department", "eve", 0)
        if registers.devices.enrolled("car-1"):
            registers.devices.remove("car-1")
        return registers.devices.add("car-1", "department", "", "adam", 0)


def schemathesis(custodian: Custodian, *options: str) -> str:
    """What a run printed; it found nothing."""
    with ExitStack() as stack:
        for name in ("ana", "adam", "tina"):
            stack.enter_context(custodian.trained(name))
        address = stack.enter_context(relayed(Path(custodian.address.removeprefix("unix:"))))
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(CHECKOUT),
            "ALPR_AT": address,
            "ALPR_HUB": HUB_SECRET,
            "ALPR_MONITORING": MONITORING,
            "ALPR_DEVICE": f"car-1:{enrolled(custodian)}",
            "ALPR_ANALYST": custodian.token("ana"),
            "ALPR_ADMINISTRATOR": custodian.token("adam"),
            "ALPR_ADMINISTRATOR_ON_PAGE": custodian.minted("adam", EDGE_SCOPES),
            "ALPR_TRAINER": custodian.token("tina"),
            "ALPR_TRAINER_ON_PAGE": custodian.minted("tina", EDGE_SCOPES),
            "ALPR_PURPOSE_ANALYST": declared(custodian, "ana"),
            "ALPR_PURPOSE_LEARNING": declared(custodian, "ana", realm="training"),
            "ALPR_PURPOSE_TRAINER": declared(custodian, "tina"),
            "ALPR_PURPOSE_ADMINISTRATOR": declared(custodian, "adam"),
        }
        configured = custodian.folder / "schemathesis.toml"
        configured.write_text("".join([(FOLDER / "schemathesis.toml").read_text(), *credentials.configured()]))
        description = custodian.folder / "openapi.json"  # asked for with more patience than schemathesis has
        description.write_text(httpx.get(f"{address}/openapi.json", timeout=WAIT).raise_for_status().text)
        program = str(Path(sys.executable).parent / "schemathesis")
        command = [program, f"--config-file={configured}", "run", str(description), *options]
        command += [f"--seed={SEED}", "--checks=all", "--no-color", "--no-shrink"]
        done = subprocess.run(
            command, env=environment, cwd=custodian.folder, capture_output=True, text=True, check=False
        )
    told = [line[:300] for line in done.stdout.splitlines()]
    assert done.returncode == 0, "\n".join(told) + done.stderr[-2000:]
    assert re.search(r"Operations: +(\d+) selected / \1 total", done.stdout), done.stdout
    return done.stdout


@pytest.mark.timeout(900)
def test_every_operation_answers_as_it_is_described(called: Custodian) -> None:
    schemathesis(called, "--phases=examples,fuzzing", "--max-examples=4")


def test_what_is_too_large_is_told_as_a_problem_and_on_record(called: Custodian) -> None:
    answer = called.call(called.token("ben"), "POST", "/purposes", {"narrative": "7" * 2**20})
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, "application/problem+json")
    record = called.records(user="ben")[0]
    assert (record.action, record.body["outcome"]) == ("purposes", "refused")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/purposes", PURPOSE | {"narrative": "Homicide on Adams Avenue, a dark sedan\0 fled northwards."}),
        ("POST", "/purposes", PURPOSE | {"narrative": "A backslash before it: \\\0, Homicide on Adams Avenue."}),
        ("POST", "/reviews/queue", {"purpose_id": "\0"}),
        ("DELETE", "/purposes/%00", None),
        ("GET", "/purposes?of=%00", None),
    ],
    ids=["text", "behind a backslash", "purpose", "path", "query"],
)
def test_a_character_nul_is_refused_and_on_record(
    called: Custodian, method: str, path: str, body: dict[str, str] | None
) -> None:
    before = called.records(user="ben")[:1]
    answer = called.call(called.token("ben"), method, path, body)
    assert (answer.status_code, answer.json()["kind"]) == (422, "bad-input")
    assert "NUL" in answer.json()["title"]
    record = called.records(user="ben")[0]
    assert [record] != before
    assert (record.action.split(".")[0], record.body["outcome"]) == (path.split("/")[1].split("?")[0], "refused")


def test_a_character_nul_in_what_is_said_of_a_file_is_refused_before_the_file_is_taken(called: Custodian) -> None:
    before = called.records(user="adam")[:1]
    offer = {"X-ALPR-Offer": r'{"name": "reads\u0000.csv", "source": "department", "provenance": "own"}'}
    answer = called.call(called.token("adam"), "POST", "/ingest/batches", ["a file"], **offer)
    assert (answer.status_code, "NUL" in answer.json()["title"]) == (422, True)
    record = called.records(user="adam")[0]
    assert [record] != before
    assert (record.action, record.body["outcome"]) == ("ingest.batches", "refused")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32-le"])
def test_json_that_is_not_utf_8_brings_none_in(called: Custodian, encoding: str) -> None:
    before = called.records(user="ben")[:1]
    content = json.dumps(PURPOSE).encode(encoding)
    with closing(httpx.Client(transport=httpx.HTTPTransport(uds=called.address.removeprefix("unix:")))) as http:
        answer = http.post(
            "http://custodian/v1/purposes",
            content=content,
            headers={"Authorization": f"token {called.token('ben')}", "Content-Type": "application/json"},
            timeout=WAIT,
        )
    assert (answer.status_code, "not UTF-8" in answer.json()["title"]) == (422, True)
    record = called.records(user="ben")[0]
    assert [record] != before
    assert (record.body["outcome"], record.body["elements"]["case_number"]) == ("refused", PURPOSE["case_number"])


def test_whoever_is_not_known_hears_of_the_door_alone(called: Custodian) -> None:
    answer = called.call("nobody", "POST", "/purposes", {"purpose_id": "\0"})
    assert (answer.status_code, "NUL" in answer.text) == (401, False)


def test_the_six_characters_of_its_name_are_none(called: Custodian) -> None:
    said = r"Homicide on Adams Avenue: a note reads \u0000, a dark sedan fled."
    assert called.call(called.token("ben"), "POST", "/purposes", PURPOSE | {"narrative": said}).is_success


@pytest.mark.long
@pytest.mark.timeout(4 * 3600)
def test_every_operation_answers_as_it_is_described_to_many_more_calls(called: Custodian) -> None:
    told = schemathesis(called, "--phases=examples,coverage,fuzzing,stateful", "--max-examples=50")
    sys.stdout.write(told)
