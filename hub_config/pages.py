"""The Hub's pages of ours: changing a password (464.5.2), and a sign-out that is recorded (464.5)."""

from __future__ import annotations

from typing import Any

from jupyterhub.handlers.base import BaseHandler
from jupyterhub.handlers.login import LogoutHandler
from tornado import web

from hub_config import passwords
from hub_config.authenticator import WorkbenchAuthenticator
from hub_config.sessions import end_sessions


class NewPasswordHandler(BaseHandler):  # type: ignore[misc]
    """Choose a new password; the present one is asked, so nobody need be signed in, nor is afterwards."""

    async def get(self) -> None:
        """The form."""
        await self._form("")

    async def post(self) -> None:
        """Change it on record, then lead to the sign-in page."""
        name = self.get_body_argument("username", "").strip()
        old, new, again = (self.get_body_argument(field, "", strip=False) for field in ("password", "new", "again"))
        if problem := passwords.problem(name, old, new, again):
            self.set_status(422)
            await self._form(problem)
            return
        try:
            await self._change(name, old, new)
        except web.HTTPError as error:
            self.set_status(error.status_code)
            await self._form(error.log_message or "")
            return
        self.redirect(f"{self.hub.base_url}login?username={name}")

    async def _change(self, name: str, old: str, new: str) -> None:
        authenticator: WorkbenchAuthenticator = self.authenticator
        attempt = await authenticator.judge(self, name, old, self.get_body_argument("otp", ""))
        if attempt.account is None:
            raise web.HTTPError(403)
        await authenticator.on_record(self, "password-changed", name)
        await authenticator.register(authenticator.sign_in.change, attempt.account, new)
        # Whoever knew the old one may be signed in with it.
        if (user := self.find_user(name)) is not None:
            await end_sessions(self, user, authenticator.events)

    async def _form(self, problem: str) -> None:
        name = self.get_argument("username", "")
        page = await self.render_template(
            "new-password.html", username=name, problem=problem, xsrf=self.xsrf_token.decode("ascii")
        )
        self.finish(page)


class RecordedLogoutHandler(LogoutHandler):  # type: ignore[misc]
    """Sign out; it is recorded where it can be, and done either way."""

    async def default_handle_logout(self) -> Any:
        """Do what the Hub does, then record it: by then the custodian can look nobody up who signed out."""
        user = self.current_user
        done = await super().default_handle_logout()
        if user is not None:
            try:
                await self.authenticator.on_record(self, "signout", user.name)
            except web.HTTPError:
                self.log.error("a sign-out was done without a record")
        return done
