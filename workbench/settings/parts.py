"""What all sections of the configuration file share: how a key is declared and what its value may be."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar
from urllib.parse import parse_qs, urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, StringConstraints
from pydantic.config import JsonDict

from workbench.policy.sections import Section

Item = TypeVar("Item")
_SPARK = re.compile(r"spark://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?:[0-9]{1,5}")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def key(default: Any, description: str, section: Section | None = None, **bounds: Any) -> Any:
    """One key of the file: its default (``...`` for none), what it means and the section that bounds it."""
    extra: JsonDict | None = {"section": section.value} if section else None
    return Field(default, description=description, json_schema_extra=extra, validate_default=True, **bounds)


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("not the IANA name of a time zone, such as America/Los_Angeles")
    return name


def _endpoint(text: str) -> str:
    if not text.startswith(("unix:/", "https://")):
        raise ValueError("must be unix:/absolute/path or https://host:port")
    return text


def _engine(text: str) -> str:
    if text != "here" and not _SPARK.fullmatch(text):
        raise ValueError("must be here or spark://host:port")
    return text


def _domain(text: str) -> str:
    name = text.removeprefix("https://")
    labels = name.split(".")
    if text and not (len(labels) > 1 and all(map(_LABEL.fullmatch, labels)) and not labels[-1].isdigit()):
        raise ValueError("must be a name such as alpr.example.gov, or https://alpr.example.gov; never a number")
    return text


def database_url(text: str) -> str:
    """The same URL, or ``ValueError`` when it names no durable, supported database, or tells its password."""
    if not text.startswith(("sqlite:////", "postgresql+psycopg://")):
        raise ValueError("must be sqlite:////absolute/path or postgresql+psycopg://user@host/database")
    given = urlsplit(text)
    if given.password is not None or "password" in parse_qs(given.query, keep_blank_values=True):
        raise ValueError(
            "must hold no password, since everybody's programs can read this file; "
            "put it into custodian/.pgpass in the data folder, owned by the custodian's user and readable by no other"
        )
    return text


def _absolute(path: Path) -> Path:
    if not path.is_absolute():
        raise ValueError("must be an absolute path")
    return path


def once(names: tuple[Item, ...]) -> tuple[Item, ...]:
    """The same names, or ``ValueError`` when one stands twice."""
    if len(set(names)) != len(names):
        raise ValueError("names something twice")
    return names


Words = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200)]
OptionalPath = Annotated[str, StringConstraints(strict=True, max_length=1000, pattern=r"^(/.*)?$")]
SourceName = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Prefix = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9-]{0,11}$")]
AbsolutePath = Annotated[Path, AfterValidator(_absolute)]
Zone = Annotated[Words, AfterValidator(_zone)]
Domain = Annotated[str, StringConstraints(strict=True, max_length=200), AfterValidator(_domain)]
Endpoint = Annotated[Words, AfterValidator(_endpoint)]
DatabaseUrl = Annotated[str, StringConstraints(strict=True), AfterValidator(database_url)]
EngineUrl = Annotated[Words, AfterValidator(_engine)]
Port = Annotated[StrictInt, Field(ge=1, le=65535)]


class Part(BaseModel):
    """A section of the file: frozen; a key that it doesn't know is an error."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)
