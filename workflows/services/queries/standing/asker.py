"""What of a person decides what he may do with waits and tasks, read once an answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User

from workflows.engine.people import Person

from .asks import StoodInFor, stood_in_for


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
        )

    def may_operate(self, started_by: str | None) -> bool:
        """Say whether he may resume and stop a run that was started by this person."""
        return self.operates or (self.edits and started_by == self.username)

    def person(self, workflow: str, started_by: str | None) -> Person:
        """Give what of him counts for a task of a run of this workflow."""
        if not self.active:
            return Person(None)
        stands_in = {item.username: item.groups for item in self.away if item.covers(workflow)}
        return Person(
            self.username,
            self.groups,
            stands_in,
            operates=self.may_operate(started_by),
            superuser=self.superuser,
        )
