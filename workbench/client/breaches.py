"""Breaches (464.10): anybody reports one; administrators measure it by the log, tell of it, and close it."""

from __future__ import annotations

from datetime import date

from workbench.client.asking import When, moment
from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.wire.breach import AskScope, Breach, Breaches, CloseBreach, NewBreach, NewNotice, Notice, Scope


class BreachCalls(Calls):
    """``client.breaches``; each is closed by another administrator on a signed-in page."""

    def register(self) -> Breaches:
        """All that were reported, newest first; on record. For administrators."""
        return self._transport.ask("GET", "/v1/breaches", Breaches)

    def report(self, what: str, noticed_on: date | str) -> Breach:
        """Report a breach, or what may be one: say what you noticed. The administrator finds it at once."""
        said = build(NewBreach, {"what": what, "noticed_on": noticed_on})
        return self._transport.ask("POST", "/v1/breaches", Breach, said)

    def scope(self, number: int, begins: When, ends: When, user: str = "") -> Scope:
        """Who was shown how much from one time to another, by the access log; of one user or ``device:NAME``, or all.

        It is kept with the breach. ``NotFound`` when that is not open.
        """
        period = {"begins": moment(begins, "begins"), "ends": moment(ends, "ends")}
        said = build(AskScope, {"number": number, "user": user, **period})
        return self._transport.ask("POST", "/v1/breaches/scope", Scope, said, timeout=LONG)

    def tell(self, number: int, to: str, on: date | str, way: str, words: str) -> Notice:
        """Keep on file that somebody was told: whom, when, by what way, in which words. It sends nothing."""
        said = build(NewNotice, {"number": number, "to": to, "on": on, "way": way, "words": words})
        return self._transport.ask("POST", "/v1/breaches/notices", Notice, said)

    def finish(self, number: int, outcome: str) -> None:
        """Ask for its closing with what was found and done; another administrator decides."""
        body = build(CloseBreach, {"number": number, "outcome": outcome}).model_dump_json().encode()
        self._transport.send("POST", "/v1/breaches/finish", body, headers={"Content-Type": "application/json"})
