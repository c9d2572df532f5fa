"""Messages between runs, kept signals, what a wait listens to, and where a fork comes from."""

from importlib import import_module

import django.db.models.deletion
import workflows.models.fields
from django.db import migrations, models

# The table is a queue: rows live for milliseconds. Dead ones are cleaned before many of them lie
# in front of the oldest message.
QUEUE = """
    ALTER TABLE workflows_message SET (autovacuum_vacuum_scale_factor = 0,
        autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 1)
"""
QUEUE_BACK = """
    ALTER TABLE workflows_message RESET (autovacuum_vacuum_scale_factor,
        autovacuum_vacuum_threshold, autovacuum_vacuum_cost_delay)
"""


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(QUEUE, params=None)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(QUEUE_BACK, params=None)


guard = import_module("workflows.migrations.0002_append_only")


def unguard(apps, schema_editor):
    # On SQLite a column is taken away by making the table anew, which a trigger that reads it bars.
    if schema_editor.connection.vendor == "sqlite":
        guard.backwards(apps, schema_editor)


def guard_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        guard.forwards(apps, schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('workflows', '0002_append_only'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, guard_again),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=32)),
                ('body', workflows.models.fields.JsonText()),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('due_at', workflows.models.fields.MomentField(blank=True, null=True)),
            ],
            options={
                'db_table': 'workflows_message',
            },
        ),
        migrations.CreateModel(
            name='Signal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.BigIntegerField()),
                ('name', models.TextField()),
                ('key', models.TextField(blank=True, null=True)),
                ('data', workflows.models.fields.JsonText(blank=True, null=True)),
                ('by', models.TextField(blank=True, null=True)),
                ('created_at', workflows.models.fields.MomentField()),
            ],
            options={
                'db_table': 'workflows_signal',
            },
        ),
        migrations.AddField(
            model_name='run',
            name='forked_from',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='forks', to='workflows.run'),
        ),
        migrations.AddField(
            model_name='suspension',
            name='signal_channel',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='suspension',
            name='signal_key',
            field=models.TextField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='suspension',
            name='signal_name',
            field=models.TextField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='run',
            index=models.Index(condition=models.Q(('forked_from__isnull', False)), fields=['forked_from', 'id'], name='run_by_origin'),
        ),
        migrations.AddIndex(
            model_name='suspension',
            index=models.Index(condition=models.Q(('closed_at__isnull', True), ('signal_channel__isnull', False)), fields=['signal_channel'], name='suspension_by_signal'),
        ),
        migrations.AddIndex(
            model_name='signal',
            index=models.Index(fields=['channel', 'id'], name='signal_by_channel'),
        ),
        migrations.RunPython(forwards, backwards),
        migrations.RunPython(migrations.RunPython.noop, unguard),
    ]
