"""An administrator's page of accounts (464.3.1, 464.5.1): make, disable, enable; each with the password, on record."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from tornado import web

from hub_config import passwords
from hub_config.account_changes import DAILY, Change, administers, wanted
from hub_config.account_pages import OwnPage
from hub_config.sessions import end_sessions
from hub_config.stepup import GONE, StepUpHandler
from workbench.errors import WorkbenchError
from workbench.wire.stepup import StepUp

DONE = {"add": "has an account", "disable": "is disabled", "enable": "is enabled"}
FIELDS = ("what", "name", "role", "until", "opened")


class AdministratorsPage(OwnPage):
    """A page that an administrator's account opens, as the register says now."""

    async def demand_administrator(self) -> None:
        """403 for anybody else."""
        account = await self.judge.register(self.judge.sign_in.accounts.get, self.current_user.name)
        if not administers(account, datetime.now(UTC)):
            raise web.HTTPError(403, "Accounts are made by an ALPR administrator (464.3.1).")

    @property
    def zone(self) -> ZoneInfo:
        """The agency's."""
        return ZoneInfo(self.settings["template_vars"]["time_zone"])


class AccountsHandler(AdministratorsPage):
    """Every account, and the form for a new one."""

    @web.authenticated
    async def get(self) -> None:
        """The list."""
        await self.demand_administrator()
        await self._list("")

    @web.authenticated
    async def post(self) -> None:
        """Ask for the password for one change."""
        self.demand_by_hand()
        await self.demand_administrator()
        form = {field: self.get_body_argument(field, "") for field in FIELDS}
        by, now = self.current_user.name, datetime.now(UTC)
        try:
            change = await self.judge.register(wanted, form, by, self.judge.sign_in.accounts, self.zone, now)
        except WorkbenchError as error:
            self.set_status(422)
            await self._list(str(error))
            return
        step_up = self.judge.waiting.ask(change, now)
        self.redirect(f"{self.hub.base_url}accounts/confirm?step_up={quote(step_up, safe='')}", status=303)

    async def _list(self, problem: str) -> None:
        accounts = await self.judge.register(self.judge.sign_in.accounts.all)
        now = datetime.now(UTC)
        await self.show(
            "accounts.html",
            accounts=[(each, each.usable(now)) for each in accounts],
            daily=DAILY,
            problem=problem,
            zone=self.zone,
            own=self.current_user.name,
        )


class ConfirmChangeHandler(StepUpHandler, AdministratorsPage):
    """The password for one change, which is then made."""

    page = "accounts/confirm"
    nothing = "accounts"

    async def _question(self) -> StepUp:
        await self.demand_administrator()
        step_up = self.get_argument("step_up", "")
        change = self.judge.waiting.get(step_up, datetime.now(UTC))
        if change is None or change.by != self.current_user.name:
            raise web.HTTPError(404, GONE)
        return change.question(step_up, self.zone)

    async def _confirm(self, question: StepUp) -> None:
        await self._judged(question)
        change = self.judge.waiting.take(question.step_up, datetime.now(UTC))
        if change is None:
            raise web.HTTPError(404, GONE)
        await self.judge.on_record(self, f"account-{change.what}", change.name, change.detail())
        self._change = change
        self._shown = await self._make(change)

    async def _confirmed(self, _question: StepUp, /) -> None:
        name, what = self._change.name, self._change.what
        await self.show("account-changed.html", said=f"{name} {DONE[what]}", password=self._shown, person=name)

    async def _make(self, change: Change) -> str:
        """Make it; the first password, where there is one to be shown."""
        accounts = self.judge.sign_in.accounts
        if change.what == "add":
            first = passwords.generated()
            await self.judge.register(lambda: accounts.add(change.name, first, change.roles, until=change.until))
            if change.provided:
                await self.judge.register(self.judge.provided.hand_over, change.name)
            return "" if change.provided else first
        disabled = change.what == "disable"
        await self.judge.register(lambda: accounts.set_disabled(change.name, disabled=disabled))
        if disabled and (user := self.find_user(change.name)) is not None:
            await end_sessions(self, user, self.judge.events)
        return ""
