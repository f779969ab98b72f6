"""The sections of the configuration file: each key, what it means, its safe default and its legal bounds.

A key that the policy bounds carries the section; it can be set stricter, never looser.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StringConstraints

from workbench.policy.purpose import Category
from workbench.policy.retention import FLOOR_DAYS
from workbench.policy.sections import Section
from workbench.settings.identity import Oidc
from workbench.settings.parts import (
    AbsolutePath,
    DatabaseUrl,
    Domain,
    Endpoint,
    EngineUrl,
    OptionalPath,
    Part,
    Port,
    Prefix,
    SourceName,
    Words,
    Zone,
    key,
    once,
)

Notice = Annotated[str, StringConstraints(strict=True, min_length=20, max_length=4000)]


class Agency(Part):
    """Who runs the programme."""

    name: Words = key("Demo Police Department", "Shown in the banner and on exported pages.", Section.POLICY)
    organisation: Words = key(
        "Demo Police Department",
        "Stands in each record of the access log (California Civil Code 1798.90.52).",
        Section.RECORD_OF_ACCESS,
    )
    time_zone: Zone = key("America/Los_Angeles", "IANA name; times are stored in UTC and shown in this zone.")


class Paths(Part):
    """Where everything is kept; each service's folder below it belongs to that service's own OS user."""

    data: AbsolutePath = key(Path("/var/lib/alpr-workbench"), "The data folder, an absolute path.")

    @property
    def custodian(self) -> Path:
        """Log, registers and reads; readable by the custodian alone."""
        return self.data / "custodian"

    @property
    def hub(self) -> Path:
        """Accounts and secrets of the Hub; readable by root alone."""
        return self.data / "hub"

    @property
    def edge(self) -> Path:
        """What the edge keeps."""
        return self.data / "edge"

    @property
    def witness(self) -> Path:
        """What the witness of the log keeps that stands on this machine."""
        return self.data / "witness"

    @property
    def local_policy(self) -> Path:
        """The trust policy that names this witness; made by ``bin/up``."""
        return self.data / "config" / "witnesses.policy"

    @property
    def run(self) -> Path:
        """Sockets."""
        return self.data / "run"

    @property
    def reader(self) -> Path:
        """Where the custodian reaches the reader of photographs, in a folder of that one's own."""
        return self.run / "reader" / "socket"

    @property
    def homes(self) -> Path:
        """One folder a person."""
        return self.data / "homes"

    @property
    def drop(self) -> Path:
        """One drop folder a source of data (464.9)."""
        return self.data / "drop"


class Listen(Part):
    """Where the custodian is reached: a Unix socket on one machine, TLS and a token over a network."""

    custodian: Endpoint = key(
        "unix:/var/lib/alpr-workbench/run/custodian.sock",
        "unix:/absolute/path, or https://host:port, which needs the certificate and key below.\n"
        "When left out: run/custodian.sock in the data folder.",
        Section.LOGGED_SYSTEM,
    )
    tls_certificate: OptionalPath = key("", "Absolute path of the certificate chain (PEM), for https only.")
    tls_key: OptionalPath = key("", "Absolute path of its private key (PEM), for https only.")
    network_address: Annotated[str, Field(strict=True, pattern=r"^(.+:[0-9]{1,5})?$")] = key(
        "", "host:port where the custodian listens with TLS besides its Unix socket; empty for nowhere."
    )
    network_ca: OptionalPath = key(
        "", "Absolute path of the authority (PEM) that clients trust; empty for the system's."
    )


