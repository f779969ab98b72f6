"""A hotlist is installed whole, or the one in force stays (464.7(f), 464.7(g), 464.7.1(c)).

The source is a question to the policy, so its refusal is on record. The same bytes on the same terms change nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from workbench.accesslog.record import digest
from workbench.collection import intake, values
from workbench.collection.hotlists import formats
from workbench.collection.hotlists.entry import Terms, settle
from workbench.collection.outcome import on_record
from workbench.errors import BadInput, FormatError
from workbench.gate import Gate, Request, Rule
from workbench.plates.lookalikes import fold
from workbench.policy.caller import Caller
from workbench.policy.decision import Decision, allow, refuse
from workbench.policy.purpose import Purpose
from workbench.policy.roles import Operation
from workbench.policy.sections import Section
from workbench.settings import Settings
from workbench.store.registers import Registers
from workbench.store.registers.hotlists import Counted, Entry, Offered
from workbench.wire.hotlists import OWN_LIST, HotlistOffer, HotlistReceipt
from workbench.wire.ingest import Rejected

INSTALL, RETIRE, LIST = "hotlists.install", "hotlists.retire", "hotlists.list"
LARGEST = 256 << 20
"""Bytes of a list."""
MOST = 1_000_000
"""Entries of a list."""
ALIKE = 100
"""Entries of a list that look alike: each of them would be a hit of the same read."""
PROBLEMS = 1000
"""Rejected entries that a receipt lists."""
_AT_ONCE = 10_000


def install_hotlist(
    gate: Gate, registers: Registers, caller: Caller, offer: HotlistOffer, data: Path | bytes, settings: Settings
) -> HotlistReceipt:
    """Install a list, or a new version of one, and return its receipt.

    Raises ``Refused`` (464.4, 464.7(f)) after recording it, ``BadInput`` for terms that can't hold, ``FormatError``
    when the content can't be read or holds no entry: what is in force stays so then.
    """
    demand_terms(registers, offer)
    with intake.opened(data) as stream:
        sha256, size = intake.content_sha256(stream)
        receipt = gate.admit(caller, None, _request(offer, settings, {"sha256": sha256, "bytes": size}))
        terms = digest({**offer.model_dump(mode="json", exclude={"replaces"}), "sha256": sha256})
        if (before := registers.hotlists.standing(offer.name)) is not None and before[1] == terms:
            gate.release(receipt, {"hotlist": offer.name, "repeated": True, "count": 0})
            return before[0].model_copy(update={"repeated": True})
        with on_record(gate, receipt, "the list", "the list in force stays so"):
            demand_size(size)
            spoken = formats.choose(stream, offer.format)
            offered = Offered(
                offer.name, offer.source, spoken, sha256, terms, caller.username, receipt.index, receipt.time
            )
            ground = Terms(offer, ZoneInfo(settings.agency.time_zone), gate.now())
            result = _loaded(registers, offered, stream, ground)
    counts = {"accepted": result.accepted, "duplicate": result.duplicate, "rejected": result.rejected}
    gate.release(receipt, {"hotlist": offer.name, "version": result.version, "count": result.accepted, **counts})
    return result


def demand_hotlist(gate: Gate, registers: Registers, caller: Caller, offer: HotlistOffer, settings: Settings) -> None:
    """Return when such a list may be installed by this caller; raises as ``install_hotlist`` does."""
    demand_terms(registers, offer)
    gate.demand(caller, None, _request(offer, settings, {}))


def demand_terms(registers: Registers, offer: HotlistOffer) -> None:
    """Return when a list may be offered on these terms; else raise ``BadInput``."""
    if offer.name == OWN_LIST:
        raise BadInput(
            f"'{OWN_LIST}' are typed in one by one.", where="name", how="Install the file under another name."
        )
    formats.demand_known(offer.format)
    for what, given in (("reason", offer.reason), ("case number", offer.case_number)):
        values.text(given, what)
    standing = registers.hotlists.standing(offer.name)
    if standing is not None and standing[0].source != offer.source:
        raise BadInput(
            f"The list {offer.name} is of the source '{standing[0].source}'.",
            where="source",
            how="Name that source, or install the list under another name.",
            section="464.7(f)",
        )


def demand_size(size: int) -> None:
    """Return for a list of so many bytes that can be taken; else raise ``FormatError``."""
    if size > LARGEST:
        raise FormatError(f"The list is larger than {LARGEST >> 20} MiB.", how="Split it into several lists.")


def _request(offer: HotlistOffer, settings: Settings, content: dict[str, object]) -> Request:
    elements = {**offer.model_dump(mode="json", exclude_defaults=True), **content}
    return Request(INSTALL, Operation.HOTLIST, elements, rules=(of_the_agency(offer.source, settings),))


def of_the_agency(source: str, settings: Settings) -> Rule:
    """Refuse a source that is none of this agency's (464.7(f))."""

    def rule(_caller: Caller, _purpose: Purpose | None, _now: datetime) -> Decision:
        if source in settings.sources.names:
            return allow(Section.SOURCES)
        return refuse(
            Section.SOURCES,
            "The list names no source of this agency, so nobody could be granted its hits.",
            f"Name one of: {', '.join(settings.sources.names)}.",
        )

    return rule


