"""Django's admin, whose tables are loaded only by processes that show pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core import checks


class AdminConfig(SimpleAdminConfig):
    """Leave finding the tables to the addresses (``core/urls.py``) and to the check of them."""

    def ready(self) -> None:
        """Register Django's checks."""
        checks.register(check_dependencies, checks.Tags.admin)
        checks.register(check_tables, checks.Tags.admin)


def check_tables(**kwargs: Any) -> list[checks.CheckMessage]:
    """Find the tables first, since whatever was not loaded is right."""
    admin.autodiscover()
    return check_admin_app(**kwargs)
