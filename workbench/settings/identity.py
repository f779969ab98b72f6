"""The section of the configuration file on the agency's identity provider (464.5.1): OpenID Connect, two factors."""

from __future__ import annotations

from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, StringConstraints, model_validator

from workbench.policy.roles import PERSONAL, Role
from workbench.policy.sections import Section
from workbench.settings.parts import OptionalPath, Part, key

_LOOPBACK = frozenset({"127.0.0.1", "localhost"})


def _issuer(text: str) -> str:
    try:
        given = urlsplit(text)
        host, odd = given.hostname, bool(given.query or given.fragment or given.username)
    except ValueError:
        raise ValueError("is not an address") from None
    safe = given.scheme == "https" or (given.scheme == "http" and host in _LOOPBACK)
    if text and (not safe or not host or odd):
        raise ValueError("must be https://host or https://host/path, exactly as the provider writes it")
    return text


def _held(roles: dict[str, Role]) -> dict[str, Role]:
    if odd := set(roles.values()) - PERSONAL:
        raise ValueError(f"nobody can hold the role {', '.join(sorted(odd))}")
    return roles


Line = Annotated[str, StringConstraints(strict=True, max_length=200)]
Group = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200)]


class Oidc(Part):
    """The agency's identity provider (OpenID Connect). People sign in there whose accounts here say so; without a
    second factor there (amr must hold mfa) nobody gets in."""

    issuer: Annotated[Line, AfterValidator(_issuer)] = key(
        "", "The provider's issuer, exactly as it writes it; empty for none.", Section.OWN_LOGIN
    )
    name: Group = key("the agency's identity provider", "What people call it; stands on the button.")
    client_id: Line = key("", "The identifier that the provider gave this workbench.")
    secret_file: OptionalPath = key(
        "/var/lib/alpr-workbench/hub/oidc-secret",
        "Absolute path of a file with the client's secret, which root alone can read.\n"
        "When left out: hub/oidc-secret in the data folder.",
        Section.OWN_LOGIN,
    )
    scopes: Line = key("openid profile", "What is asked for, parted by spaces.")
    acr_values: Line = key(
        "",
        "What level of sign-in is asked for, parted by spaces; where something stands here, the provider has to say\n"
        "one of them (acr). That amr holds mfa is demanded in any case.",
        Section.OWN_LOGIN,
    )
    name_claim: Group = key(
        "preferred_username",
        "The claim that holds the name of the account here; with its first sign-in it is bound\n"
        "to the provider's own identifier (sub), and another person's is refused.",
        Section.OWN_LOGIN,
    )
    name_ending: Line = key("", "What the claim has to end with and is taken off, such as @example.gov.")
    groups_claim: Group = key("groups", "The claim that lists groups.")
    admitted: tuple[Group, ...] = key(
        (), "Groups of which one has to be among them; empty for everybody who has an account here.", Section.OWN_LOGIN
    )
    roles: Annotated[dict[Group, Role], AfterValidator(_held)] = key(
        {},
        'Roles by group, such as { "ALPR analysts" = "analyst" }: then each sign-in sets the roles, and whoever is in\n'
        "none of the groups is refused. Empty: roles are kept here. Training and disabling are kept here in any case.",
        Section.AUTHORIZED_USERS,
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.issuer and not self.client_id:
            raise ValueError("client_id is needed with an issuer (464.5.1)")
        if self.issuer and "openid" not in self.scopes.split():
            raise ValueError("scopes must hold openid")
        return self

    @property
    def origin(self) -> str:
        """Scheme, host and port of the issuer; empty without."""
        given = urlsplit(self.issuer)
        return f"{given.scheme}://{given.netloc}" if self.issuer else ""
