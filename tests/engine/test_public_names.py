"""What authors import from ``workflows`` is there, and costs no Django."""

from __future__ import annotations

import subprocess
import sys

import workflows


def test_every_public_name_can_be_imported() -> None:
    for name in workflows.__all__:
        assert getattr(workflows, name).__name__ == name


def test_importing_the_app_does_not_import_django() -> None:
    code = "import sys, workflows; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
