"""The event log is append-only: the database itself refuses to change it, on SQLite and PostgreSQL."""

from django.db import migrations

SQLITE = [
    # REPLACE deletes first; with recursive_triggers (see the settings) the second trigger hears it.
    """
    CREATE TRIGGER workflows_event_no_update BEFORE UPDATE ON workflows_event
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END
    """,
    """
    CREATE TRIGGER workflows_event_no_delete BEFORE DELETE ON workflows_event
    WHEN EXISTS (SELECT 1 FROM workflows_run WHERE id = OLD.run_id)
    BEGIN SELECT RAISE(ABORT, 'events are kept while their run is kept'); END
    """,
]
SQLITE_BACK = [
    "DROP TRIGGER workflows_event_no_update",
    "DROP TRIGGER workflows_event_no_delete",
]
POSTGRES = [
    """
    CREATE FUNCTION workflows_event_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            RAISE EXCEPTION 'events are never changed' USING ERRCODE = 'restrict_violation';
        END IF;
        IF EXISTS (SELECT 1 FROM workflows_run WHERE id = OLD.run_id) THEN
            RAISE EXCEPTION 'events are kept while their run is kept'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END $$
    """,
    """
    CREATE TRIGGER workflows_event_no_change BEFORE UPDATE OR DELETE ON workflows_event
    FOR EACH ROW EXECUTE FUNCTION workflows_event_guard()
    """,
    # Rows of runs are changed at each step: room in their pages keeps the indexes untouched, and
    # the dead versions are cleaned before the claim has to walk over many of them.
    """
    ALTER TABLE workflows_run SET (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02,
        autovacuum_vacuum_cost_delay = 1)
    """,
]
POSTGRES_BACK = [
    "ALTER TABLE workflows_run RESET (fillfactor, autovacuum_vacuum_scale_factor, "
    "autovacuum_vacuum_cost_delay)",
    "DROP TRIGGER workflows_event_no_change ON workflows_event",
    "DROP FUNCTION workflows_event_guard()",
]


def _execute(schema_editor, sqlite, postgres):
    statements = sqlite if schema_editor.connection.vendor == "sqlite" else postgres
    for statement in statements:
        schema_editor.execute(statement, params=None)


def forwards(apps, schema_editor):
    _execute(schema_editor, SQLITE, POSTGRES)


def backwards(apps, schema_editor):
    _execute(schema_editor, SQLITE_BACK, POSTGRES_BACK)


class Migration(migrations.Migration):
    dependencies = [("workflows", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
