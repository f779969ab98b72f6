"""Signing in as an attacker does, with any name, password, code and headers; and people to be attacked."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager

import httpx

from tests.house import House


def signs_in(house: House, name: str, password: str, code: str = "", headers: Mapping[str, str] | None = None) -> bool:
    """Whether this opens the Hub's own page for this name."""
    with closing(browser(house)) as client:
        return enter(client, name, password, code, headers)


def browser(house: House) -> httpx.Client:
    """A browser that nobody is signed in with."""
    return httpx.Client(base_url=house.url, timeout=60, trust_env=False)


def enter(
    client: httpx.Client, name: str, password: str, code: str = "", headers: Mapping[str, str] | None = None
) -> bool:
    """Fill in the sign-in page; whether the Hub's own page opens then."""
    client.headers.update(headers or {})  # the page is bound to what it was asked with
    client.get("/hub/login")
    crumb = client.cookies.get("_xsrf", path="/hub/")
    form = {"username": name, "password": password, "otp": code, "acknowledged": "yes", "_xsrf": crumb}
    client.post("/hub/login", data=form)
    return signed_in(client)


def signed_in(client: httpx.Client) -> bool:
    """Whether the Hub shows this browser its own page."""
    return client.get("/hub/home").status_code == httpx.codes.OK


@contextmanager
def newcomer(house: House) -> Iterator[tuple[str, str]]:
    """Somebody new at the product, an analyst with a password of his or her own; disabled afterwards."""
    name, password = f"n{secrets.token_hex(4)}", f"{secrets.token_urlsafe(12)}-Kiosk-9"
    first = house.account_tool("add", name, "analyst").split("can sign in with ")[1].split()[0]
    with closing(browser(house)) as client:
        client.get("/hub/new-password")
        form = {"username": name, "password": first, "new": password, "again": password}
        form["_xsrf"] = client.cookies.get("_xsrf", path="/hub/") or ""
        changed = client.post("/hub/new-password", data=form)
        assert changed.status_code == httpx.codes.FOUND, changed.text[-1000:]
    try:
        yield name, password
    finally:
        house.account_tool("disable", name)
