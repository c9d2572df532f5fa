"""In which language and zone a page speaks: as its reader has chosen, else as his browser asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest
from django.utils import timezone, translation

from workflows.services.notices.habits import language_of
from workflows.services.notices.timing import zone_of


@contextmanager
def speaking_to(request: HttpRequest, profile: Any = None) -> Iterator[None]:
    """Speak a reader's language in his zone, for as long as the block lasts."""
    chosen = language_of(profile) if profile is not None else None
    language = chosen or translation.get_language_from_request(request)
    zone = zone_of(profile.zone if profile is not None else "UTC")
    with translation.override(language), timezone.override(zone):
        yield
