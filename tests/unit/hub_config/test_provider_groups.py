"""Who may sign in at the agency's identity provider, and what the provider itself has to be (464.4, 464.5.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from hub_config.flows import LASTS, PROOF_LASTS, Flow, Flows
from hub_config.oidc import Person
from hub_config.oidc import Provider as Asked
from tests.unit.hub_config.provider import CLIENT, SECRET, Provider, Says
from workbench.errors import Refused, Unavailable
from workbench.settings.identity import Oidc

pytestmark = pytest.mark.section("464.4", "464.5.1")
BACK = "http://127.0.0.1:1/hub/provider/back"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as started:
        yield started
        started.shutdown()


async def said(provider: Provider, folder: Path, **configured: Any) -> Person:
    """Whom the provider says that it signed in, as it is asked in a flow."""
    (folder / "secret").write_text(configured.pop("secret", SECRET))
    about: dict[str, Any] = {"issuer": provider.issuer, "client_id": CLIENT, "secret_file": str(folder / "secret")}
    asked, flow = Asked(Oidc.model_validate(about | configured), BACK), Flow(datetime.now(UTC))
    async with httpx.AsyncClient() as browser:
        back = (await browser.get(await asked.address(flow))).headers["location"]
    return await asked.person(flow, parse_qs(urlsplit(back).query)["code"][0], datetime.now(UTC))


async def test_groups_come_with_the_person_and_a_demanded_one_has_to_be_among_them(
    provider: Provider, tmp_path: Path
) -> None:
    provider.says = Says(claims={"groups": ["Patrol", "Detectives"]})
    assert (await said(provider, tmp_path, admitted=["Detectives"])).groups == {"Patrol", "Detectives"}
    with pytest.raises(Refused, match="no group"):
        await said(provider, tmp_path, admitted=["ALPR"])
    provider.says = Says(claims={"groups": "ALPR"})
    with pytest.raises(Refused, match="no group"):
        await said(provider, tmp_path, admitted=["ALPR"])


async def test_the_ending_of_a_name_is_demanded_and_taken_off(provider: Provider, tmp_path: Path) -> None:
    provider.says = Says(name="ana@example.gov")
    assert (await said(provider, tmp_path, name_ending="@example.gov")).name == "ana"
    provider.says = Says(name="ana@elsewhere.example")
    with pytest.raises(Refused, match="does not end"):
        await said(provider, tmp_path, name_ending="@example.gov")


async def test_a_demanded_level_is_asked_for_and_has_to_be_told(provider: Provider, tmp_path: Path) -> None:
    provider.says = Says(claims={"acr": "high"})
    await said(provider, tmp_path, acr_values="high higher")
    assert provider.asked["acr_values"] == "high higher"
    for claims in ({"acr": "low"}, {"acr": ["high"]}, {}):
        provider.says = Says(claims=claims)
        with pytest.raises(Refused, match="level"):
            await said(provider, tmp_path, acr_values="high higher")


async def test_new_keys_of_the_provider_are_fetched_when_they_are_met(provider: Provider, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET)
    asked = Asked(Oidc(issuer=provider.issuer, client_id=CLIENT, secret_file=str(tmp_path / "secret")), BACK)
    names = []
    for _ in range(2):
        flow = Flow(datetime.now(UTC))
        async with httpx.AsyncClient() as browser:
            back = (await browser.get(await asked.address(flow))).headers["location"]
        code = parse_qs(urlsplit(back).query)["code"][0]
        names.append((await asked.person(flow, code, datetime.now(UTC))).name)
        provider.new_key()
    assert names == ["ana", "ana"]


async def test_a_wrong_secret_of_the_client_signs_nobody_in(provider: Provider, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="does not know the code"):
        await said(provider, tmp_path, secret="guessed")


async def test_a_provider_that_calls_itself_otherwise_is_not_asked(provider: Provider, tmp_path: Path) -> None:
    provider.named = f"{provider.issuer}/"
    with pytest.raises(Unavailable, match="can't be asked"):
        await said(provider, tmp_path)


async def test_a_provider_that_does_not_answer_signs_nobody_in(provider: Provider, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="can't be asked"):
        await said(provider, tmp_path, issuer="http://127.0.0.1:9")


@pytest.mark.parametrize(
    "issuer", ["http://example.gov", "https://", "https://user@example.gov", "https://example.gov?x=1", "example.gov"]
)
def test_an_issuer_is_a_safe_address(issuer: str) -> None:
    with pytest.raises(ValueError, match="must be https"):
        Oidc(issuer=issuer, client_id=CLIENT)


def test_an_issuer_needs_a_client_and_no_group_makes_a_device() -> None:
    with pytest.raises(ValueError, match="client_id"):
        Oidc(issuer="https://example.gov")
    with pytest.raises(ValueError, match="nobody can hold the role device"):
        Oidc.model_validate({"roles": {"Cameras": "device"}})


def test_a_way_to_the_provider_ends_after_ten_minutes_and_a_word_after_two() -> None:
    flows, now = Flows(), datetime.now(UTC)
    flow = Flow(now, person="ana", purpose="p")
    flows.begin(flow)
    assert flows.take(flow.state, flow.browser, now + LASTS) is None
    word = flows.prove(flow, now)
    assert not flows.spend(word, "ana", "p", now + PROOF_LASTS)
    for whose, what in (("ben", "p"), ("ana", "q")):
        assert not flows.spend(flows.prove(flow, now), whose, what, now)
    assert flows.spend(flows.prove(flow, now), "ana", "p", now)
