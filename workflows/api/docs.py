"""The OpenAPI document, its annotations and the browsable page; no endpoint of the product."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    inline_serializer,
)
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework import permissions, serializers
from rest_framework.negotiation import DefaultContentNegotiation

from . import shapes

F = TypeVar("F", bound=Callable[..., Any])
Shape = type[serializers.Serializer[Any]] | serializers.BaseSerializer[Any]

_TITLES = {
    400: "The request is wrong",
    401: "Nobody is signed in",
    403: "Seen, but not allowed",
    404: "Unknown, or not to be seen",
    409: "The state of things says no",
    413: "Too large",
    429: "Too many requests",
}
_PROBLEMS = {
    (status, "application/problem+json"): OpenApiResponse(shapes.Problem, title)
    for status, title in _TITLES.items()
}


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describe the token in the document."""

    target_class = "workflows.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the OpenAPI security scheme."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "wf_pat_…"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describe the browser's session in the document."""

    target_class = "workflows.api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the OpenAPI security scheme."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


def describe(
    name: str,
    answer: Shape | dict[Any, Any],
    *,
    body: Shape | None = None,
    query: Mapping[str, str] | None = None,
    tag: str,
) -> Callable[[F], F]:
    """Annotate a method of a view: operation id, answers by status (one: 200), body, query.

    An answer of another type than JSON stands under `(status, type)`.
    """
    answers = answer if isinstance(answer, dict) else {200: answer}
    responses: dict[Any, Any] = {**answers, **_PROBLEMS}
    parameters = [
        OpenApiParameter(key, str, description=text) for key, text in (query or {}).items()
    ]
    return extend_schema(
        operation_id=name, responses=responses, request=body, parameters=parameters, tags=[tag]
    )


PAGING = {"cursor": "Where the page begins", "page_size": "Rows on a page, 1 to 200"}


@cache
def page_of(shape: type[serializers.Serializer[Any]]) -> Any:
    """Return the shape of a cursor page of `shape`."""
    return inline_serializer(
        f"{shape.__name__}Page",
        {
            "next": serializers.CharField(allow_null=True),
            "previous": serializers.CharField(allow_null=True),
            "results": shape(many=True),
            "count": serializers.IntegerField(required=False),
        },
    )


class SchemaView(SpectacularJSONAPIView):
    """Serve the document to whoever is signed in."""

    permission_classes = (permissions.IsAuthenticated,)
    content_negotiation_class = DefaultContentNegotiation


@require_safe
@login_required
def docs(request: HttpRequest) -> HttpResponse:
    """Show the API in Swagger UI, served from our own static files."""
    return render(request, "api/docs.html")
