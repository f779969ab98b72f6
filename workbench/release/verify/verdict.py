"""What the check of a package of evidence says (464.5, 464.9)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """Good when nothing was found. ``signer`` is the key that signed; ``trusted`` when a policy named it."""

    findings: tuple[str, ...]
    files: int = 0
    record: int = -1
    signer: str = ""
    trusted: bool = False

    @property
    def good(self) -> bool:
        """Whether the package is what was made."""
        return not self.findings

    def lines(self) -> list[str]:
        """The verdict for people, without characters that a terminal would obey."""
        return ["".join(each if each.isprintable() else "?" for each in line) for line in self._told()]

    def _told(self) -> list[str]:
        if not self.good:
            return ["NOT VERIFIED. Keep this file as it is and report it (464.10).", *(f"  {f}" for f in self.findings)]
        whose = "a key that you trust" if self.trusted else "a key that came with the package"
        return [
            f"Verified: {self.files} files, made under record {self.record} of the access log.",
            "  every file has the size and the SHA-256 that the signed manifest gives, and no other file is there",
            f"  the manifest is signed by {whose}: {self.signer}",
            f"  record {self.record} stands in the log, by its proof and a checkpoint that the same key signed",
        ]
