"""An alert as a signed POST (464.7(g)): HTTPS alone, HMAC-SHA256 over time and body, no redirect followed."""

from __future__ import annotations

import hashlib
import hmac
import ssl
from datetime import datetime

import httpx

from workbench.collection.alerts.words import Message
from workbench.errors import Unavailable

SECONDS = 10.0
"""How long a receiver is waited for."""


def signature(secret: bytes, at: int, body: bytes) -> str:
    """What stands in ``X-ALPR-Signature``: the time (seconds since 1970) and the HMAC of ``time.body``."""
    signed = hmac.new(secret, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"


def post(address: str, message: Message, secret: bytes, trust: ssl.SSLContext, at: datetime) -> None:
    """Hand it over; raises ``Unavailable`` unless the receiver answers 2xx."""
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": message.key,
        "X-ALPR-Signature": signature(secret, int(at.timestamp()), message.body),
    }
    try:
        with httpx.Client(verify=trust, trust_env=False, follow_redirects=False, timeout=SECONDS) as client:
            answer = client.post(address, content=message.body, headers=headers)
    except httpx.HTTPError as error:
        raise _failed(type(error).__name__) from None
    if not answer.is_success:
        raise _failed(f"it answered {answer.status_code}")


def _failed(why: str) -> Unavailable:
    return Unavailable("The receiver of alerts did not take it.", section="464.7(g)", diagnostic=why)
