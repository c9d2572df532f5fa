"""Calls of webhooks: one signed request, through the client that looks where it goes."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from workflows.adapters.notices import bell
from workflows.adapters.notices import webhooks as table
from workflows.adapters.notices.deliveries import Held, Outcome
from workflows.engine.errors import NodeError, Permanent
from workflows.engine.payload import dumps
from workflows.nodes.connect.outside import Request, safe_request

from ...queries.notices import audience
from .. import kinds, timing
from ..hinting import hint
from .signing import secrets_in_force, signature

log = logging.getLogger(__name__)

SECONDS = 10.0
MOST_BYTES = 2_048
LONGEST_REST = timedelta(minutes=10)
SWITCHED_OFF_AFTER = timedelta(days=3)


def call(held: Held) -> Outcome:
    """Send one delivery; anything but a 2xx is a failure, a redirect too."""
    row: Any = held.row
    body = dumps(row.body)
    try:
        answer = safe_request(_request(held, body))
    except NodeError as error:
        # An address that may not be reached today may be allowed tomorrow: it is tried again.
        level = logging.WARNING if isinstance(error, Permanent) else logging.INFO
        log.log(level, "The webhook %s cannot be called: %s", row.webhook.name, error.message)
        return Outcome(error=error.message)
    text = answer.body.decode(errors="replace")
    if 200 <= answer.status < 300:
        return Outcome(status=answer.status, answer=text)
    told = f"The answer was {answer.status}."
    return Outcome(status=answer.status, error=told, answer=text)


def _request(held: Held, body: str) -> Request:
    row: Any = held.row
    hook = row.webhook
    secrets = secrets_in_force(hook.pk, hook.generation, hook.rotated_at, held.now)
    headers = {
        "Content-Type": "application/json",
        "Fermata-Event": row.kind,
        "Fermata-Delivery": str(row.key),
        "Fermata-Signature": signature(body, secrets, held.now),
        "Idempotency-Key": str(row.key),
    }
    return Request(
        "POST", hook.url, headers, text=body, seconds=SECONDS, redirects=0, most_bytes=MOST_BYTES
    )


def note(webhook: Any, outcome: Outcome, now: datetime) -> None:
    """Keep how sending to a webhook goes; one that has failed for three days is switched off."""
    if not outcome.error:
        table.succeeded(webhook.pk, now)
        return
    rest = min(timing.pause_after(webhook.failures + 1), LONGEST_REST)
    since = table.failed(webhook.pk, now, now + rest)
    if now - since < SWITCHED_OFF_AFTER:
        return
    why = f"It has failed since {since:%Y-%m-%d %H:%M} UTC. The last time: {outcome.error}"
    if table.switch_off(webhook.pk, now, why):
        log.error("The webhook %s is switched off: %s", webhook.name, why)
        _tell_administrators(webhook, why, now)


def _tell_administrators(webhook: Any, why: str, now: datetime) -> None:
    fresh = [
        bell.Fresh(
            user.pk,
            f"webhook:{webhook.pk}",
            kinds.WEBHOOK_OFF,
            webhook.name,
            now,
            {"reason": why, "webhook": str(webhook.pk)},
        )
        for user in audience.superusers()
    ]
    hint(bell.tell(fresh, now))
