"""Indexes for the figures of the dashboard; nothing else changes."""

from django.db import migrations, models


class AddIndexBesideWork(migrations.AddIndex):
    """Make an index without keeping anybody from writing, where the database can do that."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        model = to_state.apps.get_model(app_label, self.model_name)
        # A build that was broken off leaves an index that is never used.
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {self.index.name}", params=None)
        schema_editor.add_index(model, self.index, concurrently=True)


class Migration(migrations.Migration):
    # Building beside work is not possible within a transaction.
    atomic = False

    dependencies = [
        ('workflows', '0009_accounts'),
    ]

    operations = [
        AddIndexBesideWork(
            model_name='run',
            index=models.Index(condition=models.Q(('finished_at__isnull', False)), fields=['status', 'finished_at', 'workflow', 'version'], name='run_finished'),
        ),
        AddIndexBesideWork(
            model_name='suspension',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['run', 'kind', 'opened_at', 'wake_at'], name='suspension_open'),
        ),
        AddIndexBesideWork(
            model_name='suspension',
            index=models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['closed_at', 'kind', 'opened_at'], name='suspension_closed'),
        ),
        AddIndexBesideWork(
            model_name='task',
            index=models.Index(condition=models.Q(('decided_at__isnull', False)), fields=['state', 'decided_at', 'created_at', 'due_at'], name='task_decided'),
        ),
    ]
