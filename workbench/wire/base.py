"""What all messages share: unknown fields are an error, and times carry an offset."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema

from workbench.wire.exact import exact


class Message(BaseModel):
    """A message that travels; extra fields are refused so that a typing slip is never silently ignored.

    Nor is a value taken for one of another kind (``exact``). A notebook uses some messages of hundreds: each is built
    when it is first used.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[BaseModel], handler: GetCoreSchemaHandler) -> CoreSchema:
        """What pydantic makes of the fields, with exact values."""
        return exact(handler(source))


_FIRST, _LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def _of_our_time(moment: datetime) -> datetime:
    """Far from the calendar's ends, where no conversion of zones runs over."""
    if not _FIRST <= moment < _LAST:
        raise ValueError("must be a time from 1990 to 2099")
    return moment


Time = Annotated[AwareDatetime, AfterValidator(_of_our_time)]
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
