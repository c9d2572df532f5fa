"""What a program with a token must not do in its person's name."""

from __future__ import annotations

from typing import Any

from rest_framework import exceptions, permissions
from rest_framework.request import Request
from rest_framework.views import APIView

from ..endpoint import Endpoint, HasScope


class SessionOnly(HasScope):
    """Refuse tokens, whatever their scopes: else one that leaked could make itself another."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Raise 403 for a token."""
        token: Any = request.auth
        if token is None:
            return True
        raise exceptions.PermissionDenied(
            "This is done signed in on the page, not with a token.", code="session_only"
        )


class OwnEndpoint(Endpoint):
    """Base of what people do about their own account, signed in."""

    permission_classes = (permissions.IsAuthenticated, SessionOnly)
