"""The node that ended a failed run: the one thing that is read out of a payload within SQL."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.db.models.sql.compiler import SQLCompiler

from workflows.models import Event

NO_NODE = "@run"
"""Stands for failures of no single node: the result, or a run that takes its workers down."""


class ErrorNode(Func):
    """Read ``error.node_id`` of the payload of a ``RunFailed``."""

    output_field = TextField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        """Write it for SQLite."""
        template = "json_extract(%(expressions)s, '$.error.node_id')"
        return super().as_sql(compiler, connection, template=template, **context)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        """Write it for PostgreSQL; the text is looked at as it is, nothing of it is rewritten."""
        template = "(%(expressions)s)::json #>> '{error,node_id}'"
        return super().as_sql(compiler, connection, template=template, **context)


def failed_node() -> Coalesce:
    """Give the expression for rows of failed runs; it is ``NO_NODE`` where no node is named."""
    ends = Event.objects.filter(run=OuterRef("pk"), type="RunFailed").order_by("-seq")
    return Coalesce(
        Subquery(ends.values(node=ErrorNode(F("payload")))[:1]),
        Value(NO_NODE),
        output_field=TextField(),
    )
