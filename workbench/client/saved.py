"""One's own saved searches (464.5, 464.7(d)): forms, never reads and never a purpose."""

from __future__ import annotations

from workbench.client import context
from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.wire.saved import ForgetSearch, KeepSearch, SavedForm, SavedSearch, SavedSearches


class SavedSearchCalls(Calls):
    """``client.saved``."""

    def list(self) -> SavedSearches:
        """Your saved searches by name; looking at them is on record."""
        return self._transport.ask("GET", "/v1/saved-searches", SavedSearches)

    def keep(self, name: str, form: SavedForm) -> SavedSearch:
        """Keep a form under a name, instead of what stood there; it is searched when you ask for it, on a purpose.

        Raises ``BadInput`` for a pattern that is none, a name that is too long, and where you keep too many.
        """
        said = build(KeepSearch, {"name": name, "form": form, "context": context.current()})
        return self._transport.ask("POST", "/v1/saved-searches", SavedSearch, said)

    def forget(self, name: str) -> None:
        """Delete one of yours; ``NotFound`` when none has this name."""
        body = build(ForgetSearch, {"name": name, "context": context.current()}).model_dump_json().encode()
        self._transport.send("POST", "/v1/saved-searches/forget", body, headers={"Content-Type": "application/json"})
