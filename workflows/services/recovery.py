"""WorkflowRecoveryService: what operators do to runs, by program, by the rules of `commands`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User

from workflows.engine.events import Json

from . import commands, recovering
from .inbox import deciding
from .queries import runs


class WorkflowRecoveryService:
    """Act on runs in the name of one user; every answer is the run as the API shows it."""

    def __init__(self, who: User) -> None:
        """Remember in whose name."""
        self.who = who

    def resume_workflow(
        self,
        run_id: str,
        data: Json = None,
        *,
        action: str | None = None,
        node: str | None = None,
        suspension: str | None = None,
        state: Mapping[str, Json] | None = None,
    ) -> dict[str, Any]:
        """End one suspension. Raises `NotFound`, `Forbidden`, `Invalid`, `Refused`."""
        request = deciding.ResumeRequest(suspension, node, data, action, state)
        deciding.resume_run(self.who, run_id, request)
        return runs.run_detail(self.who, run_id)

    def retry(
        self,
        run_id: str,
        reason: str | None = None,
        by_hand: Mapping[str, Mapping[str, Json]] | None = None,
    ) -> dict[str, Any]:
        """Let a failed run go on. Raises `NotFound`, `Forbidden`, `Invalid`, `Refused`."""
        request = recovering.RetryRequest(reason, by_hand or {})
        recovering.retry_run(self.who, run_id, request)
        return runs.run_detail(self.who, run_id)

    def fork(
        self,
        run_id: str,
        *,
        seq: int | None = None,
        checkpoint: str | None = None,
        state: Mapping[str, Json] | None = None,
        inputs: Mapping[str, Json] | None = None,
        outputs: Mapping[str, Json] | None = None,
    ) -> dict[str, Any]:
        """Make a run of another one's past. Raises `NotFound`, `Forbidden`, `Invalid`."""
        request = recovering.ForkRequest(seq, checkpoint, state, inputs, outputs)
        made = recovering.fork_run(self.who, run_id, request)
        return runs.run_detail(self.who, made.run_id)

    def migrate(self, run_id: str, version: int, reason: str) -> dict[str, Any]:
        """Move a run at rest to another version. Raises `NotFound`, `Forbidden`, `Invalid`,
        `Refused`."""
        recovering.migrate_run(self.who, run_id, version, reason)
        return runs.run_detail(self.who, run_id)

    def stop(self, run_id: str, reason: str | None = None) -> dict[str, Any]:
        """End a run at once. Raises `NotFound`, `Forbidden`, `Refused`."""
        commands.stop_run(self.who, run_id, reason)
        return runs.run_detail(self.who, run_id)
