"""Signing in (464.5.1): accounts of our own; nobody gets in unless that is on record (464.5)."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar, cast
from urllib.parse import urlencode

from jupyterhub.auth import Authenticator
from jupyterhub.user import User
from tornado import web
from traitlets import Any as Anything
from traitlets import Bool, Unicode

from hub_config import whence
from hub_config.account_changes import Waiting
from hub_config.accounts import NAME, Account, Accounts
from hub_config.events import END_PAGE, ENDED, HubEvents
from hub_config.flows import Flows
from hub_config.oidc import Person, Provider
from hub_config.provided import Provided
from hub_config.roles import groups
from hub_config.sign_ins import SignIns
from hub_config.signin import KNOWN, SORRY, Attempt, SignIn, Verdict
from workbench.errors import LogUnavailable, Refused, Unavailable
from workbench.policy.accounts import LOCK_LASTS
from workbench.wire.page import EDGE

T = TypeVar("T")
TRIED = {
    "signin": "sign-in refused",
    "step-up": "a confirmation was refused",
    "code-enrolment": "setting up codes was refused",
}
NOBODY = "unknown"
"""Whose failures are recorded that are no account's."""
UNREAD = "Not signed in: read the notice, and say so with the mark below it. Nothing else was looked at."
NOT_OPEN = (
    "The identity provider signed you in, but no account here is open to you. Ask the ALPR administrator: an account "
    "has to be made for that provider, and may be disabled or over."
)
LONGEST = 1024
"""Characters of a field that are looked at; hashing a megabyte would be a way to stop the Hub."""


