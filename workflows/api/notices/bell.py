"""Addresses of the bell."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from workflows.services.notices.reading import read_notices
from workflows.services.queries.notices import bells

from ..docs import PAGING, describe
from ..endpoint import Endpoint, body_of, who
from ..pagination import Order, paginate
from . import shapes

FILTERS = {"unread": "1: only what is unread"}


class NoticesView(Endpoint):
    """One's notices."""

    @describe("list_notices", shapes.NoticePage, query={**FILTERS, **PAGING}, tag="notices")
    def get(self, request: Request) -> Response:
        """List one's notices, the newest first, and count what is unread."""
        person = who(request)
        rows = bells.rows(person, unread=request.query_params.get("unread") == "1")
        page = paginate(request, rows, Order("at"), lambda found: bells.present(person, found))
        return Response({**page, "unread": bells.unread(person)})


class NoticeCountView(Endpoint):
    """The figure on the bell."""

    @describe("count_notices", shapes.UnreadCount, tag="notices")
    def get(self, request: Request) -> Response:
        """Count what is unread."""
        return Response({"unread": bells.unread(who(request))})


class ReadNoticesView(Endpoint):
    """Reading."""

    scopes = {"POST": "decide"}

    @describe("read_notices", shapes.UnreadCount, body=shapes.ReadBody, tag="notices")
    def post(self, request: Request) -> Response:
        """Mark one's notices as read: all, or those named."""
        ids = body_of(request, shapes.ReadBody).get("ids")
        return Response({"unread": read_notices(who(request), ids)})
