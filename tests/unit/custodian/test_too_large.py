"""A body above the bound of its route is told as a problem, whether its length was announced or not (464.5)."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from pydantic import BaseModel

from workbench.custodian.too_large import PROBLEM, TooLarge
from workbench.wire.base import Problem

pytestmark = pytest.mark.section("464.5")
router = APIRouter()


class Said(BaseModel):
    """A message."""

    kernel: str


@router.post("/said")
def said(message: Said) -> Said:
    """What was said."""
    return message


@pytest.fixture
def client() -> httpx.AsyncClient:
    """A route that takes a hundred bytes."""
    app = FastAPI()
    app.include_router(router, max_body_size=100)
    app.add_middleware(TooLarge)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://custodian")


async def _in_parts(body: bytes) -> AsyncIterator[bytes]:
    yield body[:50]
    yield body[50:]


async def test_too_much_is_told_as_a_problem(client: httpx.AsyncClient) -> None:
    body = b'{"kernel": "' + b"7" * 100 + b'"}'
    for content in (body, _in_parts(body)):
        told = await client.post("/said", content=content, headers={"Content-Type": "application/json"})
        assert (told.status_code, told.headers["content-type"]) == (413, PROBLEM)
        assert Problem.model_validate(told.json()).title == "The request is too large."


async def test_what_fits_passes(client: httpx.AsyncClient) -> None:
    answer = await client.post("/said", json={"kernel": "k"})
    assert answer.json()["kernel"] == "k"
