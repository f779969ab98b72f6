"""Signing in (464.5.1): accounts of our own; nobody gets in unless that is on record (464.5)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from jupyterhub.auth import Authenticator
from jupyterhub.user import User
from tornado import web
from traitlets import Bool, Unicode

from hub_config import whence
from hub_config.accounts import NAME, Account, Accounts
from hub_config.events import END_PAGE, ENDED, HubEvents
from hub_config.roles import groups
from hub_config.sign_ins import SignIns
from hub_config.signin import KNOWN, SORRY, Attempt, SignIn, Verdict
from workbench.errors import LogUnavailable, Unavailable
from workbench.policy.accounts import LOCK_LASTS
from workbench.wire.page import EDGE

T = TypeVar("T")
TRIED = {
    "signin": "sign-in refused",
    "step-up": "a confirmation was refused",
    "code-enrolment": "setting up codes was refused",
}
LONGEST = 1024
"""Characters of a field that are looked at; hashing a megabyte would be a way to stop the Hub."""


class WorkbenchAuthenticator(Authenticator):  # type: ignore[misc]
    """Name, password and one-time code against the register of accounts."""

    accounts_path = Unicode(help="The register of accounts.").tag(config=True)
    custodian_socket = Unicode(help="The custodian's Unix socket.").tag(config=True)
    custodian_secret = Unicode(help="File with the secret shared with the custodian.").tag(config=True)
    codes_required = Bool(default_value=False, help="Whether nobody signs in without a one-time code.").tag(config=True)
    edge_origin = Unicode(help="The edge's origin, where it is not the Hub's own.").tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sign_in = SignIn(Accounts.open(Path(self.accounts_path)), codes_required=self.codes_required)
        self.sign_ins = SignIns(self.sign_in.accounts)
        self._ended: set[str] = set()
        self.events = HubEvents(Path(self.custodian_socket), Path(self.custodian_secret))

    def get_handlers(self, app: Any) -> list[tuple[str, Any]]:
        """The Hub's own pages, a sign-out that is recorded, and the pages that take a password again."""
        # The pages use the authenticator, so they can't be imported before it stands.
        from hub_config.account_pages import AccountHandler, CompromisedHandler
        from hub_config.code_pages import OneTimeCodeHandler
        from hub_config.pages import NewPasswordHandler, RecordedLogoutHandler
        from hub_config.sessions import EndSessionsHandler
        from hub_config.stepup import StepUpHandler, ToEdgeHandler

        ours = [
            ("/logout", RecordedLogoutHandler),
            ("/new-password", NewPasswordHandler),
            ("/account", AccountHandler),
            ("/account/compromised", CompromisedHandler),
            ("/one-time-code", OneTimeCodeHandler),
            ("/step-up", StepUpHandler),
            (f"{EDGE}(.*)", ToEdgeHandler),
            (END_PAGE, EndSessionsHandler),
        ]
        return [*ours, *super().get_handlers(app)]

    async def authenticate(self, handler: web.RequestHandler, data: dict[str, str]) -> dict[str, Any]:
        """The Hub's model of whoever signed in; 403 in the same words for every refusal, 503 off record."""
        name = data.get("username", "").strip()
        attempt = await self.judge(handler, name, data.get("password", ""), data.get("otp", ""))
        if attempt.account is None or attempt.verdict is not Verdict.ADMITTED:
            first = "one-time-code" if attempt.verdict is Verdict.MUST_ENROL else "new-password"
            handler.redirect(f"{cast('Any', handler).hub.base_url}{first}?{urlencode({'username': name})}")
            raise web.Finish
        await self.on_record(handler, "signin", name, {"roles": sorted(attempt.account.roles)})
        now = datetime.now(UTC)
        await self.register(self.sign_in.accounts.signed_in, name, now)
        await self.register(self.sign_ins.keep, name, whence.address(handler.request), "signed in", now)
        return {"name": name, "admin": False, "groups": groups(attempt.account.roles)}

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
        return name if known else "unknown"


def _unchanged(account: Account, held: list[str]) -> bool:
    return account.usable(datetime.now(UTC)) and not account.must_change and sorted(held) == groups(account.roles)
