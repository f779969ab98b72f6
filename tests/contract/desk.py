"""People at the running product: what they send from their own OS user, and what the custodian answers."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from tests.house import House

PLANTED = "7LBR461"
"""A vehicle of the demonstration's stories; ``PARTIAL`` is what a witness remembers of it."""
PARTIAL = "7?BR4*"
PURPOSE = {
    "category": "criminal_investigation",
    "case_number": "26-01234",
    "narrative": "Homicide on Adams Avenue, a dark sedan fled northwards.",
    "why_this_plate": "A witness remembers these characters of the fleeing sedan.",
}

_HTTP = """
import base64, json, os, sys
import httpx

transport = httpx.HTTPTransport(uds=os.environ["ALPR_CUSTODIAN"].removeprefix("unix:"))
told = []
with httpx.Client(transport=transport, base_url="http://custodian", timeout=60) as http:
    for method, path, headers, body in json.loads(sys.argv[1]):
        headers = {"Authorization": "token " + os.environ["JUPYTERHUB_API_TOKEN"], **headers}
        answer = http.request(method, path, headers=headers, content=base64.b64decode(body))
        told.append([answer.status_code, answer.headers.get("content-type", ""), answer.text])
print(json.dumps(told))
"""
_CLIENT = """
import json, sys
from datetime import UTC, datetime, timedelta
from workbench.client import Client
from workbench.errors import WorkbenchError

given = json.loads(sys.argv[1])
client = Client.from_environment()
now = datetime.now(UTC)


def attempt(call, *args, **named):
    try:
        return call(*args, **named)
    except WorkbenchError as error:
        said = {name: value for name, value in vars(error).items()}
        print(json.dumps({"error": type(error).__name__, **said}, default=str))
        raise SystemExit(0)


def tell(**said):
    print(json.dumps(said, default=str))
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over the custodian's socket."""

    status: int
    kind: str
    text: str

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.text)


Call = tuple[str, str, Mapping[str, str], bytes]


def ask(house: House, name: str, calls: Sequence[Call]) -> list[Answer]:
    """Plain HTTP over the custodian's socket from this person's OS user, with his or her own token."""
    sent = [[method, path, dict(headers), base64.b64encode(body).decode()] for method, path, headers, body in calls]
    house.environment(name)
    done = house.run_as(name, _HTTP, json.dumps(sent))
    assert done.returncode == 0, done.stderr
    return [Answer(*row) for row in json.loads(done.stdout)]


def post(path: str, body: object, **headers: str) -> Call:
    """A JSON request."""
    return "POST", path, {"Content-Type": "application/json", **headers}, json.dumps(body).encode()


def with_client(house: House, name: str, script: str, **given: object) -> dict[str, Any]:
    """Run a script with ``client``, ``given``, ``now``, ``attempt`` and ``tell`` as this person; what it tells."""
    house.environment(name)  # a newcomer's OS user is made with the first server
    done = house.run_as(name, _CLIENT + script, json.dumps(given, default=str))
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def declare(house: House, name: str) -> str:
    """Declare the usual purpose; its id."""
    told = with_client(house, name, "tell(id=attempt(client.declare, given['purpose']).purpose_id)", purpose=PURPOSE)
    return str(told["id"])


def search(house: House, name: str, purpose: str, pattern: str, **given: object) -> dict[str, Any]:
    """Search under a purpose declared before: counts, or the error. ``given``: ``start``, ``end``, ``limit``."""
    script = """
purpose = attempt(client.purpose, given.pop("purpose"))
answer = attempt(client.search, given.pop("pattern"), purpose=purpose, **given)
tell(count=answer.head.count, plates=sorted(set(answer.frame["plate"])), record=answer.head.record)
"""
    return with_client(house, name, script, purpose=purpose, pattern=pattern, **given)


def form_key(page: httpx.Response) -> str:
    """The key of the form on a page of the edge."""
    _, _, rest = page.text.partition('name="form_key" value="')
    key, quote, _ = rest.partition('"')
    assert quote, page.text
    return key


def anybody(house: House) -> httpx.Client:
    """Somebody who never signed in."""
    return httpx.Client(base_url=house.url, follow_redirects=True, timeout=60, trust_env=False)
