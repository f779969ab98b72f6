"""A small client for the panel of retention: it remembers certificates, and wants one approval."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tests.unit.ui.fakes import NOW, me
from workbench.errors import AssentRequired
from workbench.policy.roles import GRANTS, Role
from workbench.wire.purging import Going, HeldReads, PurgeCertificate, PurgePreview
from workbench.wire.purpose import Me


@dataclass
class FakePurging:
    """Purging; ``fails`` is raised once instead, ``approved`` lets the purge through."""

    done: list[PurgeCertificate] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    approved: bool = False
    going: list[Going] = field(
        default_factory=lambda: [
            Going(month="2024-02", source="department", reads=1_200),
            Going(month="2024-02", source="state", reads=4),
        ]
    )
    unfinished: bool = False
    asked: list[datetime] = field(default_factory=list)

    def preview(self, before: datetime) -> PurgePreview:
        if self.fails:
            raise self.fails.pop(0)
        self.asked.append(before)
        reads = sum(each.reads for each in self.going)
        cases = [HeldReads(case_number="2024-00417", reads=12)]
        return PurgePreview(
            before=before,
            reads=reads,
            going=self.going,
            held=12,
            cases=cases,
            left=90_000,
            reads_sha256="ab" * 32,
            unfinished=self.unfinished,
            record=301,
        )

    def purge(self, told: PurgePreview) -> PurgeCertificate:
        if not self.approved:
            raise AssentRequired(
                "A second administrator approves it.", assent="a1", page="/services/edge/assents/a1", section="464.9"
            )
        made = PurgeCertificate(
            organisation="El Centro Police Department (demo)",
            before=told.before,
            purged=told.reads,
            held=told.held,
            left=told.left,
            files=3,
            hits=7,
            reviewed=0,
            photographs=1,
            images=3,
            handed_in=2,
            reads_sha256=told.reads_sha256,
            files_before_sha256="cd" * 32,
            files_after_sha256="ef" * 32,
            requested_by="adam",
            approved_by="eve",
            time=NOW,
            record=310,
            result_record=311,
            receipt="c2sp.org/tlog-proof@v1",
        )
        self.done.insert(0, made)
        return made

    def certificates(self) -> list[PurgeCertificate]:
        return list(self.done)


@dataclass
class FakePurger:
    """A signed-in administrator."""

    purges: FakePurging = field(default_factory=FakePurging)

    def me(self) -> Me:
        operations = [each.value for each in GRANTS[Role.ADMINISTRATOR]]
        named = "ALPR reads, two years (Government Code 34090)"
        return me(username="adam", roles=["administrator"], operations=operations, retention_schedule=named)
