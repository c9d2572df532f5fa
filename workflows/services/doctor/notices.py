"""Telling people and programs: is it done, does mail leave, do webhooks answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..queries.notices.troubles import troubles
from .findings import FAIL, OK, WARN, Finding


def notices() -> Iterator[Finding]:
    """Say whether people are told, and whether mail leaves."""
    found = troubles()
    if found.untold or found.unsent:
        told = f"{found.untold + found.unsent} notices and deliveries are late by minutes."
        yield Finding(
            "Notices", FAIL, told, "Start a worker (with Redis the timekeeper); see its log."
        )
    if found.dead_mails:
        told = f"{found.dead_mails} mails were given up within a day."
        advice = (
            "Look at EMAIL_URL and at /api/deliveries/?channel=mail&state=dead, then redeliver."
        )
        yield Finding("Notices", WARN, told, advice)
    if not (found.untold or found.unsent or found.dead_mails):
        yield Finding("Notices", OK, "People are told in time, and mail leaves.")


def webhooks() -> Iterator[Finding]:
    """Say which webhooks fail."""
    found = troubles()
    if found.switched_off:
        told = f"Switched off after three days of failures: {_named(found.switched_off)}."
        yield Finding("Webhooks", FAIL, told, "Mend the address, then switch it on again.")
    if found.failing:
        told = f"Failing now: {_named(found.failing)}."
        yield Finding("Webhooks", WARN, told, "Its deliveries say why; they are tried for a day.")
    if not (found.switched_off or found.failing):
        yield Finding("Webhooks", OK, "Every webhook that is on answers.")


def _named(names: Sequence[str]) -> str:
    return f"{', '.join(names[:3])}{' …' if names[3:] else ''}"
