"""The rows that a user may see, as querysets; every list and look-up begins with one of these."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from workflows.engine.errors import NotFound
from workflows.models import (
    Run,
    Task,
    TaskAssignee,
    TaskDecision,
    TaskWatcher,
    Version,
    Workflow,
)

from .standing.asks import asked_of, asked_of_team, asks, asks_team
from .standing.reach import Reach


def visible_workflows(user: User) -> QuerySet[Workflow]:
    """Authors see all workflows of their workspace, everybody else those that were published; and
    each what a grant shows him, nobody what is restricted to others."""
    reach = Reach.of(user)
    rows = Workflow.objects.filter(workspace=reach.workspace)
    if closed := reach.closed:
        rows = rows.exclude(pk__in=closed)
    if user.has_perm("workflows.edit_workflow"):
        return rows
    published = Exists(Version.objects.filter(workflow=OuterRef("pk")))
    return rows.filter(Q(published) | Q(pk__in=reach.opened))


def sees_all_runs(user: User) -> bool:
    """Say whether the user sees every run that is not restricted: operators and authors do."""
    return user.has_perm("workflows.operate_run") or user.has_perm("workflows.edit_workflow")


def visible_runs(user: User) -> QuerySet[Run]:
    """Everybody sees the runs he started and those around the tasks he sees, and those of workflows
    that a grant shows him."""
    reach = Reach.of(user)
    rows = Run.objects.filter(workspace=reach.workspace)
    if sees_all_runs(user) and not reach.closed:
        return rows
    tasks = Task.objects.filter(_involved(user), run=OuterRef("pk"))
    return rows.filter(Q(started_by=user) | Exists(tasks) | _open_to(user, "workflow"))


def visible_tasks(user: User) -> QuerySet[Task]:
    """Everybody sees what asks him, what he decided or was drawn into, and what he started."""
    reach = Reach.of(user)
    rows = Task.objects.filter(run__workspace=reach.workspace)
    if sees_all_runs(user) and not reach.closed:
        return rows
    return rows.filter(_involved(user) | Q(run__started_by=user) | _open_to(user, "run__workflow"))


def in_sight(user: User, path: str) -> Q:
    """Match the rows of all runs of a workspace that are not restricted to others; ``path`` leads
    to the run, as ``run__``."""
    reach = Reach.of(user)
    here = Q(**{f"{path}workspace": reach.workspace})
    return here & ~Q(**{f"{path}workflow__in": reach.closed}) if reach.closed else here


def seen_run_ids(user: User, since: datetime) -> list[int] | None:
    """Name the rows of `visible_runs` that had not ended before an instant; None: he sees all.

    They are found from the person's side: the effort grows with what he sees, not with what there
    is. For counting, not for a page.
    """
    if sees_all_runs(user):
        return None
    reach = Reach.of(user)
    asked = TaskAssignee.objects.filter(asked_of(user))
    if user.has_perm("workflows.see_team_tasks"):
        team = asked_of_team(user) & ~Q(task__run__workflow__in=reach.closed)
        asked = TaskAssignee.objects.filter(asked_of(user) | team)
    given = TaskDecision.objects.filter(Q(user=user) | Q(acting_for=user))
    drawn_in = TaskWatcher.objects.filter(user=user)
    around = [rows.order_by().values_list("task__run") for rows in (asked, given, drawn_in)]
    mine = Q(started_by=user)
    if opened := reach.opened:
        mine |= Q(workflow__in=opened)
    own = Run.objects.filter(mine).order_by().values_list("pk")
    seen = Run.objects.filter(pk__in=own.union(*around), workspace=reach.workspace)
    found = seen.filter(Q(finished_at=None) | Q(finished_at__gte=since))
    return list(found.order_by().values_list("pk", flat=True))


def find_workflow(user: User, slug: str) -> Workflow:
    """Return the row, its draft left out; raise `NotFound` also for one that he may not see."""
    row = visible_workflows(user).filter(slug=slug).defer("draft").first()
    if row is None:
        raise NotFound(f"There is no workflow {slug!r}.")
    return row


def find_run(user: User, run_id: str) -> Run:
    """Return the row with workflow, version (without its graph) and people; or raise `NotFound`."""
    found = (
        visible_runs(user)
        .filter(uuid=as_uuid(run_id, "run"))
        .select_related("workflow", "version", "started_by", "parent")
        .defer("workflow__draft", "version__graph")
        .first()
    )
    if found is None:
        raise NotFound(f"There is no run {run_id}.")
    return found


def find_task(user: User, task_id: str) -> Task:
    """Return the row with its run and suspension; or raise `NotFound`."""
    return _full(visible_tasks(user), task_id)


def task_row(task_id: str) -> Task:
    """Return any task, for somebody who saw it a moment ago (and may have handed it on)."""
    return _full(Task.objects.all(), task_id)


def _full(rows: QuerySet[Task], task_id: str) -> Task:
    found = (
        rows.filter(pk=as_uuid(task_id, "task"))
        .select_related(
            "run__workflow", "run__version", "run__started_by", "suspension", "claimed_by",
            "decided_by", "info_from",
        )
        .defer("run__workflow__draft", "run__version__graph")
        .first()
    )  # fmt: skip
    if found is None:
        raise NotFound(f"There is no task {task_id}.")
    return found


def as_uuid(text: str, what: str) -> UUID:
    """Read an id; what is none names nothing."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(f"There is no {what} {text[:50]!r}.") from None


def _involved(user: User) -> Q:
    own = Q(user=user) | Q(acting_for=user)
    given = TaskDecision.objects.filter(own, task=OuterRef("pk"))
    drawn_in = TaskWatcher.objects.filter(task=OuterRef("pk"), user=user)
    condition = Q(asks(user)) | Q(Exists(given)) | Q(Exists(drawn_in))
    if user.has_perm("workflows.see_team_tasks"):
        closed = Reach.of(user).closed
        team = Q(asks_team(user))
        condition |= team & ~Q(run__workflow__in=closed) if closed else team
    return condition


def _open_to(user: User, workflow: str) -> Q:
    """Match what his groups or a grant show him; ``workflow`` is the path to it."""
    reach = Reach.of(user)
    if sees_all_runs(user):
        return ~Q(**{f"{workflow}__in": reach.closed})
    return Q(**{f"{workflow}__in": reach.opened})
