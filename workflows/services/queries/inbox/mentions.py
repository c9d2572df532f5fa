"""Who is mentioned in a text by ``@username``, and whom that may draw into a task."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db.models import QuerySet

from ..visible import visible_tasks

_MENTION = re.compile(r"(?:^|(?<=[\s(\[{,;:\"'„“–—/]))@([\w.+-]{1,150})")
MOST = 20


def named_in(text: str, task_id: str, *, draws_in: bool) -> Sequence[str]:
    """List the active people whose usernames stand in the text behind an ``@``, each once.

    Without ``draws_in`` only those who see the task already: not everybody may show it to others.
    """
    found = list(dict.fromkeys(name.rstrip(".") for name in _MENTION.findall(text)))[: MOST * 2]
    if not found:
        return []
    known = {user.username: user for user in _active(found)}
    names = [name for name in found if name in known][:MOST]
    if draws_in:
        return names
    return [name for name in names if visible_tasks(known[name]).filter(pk=task_id).exists()]


def _active(names: Sequence[str]) -> QuerySet[User]:
    return User.objects.filter(username__in=names, is_active=True)
