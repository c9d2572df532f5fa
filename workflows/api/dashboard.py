"""The address of the dashboard's figures."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from workflows.services.queries import dashboard

from . import people_shapes
from .docs import describe
from .endpoint import Endpoint, who


class DashboardView(Endpoint):
    """Figures over the runs that one may see."""

    @describe(
        "get_dashboard", people_shapes.Dashboard, query={"window": "1h, 24h, 7d …"}, tag="dashboard"
    )
    def get(self, request: Request) -> Response:
        """Count runs by status within the window, and what waits now."""
        window = request.query_params.get("window", "24h")
        return Response(dashboard.figures(who(request), window))
