"""The hash chain of each log, and the table of what people do outside of runs; both append-only."""

from importlib import import_module

import django.utils.timezone
import workflows.models.fields
from django.db import migrations, models

KEPT = "what people did is never changed"

SQLITE = [
    f"""
    CREATE TRIGGER workflows_audit_entry_no_update BEFORE UPDATE ON workflows_audit_entry
    BEGIN SELECT RAISE(ABORT, '{KEPT}'); END
    """,
    f"""
    CREATE TRIGGER workflows_audit_entry_no_delete BEFORE DELETE ON workflows_audit_entry
    BEGIN SELECT RAISE(ABORT, '{KEPT}'); END
    """,
    # REPLACE deletes without asking the trigger above where recursive_triggers is off.
    f"""
    CREATE TRIGGER workflows_audit_entry_no_replace BEFORE INSERT ON workflows_audit_entry
    WHEN EXISTS (SELECT 1 FROM workflows_audit_entry WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, '{KEPT}'); END
    """,
]
SQLITE_BACK = [
    "DROP TRIGGER workflows_audit_entry_no_replace",
    "DROP TRIGGER workflows_audit_entry_no_delete",
    "DROP TRIGGER workflows_audit_entry_no_update",
]
POSTGRES = [
    """
    CREATE FUNCTION workflows_audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE TRIGGER workflows_audit_entry_no_change BEFORE UPDATE OR DELETE
    ON workflows_audit_entry FOR EACH ROW EXECUTE FUNCTION workflows_audit_guard()
    """,
    """
    CREATE TRIGGER workflows_audit_entry_no_truncate BEFORE TRUNCATE
    ON workflows_audit_entry FOR EACH STATEMENT EXECUTE FUNCTION workflows_audit_guard()
    """,
    """
    CREATE TRIGGER workflows_event_no_truncate BEFORE TRUNCATE
    ON workflows_event FOR EACH STATEMENT EXECUTE FUNCTION workflows_audit_guard()
    """,
]
POSTGRES_BACK = [
    "DROP TRIGGER workflows_event_no_truncate ON workflows_event",
    "DROP TRIGGER workflows_audit_entry_no_truncate ON workflows_audit_entry",
    "DROP TRIGGER workflows_audit_entry_no_change ON workflows_audit_entry",
    "DROP FUNCTION workflows_audit_guard()",
]

guard = import_module("workflows.migrations.0002_append_only")


def forwards(apps, schema_editor):
    guard._execute(schema_editor, SQLITE, POSTGRES)


def backwards(apps, schema_editor):
    guard._execute(schema_editor, SQLITE_BACK, POSTGRES_BACK)


def unguard(apps, schema_editor):
    # On SQLite a column is taken away by making the table anew, which a trigger that reads it bars.
    if schema_editor.connection.vendor == "sqlite":
        guard.backwards(apps, schema_editor)


def guard_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        guard.forwards(apps, schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('workflows', '0007_notices'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, guard_again),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('by', models.CharField(max_length=150, null=True)),
                ('verb', models.CharField(max_length=64)),
                ('object', models.CharField(blank=True, default='', max_length=300)),
                ('door', models.CharField(max_length=16)),
                ('address', models.CharField(max_length=64, null=True)),
                ('detail', workflows.models.fields.JsonText(null=True)),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit entries',
                'db_table': 'workflows_audit_entry',
                'permissions': [('see_audit', 'Can see and export who decided what')],
                'indexes': [models.Index(fields=['verb', 'id'], name='audit_entry_by_verb')],
            },
        ),
        # Both may be null: code from before writes rows without them.
        migrations.AddField(
            model_name='event',
            name='hash',
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AddField(
            model_name='run',
            name='chain',
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.RunPython(forwards, backwards),
        migrations.RunPython(migrations.RunPython.noop, unguard),
    ]
