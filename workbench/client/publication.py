"""The transparency report of a quarter (464.8); for administrators, two of them."""

from __future__ import annotations

from workbench.client.calls import Calls
from workbench.client.problems import build
from workbench.client.transport import LONG
from workbench.wire.publication import (
    AskReport,
    Draft,
    NewPolicy,
    ProposedPolicy,
    ProposeReport,
    Publication,
    Publications,
)


class PublicationCalls(Calls):
    """``client.publications``; approval is given on a signed-in page alone."""

    def register(self) -> Publications:
        """All reports that were proposed, newest first, and the last quarters without one; on record."""
        return self._transport.ask("GET", "/v1/publications", Publications)

    def draft(self, quarter: str) -> Draft:
        """The report of a quarter, e.g. ``2026-Q3``, as the log gives it now, small numbers withheld.

        Raises ``Refused`` for a quarter that has not ended.
        """
        said = build(AskReport, {"quarter": quarter})
        return self._transport.ask("POST", "/v1/publications/draft", Draft, said, timeout=LONG)

    def propose(self, draft: Draft) -> Publication:
        """Propose a report as it was drafted; another administrator approves it, and then anybody can read it.

        Raises ``BadInput`` when the log no longer gives this report, ``Refused`` where the quarter has one.
        """
        said = build(ProposeReport, {"quarter": draft.quarter, "sha256": draft.sha256})
        return self._transport.ask("POST", "/v1/publications", Publication, said, timeout=LONG)

    def propose_policy(self, version: str, text: str) -> ProposedPolicy:
        """Propose a version of the agency's policy; it is in force once another administrator approves it.

            client.publications.propose_policy("2027-01", Path("policy.md").read_text())

        Then everybody acknowledges it before the next query. Raises ``BadInput`` for a version installed before.
        """
        said = build(NewPolicy, {"version": version, "text": text})
        return self._transport.ask("POST", "/v1/publications/policies", ProposedPolicy, said)
