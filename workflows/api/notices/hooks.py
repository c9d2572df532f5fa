"""Addresses of webhooks and of what is sent; for administrators alone."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from workflows.engine.errors import FieldError, Invalid
from workflows.services.notices import webhooks
from workflows.services.notices.webhooks import WebhookRequest
from workflows.services.queries.notices import hooks

from ..docs import PAGING, describe, page_of
from ..endpoint import Endpoint, body_of, who
from ..pagination import Order, paginate
from . import shapes

FILTERS = {"state": "waiting, sent, dropped, dead or gathered", "channel": "mail or webhook"}


class AdministratorsView(Endpoint):
    """Base: 403 for everybody else, whatever is asked for."""

    scopes = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse before anything is looked up."""
        super().initial(request, *args, **kwargs)
        webhooks.administers(who(request))


class WebhooksView(AdministratorsView):
    """All of them."""

    @describe("list_webhooks", shapes.Webhooks, tag="webhooks")
    def get(self, request: Request) -> Response:
        """List the webhooks, with how sending to each goes."""
        return Response({"results": hooks.listed(who(request))})

    @describe("create_webhook", {201: shapes.NewWebhook}, body=shapes.WebhookBody, tag="webhooks")
    def post(self, request: Request) -> Response:
        """Make one; the answer has its secret."""
        wanted = WebhookRequest(**body_of(request, shapes.WebhookBody))
        return Response(webhooks.create_webhook(who(request), wanted), status=201)


class WebhookView(AdministratorsView):
    """One of them."""

    @describe("get_webhook", shapes.Webhook, tag="webhooks")
    def get(self, request: Request, webhook_id: str) -> Response:
        """Show it, without its secret."""
        return Response(hooks.detail(who(request), str(webhook_id)))

    @describe("change_webhook", shapes.Webhook, body=shapes.WebhookChange, tag="webhooks")
    def patch(self, request: Request, webhook_id: str) -> Response:
        """Change some of it; switched on again it starts without failures."""
        wanted = WebhookRequest(**body_of(request, shapes.WebhookChange))
        return Response(webhooks.change_webhook(who(request), str(webhook_id), wanted))

    @describe("delete_webhook", {204: None}, tag="webhooks")
    def delete(self, request: Request, webhook_id: str) -> Response:
        """Delete it with all that was sent to it."""
        webhooks.delete_webhook(who(request), str(webhook_id))
        return Response(status=204)


class SecretView(AdministratorsView):
    """The secret that signs."""

    @describe("get_webhook_secret", shapes.Secret, tag="webhooks")
    def get(self, request: Request, webhook_id: str) -> Response:
        """Show it."""
        return Response(webhooks.show_secret(who(request), str(webhook_id)))


class RotateSecretView(AdministratorsView):
    """A new secret."""

    @describe("rotate_webhook_secret", shapes.Secret, tag="webhooks")
    def post(self, request: Request, webhook_id: str) -> Response:
        """Make a new one; for a day the one before signs too."""
        return Response(webhooks.rotate_secret(who(request), str(webhook_id)))


class TryView(AdministratorsView):
    """Trying one out."""

    @describe("test_webhook", shapes.DeliveryDetail, tag="webhooks")
    def post(self, request: Request, webhook_id: str) -> Response:
        """Send a test at once, and tell what came of it."""
        return Response(webhooks.try_webhook(who(request), str(webhook_id)))


class WebhookDeliveriesView(AdministratorsView):
    """What was sent to one of them."""

    @describe(
        "list_webhook_deliveries",
        page_of(shapes.Delivery),
        query={"state": FILTERS["state"], **PAGING},
        tag="webhooks",
    )
    def get(self, request: Request, webhook_id: str) -> Response:
        """List it, the newest first."""
        rows = hooks.deliveries(who(request), str(webhook_id), state=_state(request))
        return Response(paginate(request, rows, Order("pk"), hooks.present))


class DeliveriesView(AdministratorsView):
    """What was sent, by any way."""

    @describe(
        "list_deliveries", page_of(shapes.Delivery), query={**FILTERS, **PAGING}, tag="webhooks"
    )
    def get(self, request: Request) -> Response:
        """List mails and calls, the newest first; `state=dead` are those that were given up."""
        channel = _choice(request, "channel", shapes.CHANNELS)
        rows = hooks.deliveries(who(request), channel=channel, state=_state(request))
        return Response(paginate(request, rows, Order("pk"), hooks.present))


class DeliveryView(AdministratorsView):
    """One mail or call."""

    @describe("get_delivery", shapes.DeliveryDetail, tag="webhooks")
    def get(self, request: Request, delivery_id: int) -> Response:
        """Show it with its attempts and, of a call, with what was sent."""
        return Response(hooks.delivery(who(request), str(delivery_id)))


class RedeliverView(AdministratorsView):
    """Sending again."""

    @describe("redeliver", shapes.DeliveryDetail, tag="webhooks")
    def post(self, request: Request, delivery_id: int) -> Response:
        """Send it (again) at once, under the same key, and tell what came of it."""
        return Response(webhooks.redeliver(who(request), str(delivery_id)))


def _state(request: Request) -> str:
    return _choice(request, "state", shapes.DELIVERY_STATES)


def _choice(request: Request, name: str, known: tuple[str, ...]) -> str:
    given = request.query_params.get(name, "")
    if given and given not in known:
        fault = FieldError("invalid", f"One of: {', '.join(known)}.", name)
        raise Invalid(f"There is no {name} {given[:50]!r}.", errors=[fault])
    return given
