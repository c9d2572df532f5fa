"""Who is mentioned in a text by ``@username``, and whom that may draw into a task."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db.models import QuerySet

from workflows.adapters.workspaces.places import members, put_into, workspace_of

from ..visible import visible_tasks

_MENTION = re.compile(r"(?:^|(?<=[\s(\[{,;:\"'„“–—/]))@([\w.+-]{1,150})")
MOST = 20


def named_in(by: User, text: str, task_id: str, *, draws_in: bool) -> Sequence[str]:
    """List the active people whose usernames stand in the text behind an ``@``, each once.

    Only people of the writer's workspace; without ``draws_in`` only those who see the task already:
    not everybody may show it to others.
    """
    found = list(dict.fromkeys(name.rstrip(".") for name in _MENTION.findall(text)))[: MOST * 2]
    if not found:
        return []
    known = {user.username: user for user in _active(by, found)}
    names = [name for name in found if name in known][:MOST]
    if draws_in:
        return names
    place = workspace_of(by)
    for user in known.values():
        put_into(user, place)
    return [name for name in names if visible_tasks(known[name]).filter(pk=task_id).exists()]


def _active(by: User, names: Sequence[str]) -> QuerySet[User]:
    here = members(workspace_of(by))
    return here.filter(username__in=names, is_active=True)
