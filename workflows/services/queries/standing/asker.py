"""What of a person decides what he may do with waits and tasks, read once an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from workflows.engine.people import Person
from workflows.engine.workspaces import DEFAULT, parted

from .asks import StoodInFor, stood_in_for
from .reach import Reach, Role


@dataclass(frozen=True, slots=True)
class Asker:
    """A person's groups and rights as they are now; the rules themselves are the engine's."""

    username: str
    groups: frozenset[str]
    operates: bool
    edits: bool
    superuser: bool
    away: tuple[StoodInFor, ...] = ()
    """Whom he stands in for."""

    active: bool = True
    addresses: bool = True
    """Whether he is shown what answers a callback: not through a token that only reads."""

    reach: Reach = field(default_factory=lambda: Reach(DEFAULT))
    """What grants say beside his groups."""

    @classmethod
    def of(cls, user: User) -> Asker:
        """Read the user's groups, permissions and substitutions."""
        names = user.groups.values_list("name", flat=True)
        return cls(
            user.username,
            frozenset(names),
            user.has_perm("workflows.operate_run"),
            user.has_perm("workflows.edit_workflow"),
            user.is_superuser,
            stood_in_for(user),
            user.is_active,
            reach=Reach.of(user),
        )

    def may_operate(self, workflow: Any, started_by: str | None) -> bool:
        """Say whether he may resume and stop a run of this workflow (the engine's name, or a row of
        it or of the run) that was started by this person."""
        by_groups = self.operates or (self.edits and started_by == self.username)
        return self.reach.allows(workflow, Role.OPERATOR, by_groups)

    def person(self, workflow: str, started_by: str | None) -> Person:
        """Give what of him counts for a task of a run of this workflow (the engine's name)."""
        if not self.active or parted(workflow)[0] != self.reach.workspace:
            return Person(None)
        stands_in = {item.username: item.groups for item in self.away if item.covers(workflow)}
        return Person(
            self.username,
            self.groups,
            stands_in,
            operates=self.may_operate(workflow, started_by),
            superuser=self.superuser,
        )
