"""Signing in at the Hub from the edge's pages (OAuth 2 authorisation code with PKCE, RFC 6749 and 7636)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx

from workbench.errors import ConfigError, HubUnavailable, SignInRequired


@dataclass(frozen=True, slots=True)
class HubClient:
    """The edge as an OAuth client of the Hub; all values come from the Hub's own environment."""

    client_id: str
    secret: str
    api_url: str
    hub_prefix: str
    prefix: str
    hub_origin: str = ""
    """The Hub's origin, where it is not the edge's own."""
    callback_url: str = ""
    """Where the Hub sends the browser back to, as the Hub names it; the path where there is one origin."""

    @classmethod
    def from_environment(cls) -> HubClient:
        """Read what the Hub gives a managed service; raises ``ConfigError`` when it isn't there."""
        try:
            return cls(
                client_id=os.environ["JUPYTERHUB_CLIENT_ID"],
                secret=os.environ["JUPYTERHUB_API_TOKEN"],
                api_url=os.environ["JUPYTERHUB_API_URL"].rstrip("/"),
                hub_prefix=os.environ.get("JUPYTERHUB_BASE_URL", "/") + "hub/",
                hub_origin=os.environ.get("JUPYTERHUB_HOST", ""),
                callback_url=os.environ.get("JUPYTERHUB_OAUTH_CALLBACK_URL", ""),
                prefix=os.environ["JUPYTERHUB_SERVICE_PREFIX"],
            )
        except KeyError as error:
            raise ConfigError(f"{error.args[0]} must be set.", how="Start the Hub; it starts the edge.") from None

    @property
    def callback(self) -> str:
        """The path that the Hub sends the browser back to."""
        return f"{self.prefix}oauth_callback"

    def authorize_url(self, state: str, challenge: str) -> str:
        """Where the browser goes to sign in."""
        query = {
            "client_id": self.client_id,
            "redirect_uri": self.callback_url or self.callback,
            "response_type": "code",
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{self.hub_origin}{self.hub_prefix}api/oauth2/authorize?{urlencode(query)}"

    def step_up_url(self, step_up: str) -> str:
        """The Hub's page that asks for the password."""
        return f"{self.hub_origin}{self.hub_prefix}step-up?{urlencode({'step_up': step_up})}"

    async def token(self, code: str, verifier: str) -> tuple[str, str]:
        """The person's name and token for a code; raises ``SignInRequired`` when the Hub takes no code."""
        sent = {
            "client_id": self.client_id,
            "client_secret": self.secret,
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.callback_url or self.callback,
            "code_verifier": verifier,
        }
        try:
            async with httpx.AsyncClient(timeout=10, trust_env=False) as http:
                answer = await http.post(f"{self.api_url}/oauth2/token", data=sent)
                if not answer.is_success:
                    raise SignInRequired("The sign-in was not completed.", how="Start again.", section="464.5.1")
                token = str(answer.json()["access_token"])
                who = await http.get(f"{self.api_url}/user", headers={"Authorization": f"token {token}"})
                who.raise_for_status()
        except httpx.HTTPError as error:
            raise HubUnavailable(
                "The sign-in service does not answer.", how="Try again.", diagnostic=type(error).__name__
            ) from None
        return str(who.json()["name"]), token
