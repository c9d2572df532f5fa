"""Decisions are found in the log by their time; nobody is kept from writing while the index is made."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class AddIndexQuietly(AddIndexConcurrently):
    """Make the index without a lock where the database can; SQLite makes it as usual."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        way = AddIndexConcurrently if schema_editor.connection.vendor == "postgresql" else migrations.AddIndex
        way.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        way = AddIndexConcurrently if schema_editor.connection.vendor == "postgresql" else migrations.AddIndex
        way.database_backwards(self, app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('workflows', '0008_chain'),
    ]

    operations = [
        AddIndexQuietly(
            model_name='event',
            index=models.Index(condition=models.Q(('type', 'TaskDecided')), fields=['at', 'id'], name='event_decided'),
        ),
    ]