class Hub(Part):
    """The sign-in page (464.5.1)."""

    address: Words = key("127.0.0.1", "The address it listens on; loopback opens nothing to the outside.")
    port: Port = key(8000, "Its TCP port.")
    domain: Domain = key(
        "",
        "The name by which browsers reach it, e.g. alpr.example.gov, with a wildcard record for every name under it;\n"
        "https://alpr.example.gov where TLS ends before it. Each person's server and the signed-in pages then stand\n"
        "on origins of their own, out of reach of each other's scripts. Empty: one origin for all of them.",
        Section.LOGGED_SYSTEM,
    )

    os_user: Words = key(
        "root",
        "The OS user that the Hub runs as, where people have users of their own: reports of sign-ins from another are\n"
        "refused. Only in a cluster, where the Hub starts pods and not processes, is it another than root.",
        Section.OWN_LOGIN,
    )
    codes_required: bool = key(
        False,
        "Whether nobody signs in without a one-time code from an authenticator app beside the password. A new agency\n"
        "of your own starts with true, the generated demonstration with false.",
        Section.OWN_LOGIN,
    )

    notice: Notice = key(
        "{agency} keeps licence-plate reads here for law-enforcement work under policy 464. Every sign-in, every "
        "search and the reason for it are recorded under your name and audited. There is no private use, and no use of "
        "anybody else's login.",
        "What everybody acknowledges at each sign-in; {agency} stands for the agency's name.",
        Section.OWN_LOGIN,
    )

    starting: StrictInt = key(
        12,
        "People's servers that start at the same time; who comes then waits on a page that tries again by itself.",
        ge=1,
        le=1000,
    )

    oidc: Oidc = Field(default_factory=Oidc, description="The agency's identity provider.")

    @property
    def origin(self) -> str:
        """Scheme, domain and port as browsers write them; empty without a domain."""
        if not self.domain or self.domain.startswith("https://"):
            return self.domain
        return f"http://{self.domain}:{self.port}"


class Edge(Part):
    """The process that takes ingest, assents in a browser and shows the public page (464.8)."""

    address: Words = key(
        "127.0.0.1", "The address it listens on; another than loopback only where a proxy elsewhere has to reach it."
    )
    port: Port = key(8010, "Its TCP port; it is reached through the Hub's proxy.")


class Log(Part):
    """The access log (464.5)."""

    url: DatabaseUrl = key(
        "sqlite:////var/lib/alpr-workbench/custodian/log.sqlite",
        "sqlite:////absolute/path or postgresql+psycopg://user@host/database, whose password stands in\n"
        "custodian/.pgpass in the data folder. When left out: custodian/log.sqlite there.",
        Section.RECORD_OF_ACCESS,
    )
    keys: OptionalPath = key(
        "/var/lib/alpr-workbench/custodian/log-keys",
        "Absolute path of the folder with the keys of the records' details; better on another disk than the log, and\n"
        "in no backup together with it. When left out: custodian/log-keys in the data folder.",
        Section.ACCOUNTABILITY,
    )
    escrow: OptionalPath = key(
        "",
        "Absolute path of a second folder, on another disk, where the same keys stand; empty for none.",
        Section.ACCOUNTABILITY,
    )
    witnesses: OptionalPath = key(
        "",
        "Absolute path of a trust policy (C2SP tlog-policy) that names this log's key, the witnesses with their\n"
        "addresses and how many of them it takes. Where it is empty, bin/up sets config/witnesses.policy in the data\n"
        "folder, makes that file and starts a witness on this machine; name your own once witnesses stand elsewhere.",
        Section.RECORD_OF_ACCESS,
    )
    witness_authority: OptionalPath = key(
        "", "Absolute path of the authority (PEM) of the witnesses' TLS certificates; empty for the system's."
    )
    alarm_minutes: StrictInt = key(
        15, "Minutes without a cosignature after which an alarm is shown.", Section.RECORD_OF_ACCESS, ge=1, le=15
    )
    stop_hours: StrictInt = key(
        24, "Hours without a cosignature after which nothing is released.", Section.RECORD_OF_ACCESS, ge=1, le=24
    )
    detail_days: StrictInt = key(
        5 * 365,
        "Days before the details of a record may be shredded, by two persons; no fewer than\n"
        "retention.days, as they tell which reads a hold keeps.",
        Section.RETENTION,
        ge=FLOOR_DAYS,
    )


class Registers(Part):
    """Purposes, training, assents, batches, sources, devices and the policy's text."""

    url: DatabaseUrl = key(
        "sqlite:////var/lib/alpr-workbench/custodian/registers.sqlite",
        "As log.url. When left out: custodian/registers.sqlite in the data folder.",
    )


class Store(Part):
    """The store of reads (464.9)."""

    encryption: Literal["key", "filesystem"] = key(
        "key",
        "key: each page of a file is sealed with AES-256-GCM. filesystem: the file system encrypts (dm-crypt,\n"
        "fscrypt, ZFS and the like); the start is refused where it is not seen to.",
        Section.ACCOUNTABILITY,
    )
    key_file: OptionalPath = key(
        "/var/lib/alpr-workbench/custodian/reads-key",
        "32 random bytes, made at the first start; keep a copy apart from the backups. Better on another disk.\n"
        "When left out: custodian/reads-key in the data folder.",
        Section.ACCOUNTABILITY,
    )
    engine: EngineUrl = key(
        "here",
        "here: the custodian looks through the files itself. spark://host:port: the workers of this Spark standalone\n"
        "cluster do, see docs/operations-spark.md; the start is refused where it can't be had.",
    )
    spark_secret_file: OptionalPath = key(
        "/var/lib/alpr-workbench/custodian/spark-secret",
        "The secret of that cluster, readable by the custodian alone; whoever has it can read what the custodian can.\n"
        "When left out: custodian/spark-secret in the data folder.",
        Section.ACCOUNTABILITY,
    )


