"""A provider of OpenID Connect on loopback, with keys of its own: it signs people in, and lies where a test asks it to.

It checks what a provider checks (client, secret, redirect, PKCE, a code once) and makes its tokens with none of the
product's code or libraries for tokens.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

CLIENT, SECRET = "alpr", "of the client's: 100%"


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def signed(key: rsa.RSAPrivateKey, claims: dict[str, Any], kid: str = "k1") -> str:
    text = f"{b64(json.dumps({'alg': 'RS256', 'kid': kid}).encode())}.{b64(json.dumps(claims).encode())}"
    return f"{text}.{b64(key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def unsigned(claims: dict[str, Any]) -> str:
    return f"{b64(json.dumps({'alg': 'none'}).encode())}.{b64(json.dumps(claims).encode())}."


def sealed_with(secret: str, claims: dict[str, Any]) -> str:
    """By HMAC with something that others know: the client's secret, or the public key."""
    text = f"{b64(json.dumps({'alg': 'HS256', 'kid': 'k1'}).encode())}.{b64(json.dumps(claims).encode())}"
    return f"{text}.{b64(hmac.digest(secret.encode(), text.encode(), 'sha256'))}"


@dataclass
class Says:
    """What the provider says next: of whom, and how it bends the truth."""

    name: str = "ana"
    subject: str = "s-ana"
    claims: dict[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    make: Callable[[dict[str, Any]], str] | None = None


class Provider(ThreadingHTTPServer):
    """Answers at ``issuer``; ``asked`` is what it was asked last."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.key, self.kid = rsa.generate_private_key(65537, 2048), "k1"
        self.says = Says()
        self.asked: dict[str, str] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.named = self.issuer
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def new_key(self) -> None:
        """Sign with another key from now on; the old one is told to nobody any more."""
        self.key, self.kid = rsa.generate_private_key(65537, 2048), secrets.token_hex(4)

    def id_token(self, asked: dict[str, str]) -> str:
        now, says = int(time.time()), self.says
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": says.subject, "nonce": asked["nonce"], "iat": now,
            "exp": now + 300, "auth_time": now, "amr": ["pwd", "otp", "mfa"], "preferred_username": says.name,
        }  # fmt: skip
        claims = {name: value for name, value in {**claims, **says.claims}.items() if name not in says.without}
        return says.make(claims) if says.make else signed(self.key, claims, self.kid)


class _Answer(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        at, issuer = urlsplit(self.path), self.server.issuer
        if at.path == "/.well-known/openid-configuration":
            endpoints = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            self._json({"issuer": self.server.named} | {name: f"{issuer}/{path}" for name, path in endpoints.items()})
        elif at.path == "/keys":
            public = self.server.key.public_key().public_numbers()
            key = {
                "kty": "RSA",
                "use": "sig",
                "alg": "RS256",
                "kid": self.server.kid,
                "n": _number(public.n),
                "e": _number(public.e),
            }
            self._json({"keys": [key]})
        elif at.path == "/authorize":
            self._authorize({name: values[0] for name, values in parse_qs(at.query).items()})
        else:
            self.send_error(404)

    def _authorize(self, asked: dict[str, str]) -> None:
        assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (CLIENT, "code", "S256")
        self.server.asked = asked
        code = secrets.token_urlsafe(16)
        self.server.codes[code] = asked
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
        self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.server.codes.pop(form.get("code", ""), None)
        given = base64.b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode()
        name, _, secret = given.partition(":")
        proof = b64(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (unquote(name), unquote(secret)) != (CLIENT, SECRET):
            self._json({"error": "invalid_client"}, 401)
        elif asked is None or proof != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            self._json({"error": "invalid_grant"}, 400)
        else:
            self._json({"access_token": "a", "token_type": "Bearer", "id_token": self.server.id_token(asked)})

    def _json(self, said: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        pass
