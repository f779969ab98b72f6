"""What a signed-in page asks of the browser before it believes a form (464.10(a)): the Hub's pages and the edge's.

An addition to the password and never instead of it: a browser may leave these headers out, and a script can still
make a browser submit a form.
"""

from __future__ import annotations

from collections.abc import Mapping

EDGE = "/services/edge/"
"""Where the edge's pages stand below the Hub's address; a service's name gives its path."""

PAGE_HEADERS = {
    # Severs the page from whatever opened it, also from an opener of the same origin that does not send the same.
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}

_BY_HAND = {
    "Sec-Fetch-Mode": ("navigate",),
    "Sec-Fetch-Dest": ("document",),
    "Sec-Fetch-Site": ("same-origin", "none"),
}


def content_policy(*origins: str) -> str:
    """No script, no frame, nothing from elsewhere; forms go to this origin and these others."""
    forms = " ".join(("'self'", *(origin for origin in origins if origin)))
    return (
        "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        f"form-action {forms}; frame-ancestors 'none'; base-uri 'none'"
    )


def by_hand(headers: Mapping[str, str]) -> bool:
    """Whether the browser says that a page was navigated to, not fetched by a script or put into a frame."""
    return all(headers.get(name) in (None, *said) for name, said in _BY_HAND.items())
