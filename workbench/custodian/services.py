"""What the handlers work with, put together once by ``bootstrap`` (composition root)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.accesslog.notary import Notary
from workbench.accesslog.reader import LogReader
from workbench.collection.photographs.desk import PhotographDesk
from workbench.custodian.accounts import PeerCheck
from workbench.custodian.attempts import Attempts
from workbench.custodian.identity import HubIdentity
from workbench.custodian.measures import Measures
from workbench.custodian.pace import Pace
from workbench.custodian.queries import Queries
from workbench.custodian.readiness import Readiness
from workbench.custodian.stepups import StepUps
from workbench.custodian.watches import Watches
from workbench.custodian.witnesses import Witnesses
from workbench.gate import Gate
from workbench.policy.caller import Realm
from workbench.settings import Settings
from workbench.store.as_reviewed import ReadsAsReviewed
from workbench.store.images import ImageStore
from workbench.store.reads import ReadStore
from workbench.store.registers import Registers
from workbench.training.desk import TrainingDesk


@dataclass(frozen=True, slots=True)
class Services:
    """The rooms that a request may pass through."""

    settings: Settings
    gate: Gate
    reader: LogReader
    notary: Notary
    watch: Witnesses
    registers: Registers
    stores: Mapping[Realm, ReadStore]
    photographs: PhotographDesk
    pace: Pace
    images: ImageStore
    stores_as_reviewed: Mapping[Realm, ReadsAsReviewed]
    """The same with what people said of their reads: what searches look at."""
    identity: HubIdentity
    attempts: Attempts
    peer_check: PeerCheck
    training: TrainingDesk
    step_ups: StepUps
    queries: Queries
    watches: Watches
    measures: Measures
    readiness: Readiness
    hub_secret: str
    metrics_token: str
    """What the monitoring shows; empty where nothing is measured for anybody."""
    edge_uid: int | None
    """The edge's own operating-system user; without isolation, this process's."""
    hub_uid: int | None
    over_network: bool
