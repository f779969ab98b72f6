"""Setting up one-time codes (464.5.1): password first, then the picture for the app, then its first code.

Nobody need be signed in: where codes are required, nobody can be before this was done.
"""

from __future__ import annotations

from datetime import UTC, datetime

import segno
from tornado import web

from hub_config import totp
from hub_config.account_pages import OwnPage
from hub_config.second_factor import Enrolment
from hub_config.signin import Verdict

FORBIDDEN = 403
_NOT_YOU = (
    "Not set up. Check the user name, the password and, if codes are set up already, the code. Five failures within "
    "fifteen minutes close sign-in for fifteen minutes."
)
_MUST_CHANGE = "Choose a password of your own first; this one was given to you."
_WRONG_CODE = "That is not the code that the app should show now. Is the telephone's clock right? Type the next one."
_TOO_LATE = "These ten minutes are over, or it was finished already. Begin again."


class OneTimeCodeHandler(OwnPage):
    """First the password, then the first code."""

    async def get(self) -> None:
        """The form that asks for the password."""
        await self._ask(self.get_argument("username", ""), "")

    async def post(self) -> None:
        """Begin, where a password comes; finish, where the first code does."""
        self.demand_by_hand()
        if token := self.get_body_argument("enrolment", ""):
            await self._finish(token)
        else:
            await self._begin()

    async def _begin(self) -> None:
        name = self.get_body_argument("username", "").strip()
        password = self.get_body_argument("password", "", strip=False)
        try:
            attempt = await self.judge.judge(
                self, name, password, self.get_body_argument("otp", ""), act="code-enrolment"
            )
        except web.HTTPError as error:
            self.set_status(error.status_code)
            await self._ask(name, _NOT_YOU if error.status_code == FORBIDDEN else error.log_message or "")
            return
        if attempt.verdict is Verdict.MUST_CHANGE:
            self.set_status(409)
            await self._ask(name, _MUST_CHANGE)
            return
        begun = await self.judge.register(self.judge.sign_in.second.begin, name, datetime.now(UTC))
        await self._picture(begun, "")

    async def _finish(self, token: str) -> None:
        now, second = datetime.now(UTC), self.judge.sign_in.second
        begun = await self.judge.register(second.waiting, token, now)
        if begun is None:
            self.set_status(410)
            await self._ask("", _TOO_LATE)
            return
        step = totp.accepted(begun.secret, self.get_body_argument("code", ""), now, None)
        if step is None:
            self.set_status(422)
            await self._picture(begun, _WRONG_CODE)
            return
        await self.judge.on_record(self, "code-enrolled", begun.name)
        codes = await self.judge.register(second.finish, begun, step)
        if codes is None:
            self.set_status(410)
            await self._ask(begun.name, _TOO_LATE)
            return
        await self.show("code-enrolled.html", person=begun.name, codes=codes)

    async def _ask(self, name: str, problem: str) -> None:
        await self.show("code.html", username=name, problem=problem, begun=None, picture="")

    async def _picture(self, begun: Enrolment, problem: str) -> None:
        made = segno.make(begun.address(self.agency), error="m").svg_inline(scale=5, border=4, light="#fff")
        await self.show("code.html", username=begun.name, problem=problem, begun=begun, picture=made)

    @property
    def agency(self) -> str:
        """Whose workbench the app shows the code under."""
        return str(self.settings["template_vars"]["agency"])
