"""The parts of digests."""

from __future__ import annotations

from workflows.models import Delivery


def parts_of(digest: int) -> list[Delivery]:
    """List what a digest is made of, in the order of what happened."""
    return list(Delivery.objects.select_related("user").filter(digest=digest).order_by("pk"))