class WorkbenchAuthenticator(Authenticator):  # type: ignore[misc]
    """Name, password and one-time code against the register of accounts."""

    accounts_path = Unicode(help="The register of accounts.").tag(config=True)
    custodian_socket = Unicode(help="The custodian's Unix socket.").tag(config=True)
    custodian_secret = Unicode(help="File with the secret shared with the custodian.").tag(config=True)
    codes_required = Bool(default_value=False, help="Whether nobody signs in without a one-time code.").tag(config=True)
    edge_origin = Unicode(help="The edge's origin, where it is not the Hub's own.").tag(config=True)

    notice = Unicode(help="What everybody acknowledges at each sign-in.").tag(config=True)
    oidc = Anything(help="What is configured of the agency's identity provider; None without one.").tag(config=True)
    redirect = Unicode(help="Where the provider sends people back to.").tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.provider = Provider(self.oidc, self.redirect) if self.oidc else None
        self.flows, self.waiting = Flows(), Waiting()
        self.sign_in = SignIn(Accounts.open(Path(self.accounts_path)), codes_required=self.codes_required)
        self.provided = Provided(self.sign_in.accounts)
        self.sign_ins = SignIns(self.sign_in.accounts)
        self._ended: set[str] = set()
        self.events = HubEvents(Path(self.custodian_socket), Path(self.custodian_secret))

    def get_handlers(self, app: Any) -> list[tuple[str, Any]]:
        """The Hub's own pages, a sign-out that is recorded, and the pages that take a password again."""
        # The pages use the authenticator, so they can't be imported before it stands.
        from hub_config.account_pages import AccountHandler, CompromisedHandler
        from hub_config.accounts_page import AccountsHandler, ConfirmChangeHandler
        from hub_config.code_pages import OneTimeCodeHandler
        from hub_config.oidc_pages import BackHandler, ToProviderHandler
        from hub_config.pages import NewPasswordHandler, RecordedLogoutHandler
        from hub_config.sessions import EndSessionsHandler
        from hub_config.stepup import StepUpHandler, ToEdgeHandler

        ours = [
            ("/logout", RecordedLogoutHandler),
            ("/new-password", NewPasswordHandler),
            ("/account", AccountHandler),
            ("/account/compromised", CompromisedHandler),
            ("/accounts", AccountsHandler),
            ("/accounts/confirm", ConfirmChangeHandler),
            ("/one-time-code", OneTimeCodeHandler),
            ("/step-up", StepUpHandler),
            ("/provider", ToProviderHandler),
            ("/provider/back", BackHandler),
            (f"{EDGE}(.*)", ToEdgeHandler),
            (END_PAGE, EndSessionsHandler),
        ]
        return [*ours, *super().get_handlers(app)]

    async def authenticate(self, handler: web.RequestHandler, data: dict[str, str] | Person) -> dict[str, Any]:
        """The Hub's model of whoever signed in; 403 in the same words for every refusal, 503 off record."""
        if isinstance(data, Person):
            account = await self.known_there(handler, data, "signin")
            return await self._let_in(handler, account, {"by": "identity provider", "amr": list(data.amr)})
        self.demand_acknowledged(data.get("acknowledged", ""))
        name = data.get("username", "").strip()
        attempt = await self.judge(handler, name, data.get("password", ""), data.get("otp", ""))
        if attempt.account is None or attempt.verdict is not Verdict.ADMITTED:
            first = "one-time-code" if attempt.verdict is Verdict.MUST_ENROL else "new-password"
            handler.redirect(f"{cast('Any', handler).hub.base_url}{first}?{urlencode({'username': name})}")
            raise web.Finish
        return await self._let_in(handler, attempt.account, {})

    def demand_acknowledged(self, said: str) -> None:
        """403 before any password is looked at, while the notice was not acknowledged."""
        if said != "yes":
            raise web.HTTPError(403, UNREAD)

    async def _let_in(self, handler: web.RequestHandler, account: Account, told: Mapping[str, Any]) -> dict[str, Any]:
        notice = f"notice {hashlib.sha256(self.notice.encode()).hexdigest()[:16]}"
        detail = {"roles": sorted(account.roles), "acknowledged": notice, **told}
        await self.on_record(handler, "signin", account.name, detail)
        now = datetime.now(UTC)
        await self.register(self.sign_in.accounts.signed_in, account.name, now)
        await self.register(self.sign_ins.keep, account.name, whence.address(handler.request), "signed in", now)
        return {"name": account.name, "admin": False, "groups": groups(account.roles)}

    async def known_there(self, handler: web.RequestHandler, person: Person, act: str) -> Account:
        """The account of whom the provider signed in, with the roles that count; 403 on record where none is open."""
        known = await self.register(self._known, person.name)
        account = await self.register(self.sign_in.accounts.get, known) if known == person.name else None
        if account is None or not await self.register(
            self.provided.bind, person.name, self.oidc.issuer, person.subject
        ):
            await self.refuse(handler, known, "no account here that this person of the provider's opens", act)
        elif not account.usable(datetime.now(UTC)) or account.must_change:
            reason = Verdict.DISABLED if not account.usable(datetime.now(UTC)) else Verdict.KNOWN_TO_OTHERS
            await self.refuse(handler, known, reason.value, act)
        elif self.oidc.roles:
            return await self._roles_there(handler, account, person, act)
        return account

    async def _roles_there(self, handler: web.RequestHandler, account: Account, person: Person, act: str) -> Account:
        roles = frozenset(role for group, role in self.oidc.roles.items() if group in person.groups)
        if not roles:
            await self.refuse(handler, account.name, "in no group that has a role here", act)
        if roles != account.roles:
            told = {"by": "identity provider", "roles": sorted(roles)}
            await self.on_record(handler, "account-roles", account.name, told)
            await self.register(self.sign_in.accounts.set_roles, account.name, roles)
        return replace(account, roles=roles)

    async def refuse(self, handler: web.RequestHandler, name: str, reason: str, act: str) -> NoReturn:
        """Record that the provider's word opened nothing, then say so."""
        await self.on_record(handler, f"{act}-failed", name, {"reason": reason, "by": "identity provider"})
        if name != NOBODY:
            now = datetime.now(UTC)
            await self.register(self.sign_ins.keep, name, whence.address(handler.request), TRIED[act], now)
        raise web.HTTPError(403, NOT_OPEN)

    async def judge(
        self,
        handler: web.RequestHandler,
        name: str,
        password: str,
        code: str,
        *,
        act: str = "signin",
        detail: Mapping[str, Any] | None = None,
    ) -> Attempt:
        """Decide an attempt at an act; a refusal is recorded, then told; 503 while the register can't be used."""
        if max(len(name), len(password), len(code)) > LONGEST:
            raise web.HTTPError(403, SORRY)
        now = datetime.now(UTC)
        attempt = await self.register(self.sign_in.attempt, name, password, code, now)
        if attempt.verdict in KNOWN:
            await self.register(self.sign_in.settle, name)
            if attempt.recovered:
                left = await self.register(self.sign_in.second.left, name)
                await self.on_record(handler, "recovery-code", name, {"for": act, "left": left})
            return attempt
        # What was typed as a name may be a password: only the names of accounts are recorded.
        known = await self.register(self._known, name)
        told = {"reason": attempt.verdict.value, "locked": attempt.verdict is Verdict.LOCKED, **(detail or {})}
        await self.on_record(handler, f"{act}-failed", known, told)
        if known == name and attempt.verdict is not Verdict.LOCKED:
            await self.register(self.sign_ins.keep, name, whence.address(handler.request), TRIED[act], now)
        if attempt.locks:
            await self.on_record(handler, "locked", known, {"minutes": LOCK_LASTS.seconds // 60})
        raise web.HTTPError(403, SORRY)

    async def register(self, call: Callable[..., T], *given: object) -> T:
        """What the register of accounts answers, or 503 while it can't be used."""
        try:
            return await asyncio.to_thread(call, *given)
        except Unavailable as error:
            self.log.error("the register of accounts can't be used: %s", error.diagnostic)
            raise web.HTTPError(503, str(error)) from error

    async def on_record(
        self, handler: web.RequestHandler, action: str, user: str, detail: dict[str, Any] | None = None
    ) -> None:
        """Record an event, or refuse with 503."""
        try:
            await self.events.record(action, user, whence.address(handler.request), detail)
        except LogUnavailable as error:
            self.log.error("%s of %s could not be recorded: %s", action, user, error.diagnostic)
            raise web.HTTPError(503, str(error)) from error
        except Refused as error:
            raise web.HTTPError(409, str(error)) from error

    async def refresh_user(self, user: User, _handler: web.RequestHandler | None = None) -> bool:
        """False once the account changed or went, so that tokens stop (464.5.2) and one signs in anew.

        The custodian is told the first time, so that it forgets whom it looked up before.
        """
        account = await asyncio.to_thread(self.sign_in.accounts.get, user.name)
        if account is not None and _unchanged(account, [group.name for group in user.groups]):
            self._ended.discard(user.name)
            return True
        if user.name not in self._ended:
            self._ended.add(user.name)
            try:
                await self.events.record(ENDED, user.name, "", {"reason": "the account changed"})
            except LogUnavailable as error:
                self._ended.discard(user.name)
                self.log.error("the custodian was not told of %s: %s", user.name, error.diagnostic)
        return False

    def _known(self, name: str) -> str:
        known = NAME.fullmatch(name) and self.sign_in.accounts.get(name)
        return name if known else NOBODY


def _unchanged(account: Account, held: list[str]) -> bool:
    return account.usable(datetime.now(UTC)) and not account.must_change and sorted(held) == groups(account.roles)
