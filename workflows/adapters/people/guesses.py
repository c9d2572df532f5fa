"""How often signing in may fail, counted in the database by account and by address.

The table and the counting are axes'; the three limits, and what a success forgives, are ours.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.db.models import Sum
from django.http import HttpRequest

WINDOW = timedelta(minutes=15)
LIMITS = (8, 40, 100)
"""Failures of a name from one address, of a name from anywhere, from an address."""

MAX_NAME = 150


class GuessHandler(AxesDatabaseHandler):
    """Axes with a limit for each of the three ways to count."""

    def get_failures(self, request: HttpRequest, credentials: Any = None) -> int:
        """Return 1 when any of the limits is reached, else 0."""
        counted = self.get_user_attempts(request, credentials)
        return int(any(_sum(rows) >= most for rows, most in zip(counted, LIMITS, strict=True)))

    def reset_user_attempts(self, request: HttpRequest, credentials: Any = None) -> int:
        """Forgive this name its failures from this address only.

        The wider counts stay: else whoever has an account could reset what his address has tried.
        """
        pair = self.filter_user_attempts(request, credentials)[0]
        return int(pair.delete()[0])


def _sum(rows: Any) -> int:
    return int(rows.aggregate(total=Sum("failures_since_start"))["total"] or 0)


def is_barred(request: HttpRequest, name: str) -> bool:
    """Say whether this name or address failed too often; nothing is said of whether it exists."""
    return not AxesProxyHandler.is_allowed(request, {"username": name})


def count_failure(request: HttpRequest, name: str) -> None:
    """Count a wrong code as a wrong password would be."""
    user_login_failed.send(sender=__name__, credentials={"username": name}, request=request)


def forget(user: User) -> int:
    """Forget every failure of an account, for an administrator who knows why."""
    names = {name_tried(None, {"username": name}) for name in (user.username, user.email) if name}
    return int(AccessAttempt.objects.filter(username__in=names).delete()[0])


def cool_off(request: HttpRequest | None = None) -> timedelta:
    """Return how long failures count."""
    return WINDOW


def name_tried(request: HttpRequest | None, credentials: Mapping[str, Any] | None) -> str:
    """Return the name that was tried, as it is counted: in one spelling, without a NUL."""
    given = credentials or {}
    name = given.get("username") or given.get("email") or ""
    return str(name).replace("\x00", "").strip().casefold()[:MAX_NAME]


def address_of(request: HttpRequest | None) -> str | None:
    """Return the address a request comes from; None when nobody knows.

    Behind a proxy that the settings trust, the server has put the proxy's word here.
    """
    text = request.META.get("REMOTE_ADDR", "") if request is not None else ""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None
