"""All registers over one database, opened and brought up to date (464.5, 464.4.1, 464.9)."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from workbench.store.registers.alerts import AlertRegister
from workbench.store.registers.assents import AssentRegister
from workbench.store.registers.audit_findings import AuditFindings
from workbench.store.registers.audit_reports import AuditReports
from workbench.store.registers.audits import Audits
from workbench.store.registers.batches import Batches
from workbench.store.registers.cameras import Cameras
from workbench.store.registers.confusion import Confusions
from workbench.store.registers.database import Database
from workbench.store.registers.delegations import Delegations
from workbench.store.registers.devices import Devices
from workbench.store.registers.docket import Docket
from workbench.store.registers.hits import Hits
from workbench.store.registers.holds import Holds
from workbench.store.registers.hotlist_entries import Entries
from workbench.store.registers.hotlists import Hotlists
from workbench.store.registers.lexicons import Lexicons
from workbench.store.registers.migrate import Upgrade
from workbench.store.registers.open_cases import OpenCases
from workbench.store.registers.people import People
from workbench.store.registers.photograph_batches import PhotographBatches
from workbench.store.registers.photograph_purge import PhotographPurge
from workbench.store.registers.photographs import Photographs
from workbench.store.registers.policies import Policies
from workbench.store.registers.purposes import Purposes
from workbench.store.registers.queues import Queues
from workbench.store.registers.reviews import Reviews
from workbench.store.registers.saved import SavedSearchRegister
from workbench.store.registers.sources import Sources
from workbench.store.registers.training import TrainingRegister
from workbench.store.registers.training_sessions import TrainingSessions
from workbench.store.registers.typed import Typed
from workbench.store.registers.watch_list import WatchList


class Registers:
    """Every register; safe for threads, and for other processes over the same database."""

    def __init__(self, database: Database, *, assent_minutes: int) -> None:
        self._database = database
        self.purposes = Purposes(database)
        self.people = People(database)
        self.delegations = Delegations(database)
        self.cameras = Cameras(database)
        self.watch_list = WatchList(database)
        self.open_cases = OpenCases(database)
        self.lexicons = Lexicons(database)
        self.training = TrainingRegister(database)
        self.training_sessions = TrainingSessions(database)
        self.assents = AssentRegister(database, timedelta(minutes=assent_minutes))
        self.batches = Batches(database)
        self.sources = Sources(database)
        self.devices = Devices(database)
        self.policies = Policies(database)
        self.hotlists = Hotlists(database)
        self.entries = Entries(database)
        self.hits = Hits(database)
        self.alerts = AlertRegister(database)
        self.holds = Holds(database)
        self.confusion = Confusions(database)
        self.photograph_batches = PhotographBatches(database)
        self.photographs = Photographs(database)
        self.photograph_purge = PhotographPurge(database)
        self.reviews = Reviews(database)
        self.saved = SavedSearchRegister(database)
        self.audits = Audits(database)
        self.audit_findings = AuditFindings(database)
        self.audit_reports = AuditReports(database)
        self.docket = Docket(database)
        self.queues = Queues(database)
        self.typed = Typed(database)

    @classmethod
    def open(cls, url: str, *, assent_minutes: int = 15) -> Self:
        """Open ``sqlite:////path`` or ``postgresql+psycopg://...``, running the migrations that are missing.

        ``ConfigError`` for another kind of URL or registers of a newer version; ``StoreUnavailable`` when
        the database can't be opened.
        """
        return cls(Database(url), assent_minutes=assent_minutes)

    @property
    def upgraded(self) -> Upgrade | None:
        """What was done when these registers were opened, if they came from an earlier release."""
        return self._database.upgraded

    def close(self) -> None:
        """Close every connection."""
        self._database.close()
