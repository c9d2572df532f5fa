"""The most memory that a worker may ask for: a step that grows without end fails alone, instead of
taking the machine along."""

from __future__ import annotations

import logging
import sys

log = logging.getLogger(__name__)

MEBIBYTE = 1024 * 1024


def limit_memory(mebibytes: int) -> bool:
    """Bound this process's address space (`RLIMIT_AS`); 0 leaves it alone. Say whether it is.

    Beyond it an allocation is a ``MemoryError``. Only Linux keeps to it.
    """
    if not mebibytes or not sys.platform.startswith("linux"):
        return False
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = mebibytes * MEBIBYTE
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
    except (OSError, ValueError) as error:
        log.warning("The worker's memory cannot be limited: %s", error)
        return False
    return True
