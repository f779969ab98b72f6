"""The character NUL in what is sent (464.10(a)): refused at the door; an attempt on record, of a person or a device.

PostgreSQL keeps no text with one and SQLite does, so that registers with it could not move to a server.
"""

from __future__ import annotations

import re

from fastapi import Request

from workbench.custodian.unusable import on_record
from workbench.errors import BadInput

_ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*+\\u0000")
"""As JSON writes it; behind an escaped backslash it is six characters and none."""


async def no_nul(request: Request) -> None:
    """``BadInput`` for one in the path, the query, a header, or a body that is a message; files pass.

    JSON in UTF-16, which would be read too, has such octets and is refused with it.
    """
    is_message = getattr(request.scope.get("route"), "body_field", None) is not None
    body = await request.body() if is_message else b""  # the framework has read it before
    texts = (body, *(value for _, value in request.headers.raw))
    named = "\0" in request.scope["path"] or b"%00" in request.scope["query_string"]
    if named or b"\0" in body or any(b"\\u0000" in text and _ESCAPED.search(text) for text in texts):
        refused = BadInput(
            "A text in the request holds the character NUL, or the request is not UTF-8.",
            how="Nothing was done. Type the text anew: such a character comes from a damaged copy.",
        )
        raise await on_record(request, refused, await _sent(request) if body else {})


async def _sent(request: Request) -> object:
    try:
        return await request.json()
    except ValueError:
        return {"sent": "no JSON"}
