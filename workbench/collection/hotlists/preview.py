"""A list looked through before it is put in force (464.5, 464.7(f), 464.7(g)): what was understood, what would change.

Nothing is changed. What the file says is shown to whoever hands it over; what stands in force, to whoever was granted
the list's source.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from workbench.collection import intake
from workbench.collection.hotlists import formats
from workbench.collection.hotlists.differences import differences, frame_of, listed
from workbench.collection.hotlists.entry import Terms
from workbench.collection.hotlists.install import Counts, demand_size, demand_terms, of_the_agency
from workbench.collection.outcome import on_record
from workbench.errors import FormatError
from workbench.gate import Gate, Request
from workbench.policy.access import decide_purpose
from workbench.policy.caller import Caller, Realm
from workbench.policy.decision import Decision
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation
from workbench.settings import Settings
from workbench.store.registers import Registers
from workbench.wire.hotlist_entries import HotlistPreview, PreviewOffer

PREVIEW = "hotlists.preview"
FIRST = 20
"""Entries that are shown as they were understood."""


def on_purpose(caller: Caller, purpose: Purpose | None, now: datetime) -> Decision:
    """Refuse a look at plates without an open purpose for the agency's own (464.5(4))."""
    return decide_purpose(caller, purpose, Realm.LIVE, now)


def preview_hotlist(
    gate: Gate,
    registers: Registers,
    caller: Caller,
    purpose: Purpose | None,
    asked: PreviewOffer,
    data: Path | bytes,
    settings: Settings,
) -> HotlistPreview:
    """What a list would be, beside the version in force.

    Raises as ``install_hotlist`` does, and ``Refused`` (464.5) without a purpose; all on record.
    """
    offer = asked.offer
    demand_terms(registers, offer)
    with intake.opened(data) as stream:
        sha256, size = intake.content_sha256(stream)
        receipt = gate.admit(caller, purpose, _request(asked, settings, {"sha256": sha256, "bytes": size}))
        with on_record(gate, receipt, "the list", "the list in force stays so"):
            demand_size(size)
            spoken = formats.choose(stream, offer.format)
            counts = Counts()
            ground = Terms(offer, ZoneInfo(settings.agency.time_zone), gate.now())
            after = frame_of(counts.entries(stream, spoken, ground))
            if after.is_empty():
                why = f" Line {counts.problems[0].line}: {counts.problems[0].reason}." if counts.problems else ""
                raise FormatError(f"The list has no entry that can be taken.{why}", how="To end a list, retire it.")
            standing = registers.hotlists.standing(offer.name)
            before = registers.entries.frame(offer.name, receipt)
            found = differences(before, after)
    counted = counts.counted()
    shown = offer.source in caller.sources
    changes = [change for change in found.changes if shown or change.before is None]
    first = listed(after, most=FIRST)
    seen = [entry for change in changes for entry in (change.before, change.after) if entry is not None]
    told = {"added": found.added, "removed": found.removed, "changed": found.changed, "same": found.same}
    plates = {entry.plate for entry in [*seen, *first]}
    record = gate.release(receipt, {"hotlist": offer.name, "count": len(plates), **told}, plates)
    return HotlistPreview(
        name=offer.name,
        source=offer.source,
        format=spoken,
        sha256=sha256,
        accepted=len(after),
        duplicate=counted.duplicate,
        rejected=counted.rejected,
        problems=counted.problems,
        replaces=standing[0].version if standing else 0,
        before=len(before),
        changed_fields=found.changed_fields,
        shown=shown,
        changes=changes,
        first=first,
        record=receipt.index,
        result_record=record.index,
        **told,
    )


def demand_preview(
    gate: Gate, registers: Registers, caller: Caller, purpose: Purpose | None, asked: PreviewOffer, settings: Settings
) -> None:
    """Return when the caller may look such a list through; raises as ``preview_hotlist`` does."""
    demand_terms(registers, asked.offer)
    gate.demand(caller, purpose, _request(asked, settings, {}))


def _request(asked: PreviewOffer, settings: Settings, content: dict[str, object]) -> Request:
    elements = {**asked.offer.model_dump(mode="json", exclude_defaults=True), **content}
    rules = (of_the_agency(asked.offer.source, settings), on_purpose)
    return Request(PREVIEW, Operation.HOTLIST, elements, rules=rules, context=asked.context.model_dump())
