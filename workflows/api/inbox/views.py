"""Addresses of saved views."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from workflows.services.inbox import views

from ..docs import describe
from ..endpoint import Endpoint, body_of, who
from . import bodies, shapes


class ViewsView(Endpoint):
    """The views of a person."""

    scopes = {"GET": "read", "POST": "decide"}

    @describe("list_views", shapes.Views, query={"page": "inbox (default) or runs"}, tag="views")
    def get(self, request: Request) -> Response:
        """List one's views of a page, in order."""
        page = request.query_params.get("page") or "inbox"
        return Response({"results": views.list_views(who(request), page)})

    @describe("save_view", {201: shapes.View}, body=bodies.NewView, tag="views")
    def post(self, request: Request) -> Response:
        """Keep a search under a name."""
        body = body_of(request, bodies.NewView)
        made = views.save_view(who(request), body["page"], body["name"], body["query"])
        return Response(made, status=201)


class ViewView(Endpoint):
    """One view."""

    scopes = {"PATCH": "decide", "DELETE": "decide"}

    @describe("change_view", shapes.View, body=bodies.ChangedView, tag="views")
    def patch(self, request: Request, view_id: int) -> Response:
        """Rename it, or change what it searches or where it stands."""
        return Response(
            views.change_view(who(request), view_id, body_of(request, bodies.ChangedView))
        )

    @describe("drop_view", {204: None}, tag="views")
    def delete(self, request: Request, view_id: int) -> Response:
        """Delete it."""
        views.drop_view(who(request), view_id)
        return Response(status=204)
