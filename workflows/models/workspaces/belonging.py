"""The column by which a row belongs to a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.functions import Cast, Concat

from workflows.engine.workspaces import DEFAULT

if TYPE_CHECKING:
    from .workspace import Workspace

    _Key = models.ForeignKey[Workspace, Workspace]
else:
    _Key = models.ForeignKey

__all__ = ["DEFAULT", "WorkspaceKey", "engine_name"]


class WorkspaceKey(_Key):
    """A reference to the workspace; what names none, as code from before does, is the default's."""

    def __init__(self, **kwargs: Any) -> None:
        """Set what is the same for all tables."""
        given = {
            "to": "workflows.Workspace",
            "on_delete": models.PROTECT,
            "default": DEFAULT,
            "db_default": DEFAULT,
            "related_name": "+",
        }
        super().__init__(**{**given, **kwargs})


def engine_name() -> models.Case:
    """Write ``engine.workspaces.name_in`` in SQL: the database computes it for whoever writes."""
    text = models.CharField(max_length=120)
    number = Cast("workspace", models.CharField(max_length=20))
    own = models.When(workspace=DEFAULT, then=models.F("slug"))
    other = Concat(number, models.Value("/"), models.F("slug"), output_field=text)
    return models.Case(own, default=other, output_field=text)
