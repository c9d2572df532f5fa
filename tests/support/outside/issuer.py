"""An OpenID Connect issuer on loopback that can be told to lie."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.support.outside import web

# Making one takes long; whose it is tells no test from another.
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, SECRET = "fermata", "the-secret-of-the-client"


class Issuer:
    """What the server answers. ``claims`` and ``lies`` go into the next id token."""

    def __init__(self) -> None:
        """Begin honest, with one person."""
        self.url = ""
        self.key = KEY
        self.signs_with: Any = self.key
        self.algorithm = "RS256"
        self.claims: dict[str, Any] = {
            "sub": "person-1", "email": "ann@example.org", "email_verified": True,
            "name": "Ann Archer", "preferred_username": "ann.archer",
        }  # fmt: skip
        self.lies: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.config: dict[str, Any] = {}
        self.asked: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}

    def sign_in(self, address: str) -> dict[str, str]:
        """Do what the person does at the issuer's page; give what the browser brings back."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def answer(self, path: str, form: dict[str, str], headers: Any) -> tuple[int, Any]:
        """Answer one request."""
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            return 200, self._about()
        if path == "/jwks":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return 200, {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}
        if path == "/userinfo":
            return 200, self.userinfo
        return self._token(form) if path == "/token" else (404, {})

    def _about(self) -> dict[str, Any]:
        about = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }
        if self.userinfo:
            about["userinfo_endpoint"] = f"{self.url}/userinfo"
        return {**about, **self.config}

    def _token(self, form: dict[str, str]) -> tuple[int, Any]:
        asked = self._codes.pop(form.get("code", ""), None)
        if asked is None or form.get("client_secret") != SECRET:
            return 400, {"error": "invalid_grant"}
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        if form.get("redirect_uri") != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"],
            **self.claims, **self.lies,
        }  # fmt: skip
        told = {name: value for name, value in claims.items() if value is not None}
        text = jwt.encode(told, self.signs_with, self.algorithm, headers={"kid": "one"})
        return 200, {"access_token": "at", "token_type": "Bearer", "id_token": text}


@contextmanager
def serving() -> Iterator[Issuer]:
    """Serve an issuer for as long as the block lasts."""
    issuer = Issuer()

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        status, told = issuer.answer(urlsplit(handler.path).path, form, handler.headers)
        text = json.dumps(told).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(text)))
        handler.end_headers()
        handler.wfile.write(text)

    with web.serving(answer) as server:
        issuer.url = server.url
        yield issuer
