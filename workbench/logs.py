"""What the services write down for the operator (464.10): one JSON object a line, without the words of an error.

The text of an exception may hold a plate, a narrative or a token: of an error its kind and its places are told. What
a line says stands in one string, so that nobody can write a second line into the log.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

_PLACES = 12
"""Of the innermost frames so many are told."""
Raised = tuple[type[BaseException], BaseException, TracebackType | None]


class OneLine(logging.Formatter):
    """A record as one line. What configurations give for other formatters is taken, and not looked at."""

    service = ""

    def __init__(self, *_given: object, service: str = "", **_more: object) -> None:
        super().__init__()
        self.service = service or self.service

    def format(self, record: logging.LogRecord) -> str:
        """Time (UTC), level, service, logger, message; of an error its kinds and places."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "service": self.service,
            "logger": record.name,
            "message": self.said(record),
        }
        if record.exc_info and record.exc_info[1] is not None:
            told |= {"error": list(_kinds(record.exc_info[1])), "at": _places(record.exc_info[2])}
        return json.dumps(told)

    def said(self, record: logging.LogRecord) -> str:
        """The words of a record; of asyncio's the first line, since those that follow repeat the error."""
        words = record.getMessage()
        return words if record.name.startswith("workbench") else words.partition("\n")[0]


def to_operator(service: str, level: int = logging.INFO) -> None:
    """Have this process write so, to standard error: logs, warnings, and what ends it or a thread of it."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine(service=service))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.captureWarnings(True)
    sys.excepthook = _ended
    threading.excepthook = _thread_ended


def _ended(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("workbench").critical("ended by an error", exc_info=(kind, error, trace))


def _thread_ended(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None and not isinstance(told.exc_value, SystemExit):
        raised: Raised = (told.exc_type, told.exc_value, told.exc_traceback)
        logging.getLogger("workbench").error("a thread ended by an error", exc_info=raised)


def _kinds(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        yield type(error).__name__
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-_PLACES:]
    return [f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno} {frame.name}" for frame in frames]
