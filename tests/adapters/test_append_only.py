"""The database itself refuses to change the log, whatever code or person speaks to it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests.adapters.conftest import Bench
from tests.adapters.test_store import CREATED, STARTED
from workflows.models import AuditEntry, Event, Run
from workflows.services.audit import note

pytestmark = pytest.mark.django_db


def refused(sql: str, *params: object) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
    except DatabaseError:
        return True
    return False


def test_an_event_cannot_be_changed(django_bench: Bench) -> None:
    django_bench.create(CREATED)
    assert refused("UPDATE workflows_event SET payload = '{}'")
    assert refused("UPDATE workflows_event SET seq = seq + 1")


def test_an_event_cannot_be_deleted_while_its_run_is_kept(django_bench: Bench) -> None:
    django_bench.create(CREATED, STARTED)
    assert refused("DELETE FROM workflows_event")
    assert Event.objects.count() == 2


def test_an_event_cannot_be_replaced(django_bench: Bench) -> None:
    django_bench.create(CREATED)
    row = Event.objects.get()
    columns = "run_id, seq, type, payload, at, epoch"
    values = (row.run_id, row.seq, "RunCreated", "{}", 0, 0)
    if connection.vendor == "sqlite":
        assert refused(
            f"INSERT OR REPLACE INTO workflows_event ({columns}) VALUES (%s, %s, %s, %s, %s, %s)",
            *values,
        )
    else:
        assert refused(
            f"INSERT INTO workflows_event ({columns}) VALUES (%s, %s, %s, %s, now(), %s) "
            "ON CONFLICT (run_id, seq) DO UPDATE SET payload = '{}'",
            *(value for value in values if value != 0 or isinstance(value, str)),
            0,
        )
    assert Event.objects.get().payload == row.payload


def test_two_events_never_share_a_place(django_bench: Bench) -> None:
    django_bench.create(CREATED)
    assert refused(
        "INSERT INTO workflows_event (run_id, seq, type, payload, at, epoch) "
        "SELECT run_id, seq, type, payload, at, epoch FROM workflows_event"
    )


def test_the_log_of_a_pruned_run_can_be_deleted(django_bench: Bench) -> None:
    run_id = django_bench.create(CREATED)
    Run.objects.filter(uuid=run_id).delete()
    assert Event.objects.all()._raw_delete(using="default")
    assert Event.objects.count() == 0


def test_what_people_did_cannot_be_changed_deleted_or_replaced(django_bench: Bench) -> None:
    note("ada", "token.created", "token wf_pat_abcd", {"scopes": ["read"]})
    row = AuditEntry.objects.get()
    assert refused("UPDATE workflows_audit_entry SET verb = 'nothing'")
    assert refused("DELETE FROM workflows_audit_entry")
    columns, values = "id, at, verb, object, door", (row.pk, row.at, "nothing", "", "api")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Also for a program that does not ask for it.
            cursor.execute("PRAGMA recursive_triggers=OFF")
        replace = f"INSERT OR REPLACE INTO workflows_audit_entry ({columns}) VALUES "
        assert refused(f"{replace} (%s, %s, %s, %s, %s)", *values)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=ON")
    else:
        insert = f"INSERT INTO workflows_audit_entry ({columns}) VALUES (%s, %s, %s, %s, %s)"
        assert refused(f"{insert} ON CONFLICT (id) DO UPDATE SET verb = 'nothing'", *values)
    assert AuditEntry.objects.get().verb == "token.created"


@pytest.mark.parametrize("table", ["workflows_event", "workflows_audit_entry"])
def test_a_table_of_evidence_cannot_be_emptied(django_bench: Bench, table: str) -> None:
    django_bench.create(CREATED)
    note("ada", "token.created")
    if connection.vendor == "sqlite":
        assert refused(f"DELETE FROM {table}")
    else:
        assert refused(f"TRUNCATE {table}")
        assert refused(f"TRUNCATE {table} CASCADE")
    assert Event.objects.count() == AuditEntry.objects.count() == 1
