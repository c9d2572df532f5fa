"""Addresses of invitations, for administrators."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from workflows.services.people import invitations
from workflows.services.queries.times import iso

from ..docs import PAGING, describe, page_of
from ..endpoint import Endpoint, Text, body_of, who
from ..pagination import Order, paginate
from ..shapes import Shape

INVITATION_STATES = ("open", "used", "revoked", "expired")


class Invite(s.Serializer[Any]):
    email = Text(max_length=254)
    name = Text(required=False, max_length=150, allow_blank=True)
    groups = s.ListField(child=Text(max_length=150), required=False, max_length=50)


class Invitation(Shape):
    id = s.CharField()
    email = s.CharField()
    name = s.CharField(allow_blank=True)
    groups = s.ListField(child=s.CharField())
    state = s.ChoiceField(choices=INVITATION_STATES)
    created_at = s.DateTimeField()
    expires_at = s.DateTimeField()
    invited_by = s.CharField(allow_null=True)
    used_by = s.CharField(allow_null=True)


class InvitationsView(Endpoint):
    """Who was invited."""

    @describe("list_invitations", page_of(Invitation), query=PAGING, tag="account")
    def get(self, request: Request) -> Response:
        """List invitations, the newest first."""
        invitations.check(who(request))
        order = Order("created_at", True)
        return Response(paginate(request, invitations.rows(who(request)), order, _present))

    @describe("invite", {201: Invitation}, body=Invite, tag="account")
    def post(self, request: Request) -> Response:
        """Send somebody a mail with a link that makes an account, once, within seven days."""
        asked = body_of(request, Invite)
        row = invitations.invite(
            who(request), asked["email"], asked.get("groups", []), asked.get("name", "")
        )
        return Response(_present([row])[0], status=201)


class InvitationView(Endpoint):
    """One invitation."""

    @describe("revoke_invitation", {204: None}, tag="account")
    def delete(self, request: Request, invitation_id: str) -> Response:
        """Take an invitation back."""
        invitations.revoke(who(request), str(invitation_id))
        return Response(status=204)


def _present(rows: list[Any]) -> list[dict[str, Any]]:
    found = [invitations.present(row) for row in rows]
    return [
        {**one, "created_at": iso(one["created_at"]), "expires_at": iso(one["expires_at"])}
        for one in found
    ]
