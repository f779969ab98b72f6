"""Reading the configuration file; anything unknown or unlawful in it stops the start (464.3.1)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from workbench.errors import ConfigError
from workbench.settings import monitoring, photographs, reviewing, sections
from workbench.settings.alerts import Alerts
from workbench.settings.auditing import Audit
from workbench.settings.backups import Backup
from workbench.settings.lists import Hotlists
from workbench.settings.parts import Part
from workbench.settings.sharing import Sharing

_HEADER = re.compile(r"\s*\[\s*([\w.-]+)\s*\]")
_KEY = re.compile(r"\s*([\w.-]+)\s*=")


class Settings(Part):
    """Everything that is configured. Sections left out of the file have their safe defaults."""

    agency: sections.Agency = Field(default_factory=sections.Agency)
    paths: sections.Paths = Field(default_factory=sections.Paths)
    listen: sections.Listen = Field(default_factory=sections.Listen)
    hub: sections.Hub = Field(default_factory=sections.Hub)
    edge: sections.Edge = Field(default_factory=sections.Edge)
    log: sections.Log = Field(default_factory=sections.Log)
    audit: Audit = Field(default_factory=Audit)
    events: monitoring.Events = Field(default_factory=monitoring.Events)
    metrics: monitoring.Metrics = Field(default_factory=monitoring.Metrics)
    registers: sections.Registers = Field(default_factory=sections.Registers)
    store: sections.Store = Field(default_factory=sections.Store)
    retention: sections.Retention = Field(default_factory=sections.Retention)
    backup: Backup = Field(default_factory=Backup)
    training: sections.Training = Field(default_factory=sections.Training)
    purpose: sections.Purposes = Field(default_factory=sections.Purposes)
    search: sections.Search = Field(default_factory=sections.Search)
    review: reviewing.Review = Field(default_factory=reviewing.Review)
    hotlists: Hotlists = Field(default_factory=Hotlists)
    alerts: Alerts = Field(default_factory=Alerts)
    export: sections.Export = Field(default_factory=sections.Export)
    map: sections.Map = Field(default_factory=sections.Map)
    sharing: Sharing = Field(default_factory=Sharing)
    sources: sections.Sources = Field(default_factory=sections.Sources)
    ocr: photographs.Ocr = Field(default_factory=photographs.Ocr)
    isolation: sections.Isolation = Field(default_factory=sections.Isolation)
    demo: sections.Demo = Field(default_factory=sections.Demo)
    assent: sections.Assent = Field(default_factory=sections.Assent)

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Read the file; ``ConfigError`` names the file, the key with its line, and the section that bounds it."""
        path = Path(path)
        try:
            text = path.read_text("utf-8-sig")
            values = tomllib.loads(text)
        except OSError as error:
            raise ConfigError(
                f"{path} can't be read: {error.strerror}.", how="Give a file that can be read."
            ) from error
        except (ValueError, RecursionError) as error:
            raise ConfigError(f"{path} is not TOML in UTF-8: {error}.", how="Mend it where it says.") from error
        return cls.from_mapping(values, file=str(path), text=text)

    @classmethod
    def from_mapping(cls, values: dict[str, Any], *, file: str = "the configuration", text: str = "") -> Self:
        """The same from values already read; ``file``, and the lines of its ``text``, are named in the error."""
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise _config_error(file, error.errors(include_url=False), _lines(text)) from None

    @model_validator(mode="before")
    @classmethod
    def _beside_the_data(cls, values: Any) -> Any:
        """Socket, databases and key that are left out stand in the data folder."""
        if not isinstance(values, dict) or not isinstance(given := values.get("paths", {}), dict):
            return values
        data = given.get("data", sections.Paths().data)
        if not Path(str(data)).is_absolute():
            return values
        beside = {
            ("listen", "custodian"): f"unix:{data}/run/custodian.sock",
            ("log", "url"): f"sqlite:///{data}/custodian/log.sqlite",
            ("log", "keys"): f"{data}/custodian/log-keys",
            ("events", "file"): f"{data}/custodian/events/events.jsonl",
            ("store", "key_file"): f"{data}/custodian/reads-key",
            ("store", "spark_secret_file"): f"{data}/custodian/spark-secret",
            ("alerts", "key_file"): f"{data}/custodian/alerts-key",
            ("map", "basemaps"): f"{data}/basemaps",
            ("hub", "oidc"): {"secret_file": f"{data}/hub/oidc-secret"},
            ("registers", "url"): f"sqlite:///{data}/custodian/registers.sqlite",
        }
        filled = dict(values)
        for (part, name), value in beside.items():
            if isinstance(stated := filled.get(part, {}), dict):
                own = stated.get(name)
                merged = value | own if isinstance(value, dict) and isinstance(own, dict) else value
                filled[part] = {name: value} | stated | ({name: merged} if merged is not value else {})
        return filled

    @model_validator(mode="after")
    def _tls_is_whole(self) -> Self:
        over_network = self.listen.custodian.startswith("https://") or bool(self.listen.network_address)
        if over_network and not (self.listen.tls_certificate and self.listen.tls_key):
            raise ValueError(
                "listen.tls_certificate and listen.tls_key are needed by a custodian on a network (464.10(a))"
            )
        return self

    @model_validator(mode="after")
    def _details_outlive_reads(self) -> Self:
        """What a hold keeps is told by the log's details: they stay while the reads may still be there."""
        if self.log.detail_days < self.retention.days:
            raise ValueError(
                f"log.detail_days is {self.log.detail_days}, and must be no less than retention.days, which is "
                f"{self.retention.days}: the log's details tell which reads are held (464.9)"
            )
        return self


