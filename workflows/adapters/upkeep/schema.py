"""Whether the database's tables are newer than the code of this process; migrating is Django's."""

from __future__ import annotations

import pkgutil
from functools import cache

from django.db.migrations.recorder import MigrationRecorder

APP = "workflows"


@cache
def known() -> frozenset[str]:
    """List the migrations of our code. Read once: a deploy may change the files under a process."""
    from workflows import migrations

    return frozenset(module.name for module in pkgutil.iter_modules(migrations.__path__))


def newer() -> list[str]:
    """List the migrations that the database has and this code does not know."""
    applied = MigrationRecorder.Migration.objects.filter(app=APP).values_list("name", flat=True)
    return sorted(set(applied) - known())