class Retention(Part):
    """How long reads are kept (464.9)."""

    days: StrictInt = key(
        FLOOR_DAYS, "Days before a read may be purged; two years at least.", Section.RETENTION, ge=FLOOR_DAYS
    )
    schedule: Words = key(
        "ALPR reads, two years (Government Code 34090)",
        "What the agency's records retention schedule calls these records; told where a purge is asked for.",
        Section.RETENTION,
    )


class Training(Part):
    """How long a sign-off holds (464.4.1, 464.12)."""

    valid_days: StrictInt = key(365, "Days that a sign-off holds; 366 at most.", Section.TRAINING, ge=1, le=366)


class Purposes(Part):
    """What people may look for (464.3, 464.10(b))."""

    categories: Annotated[tuple[Category, ...], Field(min_length=1), AfterValidator(once)] = key(
        tuple(Category),
        "The closed list that people choose from; leave out what is not used.",
        Section.ADMINISTRATION,
    )
    open_cases_only: StrictBool = key(
        False,
        "Refuse a purpose whose case is not in the list of open cases, once an administrator imported one; else it\n"
        "is kept with each purpose whether the list names its case.",
        Section.LEGITIMATE_PURPOSE,
    )


class Search(Part):
    """When a search is asked about again (464.7(d)); may be set stricter, never looser."""

    window_days: StrictInt = key(30, "A wider window is confirmed anew.", Section.LEGITIMATE_PURPOSE, ge=1, le=30)
    age_days: StrictInt = key(90, "Older reads are confirmed anew.", Section.LEGITIMATE_PURPOSE, ge=1, le=90)
    rows: StrictInt = key(500, "More reads are confirmed anew.", Section.LEGITIMATE_PURPOSE, ge=1, le=500)
    fixed_characters: StrictInt = key(
        4,
        "A pattern that fixes fewer characters is confirmed or approved.",
        Section.CANVASS_AND_PARTIALS,
        ge=4,
        le=7,
    )


class Export(Part):
    """Taking reads out as files (464.9, 464.11); each is confirmed anew. May be set stricter, never looser."""

    rows: StrictInt = key(500, "More reads in one file are approved by a second person.", Section.RELEASE, ge=1, le=500)
    most: StrictInt = key(10_000, "More reads go into no file.", Section.RELEASE, ge=1, le=10_000)


class Map(Part):
    """What reads are drawn on (464.7(d)); nothing of it is ever fetched from outside."""

    basemaps: OptionalPath = key(
        "/var/lib/alpr-workbench/basemaps",
        "Absolute path of a folder with the agency's own basemaps, readable for everybody who signs in: .pmtiles,\n"
        ".mbtiles and .geojson files, and folders of tiles as zoom/column/row.png. `workbench basemap build` makes\n"
        "one from a Census road shapefile. When left out: basemaps in the data folder.",
    )


class Sources(Part):
    """Where data come from; each needs an authorisation of its own (464.7(f))."""

    names: Annotated[tuple[SourceName, ...], Field(min_length=1), AfterValidator(once)] = key(
        ("department", "state", "federal"), "The sources that a batch may come from.", Section.SOURCES
    )


class Isolation(Part):
    """Whether each person runs as an OS user of his or her own (464.10(a))."""

    enforced: StrictBool = key(
        True, "False is said on every page, and only generated data are served.", Section.LOGGED_SYSTEM
    )
    os_user_prefix: Prefix = key("alpr-", "Put before a person's name to make the OS user's.")


class Demo(Part):
    """A demonstration."""

    generated: StrictBool = key(False, "The agency's reads are synthetic and were generated here.")


class Assent(Part):
    """Confirmations and approvals on a signed-in page (464.10(b))."""

    valid_minutes: StrictInt = key(
        15, "Minutes that a question stays open and an answer holds.", Section.LEGITIMATE_PURPOSE, ge=1, le=60
    )
