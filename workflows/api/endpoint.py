"""What every address of the API has in common: scopes of tokens, strict input, one way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import orjson
from django.contrib.auth.models import User
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, permissions, serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from workflows.engine.errors import Invalid, NotFound
from workflows.services.audit import through

from .parsers import StrictJSONParser
from .throttles import PersonThrottle

MAX_KEY = 200


class OrjsonRenderer(BaseRenderer):
    """Write JSON; times come as text from the queries, so nothing is converted here."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the bytes of the answer; nothing for an empty one."""
        return b"" if data is None else orjson.dumps(data)


class OnlyJSON(BaseContentNegotiation):
    """Answer JSON whatever the Accept header says: there is nothing else."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Return the JSON parser for JSON and for a body without a type; None gives 415."""
        kind = (request.content_type or "application/json").split(";")[0].strip().lower()
        return parsers[0] if kind in ("application/json", "") else None

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        """Return the one renderer."""
        return renderers[0], renderers[0].media_type


class HasScope(permissions.BasePermission):
    """Let a token do only what its scopes name; sessions have no scopes."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Raise 403 naming the scope that the token lacks."""
        token: Any = request.auth
        if token is None or request.method == "OPTIONS":
            return True
        method = "GET" if request.method == "HEAD" else request.method or ""
        needed = getattr(view, "scopes", {}).get(method, "all")
        if holds(request, needed):
            return True
        raise exceptions.PermissionDenied(
            f"This needs a token with the scope {needed!r}.", code="insufficient_scope"
        )


class Endpoint(APIView):
    """Base of all views. ``scopes`` names the token scope of each method; the default is `all`."""

    scopes: ClassVar[Mapping[str, str]] = {"GET": "read"}
    parser_classes = (StrictJSONParser,)
    renderer_classes = (OrjsonRenderer,)
    content_negotiation_class = OnlyJSON
    permission_classes = (permissions.IsAuthenticated, HasScope)
    throttle_classes = (PersonThrottle,)
    metadata_class = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Name the door; refuse query parameters that a database would choke on."""
        super().initial(request, *args, **kwargs)
        through(door(request))
        for name, values in request.query_params.lists():
            if any("\x00" in value or len(value) > 1000 for value in values):
                raise Invalid(f"The parameter {name[:80]!r} is not acceptable.", code="bad_text")

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        """Keep answers, which are one person's, out of every cache."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer


@extend_schema(exclude=True)
class Nothing(Endpoint):
    """Every other address: 401 to strangers, 404 to those signed in, whatever the method."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Raise after the same checks as everywhere."""
        super().initial(request, *args, **kwargs)
        raise NotFound("There is nothing at this address.")


class Text(serializers.CharField):
    """A text that must be sent as text: numbers and booleans are not converted."""

    def to_internal_value(self, data: Any) -> str:
        """Return the text."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A whole number that must be sent as a number."""

    def to_internal_value(self, data: Any) -> int:
        """Return the number."""
        if type(data) is not int:
            self.fail("invalid")
        return super().to_internal_value(data)


class JsonValue(serializers.JSONField):
    """Any JSON value, null included."""

    def __init__(self, **kwargs: Any) -> None:
        """Allow null unless told otherwise."""
        kwargs.setdefault("allow_null", True)
        super().__init__(**kwargs)


class JsonObject(serializers.DictField):
    """A JSON object with any values."""

    def __init__(self, **kwargs: Any) -> None:
        """Take any value under any key."""
        super().__init__(child=JsonValue(), **kwargs)


def who(request: Request) -> User:
    """Return the signed-in user; the permission classes have seen to it that there is one."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - for the type checker
    return user


def holds(request: Request, scope: str) -> bool:
    """Say whether a request may do what a scope allows: a session may, a token if it has it."""
    token: Any = request.auth
    return token is None or bool({scope, "all"} & set(token.scopes))


def door(request: Request) -> str:
    """Say through which door a request came: a session is the page, a token a program."""
    return "ui" if request.auth is None else "api"


def body_of(request: Request, serializer: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """Check the body and return its fields; those not sent and without a default are absent.

    The idempotency key may stand in the body or in the header `Idempotency-Key`; the body wins.
    """
    checked = serializer(data=request.data)
    checked.is_valid(raise_exception=True)
    values = dict(checked.validated_data)
    if "idempotency_key" in checked.fields and not values.get("idempotency_key"):
        values["idempotency_key"] = request.headers.get("Idempotency-Key") or None
    if len(values.get("idempotency_key") or "") > MAX_KEY:
        raise Invalid(f"An idempotency key has at most {MAX_KEY} characters.")
    return values
