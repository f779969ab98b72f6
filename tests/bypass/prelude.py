"""What an attacker has at hand: Python's own library, a socket and whatever token lies in the environment."""

import datetime
import http.client
import json
import os
import socket
import sys

SOCKET, ARGUMENTS = sys.argv[1], sys.argv[2:]
TOKEN = os.environ.get("JUPYTERHUB_API_TOKEN", "")
MIDNIGHT = datetime.datetime.now(datetime.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
WINDOW = {
    "start": (MIDNIGHT - datetime.timedelta(days=28)).isoformat(),
    "end": (MIDNIGHT + datetime.timedelta(days=1)).isoformat(),
}
PLATE = "7?BR4*"
WHY = {
    "category": "criminal_investigation",
    "case_number": "26-04640",
    "narrative": "Robbery on Adams Avenue; the driver fled northwards in a dark sedan.",
    "why_this_plate": "A witness remembers these characters of the sedan that fled.",
}


class Line(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(SOCKET)


def call(method, path, body=None, headers=None, token=TOKEN, tell=True):
    """One request; what came back is told to the test as a line of JSON."""
    line = Line("custodian", timeout=60)
    given = {"Authorization": "token " + token, "Content-Type": "application/json", **(headers or {})}
    sent = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
    told = {"status": 0, "length": 0, "body": None}
    try:
        line.request(method, "/v1" + path, sent, given)
        answer = line.getresponse()
        data = answer.read()
        told = {"status": answer.status, "length": len(data), "body": None}
        if "json" in (answer.headers["Content-Type"] or ""):
            told["body"] = json.loads(data or b"null")
        elif b'{"record":' in data:
            told["body"] = json.JSONDecoder().raw_decode(data[data.find(b'{"record":') :].decode(errors="replace"))[0]
    except (OSError, http.client.HTTPException) as error:
        told["error"] = type(error).__name__
    if tell:
        sys.stdout.write(json.dumps(told) + "\n")
    return told


def declare(token=TOKEN, **more):
    """A purpose of one's own; its id, or nothing when it was refused."""
    told = call("POST", "/purposes", {**WHY, **more}, token=token, tell=False)
    return (told["body"] or {}).get("purpose_id", "")


def search(purpose, pattern=PLATE, headers=None, token=TOKEN, **more):
    """A search within the last four weeks, told. The window is the same all day, as an assent is of it too."""
    asked = {"purpose_id": purpose, "pattern": pattern, "window": WINDOW, **more}
    return call("POST", "/search/plates", asked, headers, token)
