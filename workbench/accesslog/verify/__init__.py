"""The independent check of an exported log (464.5, 464.10): all is derived anew from the entries themselves.

It shares no code with the writer: the formats are read here a second time, from their specifications, with hashlib
and a library's Ed25519. What a mistake or an attacker put into the one is not in the other.
"""

from workbench.accesslog.verify.findings import Fault, Finding, Unusable, Verdict
from workbench.accesslog.verify.judge import verify

__all__ = ["Fault", "Finding", "Unusable", "Verdict", "verify"]
