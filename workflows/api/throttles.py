"""Limits against accidents: requests of one person in this process, wrong tokens of one address in
all."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import DatabaseError, InterfaceError
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from workflows.adapters.people import misses

if TYPE_CHECKING:
    from rest_framework.views import APIView

log = logging.getLogger(__name__)

REQUESTS_A_MINUTE = 30_000
MISSES_A_MINUTE = 30


class PersonThrottle(BaseThrottle):
    """Count the requests of one person in windows of a minute."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Say whether the request may go on."""
        who = request.user.pk or self.get_ident(request)
        try:
            return _count(f"requests:{who}") <= REQUESTS_A_MINUTE
        except Exception as error:
            # Against accidents: who is known is let in where nothing can be counted.
            log.warning("Requests cannot be counted: %s", error)
            return True

    def wait(self) -> float:
        """Return the seconds until the next window."""
        return _rest_of_window()


def refuse_guessing(request: Request) -> None:
    """Raise 429 for an address with too many wrong tokens, and where none can be counted."""
    try:
        shut = misses.is_shut(*_who(request))
    except (DatabaseError, InterfaceError):
        raise  # nobody's fault: it is told as what it is
    except Exception as error:
        log.warning("Wrong tokens cannot be counted: %s", error)
        shut = True
    if shut:
        raise Throttled(wait=_rest_of_window())


def count_miss(request: Request) -> None:
    """Remember a wrong token of this address, for all processes."""
    misses.too_many(*_who(request))


def _who(request: Request) -> tuple[str, str, int]:
    return "token", BaseThrottle().get_ident(request), MISSES_A_MINUTE


def _window(name: str) -> str:
    return f"throttle:{name}:{int(time.time() // 60)}"


def _rest_of_window() -> float:
    return 60 - time.time() % 60


def _count(name: str) -> int:
    key = _window(name)
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key)
    except ValueError:  # evicted between the two calls
        return 1