def _loaded(registers: Registers, offered: Offered, stream: BinaryIO, terms: Terms) -> HotlistReceipt:
    """Everything that can be taken, in force; whatever fails leaves nothing of it."""
    lists = registers.hotlists
    number = lists.begin(offered)
    try:
        counts = Counts()
        for piece in _pieces(counts.entries(stream, offered.format, terms)):
            lists.load(number, counts.loaded, piece)
            counts.loaded += len(piece)
        if not counts.loaded:
            why = f" Line {counts.problems[0].line}: {counts.problems[0].reason}." if counts.problems else ""
            raise FormatError(f"The list has no entry that can be taken.{why}", how="To end a list, retire it.")
        replaces = terms.offer.replaces
        return lists.put_in_force(number, counts.counted(), offered.by, offered.now, replaces)
    except BaseException:
        lists.discard(number)
        raise


def _pieces(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    piece: list[Entry] = []
    for entry in entries:
        piece.append(entry)
        if len(piece) == _AT_ONCE:
            yield piece
            piece = []
    if piece:
        yield piece


class Counts:
    """What becomes of a list's entries, one after the other."""

    def __init__(self) -> None:
        self.loaded = self._duplicate = self._rejected = 0
        self.problems: list[Rejected] = []
        self._known: set[bytes] = set()
        self._alike: Counter[str] = Counter()

    def counted(self) -> Counted:
        """The figures of the receipt."""
        return Counted(self.loaded, self._duplicate, self._rejected, self.problems)

    def entries(self, stream: BinaryIO, spoken: str, terms: Terms) -> Iterator[Entry]:
        """Those that are taken."""
        stream.seek(0)
        for found in formats.ADAPTERS[spoken](stream):
            settled = found if isinstance(found, Rejected) else settle(*found, terms)
            if isinstance(settled, Rejected):
                self._reject(settled)
            elif (identity := bytes.fromhex(settled.entry_id)) in self._known:
                self._duplicate += 1
            elif self._alike[folded := fold(settled.plate)] >= ALIKE:
                line = 0 if isinstance(found, Rejected) else found[0]
                self._reject(Rejected(line=line, reason=f"{ALIKE} entries before it look like this one"))
            else:
                self._known.add(identity)
                self._alike[folded] += 1
                yield settled
            if len(self._known) + self._duplicate + self._rejected > MOST:
                raise FormatError(f"The list has more than {MOST:,} entries.", how="Split it into several lists.")

    def _reject(self, problem: Rejected) -> None:
        self._rejected += 1
        if len(self.problems) < PROBLEMS:
            self.problems.append(problem)
