"""To whom backups are encrypted (464.10): those who keep the data and those who keep the keys are not the same."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, StringConstraints, model_validator

from workbench.policy.sections import Section
from workbench.settings.parts import Part, key, once

Recipient = Annotated[str, StringConstraints(strict=True, pattern=r"^age1[02-9ac-hj-np-z]{58}$")]
Recipients = Annotated[tuple[Recipient, ...], AfterValidator(once)]


class Backup(Part):
    """Backups, always encrypted (docs/backup.md)."""

    recipients: Recipients = key(
        (),
        "Public keys of age (age1...) to which the backup is encrypted; their identities are kept on no machine of\n"
        "the workbench. Without any, no backup is made.",
        Section.ACCOUNTABILITY,
    )
    escrow_recipients: Recipients = key(
        (),
        "The same for the escrow, which holds the keys; none that stands above, and better in other hands.",
        Section.ACCOUNTABILITY,
    )

    @model_validator(mode="after")
    def _in_different_hands(self) -> Self:
        if set(self.recipients) & set(self.escrow_recipients):
            raise ValueError(
                "backup.recipients and backup.escrow_recipients have one in common, who could read everything alone "
                "(464.10)"
            )
        return self
