"""The dashboard's figures, mending, and the messages between runs that are on their way."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workflows.engine.errors import Forbidden
from workflows.services import policy
from workflows.services.dashboard.figures import dashboard
from workflows.services.dashboard.mending import mend
from workflows.services.queries.operating import messages

from ..docs import PAGING, describe, page_of
from ..endpoint import Endpoint, Text, body_of, who
from ..pagination import Order, paginate
from . import shapes

ASKED = {
    "window": "1h, 24h (default), 7d or 30d",
    "zone": "The time zone in which today begins, as Europe/Berlin; UTC without it",
}


class Mend(serializers.Serializer[Any]):
    invariant = Text(max_length=50)


class DashboardView(Endpoint):
    """Figures over what one may see."""

    @describe("get_dashboard", shapes.Dashboard, query=ASKED, tag="dashboard")
    def get(self, request: Request) -> Response:
        """Count; each figure has the address of the list that it counts."""
        asked = request.query_params
        window, zone = asked.get("window") or "24h", asked.get("zone") or ""
        return Response(dashboard(who(request), window, zone))


class MendView(Endpoint):
    """A button beside what is broken."""

    @describe("mend", shapes.Mended, body=Mend, tag="dashboard")
    def post(self, request: Request) -> Response:
        """Mend an invariant, as far as that can be done from here; twice is as good as once."""
        wanted = body_of(request, Mend)["invariant"]
        return Response(mend(who(request), wanted).as_dict())


class MessagesView(Endpoint):
    """Messages between runs."""

    @describe(
        "list_messages",
        page_of(shapes.MessageRow),
        query={"late": "true: for more than a minute", "count": "1: tell how many", **PAGING},
        tag="dashboard",
    )
    def get(self, request: Request) -> Response:
        """List what is on its way between runs, oldest first; for those who look after runs."""
        if not policy.can(who(request), policy.MACHINERY):
            raise Forbidden("Only who looks after runs may see this.")
        asked = request.query_params.dict()
        rows = messages.rows(asked)
        page = paginate(request, rows, Order("pk", False), messages.present)
        if asked.get("count") == "1":
            page["count"] = rows.count()
        return Response(page)
