"""WorkflowRecoveryService: resuming and stopping runs by program, by the rules of `commands`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User

from workflows.engine.events import Json

from . import commands
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
        request = commands.ResumeRequest(suspension, node, data, action, state)
        commands.resume_run(self.who, run_id, request)
        return runs.run_detail(self.who, run_id)

    def stop(self, run_id: str, reason: str | None = None) -> dict[str, Any]:
        """End a run at once. Raises `NotFound`, `Forbidden`, `Refused`."""
        commands.stop_run(self.who, run_id, reason)
        return runs.run_detail(self.who, run_id)
