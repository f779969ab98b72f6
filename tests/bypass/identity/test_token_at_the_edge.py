"""What it tries: reach the edge's own port from a kernel and open its pages with a token instead of a sign-in.

What stops it: the edge knows nobody but by the cookie of a sign-in of its own, whichever token is brought (464.5.1).
"""

from __future__ import annotations

import httpx

from tests.bypass.attack import Control, Ground
from tests.bypass.edge import EDGE, edge_of, edges_token
from tests.bypass.machine.ground import told

ASK = """
import json, sys, urllib.error, urllib.request
class Still(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Still)
token = sys.argv[2]
claims = {"Authorization": "token " + token, "Cookie": "alpr-edge=" + token, "X-Forwarded-User": "adam"}
answers = {}
for page in ("assents", "administration", "sign-off/otto"):
    try:
        with opener.open(urllib.request.Request(sys.argv[1] + page, headers=claims)) as answer:
            answers[page] = answer.status
    except urllib.error.HTTPError as error:
        answers[page] = error.code
print(json.dumps(answers))
"""


def _attack(ground: Ground, without: str = "") -> dict[str, int]:
    """The status of each page, asked past the proxy, even with the token that the edge itself would hold for her."""
    with edge_of(ground, without) as port:
        where = f"http://127.0.0.1:{port}{EDGE}/"
        answers: dict[str, int] = told(ground.house, "ana", ASK, where, edges_token(ground.house))
        return answers


def test_blocked(strong: Ground) -> None:
    """Each page leads to the sign-in."""
    assert set(_attack(strong).values()) == {httpx.codes.SEE_OTHER}


def test_control(weak: Control) -> None:
    """When a token is as good as a sign-in, a kernel has the page that is meant for its person's eyes."""
    assert set(_attack(weak).values()) == {httpx.codes.SEE_OTHER}
    assert _attack(weak, "session")["assents"] == httpx.codes.OK
