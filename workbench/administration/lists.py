"""What an administrator keeps (464.3, 464.7.1(b), 464.9, 464.10(b)): each act is on record before it counts.

None of it shows a read. What would take something out of the audits' sight, let a purpose say less or name a case that
it could not name before, is approved by a second administrator.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from workbench.administration.case_change import opened
from workbench.administration.case_file import cases_in
from workbench.errors import BadInput, NotFound
from workbench.gate import Gate, Request
from workbench.policy.caller import Caller
from workbench.policy.decision import Assent, Decision, refuse
from workbench.policy.purpose import Category
from workbench.policy.roles import Operation
from workbench.policy.sections import Section
from workbench.store.registers import Registers
from workbench.wire.base import Context
from workbench.wire.programme_lists import (
    CaseList,
    ImportCases,
    KeepCamera,
    KeepLexicon,
    Lexicon,
    LexiconName,
    ProgrammeLists,
    UnwatchPlate,
    WatchEntry,
    WatchPlate,
)

LOOK, CAMERA = "administration.lists", "administration.camera"
WATCH, UNWATCH = "watch.add", "watch.remove"
CASES, WORDS = "administration.cases", "administration.lexicon"
_NAMED = 20
"""Cases of those that a list opens which the question and the record name; the digest is of all."""


def lists(gate: Gate, registers: Registers, caller: Caller) -> ProgrammeLists:
    """All that is kept; the look is on record."""
    receipt = gate.admit(caller, None, Request(LOOK, Operation.OVERSEE, {}))
    cameras, watched = registers.cameras.all(), registers.watch_list.all()
    released = gate.release(receipt, {"count": len(cameras) + len(watched)})
    return ProgrammeLists(
        cameras=cameras,
        watched=watched,
        cases=registers.open_cases.current(),
        lexicons=[registers.lexicons.current(name) for name in LexiconName],
        record=receipt.index,
        result_record=released.index,
    )


def keep_camera(gate: Gate, registers: Registers, caller: Caller, said: KeepCamera, sources: tuple[str, ...]) -> None:
    """Register a camera, or change what stands of it; ``BadInput`` for a source that is not configured."""
    asked = _asked(CAMERA, said.camera.model_dump(mode="json"), said.context)
    gate.demand(caller, None, asked)
    if said.camera.source not in sources:
        error = BadInput(
            f"{said.camera.source!r} is not a configured source of data.",
            where="source",
            how=f"Choose one of {', '.join(sources)}.",
            section="464.7(f)",
        )
        raise gate.unusable(caller, None, asked, error)
    receipt = gate.admit(caller, None, asked)
    registers.cameras.keep(said.camera, caller.username, gate.now(), receipt.index)


def watch(gate: Gate, registers: Registers, caller: Caller, said: WatchPlate) -> WatchEntry:
    """Have audits look for whoever searches a plate; neither record nor register holds the plate itself."""
    about, words = said.about or "", {"kind": said.kind.value, "about": said.about or "", "note": said.note}
    try:
        known = registers.watch_list.hashed(said.plate)
    except BadInput as error:
        raise gate.unusable(caller, None, _asked(WATCH, words, said.context), error) from None
    receipt = gate.admit(caller, None, _asked(WATCH, {**words, "entry": known}, said.context))
    kept = WatchEntry(
        entry=known,
        kind=said.kind,
        about=about,
        note=said.note,
        added_by=caller.username,
        added_at=gate.now(),
        record=receipt.index,
    )
    if not registers.watch_list.add(kept):
        raise BadInput("This plate is watched for this member already.", where="plate", section="464.7.1(b)")
    return kept


def unwatch(gate: Gate, registers: Registers, caller: Caller, said: UnwatchPlate) -> None:
    """Take an entry off, once a second administrator, told what it is, approved it; ``NotFound`` when there is none."""
    elements = said.model_dump(mode="json", exclude={"context"})
    asked = _asked(UNWATCH, elements, said.context)
    gate.demand(caller, None, asked)
    none = NotFound("There is no such entry.", how="Look at the list again.", section="464.7.1(b)")
    stands = (each for each in registers.watch_list.all() if (each.entry, each.about) == (said.entry, said.about))
    if (kept := next(stands, None)) is None:
        raise gate.unusable(caller, None, asked, none)
    told = {**elements, "kind": kept.kind.value, "note": kept.note or None}
    act = _asked(UNWATCH, told, said.context, _second("Audits would no longer look for this."))
    gate.admit(caller, None, act)
    if not registers.watch_list.remove(said.entry, said.about):
        raise none


def import_cases(gate: Gate, registers: Registers, caller: Caller, said: ImportCases) -> CaseList:
    """Put a list of cases in force, whole; one that opens any (``case_change``) takes a second administrator's word.

    ``BadInput`` names the first line that is none.
    """
    sha256 = hashlib.sha256(said.text.encode()).hexdigest()
    elements: dict[str, Any] = {"name": said.name, "sha256": sha256}
    gate.demand(caller, None, _asked(CASES, elements, said.context))
    try:
        cases = cases_in(said.text)
    except BadInput as error:
        raise gate.unusable(caller, None, _asked(CASES, elements, said.context), error) from None
    still_open = sum(case.closed is None for case in cases)
    opens = list(opened(registers.open_cases.known(), cases))
    counts = {"cases": still_open, "closed": len(cases) - still_open, "opened": len(opens), "opens": opens[:_NAMED]}
    rules = [_second("Purposes could name cases that they could not name before.")] if opens else []
    receipt = gate.admit(caller, None, _asked(CASES, {**elements, **counts}, said.context, *rules))
    told = CaseList(
        name=said.name,
        cases=still_open,
        sha256=sha256,
        imported_by=caller.username,
        imported_at=gate.now(),
        record=receipt.index,
    )
    registers.open_cases.replace(cases, told)
    return told


def keep_lexicon(gate: Gate, registers: Registers, caller: Caller, said: KeepLexicon) -> Lexicon:
    """Put a new version of a list of words in force; a vague phrase is dropped by two administrators only."""
    entries = list(dict.fromkeys(" ".join(entry.split()) for entry in said.entries))
    before = registers.lexicons.current(said.name)
    elements = {"name": said.name.value, "entries": entries, "after_version": before.version}
    dropped = said.name is LexiconName.VAGUE and bool(set(before.entries) - set(entries))
    rules = [_second("A phrase that said nothing would do for a purpose again.")] if dropped else []
    asked = _asked(WORDS, elements, said.context, *rules)
    gate.demand(caller, None, asked)
    if said.name is LexiconName.LABELS and (odd := [one for one in entries if _label(one) is None]):
        error = BadInput(
            f"“{odd[0]}” names no purpose.",
            where="entries",
            how=f"Write category = words; categories are {', '.join(Category)}.",
            section="464.3",
        )
        raise gate.unusable(caller, None, asked, error)
    receipt = gate.admit(caller, None, asked)
    return registers.lexicons.keep(said.name, entries, caller.username, gate.now(), receipt.index)


def labels_of(lexicon: Lexicon) -> Mapping[Category, str]:
    """How the agency calls its purposes, where it calls them otherwise."""
    return dict(found for entry in lexicon.entries if (found := _label(entry)) is not None)


def _label(entry: str) -> tuple[Category, str] | None:
    category, _, words = (part.strip() for part in entry.partition("="))
    return (Category(category), words) if category in set(Category) and words else None


def _second(reason: str) -> Any:
    def rule(*_: object) -> Decision:
        how = "Have a second administrator approve it, then do it again."
        return refuse(Section.ADMINISTRATOR, reason, how, Assent.SECOND_PERSON)

    return rule


def _asked(action: str, elements: Mapping[str, Any], context: Context, *rules: Any) -> Request:
    return Request(action, Operation.OVERSEE, elements, rules=rules, context=context.model_dump())
