"""Readiness and figures (464.5, 464.6, 464.10): what is wanting is named, and no word of a caller's goes in."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families

from tests.unit.custodian.firststart_ground import prepared, started
from workbench.accesslog import notary
from workbench.custodian import readiness
from workbench.custodian.app import build, for_monitoring
from workbench.custodian.measures import Measures, outcome
from workbench.custodian.services import Services
from workbench.custodian.standing import low
from workbench.policy.caller import Realm
from workbench.store.at_rest import sealing_of
from workbench.store.reads import ReadStore
from workbench.store.registers import Registers

pytestmark = pytest.mark.section("464.10")
TOKEN = "f" * 64
BEARER = f"Bearer {TOKEN}"


class _Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A custodian's parts after the first start."""
    folder = tmp_path_factory.mktemp("custodian")
    config = prepared(folder, demo=False)
    (folder / "custodian" / "metrics-token").write_text(TOKEN)
    with started(config) as made:
        yield made


def answers(app: FastAPI, *calls: tuple[str, str, str]) -> list[httpx.Response]:
    """What the application answers: method, path and the credential that is shown."""

    async def called() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://custodian") as http:
            return [await http.request(way, path, headers={"Authorization": told}) for way, path, told in calls]

    return asyncio.run(called())


def asked(services: Services, path: str, shown: str = "") -> tuple[int, str]:
    (answer,) = answers(build(services), ("GET", path, shown))
    return answer.status_code, answer.text


def values(text: str) -> dict[tuple[str, tuple[str, ...]], float]:
    found = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {(sample.name, tuple(sample.labels.values())): sample.value for sample in found}


def anew(services: Services, **others: Any) -> Services:
    """The same services, some of them others, with nothing remembered of how they stood."""
    made = replace(services, **others)
    folder, now = made.settings.paths.custodian, made.gate.now
    tries = readiness.tries_of(made.notary, made.watch, made.registers, made.stores, folder, now)
    return replace(made, readiness=readiness.Readiness(tries))


def wanting(services: Services, **others: Any) -> frozenset[str]:
    return anew(services, **others).readiness.wanting()


def test_what_stands_is_ready(services: Services) -> None:
    status, told = asked(anew(services), "/v1/ready")
    assert status == 200
    assert '"status":"ready","wanting":[]' in told


def test_a_log_whose_folder_of_keys_is_gone_is_wanting_and_named(services: Services) -> None:
    keys = Path(services.settings.log.keys)
    away = keys.rename(keys.with_name("elsewhere"))
    try:
        status, told = asked(anew(services), "/v1/ready")
    finally:
        away.rename(keys)
    assert (status, '"wanting":["log"]' in told) == (503, True)
    assert str(services.settings.paths.data) not in told


