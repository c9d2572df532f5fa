"""The demo: its people and the example workflows, published; changed ones are left alone."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from workflows import catalog
from workflows.engine.errors import NotFound

from .accounts import ensure_demo_users
from .definitions import create_workflow, publish
from .queries.visible import find_workflow

AUTHOR = "alice"


def load_demo() -> list[str]:
    """Make the demo's people and publish missing example workflows; return their slugs.

    Doing it again changes nothing. Raises `Invalid` when an example has problems.
    """
    author = next(user for user in ensure_demo_users() if user.username == AUTHOR)
    missing = [item for item in catalog.demo_workflows() if not _exists(author, item.slug)]
    for item in missing:
        # Together, so that a crash between the two leaves no example without a version.
        with transaction.atomic():
            create_workflow(author, item.name, item.slug, item.description, item.graph)
            publish(author, item.slug)
    return [item.slug for item in missing]


def _exists(author: User, slug: str) -> bool:
    try:
        find_workflow(author, slug)
    except NotFound:
        return False
    return True
