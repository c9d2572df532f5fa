"""The address of signals: what happens outside, told to whatever waits for it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workflows.services import signals

from . import shapes
from .docs import describe
from .endpoint import Endpoint, JsonValue, Text, body_of, who


class SendSignal(serializers.Serializer[Any]):
    name = Text(max_length=signals.MAX_NAME)
    key = Text(
        required=False,
        allow_null=True,
        allow_blank=True,
        max_length=signals.MAX_KEY,
        help_text="Waits with the same key get it; without one, those that have none",
    )
    data = JsonValue(required=False)  # type: ignore[assignment]
    idempotency_key = Text(required=False, allow_null=True, allow_blank=True, max_length=200)


class Delivered(shapes.Shape):
    delivered = serializers.IntegerField(
        help_text="Waits that ended and workflows that started; 0: the first wait to open gets it"
    )


class SignalsView(Endpoint):
    """Signals."""

    scopes = {"POST": "run"}

    @describe("send_signal", {202: Delivered}, body=SendSignal, tag="signals")
    def post(self, request: Request) -> Response:
        """Send a signal to every open wait with its name and key, or keep it for the first one.

        Workflows that listen to it are started. A repeated request with the same idempotency key
        answers with the first number.
        """
        delivered = signals.send_signal(who(request), **body_of(request, SendSignal))
        return Response({"delivered": delivered}, status=202)
