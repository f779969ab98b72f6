"""Who asks by a method that there is not is told those that there are, of every route of that name (RFC 9110)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from workbench.custodian.app import build

NOBODY: Any = None
"""No route is reached."""


async def asked(method: str, path: str) -> httpx.Response:
    """What the custodian's application answers to it."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(build(NOBODY)), base_url="http://custodian") as http:
        return await http.request(method, path)


@pytest.mark.parametrize(
    ("method", "path", "there"),
    [
        ("OPTIONS", "/v1/purposes", "GET, POST"),
        ("OPTIONS", "/v1/purposes/any", "DELETE, GET"),
        ("PATCH", "/v1/queries/any", "DELETE, GET"),
        ("DELETE", "/v1/health", "GET"),
    ],
)
async def test_every_method_of_a_name_is_told(method: str, path: str, there: str) -> None:
    answer = await asked(method, path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, there)
    assert answer.headers["Content-Type"] == "application/problem+json"


async def test_what_is_not_there_has_no_methods() -> None:
    answer = await asked("OPTIONS", "/v1/nothing")
    assert (answer.status_code, "Allow" in answer.headers) == (404, False)
