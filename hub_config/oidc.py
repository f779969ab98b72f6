"""The agency's identity provider (464.5.1): what it says of a person, believed once all of it was checked.

OpenID Connect Core 1.0, code flow with PKCE (RFC 7636). The signature is checked although the token comes straight from
the provider: the connection's end may be another machine than the one that signs. Whatever is missing is a refusal.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from hub_config.flows import Flow
from workbench.errors import Refused, Unavailable
from workbench.settings.identity import Oidc

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signed with a key that the provider alone has; never ``none``, never one that the client's secret could make."""
SECOND_FACTOR = "mfa"
LEEWAY = 30
"""Seconds that two machines' clocks may differ."""
SECONDS = 10.0
KNOWN_FOR = 600.0
"""Seconds that addresses and keys of the provider are remembered; an unknown key asks anew."""
LARGEST = 1 << 20
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the provider signed in; ``name`` is that of an account here, if there is one."""

    name: str
    subject: str
    groups: frozenset[str]
    amr: tuple[str, ...]


class Provider:
    """The provider that the configuration names; ``redirect`` is the only address that it may send people back to."""

    def __init__(self, settings: Oidc, redirect: str) -> None:
        self.settings = settings
        self.redirect = redirect
        self._about: tuple[float, Mapping[str, Any]] = (0.0, {})
        self._keys: tuple[float, KeySet | None] = (0.0, None)

    async def address(self, flow: Flow) -> str:
        """Where the browser goes; a flow of a person asks that the person signs in there anew."""
        asked = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": self.redirect,
            "scope": self.settings.scopes,
            "state": flow.state,
            "nonce": flow.nonce,
            "code_challenge": flow.challenge,
            "code_challenge_method": "S256",
        }
        if self.settings.acr_values:
            asked["acr_values"] = self.settings.acr_values
        if flow.person:
            asked |= {"prompt": "login", "max_age": "0"}
        endpoint = str((await self._metadata())["authorization_endpoint"])
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    async def person(self, flow: Flow, code: str, now: datetime) -> Person:
        """Who signed in; ``Refused`` when the provider's word does not hold, ``Unavailable`` when it gives none."""
        about = await self._metadata()
        given = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect,
            "code_verifier": flow.verifier,
        }
        answer = await self._ask("POST", str(about["token_endpoint"]), given)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise _refused("it gave no id_token")
        claims = await self._verified(token)
        self._check(claims, flow, now)
        return self._person(claims)

    async def _verified(self, token: str) -> Mapping[str, Any]:
        for anew in (False, True):
            keys = await self._key_set(anew=anew)
            try:
                return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
            except (JoseError, ValueError, TypeError) as error:
                if anew:
                    raise _refused("the signature of its id_token is not its own", error) from error
        raise AssertionError

    def _check(self, claims: Mapping[str, Any], flow: Flow, now: datetime) -> None:
        """Issuer, audience, nonce, times, factors: OpenID Connect Core 3.1.3.7, and RFC 8176 for ``amr``."""
        settings, at = self.settings, now.timestamp()
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        party = claims.get("azp", settings.client_id if len(audiences) == 1 else None)
        amr, acr = claims.get("amr"), claims.get("acr")
        until, since, made = (_seconds(claims.get(claim)) for claim in ("exp", "nbf", "iat"))
        signed_in = _seconds(claims.get("auth_time"))
        for holds, flaw in (
            (claims.get("iss") == settings.issuer, "its id_token is another issuer's (iss)"),
            (settings.client_id in audiences and party == settings.client_id, "its id_token is for another (aud)"),
            (claims.get("nonce") == flow.nonce, "its id_token belongs to another sign-in (nonce)"),
            (until is not None and at < until + LEEWAY, "its id_token expired (exp)"),
            (made is not None and made < at + LEEWAY, "its id_token is of a time to come (iat)"),
            ("nbf" not in claims or (since is not None and since < at + LEEWAY), "its id_token holds later (nbf)"),
            (
                isinstance(amr, list) and SECOND_FACTOR in amr,
                f"it does not say that a second factor was used (amr has no {SECOND_FACTOR})",
            ),
            (
                not settings.acr_values or acr in settings.acr_values.split(),
                "it does not say that the demanded level of sign-in was reached (acr)",
            ),
            (
                not flow.person or (signed_in is not None and signed_in >= flow.begun.timestamp() - LEEWAY),
                "it does not say that somebody signed in anew (auth_time)",
            ),
        ):
            if not holds:
                raise _refused(flaw)

    def _person(self, claims: Mapping[str, Any]) -> Person:
        settings = self.settings
        name, subject = claims.get(settings.name_claim), claims.get("sub")
        groups = claims.get(settings.groups_claim, [])
        if not (isinstance(name, str) and isinstance(subject, str) and subject):
            raise _refused(f"its id_token names nobody ({settings.name_claim}, sub)")
        if not name.endswith(settings.name_ending):
            raise _refused(f"the name that it gives does not end with {settings.name_ending}")
        held = frozenset(str(group) for group in groups) if isinstance(groups, list) else frozenset()
        if settings.admitted and not held & set(settings.admitted):
            raise _refused("whoever it names is in no group that may sign in here")
        own = name.removesuffix(settings.name_ending)
        return Person(own, subject, held, tuple(str(each) for each in claims["amr"]))

    async def _metadata(self) -> Mapping[str, Any]:
        since, about = self._about
        if about and time.monotonic() - since < KNOWN_FOR:
            return about
        about = await self._ask("GET", f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration")
        # OpenID Connect Discovery 4.3: exactly the issuer that was asked.
        if about.get("issuer") != self.settings.issuer:
            raise _silent(f"its configuration is that of {about.get('issuer')!r}")
        if odd := [name for name in _ENDPOINTS if not self._safe(about.get(name))]:
            raise _silent(f"its configuration has no safe {', '.join(odd)}")
        self._about = (time.monotonic(), about)
        return about

    def _safe(self, address: object) -> bool:
        """Whether it is as safe as the issuer's own address: TLS, unless that one is on this machine."""
        return isinstance(address, str) and address.startswith(
            ("https://", f"{self.settings.origin}/") if self.settings.issuer.startswith("http://") else "https://"
        )

    async def _key_set(self, *, anew: bool) -> KeySet:
        since, keys = self._keys
        if keys is not None and not anew and time.monotonic() - since < KNOWN_FOR:
            return keys
        answer = await self._ask("GET", str((await self._metadata())["jwks_uri"]))
        try:
            keys = KeySet.import_key_set({"keys": [key for key in answer["keys"] if key.get("kty") in ("RSA", "EC")]})
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise _silent(f"its keys can't be read: {error}") from error
        self._keys = (time.monotonic(), keys)
        return keys

    def _client(self) -> httpx.BasicAuth:
        """This workbench's own name and secret, each encoded as in a form (RFC 6749, 2.3.1)."""
        secret = Path(self.settings.secret_file).read_text("utf-8").strip()
        return httpx.BasicAuth(quote(self.settings.client_id, ""), quote(secret, ""))

    async def _ask(self, method: str, address: str, form: Mapping[str, str] | None = None) -> dict[str, Any]:
        try:
            async with httpx.AsyncClient(timeout=SECONDS, follow_redirects=False) as client:
                answer = await client.request(method, address, data=form, auth=self._client() if form else None)
            if form and answer.status_code in (httpx.codes.BAD_REQUEST, httpx.codes.UNAUTHORIZED):
                raise _refused("it does not know the code that came back from it")
            answer.raise_for_status()
            said = answer.json() if len(answer.content) <= LARGEST else None
        except (httpx.HTTPError, OSError, ValueError) as error:
            raise _silent(f"{type(error).__name__}: {error}") from error
        if not isinstance(said, dict):
            raise _silent("it answered with something else")
        return said


def _seconds(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _refused(flaw: str, error: Exception | None = None) -> Refused:
    return Refused(
        f"Not signed in: the identity provider's word can't be taken, since {flaw}.",
        how="Sign in once more, with both factors; if it stays so, tell the ALPR administrator these words.",
        section="464.5.1",
        diagnostic=str(error or ""),
    )


def _silent(diagnostic: str) -> Unavailable:
    return Unavailable(
        "The agency's identity provider can't be asked at the moment, so nobody can sign in there.",
        how="Try again in a minute; if it stays so, tell the operator of this machine.",
        section="464.5.1",
        diagnostic=diagnostic,
    )
