"""What the start page offers to whom, by operation (464.4); the custodian decides anew at each call."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.policy.roles import Operation
from workbench.wire.purpose import Me


@dataclass(frozen=True, slots=True)
class Card:
    """One notebook or page that the person can open."""

    title: str
    text: str
    needs: Operation
    notebook: str = ""
    page: str = ""

    def entry(self) -> dict[str, str]:
        """As a link."""
        return {"title": self.title, "text": self.text, "notebook": self.notebook, "page": self.page}


CARDS = (
    Card(
        "Search by a partial plate",
        "Some characters of a plate are known: find the vehicles, see where they were read.",
        Operation.QUERY,
        "partial_plate.ipynb",
    ),
    Card(
        "Training",
        "Modules, policy, quiz and an exercise on synthetic reads; then your trainer signs you off.",
        Operation.LEARN,
        "training.ipynb",
    ),
    Card(
        "Hand in reads",
        "A file of reads from a camera or vendor, with its source and provenance; a receipt comes back.",
        Operation.INGEST,
        "ingest.ipynb",
    ),
    Card(
        "Access log",
        "Who looked at what, when and why, and what came of it. Reading it is recorded too.",
        Operation.READ_LOG,
        "access_log.ipynb",
    ),
    Card(
        "Training sign-off",
        "Who is in training, how far each has come, and who waits for you.",
        Operation.TRAIN,
        "training_sign_off.ipynb",
    ),
)


def cards(me: Me) -> list[Card]:
    """What this person may open; training comes first while it is not complete."""
    mine = [card for card in CARDS if card.needs.value in me.operations]
    if me.trained or "query" not in me.operations:
        return mine
    return sorted(mine, key=lambda card: card.needs is not Operation.LEARN)


def facts(me: Me) -> list[tuple[str, str]]:
    """Who the person is and how he or she stands, for reading."""
    roles = ", ".join(role.replace("_", " ") for role in me.roles) or "none: ask the ALPR administrator"
    rows = [("Name", me.username), ("Organisation", me.organisation), ("Roles", roles), ("Training", me.standing)]
    if "query" in me.operations:
        store = "the agency's reads" if me.realm.value == "live" else "the training store (synthetic reads)"
        rows.append(("You search", store))
        rows.append(("Sources granted", ", ".join(me.sources) or "none: ask the ALPR administrator"))
    return [*rows, ("Policy", f"version {me.policy_version}")]
