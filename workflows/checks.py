"""Django's system checks for our own settings; the environment itself is checked in the project."""

from __future__ import annotations

import importlib
from typing import Any

from django.core.checks import CheckMessage, Error, register

from workflows.conf import load_conf
from workflows.engine.errors import Invalid
from workflows.nodes.discovery import default_functions, default_registry

OURS = "fermata"
"""The tag of these checks. Processes that show no pages make no others: Django's load all pages."""


@register(OURS)
def check_lease(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a sweep that comes more rarely than leases end."""
    conf = load_conf()
    if conf.sweep_seconds <= conf.lease_seconds:
        return []
    return [
        Error(
            "FERMATA_SWEEP_SECONDS is greater than FERMATA_LEASE_SECONDS.",
            hint="A dead worker's runs would wait longer than a lease; sweep more often.",
            id="workflows.E001",
        )
    ]


@register(OURS)
def check_modules(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse names in FERMATA_MODULES that cannot be imported."""
    problems: list[CheckMessage] = []
    for name in load_conf().modules:
        try:
            importlib.import_module(name)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            problems.append(
                Error(
                    f"FERMATA_MODULES: {name} cannot be imported ({reason}).", id="workflows.E002"
                )
            )
    return problems


@register(OURS)
def check_nodes(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse node classes that cannot be loaded or that claim the same type."""
    if check_modules(app_configs):
        return []  # told there already
    try:
        default_registry()
    except Invalid as error:
        return [Error(error.message, id="workflows.E003")]
    return []


@register(OURS)
def check_functions(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse workflow functions of one name, and steps that call what nobody registered."""
    if check_nodes(app_configs) or check_modules(app_configs):
        return []  # told there already
    try:
        default_functions().check()
    except Invalid as error:
        return [Error(error.message, id="workflows.E004")]
    return []
