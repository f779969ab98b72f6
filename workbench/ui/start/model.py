"""What the start page offers to whom, by operation (464.4); the custodian decides anew at each call."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.policy.roles import Operation
from workbench.wire.page import EDGE
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
        "Training sessions and sign-off",
        "Hold a session, follow how far each trainee has come, and see who waits for you.",
        Operation.TRAIN,
        "training_sign_off.ipynb",
    ),
    Card(
        "Search by a partial plate",
        "Some characters of a plate are known: find the vehicles, see where they were read.",
        Operation.QUERY,
        "partial_plate.ipynb",
    ),
    Card(
        "Canvass scenes",
        "Places and times are known: find the vehicles that were there, or at several, and for whom that is unusual.",
        Operation.QUERY,
        "canvass.ipynb",
    ),
    Card(
        "One vehicle",
        "The plate is known: where the vehicle was, at which hours, its places, who went with it, and its gaps.",
        Operation.QUERY,
        "vehicle.ipynb",
    ),
    Card(
        "Review reads",
        "Cameras and recognisers were not sure of these: look at the image, accept or correct the plate.",
        Operation.REVIEW,
        "review.ipynb",
    ),
    Card(
        "Hits",
        "Reads that met a hotlist, as they come in: look each up in CLETS before anybody acts on it.",
        Operation.QUERY,
        "hits.ipynb",
    ),
    Card(
        "Hotlists",
        "Which lists are in force and how old, putting one in force, and entries of our own.",
        Operation.HOTLIST,
        "hotlists.ipynb",
    ),
    Card(
        "Access log",
        "Who looked at what, when and why, and what came of it. Reading it is recorded too.",
        Operation.READ_LOG,
        "access_log.ipynb",
    ),
    Card(
        "Audits",
        "Each quarter's sample, reviewed by two, findings and the sealed report; what detectors point at each week.",
        Operation.READ_LOG,
        "audit.ipynb",
    ),
    Card(
        "Holds and shredding",
        "Cases that nothing may be taken of, and what the access log no longer has to tell: two persons.",
        Operation.RETAIN,
        "holds.ipynb",
    ),
    Card(
        "Retention and purge",
        "How long reads are kept, what is old enough to go, and purging it: two persons, with a certificate.",
        Operation.RETAIN,
        "retention.ipynb",
    ),
    Card(
        "Releases and sharing",
        "Written requests of other agencies, who approved them, what was given out, and agreements that end.",
        Operation.SHARE,
        "releases.ipynb",
    ),
    Card(
        "Reports to the public",
        "What the access log tells of a quarter, small numbers withheld: drafted, approved by another, published.",
        Operation.RETAIN,
        "publication.ipynb",
    ),
    Card(
        "Breaches",
        "Report what may be one; who was shown how much by the log, who was told, and its closing.",
        Operation.DECLARE,
        "breaches.ipynb",
    ),
    Card(
        "Questions waiting for you",
        "Searches that need your confirmation, or a second person's approval. Answered on a signed-in page.",
        Operation.APPROVE,
        page=f"{EDGE}assents",
    ),
    Card(
        "Decisions",
        "What somebody entered and another decides: requests, agreements, reports, closings. On a signed-in page.",
        Operation.APPROVE,
        page=f"{EDGE}decisions",
    ),
    Card(
        "Administration",
        "Who is in the programme and how each stands; cameras, watch-list, open cases, words, configuration.",
        Operation.OVERSEE,
        "administration.ipynb",
    ),
    Card(
        "Grants and members",
        "Grant a source, delegate work, suspend a member, enrol a camera or vehicle. On a signed-in page.",
        Operation.ADMINISTER,
        page=f"{EDGE}administration",
    ),
    Card(
        "Hand in reads",
        "Files of reads, or photographs and videos to be read here, with source and provenance; a receipt comes back.",
        Operation.INGEST,
        "ingest.ipynb",
    ),
    Card(
        "Cookbook",
        "For people who write code: searches as polars and pandas frames, joined, counted, on a chart and a map.",
        Operation.QUERY,
        "cookbook.ipynb",
    ),
    Card(
        "Training",
        "Modules, policy, quiz and two exercises on synthetic data; then your trainer signs you off.",
        Operation.LEARN,
        "training.ipynb",
    ),
)


def cards(me: Me) -> list[Card]:
    """What this person may open; what he or she most likely came for stands first, and training, once done, last."""
    mine = [card for card in CARDS if card.needs.value in me.operations]
    first = next((card for card in mine if card.needs is advised(me)), None)
    return sorted(mine, key=lambda card: (card is not first, card.needs is Operation.LEARN))


def advised(me: Me) -> Operation | None:
    """What this person most likely came to do."""
    if not me.trained and Operation.LEARN.value in me.operations:
        return Operation.LEARN
    usual = (Operation.TRAIN, Operation.QUERY, Operation.READ_LOG)
    return next((operation for operation in usual if operation.value in me.operations), None)


def next_step(me: Me) -> str:
    """What this person most likely came for, in words; the first card leads there."""
    step = advised(me)
    if not cards(me):
        return "Your roles open nothing here. Ask the ALPR administrator of your agency for the role that you need."
    if step is Operation.LEARN:
        return (
            "First complete your training: read the modules, acknowledge the policy, pass the quiz, find the vehicle "
            "of one exercise and the misuse of the other. Then your trainer signs you off, and the agency's reads open."
        )
    if step is Operation.TRAIN:
        return "See who waits for your sign-off, or search as any trained member: each search states its case."
    if step is Operation.QUERY:
        return (
            "Open the search and type what was seen of the plate. It asks for the case and the reason first; "
            "what you searched is then found in the access log, under the record named below the result."
        )
    if step is Operation.READ_LOG:
        return "Look through the access log: who searched, when, why, and what came of it. Your look is recorded too."
    return "Open one of these."


def facts(me: Me) -> list[tuple[str, str]]:
    """How the person stands, for reading."""
    roles = ", ".join(role.replace("_", " ") for role in me.roles) or "none: ask the ALPR administrator"
    rows = [("Roles", roles), ("Training", me.standing)]
    if "query" in me.operations:
        store = "the agency's reads" if me.realm.value == "live" else "the training store (synthetic reads)"
        rows.append(("You search", store))
        rows.append(("Sources granted", ", ".join(me.sources) or "none: ask the ALPR administrator"))
    return [*rows, ("Policy", f"version {me.policy_version}")]
