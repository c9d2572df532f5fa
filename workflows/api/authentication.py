"""Who is asking: a bearer token, or a session with its CSRF check; what they may do is not here."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from workflows.services.tokens import authenticate
from workflows.services.workspaces import walls

from . import throttles


class TokenAuthentication(authentication.BaseAuthentication):
    """Accept `Authorization: Bearer wf_pat_…`; a bad token never falls back to the session."""

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        """Return the user and the token; None when another scheme, or none, was used."""
        words = request.headers.get("Authorization", "").split()
        if not words or words[0].lower() != "bearer":
            return None
        if len(words) != 2:
            raise exceptions.AuthenticationFailed("The Authorization header is malformed.")
        throttles.refuse_guessing(request)
        token = authenticate(words[1])
        if token is None:
            throttles.count_miss(request)
            raise exceptions.AuthenticationFailed("The token is unknown, expired or revoked.")
        walls.show(token.user)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge of a 401."""
        return 'Bearer realm="fermata"'


class SessionAuthentication(authentication.SessionAuthentication):
    """Accept the browser's session; unsafe methods need the CSRF token."""
