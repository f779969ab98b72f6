"""The one tree of errors; each is written for the person who reads it and knows its policy section.

WorkbenchError
├── BadInput              what was given can't be used: what, where, what to do next
│   ├── PatternError      a plate pattern; carries the position
│   ├── PurposeRejected   a purpose that says nothing; carries one problem a field
│   ├── FormatError       a file or message from outside; carries the line
│   └── Unproven          a signature, proof or checkpoint of the access log that doesn't hold
├── Refused               the policy says no; carries the section
│   ├── PurposeRequired   nothing runs before a purpose is declared
│   ├── TrainingRequired  training or acknowledgement is missing, expired or of an older policy
│   └── AssentRequired    somebody must confirm or approve on a signed-in page first
│       └── StepUpRequired  and the person's own password must be typed for exactly this
├── NotFound              no such thing, or not one that you may know of
├── Cancelled             the asker called it off: nothing was released
├── SignInRequired        nobody, or nobody any more, is behind this call
├── Unavailable           the log, the store or the Hub can't be reached: nothing was released
│   ├── LogUnavailable
│   ├── StoreUnavailable
│   └── HubUnavailable
└── ConfigError           the configuration stops the start
"""

from __future__ import annotations

from typing import ClassVar


class WorkbenchError(Exception):
    """Root of the tree.

    ``message`` says what was wrong and ``how`` what to do next, both for the person at the screen;
    ``diagnostic`` is for the operator's log and never leaves the machine; ``section`` is the policy section.
    """

    status: ClassVar[int] = 500
    kind: ClassVar[str] = "error"

    def __init__(self, message: str, *, how: str = "", section: str = "", diagnostic: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.how = how
        self.section = section
        self.diagnostic = diagnostic

    def __str__(self) -> str:
        cited = f" (section {self.section})" if self.section else ""
        return f"{self.message}{cited}{' ' + self.how if self.how else ''}"


class BadInput(WorkbenchError):
    """What was given can't be used; ``where`` names the field, line or position."""

    status = 422
    kind = "bad-input"

    def __init__(
        self, message: str, *, where: str = "", how: str = "", section: str = "", diagnostic: str = ""
    ) -> None:
        super().__init__(message, how=how, section=section, diagnostic=diagnostic)
        self.where = where


class PatternError(BadInput):
    """A plate pattern that can't be searched; ``position`` counts characters from 0, or is None for the whole."""

    kind = "pattern"

    def __init__(self, message: str, *, position: int | None = None, how: str = "", section: str = "") -> None:
        where = "" if position is None else f"character {position + 1}"
        super().__init__(message, where=where, how=how, section=section)
        self.position = position


class PurposeRejected(BadInput):
    """A purpose that says nothing (464.10(b)); ``problems`` maps a field to what is wrong with it."""

    kind = "purpose-rejected"

    def __init__(self, problems: dict[str, str]) -> None:
        text = " ".join(f"{field}: {problem}" for field, problem in problems.items())
        super().__init__(text, where=", ".join(problems), section="464.10(b)")
        self.problems = problems


class FormatError(BadInput):
    """A file or message from outside that can't be read; ``line`` counts from 1, 0 for the whole."""

    kind = "format"

    def __init__(self, message: str, *, line: int = 0, how: str = "", section: str = "") -> None:
        super().__init__(message, where=f"line {line}" if line else "", how=how, section=section)
        self.line = line


class Unproven(BadInput):
    """A signature, proof or checkpoint of the access log is well formed and doesn't hold (464.5)."""

    kind = "unproven"


class Refused(WorkbenchError):
    """The policy says no; the refusal is in the access log before it is told."""

    status = 403
    kind = "refused"


class PurposeRequired(Refused):
    """Nothing runs before a purpose is declared (464.5(4))."""

    kind = "purpose-required"


class TrainingRequired(Refused):
    """Training or acknowledgement is missing, expired or of an older policy (464.4.1)."""

    kind = "training-required"


class AssentRequired(Refused):
    """Somebody must confirm or approve this exact request on a signed-in page; ``assent`` names it there."""

    kind = "assent-required"

    def __init__(self, message: str, *, assent: str, page: str, how: str = "", section: str = "") -> None:
        super().__init__(message, how=how, section=section)
        self.assent = assent
        self.page = page


class StepUpRequired(AssentRequired):
    """The person's password must be typed, on the Hub's page, for exactly this; ``assent`` names it there."""

    kind = "step-up-required"


class NotFound(WorkbenchError):
    """No such thing, or not one that the caller may know of."""

    status = 404
    kind = "not-found"


class Cancelled(WorkbenchError):
    """The asker called the query off; it is on record as ended, and nothing of it was released (464.5)."""

    status = 409
    kind = "cancelled"


class SignInRequired(WorkbenchError):
    """Nobody, or nobody any more, is behind this call (464.5.1)."""

    status = 401
    kind = "sign-in"


class Unavailable(WorkbenchError):
    """Something that the answer depends on can't be reached; nothing was released."""

    status = 503
    kind = "unavailable"


class LogUnavailable(Unavailable):
    """The access log can't be written: no record, so no read (464.5)."""

    kind = "log-unavailable"


class StoreUnavailable(Unavailable):
    """The store of reads can't be opened or read."""

    kind = "store-unavailable"


class HubUnavailable(Unavailable):
    """The Hub can't say who is calling, so nobody is."""

    kind = "hub-unavailable"


class ConfigError(WorkbenchError):
    """The configuration stops the start: an unknown key, or a value under a legal floor."""

    kind = "config"