def test_a_log_whose_disk_takes_nothing_more_is_wanting(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(notary, "take_a_page", full)
    assert wanting(services) == {"log"}


def broken(folder: Path) -> Registers:
    """Registers whose database was overwritten under them."""
    file = folder / "registers.sqlite"
    made = Registers.open(f"sqlite:///{file}")
    made.close()
    file.write_bytes(b"no database" * 1000)
    return made


def test_registers_that_can_not_be_read_are_wanting(services: Services, tmp_path: Path) -> None:
    assert wanting(services, registers=broken(tmp_path)) == {"registers"}


def test_a_store_that_can_not_be_looked_at_is_wanting(services: Services, tmp_path: Path) -> None:
    store = ReadStore.open(tmp_path / "reads", Realm.LIVE, sealing_of(services.settings))
    store.close()
    assert wanting(services, stores={Realm.LIVE: store}) == {"reads"}


@pytest.mark.parametrize(
    ("free", "wanted", "seen_to"), [(2**40, set(), set()), (2**29, set(), {"disk"}), (0, {"disk"}, {"disk"})]
)
def test_a_disk_is_low_before_it_is_wanting(
    services: Services, monkeypatch: pytest.MonkeyPatch, free: int, wanted: set[str], seen_to: set[str]
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(2**40, 0, free))
    assert (wanting(services), low(services)) == (wanted, seen_to)


def test_whoever_asks_without_end_costs_one_look_a_second() -> None:
    now, looks = [0.0], list[float]()
    asking = readiness.Readiness({readiness.Part.LOG: lambda: looks.append(now[0])}, clock=lambda: now[0])
    for now[0] in (0.0, 0.5, 0.9, 1.0, 1.9, 2.0):
        assert asking.wanting() == frozenset()
    assert looks == [0.0, 1.0, 2.0]


def test_what_can_not_be_looked_at_is_not_ready_and_its_words_are_not_told(caplog: pytest.LogCaptureFixture) -> None:
    def fails() -> None:
        raise KeyError("7PLT123")

    assert readiness.Readiness({readiness.Part.READS: fails}).wanting() == {"reads"}
    assert "unexpected KeyError" in caplog.text
    assert "7PLT123" not in caplog.text


@pytest.mark.section("464.10(a)", "464.5")
@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer f", f"Bearer {'g' * 64}"])
def test_without_the_credential_nothing_is_told_and_the_try_is_on_record(services: Services, shown: str) -> None:
    status, told = asked(services, "/v1/metrics", shown)
    assert status == 401
    assert "alpr_" not in told
    last = services.reader.get(services.gate.records() - 1)
    assert (last.action, last.body["asked"]) == ("metrics.refused", "/v1/metrics")


def test_where_no_credential_was_made_an_empty_one_opens_nothing(services: Services) -> None:
    assert asked(replace(services, metrics_token=""), "/v1/metrics", "Bearer ")[0] == 401


@pytest.mark.section("464.10(a)")
def test_the_credential_opens_nothing_else(services: Services) -> None:
    paths = ("/v1/metrics", "/v1/ready", "/v1/me", "/v1/log/entries", "/openapi.json", "/docs")
    told = answers(for_monitoring(services), *(("GET", path, BEARER) for path in paths))
    assert [answer.status_code for answer in told] == [200, 200, 404, 404, 404, 404]


@pytest.mark.section("464.6")
def test_figures_count_by_route_and_outcome_and_take_no_word_of_a_caller(services: Services) -> None:
    measured = replace(services, measures=Measures())
    *_, figures = answers(
        build(measured, measured.measures),
        ("GET", "/v1/health", ""),
        ("GET", "/v1/me", "token 7PLT123"),
        ("GET", "/v1/purposes/7PLT123?plate=7PLT123", ""),
        ("GET", "/v1/7PLT123", ""),
        ("7PLT123", "/v1/health", ""),
        ("7PLT123", "/v1/7PLT123", ""),
        ("GET", "/v1/metrics", BEARER),
    )
    assert "7PLT123" not in figures.text
    found = values(figures.text)
    assert found["alpr_requests_total", ("ok", "GET /v1/health")] == 1
    assert found["alpr_requests_total", ("refused", "GET /v1/purposes/{purpose_id}")] == 1
    assert found["alpr_requests_total", ("unusable", "none")] == 3
    assert found["alpr_request_seconds_count", ("GET /v1/health",)] == 1


@pytest.mark.section("464.6", "464.9")
def test_figures_tell_how_log_stores_queues_and_disk_stand(services: Services) -> None:
    found = values(asked(services, "/v1/metrics", BEARER)[1])
    assert found["alpr_log_records", ()] == services.gate.records()
    assert found["alpr_log_bytes", ()] > 0
    assert found["alpr_log_appends_waiting", ()] == 0
    assert found["alpr_reads", ("training",)] == services.stores[Realm.TRAINING].size()
    assert found["alpr_reads", ("training",)] > 0
    queues = {labels[0] for name, labels in found if name == "alpr_waiting"}
    assert queues == {"photographs-waiting", "photographs-looked", "photographs-incomplete", "assents", "decisions"}
    assert found["alpr_disk_free_bytes", ()] > 0
    assert {found["alpr_ready", (part,)] for part in readiness.Part} == {1}
    assert found["alpr_log_checkpoint_age_seconds", ()] >= 0
    assert "alpr_log_cosignature_age_seconds" not in {name for name, _ in found}, "nobody watches this log"


@pytest.mark.parametrize(
    ("status", "told"),
    [(200, "ok"), (303, "ok"), (401, "refused"), (403, "refused"), (404, "unusable"), (422, "unusable"),
     (500, "failed"), (503, "unavailable"), (0, "cut")],
)  # fmt: skip
def test_outcomes_are_of_few_words(status: int, told: str) -> None:
    assert outcome(status) == told
