"""The pytest plugin: the fixture ``fermata_runtime``; what it can do is in ``tester.py``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .tester import FlowTester


@pytest.fixture
def fermata_runtime() -> Iterator[FlowTester]:
    """Run workflows in memory with a clock that moves only by ``skip``.

    See :class:`workflows.testing.FlowTester`. The test fails at its end when something was
    injected into a node that no workflow has.
    """
    # Imported late: most tests of a project that has this installed do not need it.
    from .tester import FlowTester

    tester = FlowTester()
    yield tester
    tester.check_injections()
