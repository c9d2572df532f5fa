"""Addresses about people: who I am, whom a task can be given to."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from workflows.services.queries.persons import directory

from ..docs import describe
from ..endpoint import Endpoint, who
from . import shapes


class MeView(Endpoint):
    """The signed-in person."""

    @describe("get_me", shapes.Me, tag="people")
    def get(self, request: Request) -> Response:
        """Tell who is signed in and what he may do."""
        return Response(directory.me(who(request)))


class PeopleView(Endpoint):
    """The people and groups of this installation, for assigning."""

    @describe("list_people", shapes.People, tag="people")
    def get(self, request: Request) -> Response:
        """List active people and the groups with their sizes."""
        return Response(directory.everybody(who(request)))
