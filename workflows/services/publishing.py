"""Workflows that are written in Python are published at the start of a process, when changed."""

from __future__ import annotations

import logging

from workflows.adapters import definitions as store
from workflows.conf import load_conf
from workflows.engine.errors import FermataError
from workflows.nodes.discovery import default_functions

from .definitions import refuse_problems

_log = logging.getLogger(__name__)


def publish_code() -> list[str]:
    """Publish the functions and flows of this process that are new or changed; give their slugs.

    Several processes may do it at once: of the same content only one version is made. A workflow
    that cannot be published is logged and leaves the others alone.
    """
    functions = default_functions()
    functions.check()
    made = []
    for thing in functions.workflows(demo=load_conf().demo):
        change = store.Change(
            None, thing.name or thing.slug, getattr(thing, "description", "") or "", thing.to_json()
        )
        try:
            if store.publish_code(thing.slug, change, refuse_problems):
                made.append(thing.slug)
        except FermataError as error:
            _log.error("The workflow %s is not published: %s", thing.slug, error)
    return made
