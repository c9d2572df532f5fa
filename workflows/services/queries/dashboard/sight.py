"""What one person sees, looked up once and then counted many times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, Func, QuerySet, TextField, Value
from django.db.models.sql.compiler import SQLCompiler

from workflows.engine.payload import dumps
from workflows.models import Run, Suspension, Task, TaskAssignee

from ..visible import seen_run_ids, visible_runs, visible_tasks
from .window import Window


@dataclass(frozen=True, slots=True)
class Sight:
    """A person and the rows of the runs that he sees, as JSON; None: all of them.

    Trial runs of drafts are no work: nothing of them is counted. Of runs that ended, there are
    those that ended in the window or today.
    """

    user: User
    run_ids: str | None

    @classmethod
    def of(cls, user: User, window: Window) -> Sight:
        """Look them up."""
        found = seen_run_ids(user, window.earliest)
        return cls(user, None if found is None else dumps(found))

    def runs(self) -> QuerySet[Run]:
        """Select the visible runs."""
        if self.run_ids is None:
            return visible_runs(self.user).filter(draft=False)
        return Run.objects.filter(pk__in=Listed(self.run_ids), draft=False)

    def waits(self) -> QuerySet[Suspension]:
        """Select the waits of visible runs."""
        rows = Suspension.objects.filter(run__draft=False).order_by()
        return rows if self.run_ids is None else rows.filter(run__in=Listed(self.run_ids))

    def tasks(self) -> QuerySet[Task]:
        """Select the visible tasks; only those of visible runs are looked at more closely."""
        rows = visible_tasks(self.user).filter(run__draft=False)
        return rows if self.run_ids is None else rows.filter(run__in=Listed(self.run_ids))

    def asked(self, tasks: QuerySet[Task]) -> QuerySet[TaskAssignee]:
        """Select who is asked in tasks."""
        return TaskAssignee.objects.filter(task__in=tasks.order_by()).order_by()


class Listed(Func):
    """Row ids as a subquery: as one text they may be any number, and are written only once."""

    output_field = BigIntegerField()

    def __init__(self, ids: str) -> None:
        """Take the ids as JSON."""
        super().__init__(Value(ids, output_field=TextField()))

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        """Read them out of JSON."""
        template = "SELECT value FROM json_each(%(expressions)s)"
        return super().as_sql(compiler, connection, template=template, **context)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        """Read them out of JSON."""
        template = "SELECT json_array_elements_text(%(expressions)s::json)::bigint"
        return super().as_sql(compiler, connection, template=template, **context)
