"""The administrator's signed-in pages (464.3, 464.3.1, 464.7(f), 464.9): what widens access, and what takes it back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Form, Request, Response

from workbench.edge.edge import Edge
from workbench.edge.sessions import Session


def administration(app: FastAPI, edge: Edge) -> None:
    """The pages of an administrator."""
    path = edge.hub.prefix + "administration"

    async def show(session: Session, told: str = "", credential: str = "") -> Response:
        shown = await edge.link.get("/administration", session.token)
        return edge.page("administration.html", shown=shown, session=session, told=told, credential=credential)

    @app.get(path)
    async def overview(request: Request) -> Response:
        """What an administrator grants here."""
        session = edge.session(request)
        return edge.to_sign_in(request) if session is None else await show(session)

    @app.post(f"{path}/sources")
    async def sources(
        request: Request,
        username: Annotated[str, Form()],
        source: Annotated[str, Form()],
        granted: Annotated[str, Form()],
        form_key: Annotated[str, Form()],
    ) -> Response:
        """Grant a source of data, or take it back (464.7(f))."""
        session = edge.signed_form(request, form_key)
        said = {"username": username, "source": source, "granted": granted == "yes"}

        async def done(_: None) -> Response:
            return await show(session, f"{source} {'granted to' if said['granted'] else 'taken back from'} {username}.")

        return await edge.send(session, "/administration/sources", said, done)

    @app.post(f"{path}/devices")
    async def devices(
        request: Request,
        name: Annotated[str, Form()],
        source: Annotated[str, Form()],
        form_key: Annotated[str, Form()],
        camera: Annotated[str, Form()] = "",
    ) -> Response:
        """Enrol a camera or vehicle; its credential is shown once (464.9)."""
        session = edge.signed_form(request, form_key)
        said = {"name": name, "source": source, "camera": camera}

        async def done(added: Any) -> Response:
            return await show(session, f"{name} is enrolled for {source}.", added["credential"])

        return await edge.send(session, "/administration/devices", said, done)

    @app.post(f"{path}/devices/revoke")
    async def revoke(request: Request, name: Annotated[str, Form()], form_key: Annotated[str, Form()]) -> Response:
        """Take a device's credential back (464.9)."""
        session = edge.signed_form(request, form_key)

        async def done(_: None) -> Response:
            return await show(session, f"{name} is no longer enrolled.")

        return await edge.send(session, "/administration/devices/revoke", {"name": name}, done)

    _members(app, edge, show)


def _members(app: FastAPI, edge: Edge, show: Callable[[Session, str], Awaitable[Response]]) -> None:
    path, posted = edge.hub.prefix + "administration", "/administration"

    @app.post(f"{path}/suspend")
    async def suspend(
        request: Request,
        username: Annotated[str, Form()],
        reason: Annotated[str, Form()],
        form_key: Annotated[str, Form()],
    ) -> Response:
        """Let nothing open to somebody (464.3.1)."""
        session = edge.signed_form(request, form_key)

        async def done(_: None) -> Response:
            return await show(session, f"{username} is suspended: nothing opens to this person any more.")

        said = {"username": username, "reason": reason}
        return await edge.send(session, f"{posted}/people/suspend", said, done)

    @app.post(f"{path}/readmit")
    async def readmit(
        request: Request,
        username: Annotated[str, Form()],
        form_key: Annotated[str, Form()],
        reason: Annotated[str, Form()] = "",
    ) -> Response:
        """End a suspension (464.3.1)."""
        session = edge.signed_form(request, form_key)

        async def done(_: None) -> Response:
            return await show(session, f"{username} is readmitted.")

        said = {"username": username, "reason": reason}
        return await edge.send(session, f"{posted}/people/readmit", said, done)

    @app.post(f"{path}/delegations")
    async def delegate(
        request: Request,
        username: Annotated[str, Form()],
        operations: Annotated[list[str], Form()],
        begins: Annotated[date, Form()],
        until: Annotated[date, Form()],
        reason: Annotated[str, Form()],
        form_key: Annotated[str, Form()],
    ) -> Response:
        """Delegate a part of the day-to-day work (464.3), from the beginning of a day to the end of another."""
        session = edge.signed_form(request, form_key)

        async def done(_: None) -> Response:
            return await show(session, f"{', '.join(sorted(operations))} delegated to {username} until {until}.")

        said = {
            "username": username,
            "operations": sorted(operations),
            "begins_at": _midnight(edge, begins),
            "until": _midnight(edge, until + timedelta(days=1)),
            "reason": reason,
        }
        return await edge.send(session, f"{posted}/delegations", said, done)

    @app.post(f"{path}/delegations/end")
    async def end(request: Request, delegation: Annotated[int, Form()], form_key: Annotated[str, Form()]) -> Response:
        """Take a delegation back (464.3)."""
        session = edge.signed_form(request, form_key)

        async def done(_: None) -> Response:
            return await show(session, f"Delegation {delegation} is taken back.")

        return await edge.send(session, f"{posted}/delegations/end", {"delegation": delegation}, done)


def _midnight(edge: Edge, day: date) -> str:
    """Where a day begins by the agency's clock, as it travels."""
    there = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(edge.settings.agency.time_zone))
    return there.astimezone(UTC).isoformat()
