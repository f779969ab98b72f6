"""The independent check of a package of evidence (464.5, 464.9): it shares no code with what makes one."""

from workbench.release.verify.check import verify
from workbench.release.verify.verdict import Verdict

__all__ = ["Verdict", "verify"]
