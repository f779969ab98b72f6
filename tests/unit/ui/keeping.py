"""A small client for the panel of holds: it remembers holds and certificates, and wants one approval."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from tests.unit.ui.fakes import NOW, me
from workbench.errors import AssentRequired, NotFound
from workbench.policy.roles import GRANTS, Role
from workbench.wire.purpose import Me, PurposeDeclared
from workbench.wire.retention import HeldCase, Hold, ShredCertificate, ShredPreview


@dataclass
class FakeKeeping:
    """Holds and shredding; ``fails`` is raised once instead, ``approved`` lets the shredding through."""

    standing: list[Hold] = field(default_factory=list)
    done: list[ShredCertificate] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    approved: bool = False
    records: int = 1_204
    asked: list[datetime] = field(default_factory=list)

    def holds(self) -> list[Hold]:
        self._maybe_fail()
        return list(self.standing)

    def hold(self, case_number: str, reason: str, review_by: date) -> Hold:
        self._maybe_fail()
        number = len(self.standing) + 1
        made = Hold(hold=number, case_number=case_number, reason=reason, placed_by="adam", placed_at=NOW,
                    review_by=review_by, record=100 + number)  # fmt: skip
        self.standing.append(made)
        return made

    def review(self, hold: int, reason: str, review_by: date) -> Hold:
        self._maybe_fail()
        found = self._of(hold).model_copy(update={"review_by": review_by})
        self.standing = [found if each.hold == hold else each for each in self.standing]
        return found

    def lift(self, hold: int, reason: str) -> None:
        self._maybe_fail()
        self.standing.remove(self._of(hold))

    def preview(self, before: datetime) -> ShredPreview:
        self._maybe_fail()
        self.asked.append(before)
        held = [HeldCase(case_number="2019-00417", records=12)]
        span = {"oldest": datetime(2019, 3, 1, tzinfo=NOW.tzinfo), "newest": datetime(2021, 10, 2, tzinfo=NOW.tzinfo)}
        return ShredPreview(before=before, records=self.records, held=held, leaves_sha256="ab" * 32, record=301, **span)

    def shred(self, told: ShredPreview) -> ShredCertificate:
        self._maybe_fail()
        if not self.approved:
            raise AssentRequired("A second administrator approves it.", assent="a1",
                                 page="/services/edge/assents/a1", section="464.10")  # fmt: skip
        made = ShredCertificate(
            organisation="El Centro Police Department (demo)",
            before=told.before,
            shredded=told.records,
            held=12,
            spans=[(0, 1_200), (1_300, 1_304)],
            leaves_sha256=told.leaves_sha256,
            requested_by="adam",
            approved_by="eve",
            time=NOW,
            record=310,
            result_record=311,
            receipt="c2sp.org/tlog-proof@v1",
        )
        self.done.insert(0, made)
        return made

    def certificates(self) -> list[ShredCertificate]:
        self._maybe_fail()
        return list(self.done)

    def _of(self, hold: int) -> Hold:
        for each in self.standing:
            if each.hold == hold:
                return each
        raise NotFound(f"No hold {hold} stands.")

    def _maybe_fail(self) -> None:
        if self.fails:
            raise self.fails.pop(0)


@dataclass
class FakeKeeper:
    """A signed-in administrator."""

    retention: FakeKeeping = field(default_factory=FakeKeeping)
    who: Me = field(
        default_factory=lambda: me(
            username="adam", roles=["administrator"], operations=[each.value for each in GRANTS[Role.ADMINISTRATOR]]
        )
    )

    def me(self) -> Me:
        return self.who

    def current_purpose(self) -> PurposeDeclared | None:
        return None
