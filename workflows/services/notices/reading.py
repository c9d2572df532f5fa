"""A person reads his notices; the other tabs of his browser hear of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User

from workflows.adapters.notices import bell
from workflows.adapters.notices.webhooks import now

from ..queries.notices import bells
from .hinting import hint


def read_notices(who: User, ids: Sequence[int] | None = None) -> int:
    """Mark notices as read, all or these (others' are passed over); give how many are unread."""
    if bell.read(who.pk, ids, now()):
        hint({who.pk: None})
    return bells.unread(who)
