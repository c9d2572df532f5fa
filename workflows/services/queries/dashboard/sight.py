"""What one person sees, looked up once and then counted many times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, Func, Q, QuerySet, TextField, Value
from django.db.models.sql.compiler import SQLCompiler

from workflows.engine.payload import dumps
from workflows.models import Run, Suspension, Task, TaskAssignee

from ..standing.reach import Reach, alone
from ..visible import in_sight, seen_run_ids, visible_tasks
from .window import Window


@dataclass(frozen=True, slots=True)
class Sight:
    """A person and the rows of the runs that he sees, as JSON; None: all of them.

    Trial runs of drafts are no work: nothing of them is counted. Of runs that ended, there are
    those that ended in the window or today.
    """

    user: User
    run_ids: str | None
    everything: bool = True
    """Whether that is all there is: then nothing has to be looked at for it."""

    @classmethod
    def of(cls, user: User, window: Window) -> Sight:
        """Look them up."""
        found = seen_run_ids(user, window.earliest)
        everything = found is None and alone() and not Reach.of(user).closed
        return cls(user, None if found is None else dumps(found), everything)

    def runs(self) -> QuerySet[Run]:
        """Select the visible runs."""
        if self.run_ids is None:
            return Run.objects.filter(self._limits(""), draft=False)
        return Run.objects.filter(pk__in=Listed(self.run_ids), draft=False)

    def waits(self) -> QuerySet[Suspension]:
        """Select the waits of visible runs."""
        rows = Suspension.objects.filter(run__draft=False).order_by()
        if self.run_ids is None:
            return rows.filter(self._limits("run__"))
        return rows.filter(run__in=Listed(self.run_ids))

    def tasks(self) -> QuerySet[Task]:
        """Select the visible tasks; only those of visible runs are looked at more closely."""
        if self.run_ids is None:
            return Task.objects.filter(self._limits("run__"), run__draft=False)
        return visible_tasks(self.user).filter(run__in=Listed(self.run_ids), run__draft=False)

    def _limits(self, path: str) -> Q:
        return Q() if self.everything else in_sight(self.user, path)

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
