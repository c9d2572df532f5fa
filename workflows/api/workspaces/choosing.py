"""The workspaces that one may enter, and entering one."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workflows.engine.errors import Forbidden
from workflows.services.queries.persons import directory
from workflows.services.workspaces import entering

from ..docs import describe
from ..endpoint import Endpoint, Text, body_of, who
from . import shapes


class Choose(serializers.Serializer[Any]):
    workspace = Text(max_length=50)


class WorkspaceView(Endpoint):
    """The workspace that one is in."""

    @describe("list_workspaces", shapes.Workspaces, tag="people")
    def get(self, request: Request) -> Response:
        """List the workspaces that you may enter, and which one you are in."""
        return Response({"results": directory.workspaces_of(who(request))})

    @describe("choose_workspace", shapes.Workspaces, body=Choose, tag="people")
    def post(self, request: Request) -> Response:
        """Enter another one, for this session; a token stays where it was made."""
        if request.auth is not None:
            raise Forbidden("A token belongs to one workspace.", code="session_only")
        person = who(request)
        chosen = entering.choose(person, body_of(request, Choose)["workspace"])
        request.session[entering.CHOSEN] = chosen
        return Response({"results": directory.workspaces_of(person)})