def _lines(text: str) -> dict[str, int]:
    """The line on which each section and each key of it stands."""
    found: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            section = header[1]
            found.setdefault(section, number)
        elif stated := _KEY.match(line):
            found.setdefault(f"{section}.{stated[1]}".removeprefix("."), number)
    return found


def _config_error(file: str, found: list[ErrorDetails], places: dict[str, int]) -> ConfigError:
    lines = [_line(problem, places, cite=len(found) > 1) for problem in found]
    section = next((cited for problem in found if (cited := _section(problem))), "")
    return ConfigError(
        f"{file}: {'; '.join(lines)}.",
        how="Mend the file and start again; the sample configuration lists every key with its meaning.",
        section=section,
    )


def _line(problem: ErrorDetails, places: dict[str, int], *, cite: bool) -> str:
    name = ".".join(str(step) for step in problem["loc"])
    place = places.get(".".join(str(step) for step in problem["loc"][:3])) or places.get(
        ".".join(str(step) for step in problem["loc"][:2])
    )
    name += f" (line {place})" if place else ""
    if problem["type"] == "extra_forbidden":
        return f"{name} is not a key that this version knows"
    if problem["type"] == "model_type":
        return f"{name} is a section: write [{problem['loc'][0]}] and its keys below"
    said = problem["msg"].removeprefix("Value error, ")
    said = said[:1].lower() + said[1:]
    cited = f" (section {section})" if cite and (section := _section(problem)) else ""
    return f"{name}: {said}{cited}" if name else said


def _section(problem: ErrorDetails) -> str:
    """The section that bounds the key, or none."""
    loc = problem["loc"]
    if len(loc) < 2 or (part := Settings.model_fields.get(str(loc[0]))) is None:
        return ""
    annotation = part.annotation
    if not (isinstance(annotation, type) and issubclass(annotation, Part)):
        return ""
    field = annotation.model_fields.get(str(loc[1]))
    if field and isinstance(inner := field.annotation, type) and issubclass(inner, Part):
        field = inner.model_fields.get(str(loc[2])) if len(loc) > 2 else None
    extra = field.json_schema_extra if field else None
    return str(extra["section"]) if isinstance(extra, dict) else ""
