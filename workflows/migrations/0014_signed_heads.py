"""The heads of all logs, signed each day and append-only like the logs; callbacks that must be
signed; wrong tokens and addresses, counted."""

from importlib import import_module

from django.db import migrations, models

TABLE = "workflows_signed_head"
KEPT = "signed heads are never changed"

SQLITE = [
    f"""
    CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{KEPT}'); END
    """,
    f"""
    CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{KEPT}'); END
    """,
    # REPLACE deletes without asking the trigger above where recursive_triggers is off.
    f"""
    CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE}
    WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id OR day = NEW.day)
    BEGIN SELECT RAISE(ABORT, '{KEPT}'); END
    """,
]
SQLITE_BACK = [f"DROP TRIGGER {TABLE}_no_{what}" for what in ("replace", "delete", "update")]
POSTGRES = [
    f"""
    CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION workflows_audit_guard()
    """,
    f"""
    CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION workflows_audit_guard()
    """,
]
POSTGRES_BACK = [f"DROP TRIGGER {TABLE}_no_{what} ON {TABLE}" for what in ("truncate", "change")]

guard = import_module("workflows.migrations.0002_append_only")


def forwards(apps, schema_editor):
    guard._execute(schema_editor, SQLITE, POSTGRES)


def backwards(apps, schema_editor):
    guard._execute(schema_editor, SQLITE_BACK, POSTGRES_BACK)


class Migration(migrations.Migration):

    dependencies = [
        ('workflows', '0013_workspace_walls'),
    ]

    operations = [
        migrations.CreateModel(
            name='SignedHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('at', models.DateTimeField()),
                ('event', models.BigIntegerField()),
                ('entry', models.BigIntegerField()),
                ('logs', models.BinaryField()),
                ('entries', models.BinaryField(max_length=32)),
                ('before', models.BinaryField(max_length=32)),
                ('key', models.CharField(max_length=16)),
                ('signature', models.BinaryField(max_length=64)),
            ],
            options={
                'verbose_name': 'signed head',
                'db_table': 'workflows_signed_head',
            },
        ),
        migrations.RunPython(forwards, backwards),
        migrations.CreateModel(
            name='Miss',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=16)),
                ('address', models.CharField(max_length=64)),
                ('minute', models.PositiveBigIntegerField()),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name_plural': 'misses',
                'db_table': 'workflows_miss',
                'constraints': [models.UniqueConstraint(fields=('minute', 'kind', 'address'), name='miss_of_a_minute')],
            },
        ),
        # The database knows the default, too: code from before writes rows without it.
        migrations.AddField(
            model_name='callback',
            name='signed',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
