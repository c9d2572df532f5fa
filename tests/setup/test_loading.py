"""What processes load: a worker no pages and nothing for features that may never be used, the
checks all tables of the admin; nothing that was loaded is collected."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import loading
from tests.support.server import ROOT

LATER = {
    "cryptography", "holidays", "jsonschema", "prometheus_client", "psycopg",
    "requests", "rest_framework.compat", "rich", "workflows.admin", "workflows.api",
    "workflows.nodes.connect.guarded",
}  # fmt: skip
SETTINGS = {"DJANGO_SETTINGS_MODULE": "core.settings", "FERMATA_SECRET_KEY": "k" * 50}
BOOT = """
import json, sys
import django
django.setup()
import workflows.management.commands.worker as worker
from django.core.checks import run_checks
run_checks(tags=worker.Command.requires_system_checks)
loaded = [*sys.modules]
found = run_checks(tags=["admin"])
print(json.dumps([loaded, "workflows.admin.people" in sys.modules, len(found)]))
"""


def test_a_worker_loads_what_it_needs_and_the_checks_load_the_admin(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BOOT], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**SETTINGS, "FERMATA_HOME": str(tmp_path)},
    )  # fmt: skip
    loaded, admin, faults = json.loads(done.stdout)
    assert LATER & set(loaded) == set()
    assert (admin, faults) == (True, 0)


@pytest.fixture
def thawed() -> Iterator[None]:
    yield
    gc.enable()


@pytest.mark.usefixtures("thawed")
def test_the_collector_rests_while_code_is_loaded() -> None:
    loading.begin()
    assert not gc.isenabled()
    loading.end()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
