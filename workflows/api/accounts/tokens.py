"""Addresses of one's own API tokens."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from workflows.services import tokens
from workflows.services.queries.times import iso

from ..docs import describe
from ..endpoint import Text, Whole, body_of, who
from ..shapes import Shape
from .session_only import OwnEndpoint


class MakeToken(s.Serializer[Any]):
    name = Text(max_length=100)
    scopes = s.ListField(child=s.ChoiceField(choices=tokens.SCOPES), min_length=1, max_length=5)
    expires_in_days = Whole(
        required=False, min_value=1, max_value=tokens.MAX_DAYS, help_text="A year when left out"
    )


class ApiToken(Shape):
    id = s.CharField()
    name = s.CharField(allow_blank=True)
    prefix = s.CharField(help_text="Its first characters")
    scopes = s.ListField(child=s.CharField())
    created_at = s.DateTimeField()
    expires_at = s.DateTimeField(allow_null=True)
    last_used_at = s.DateTimeField(allow_null=True)
    expired = s.BooleanField()


class NewApiToken(ApiToken):
    token = s.CharField(help_text="The token itself; never told again")


class ApiTokens(Shape):
    results = ApiToken(many=True)


class TokensView(OwnEndpoint):
    """The tokens of whoever asks."""

    @describe("list_tokens", ApiTokens, tag="account")
    def get(self, request: Request) -> Response:
        """List your tokens, the newest first."""
        return Response({"results": [_shown(token) for token in tokens.listing(who(request))]})

    @describe("create_token", {201: NewApiToken}, body=MakeToken, tag="account")
    def post(self, request: Request) -> Response:
        """Make a token for yourself; its text is in this answer and nowhere else."""
        asked = body_of(request, MakeToken)
        days = asked.get("expires_in_days", tokens.MAX_DAYS)
        made = tokens.make_own_token(who(request), asked["name"], asked["scopes"], days)
        return Response({**_shown(made.shown), "token": made.text}, status=201)


class TokenView(OwnEndpoint):
    """One token."""

    @describe("revoke_token", {204: None}, tag="account")
    def delete(self, request: Request, token_id: int) -> Response:
        """Have a token of yours count no more."""
        tokens.revoke_token(who(request), str(token_id))
        return Response(status=204)


def _shown(token: dict[str, Any]) -> dict[str, Any]:
    times = ("created_at", "expires_at", "last_used_at")
    return {**token, **{name: iso(token[name]) for name in times}}
