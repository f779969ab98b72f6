"""What all messages share: unknown fields are an error, and times carry an offset."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints


class Message(BaseModel):
    """A message that travels; extra fields are refused so that a typing slip is never silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Time = AwareDatetime
Short = Annotated[str, StringConstraints(max_length=200)]
Text = Annotated[str, StringConstraints(max_length=4000)]


class Context(Message):
    """What the kernel says of itself; kept in the record as its word, never relied on."""

    kernel: Short = ""
    notebook: Short = ""
    cell_sha256: Short = ""


class Problem(Message):
    """An error as it travels (RFC 9457). ``kind`` is the error's kind in ``workbench.errors``."""

    kind: str
    title: str
    status: int
    how: str = ""
    section: str = ""
    where: str = ""
    position: int | None = None
    fields: dict[str, str] = {}
    assent: str = ""
    page: str = ""
