"""The composition root: which parts the custodian is made of, and nothing else."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from workbench.accesslog.journal import Journal
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.notary import Notary
from workbench.accesslog.origin import origin_of
from workbench.accesslog.reader import LogReader
from workbench.collection.photographs.desk import PhotographDesk
from workbench.custodian import spool
from workbench.custodian.accounts import peer_check, uid_of
from workbench.custodian.attempts import Attempts
from workbench.custodian.identity import HubIdentity
from workbench.custodian.measures import Measures
from workbench.custodian.pace import Pace
from workbench.custodian.queries import Queries
from workbench.custodian.readiness import Readiness, tries_of
from workbench.custodian.services import Services
from workbench.custodian.stepups import StepUps
from workbench.custodian.watches import Watches
from workbench.custodian.witnesses import Witnesses, witnesses_of
from workbench.errors import ConfigError
from workbench.gate import Gate
from workbench.policy.caller import Realm
from workbench.settings import Settings
from workbench.store.as_reviewed import ReadsAsReviewed
from workbench.store.at_rest import sealing_of
from workbench.store.engines import engine_of
from workbench.store.images import ImageStore
from workbench.store.reads import ReadStore
from workbench.store.registers import Registers
from workbench.training.desk import TrainingDesk
from workbench.training.secret import Secret
from workbench.training.trail import Trail

EDGE_ACCOUNT = "alpr-edge"


class Custodian(AbstractContextManager[Services]):
    """Opens log, registers and stores in that order, and closes them in the other."""

    def __init__(self, settings: Settings, hub_api: str) -> None:
        self._settings = settings
        self._hub_api = hub_api
        self._open = ExitStack()

    def __enter__(self) -> Services:
        with ExitStack() as opening:
            services = self._compose(opening)
            self._open = opening.pop_all()
        return services

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def _compose(self, opening: ExitStack) -> Services:
        settings = self._settings
        log = OpenLog.of(settings, opening)
        watch = opening.enter_context(witnesses_of(settings, log.notary))
        gate, registers = gate_of(settings, opening, log, watch)
        watch.record = lambda action, body: gate.event(action, "custodian", settings.agency.organisation, body)
        sealing = sealing_of(settings)
        engine = opening.enter_context(engine_of(settings))
        stores = {realm: ReadStore.open(reads_of(settings, realm), realm, sealing, engine) for realm in Realm}
        for store in stores.values():
            opening.callback(store.close)
        images = ImageStore.open(images_of(settings), sealing)
        opening.callback(images.close)
        identity = HubIdentity(self._hub_api)
        opening.callback(identity.close)
        reader = LogReader.open(settings.log.url, log.keys)
        opening.callback(reader.close)
        secret = Secret.open(settings.paths.custodian / "training-secret")
        return Services(
            settings=settings,
            gate=gate,
            reader=reader,
            notary=log.notary,
            watch=watch,
            registers=registers,
            stores=stores,
            photographs=PhotographDesk(gate, registers, stores[Realm.LIVE], images, settings, spool.room_of(settings)),
            pace=Pace(),
            images=images,
            stores_as_reviewed={
                realm: ReadsAsReviewed(store, registers.reviews if realm is Realm.LIVE else None)
                for realm, store in stores.items()
            },
            identity=identity,
            attempts=opening.enter_context(Attempts(gate, settings.agency.organisation)),
            peer_check=peer_check(settings),
            training=TrainingDesk(gate, registers, settings, Trail(gate, reader, stores[Realm.TRAINING]), secret),
            step_ups=StepUps(),
            queries=Queries(),
            watches=Watches(),
            measures=Measures(),
            readiness=Readiness(tries_of(log.notary, watch, registers, stores, settings.paths.custodian, gate.now)),
            hub_secret=_hub_secret(settings),
            metrics_token=_metrics_token(settings),
            edge_uid=uid_of(EDGE_ACCOUNT) if settings.isolation.enforced else os.geteuid(),
            hub_uid=uid_of(settings.hub.os_user) if settings.isolation.enforced else os.geteuid(),
            over_network=bool(settings.listen.network_address) or settings.listen.custodian.startswith("https:"),
        )


@dataclass(frozen=True, slots=True)
class OpenLog:
    """The log, which one process at a time may write, its keys and who signs for it."""

    journal: Journal
    keys: Keyring
    notary: Notary

    @classmethod
    def of(cls, settings: Settings, opening: ExitStack) -> OpenLog:
        """Open what the configuration names; everything is closed with ``opening``."""
        log = settings.log
        keys = Keyring.open(
            Path(log.keys), Path(log.escrow) if log.escrow else None, origin=origin_of(settings.agency.organisation)
        )
        opening.callback(keys.close)
        journal = Journal.open(log.url, keys)
        opening.callback(journal.close)
        notary = Notary(lambda: journal.end, log.url, keys, journal.recent)
        opening.callback(notary.close)
        return cls(journal, keys, notary)


def gate_of(
    settings: Settings, opening: ExitStack, log: OpenLog, watch: Witnesses | None = None
) -> tuple[Gate, Registers]:
    """The gate over the log, and the registers."""
    registers = Registers.open(settings.registers.url, assent_minutes=settings.assent.valid_minutes)
    opening.callback(registers.close)
    registers.watch_list.use(Secret.open(settings.paths.custodian / "watch-list-key").key)
    gate = Gate(
        log.journal,
        registers.assents,
        policy_version=lambda: registers.policies.current().version,
        witnesses=watch,
        keyed=registers.watch_list.short,
    )
    return gate, registers


def reads_of(settings: Settings, realm: Realm) -> Path:
    """The folder of a realm's reads."""
    return settings.paths.custodian / "reads" / realm


def images_of(settings: Settings) -> Path:
    """The folder of the agency's photographs."""
    return settings.paths.custodian / "images"


def _metrics_token(settings: Settings) -> str:
    """The monitoring's credential, which ``bin/up`` makes; a short one opens nothing."""
    try:
        token = (settings.paths.custodian / "metrics-token").read_text().strip()
    except OSError:
        return ""
    return token if len(token) >= 32 else ""


def _hub_secret(settings: Settings) -> str:
    path = settings.paths.custodian / "hub-secret"
    try:
        secret = path.read_text().strip()
    except OSError as error:
        raise ConfigError(
            f"The secret shared with the Hub can't be read: {path}.", how="Run bin/up, which makes it."
        ) from error
    if len(secret) < 32:
        raise ConfigError(f"The secret shared with the Hub is too short: {path}.", how="Remove it and run bin/up.")
    return secret
