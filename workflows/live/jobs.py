"""What the socket's requests do: the same services as the API's calls, run in a database thread."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from workflows.live.requests import ResumeJob, RetryJob, RunJob, StopJob
from workflows.services import commands, recovering
from workflows.services.inbox import deciding
from workflows.services.queries.runs import run_detail

Job = RunJob | ResumeJob | StopJob | RetryJob


def do(who: User, job: Job, via: str = "ui") -> Any:
    """Do what was asked and give the run as the API shows it; raises the engine's errors."""
    if isinstance(job, RunJob):
        run_id = _run(who, job)
    elif isinstance(job, ResumeJob):
        run_id = _resume(who, job, via)
    elif isinstance(job, RetryJob):
        run_id = job.run_id
        request = recovering.RetryRequest(job.reason, job.by_hand, job.idempotency_key)
        recovering.retry_run(who, run_id, request)
    else:
        run_id = job.run_id
        commands.stop_run(who, run_id, job.reason, job.idempotency_key)
    return run_detail(who, run_id)


def _run(who: User, job: RunJob) -> str:
    request = commands.RunRequest(
        inputs=job.inputs,
        version=job.version,
        state=job.state,
        priority=job.priority,
        tags=tuple(job.tags),
        idempotency_key=job.idempotency_key,
    )
    return commands.start_run(who, job.workflow, request)


def _resume(who: User, job: ResumeJob, via: str) -> str:
    request = deciding.ResumeRequest(
        suspension=job.suspension,
        node=job.node,
        data=job.data,
        action=job.action,
        state=job.state,
        idempotency_key=job.idempotency_key,
    )
    deciding.resume_run(who, job.run_id, request, via=via)
    return job.run_id
