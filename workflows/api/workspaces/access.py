"""Who may do what to a workflow, and which credentials it may use."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workflows.adapters.workspaces.grants import Grant
from workflows.services.workspaces import lending, sharing

from ..docs import describe
from ..endpoint import Endpoint, Text, body_of, who
from . import shapes


class GivenGrant(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=shapes.KINDS)
    name = Text(max_length=150)
    role = Text(max_length=20)


class Share(serializers.Serializer[Any]):
    restricted = serializers.BooleanField()
    grants = GivenGrant(many=True)


class AccessView(Endpoint):
    """Who may do what to one workflow."""

    @describe("get_access", shapes.Access, tag="workflows")
    def get(self, request: Request, slug: str) -> Response:
        """Show owners, editors, operators and viewers, and whether anybody else sees it."""
        return Response(sharing.access_of(who(request), slug))

    @describe("share_workflow", shapes.Access, body=Share, tag="workflows")
    def put(self, request: Request, slug: str) -> Response:
        """Replace them; for owners. Somebody always owns the workflow."""
        body = body_of(request, Share)
        wanted = [
            Grant(
                item["name"] if item["kind"] == "user" else None,
                item["name"] if item["kind"] == "group" else None,
                item["role"],
            )
            for item in body["grants"]
        ]
        return Response(sharing.share(who(request), slug, body["restricted"], wanted))


class LentCredentialsView(Endpoint):
    """The credentials that a workflow may use."""

    @describe("list_lent_credentials", shapes.LentCredentials, tag="workflows")
    def get(self, request: Request, slug: str) -> Response:
        """Name them; for those who manage credentials."""
        return Response({"results": lending.lent_to(who(request), slug)})


class LentCredentialView(Endpoint):
    """One credential and one workflow."""

    @describe("lend_credential", {204: None}, tag="workflows")
    def put(self, request: Request, slug: str, credential: str) -> Response:
        """Let the workflow use the credential."""
        lending.lend(who(request), credential, slug)
        return Response(status=204)

    @describe("take_back_credential", {204: None}, tag="workflows")
    def delete(self, request: Request, slug: str, credential: str) -> Response:
        """Let it use the credential no more."""
        lending.take_back(who(request), credential, slug)
        return Response(status=204)
