"""Entries of our own, typed in one by one (464.7.1(c), 464.7(g)), and looking at what stands in a list (464.5).

Each addition or withdrawal is a version of its own of one list, in force whole: who, when and why stands on record,
and a hit names the version that it met.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from workbench.accesslog.record import digest
from workbench.collection.hotlists.entry import Given, Terms, settle
from workbench.collection.hotlists.preview import on_purpose
from workbench.collection.outcome import on_record
from workbench.errors import BadInput, NotFound
from workbench.gate import Gate, Request, Rule
from workbench.plates.lookalikes import fold
from workbench.plates.normalise import normalise
from workbench.policy.caller import Caller
from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.hotlists import own_entry_problem
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation
from workbench.policy.sections import Section
from workbench.settings import Settings
from workbench.store.receipt import Receipt
from workbench.store.registers import Registers
from workbench.store.registers.hotlists import Counted, Entry, Offered
from workbench.wire.base import Message
from workbench.wire.hotlist_entries import EntryPage, EntryQuery, EntryWithdrawn, ListedEntry, OwnChanged, OwnEntry
from workbench.wire.hotlists import OWN_LIST, HotlistOffer
from workbench.wire.ingest import Rejected

ENTRIES, ADD, WITHDRAW = "hotlists.entries", "hotlists.enter", "hotlists.withdraw"
MOST = 5_000
"""Entries of our own; more than that come as a list."""
ALIKE = 100
"""Own entries that look alike: each of them would be a hit of the same read."""


def page_of_entries(
    gate: Gate, registers: Registers, caller: Caller, purpose: Purpose | None, query: EntryQuery, settings: Settings
) -> EntryPage:
    """Entries of a list in force, those that expire first before all others; our own to whoever keeps them.

    Raises ``Refused`` (464.4, 464.5, 464.7(f)) on record, ``NotFound`` when no such list is in force.
    """
    standing = registers.hotlists.standing(query.name)
    rules = (on_purpose, _granted(standing[0].source if standing and query.name != OWN_LIST else ""))
    receipt = gate.admit(caller, purpose, _request(ENTRIES, query, rules))
    if standing is None:
        gate.fail(receipt, "no list of this name is in force")
        raise NotFound(f"No list named {query.name} is in force.", how="See the lists that are.")
    soon = timedelta(days=settings.hotlists.expiring_days)
    with on_record(gate, receipt, "the list", "nothing was shown"):
        asked = query.model_copy(update={"plate": normalise(query.plate)}) if query.plate.strip() else query
        entries, total = registers.entries.page(asked, gate.now(), soon, receipt)
    told = {"hotlist": query.name, "version": standing[0].version, "count": len(entries), "total": total}
    record = gate.release(receipt, told, {entry.plate for entry in entries})
    shown = [as_listed(entry) for entry in entries]
    records = {"record": receipt.index, "result_record": record.index}
    return EntryPage(name=query.name, version=standing[0].version, entries=shown, total=total, **records)


def add_entry(
    gate: Gate, registers: Registers, caller: Caller, purpose: Purpose | None, said: OwnEntry, settings: Settings
) -> OwnChanged:
    """Enter a plate; the same one for the same case and reason again takes the place of what it was.

    Raises ``Refused`` (464.4, 464.5) and ``BadInput`` (464.7.1(c)) for an entry that nobody can vouch for, on record.
    """
    source = settings.sources.names[0]
    request = _request(ADD, said, (on_purpose,))
    offer = HotlistOffer(name=OWN_LIST, source=source)
    entry = _settled(said, Terms(offer, ZoneInfo(settings.agency.time_zone), gate.now()), settings)
    if isinstance(entry, BadInput):
        raise gate.unusable(caller, purpose, request, entry)
    receipt = gate.admit(caller, purpose, request)

    def change(entries: Sequence[Entry]) -> list[Entry]:
        others = [each for each in entries if each.entry_id != entry.entry_id]
        _demand_room(others, entry)
        return [*others, entry]

    return _changed(gate, registers, receipt, source, entry, change)


def withdraw_entry(
    gate: Gate, registers: Registers, caller: Caller, purpose: Purpose | None, said: EntryWithdrawn, settings: Settings
) -> OwnChanged:
    """Take an entry of our own back; its hits stay. Raises ``Refused`` on record, ``NotFound`` where there is none."""
    source = settings.sources.names[0]
    receipt = gate.admit(caller, purpose, _request(WITHDRAW, said, (on_purpose,)))
    entry = next((each for each in _own(registers, receipt) if each.entry_id == said.entry_id), None)
    if entry is None:
        gate.fail(receipt, "there is no such entry")
        raise NotFound("There is no such entry of our own any more.", how="Look at the entries anew.")

    def change(entries: Sequence[Entry]) -> list[Entry]:
        return [each for each in entries if each.entry_id != said.entry_id]

    return _changed(gate, registers, receipt, source, entry, change)


def as_listed(entry: Entry) -> ListedEntry:
    """An entry as it travels."""
    return ListedEntry(**{name: getattr(entry, name) for name in ListedEntry.model_fields})


def _changed(
    gate: Gate,
    registers: Registers,
    receipt: Receipt,
    source: str,
    entry: Entry,
    change: Callable[[Sequence[Entry]], list[Entry]],
) -> OwnChanged:
    """The version that the change makes of the one in force, in its place."""
    by, now, lists = receipt.caller.username, receipt.time, registers.hotlists
    with lists.changing, on_record(gate, receipt, "the entry", "the list in force stays so"):
        entries = change(_own(registers, receipt))
        version = _installed(registers, source, entries, receipt) if entries else 0
        if not entries:
            lists.retire(OWN_LIST, by, now)
    told = {"hotlist": OWN_LIST, "version": version, "entry": entry.entry_id, "count": 1, "entries": len(entries)}
    gate.release(receipt, told, {entry.plate})
    return OwnChanged(entry=as_listed(entry), version=version, entries=len(entries), record=receipt.index)


def _installed(registers: Registers, source: str, entries: list[Entry], receipt: Receipt) -> int:
    sha256 = digest({entry.entry_id: entry.expires.isoformat() for entry in entries})
    by = receipt.caller.username
    offered = Offered(OWN_LIST, source, "own", sha256, sha256, by, receipt.index, receipt.time)
    number = registers.hotlists.begin(offered)
    try:
        registers.hotlists.load(number, 0, entries)
        counted = Counted(len(entries), 0, 0, [])
        return registers.hotlists.put_in_force(number, counted, by, receipt.time).version
    except BaseException:
        registers.hotlists.discard(number)
        raise


def _own(registers: Registers, receipt: Receipt) -> list[Entry]:
    every = EntryQuery(name=OWN_LIST, limit=500)
    found: list[Entry] = []
    while True:
        page, total = registers.entries.page(
            every.model_copy(update={"skip": len(found)}), receipt.time, timedelta(), receipt
        )
        found += page
        if len(found) >= total:
            return found


def _settled(said: OwnEntry, terms: Terms, settings: Settings) -> Entry | BadInput:
    today = terms.now.astimezone(terms.zone).date().isoformat()
    given = Given(
        said.plate,
        state=said.state,
        reason=said.reason,
        case_number=said.case_number,
        entered=today,
        expires=said.expiry.isoformat(),
        note=said.note,
    )
    entry = settle(0, given, terms)
    if isinstance(entry, Rejected):
        problem = entry.reason
    else:
        problem = own_entry_problem(entry.expires, terms.now, settings.hotlists.own_days)
        if not problem:
            return entry
    told = f"{problem[:1].upper()}{problem[1:]}."
    return BadInput(told, how="Mend the entry; nothing was entered.", section=Section.NO_PERSONAL_USE.value)


def _demand_room(others: Sequence[Entry], entry: Entry) -> None:
    if len(others) >= MOST:
        raise BadInput(f"There are {MOST:,} entries of our own.", how="Withdraw some, or install them as a list.")
    if sum(fold(each.plate) == fold(entry.plate) for each in others) >= ALIKE:
        raise BadInput(f"{ALIKE} entries of our own look like this one.", how="Withdraw some of them first.")


def _granted(source: str) -> Rule:
    def rule(caller: Caller, _purpose: Purpose | None, _now: datetime) -> Decision:
        if not source or source in caller.sources:
            return allow(Section.SOURCES)
        return refuse(
            Section.SOURCES,
            f"The source '{source}' was not granted to you, so its entries are not shown to you.",
            "Ask the ALPR administrator for the sources that your duties need.",
        )

    return rule


def _request(action: str, said: Message, rules: Sequence[Rule]) -> Request:
    elements = said.model_dump(mode="json", exclude={"context", "purpose_id"}, exclude_defaults=True)
    context = said.model_dump().get("context", {})
    return Request(action, Operation.HOTLIST, elements, rules=rules, context=context)
