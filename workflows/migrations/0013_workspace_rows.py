"""The index of runs by workspace, and the owners of the workflows that there are."""

from importlib import import_module

from django.db import migrations, models

beside = import_module("workflows.migrations.0010_dashboard")
BATCH = 500
OWNER = 4


def name_owners(apps, schema_editor):
    """Make whoever created a workflow its owner; this changes nothing until it is restricted."""
    workflows = apps.get_model("workflows", "Workflow")
    grants = apps.get_model("workflows", "WorkflowGrant")
    last = 0
    while True:
        rows = workflows.objects.filter(pk__gt=last).order_by("pk")
        page = list(rows.values_list("pk", "created_by_id")[:BATCH])
        if not page:
            return
        grants.objects.bulk_create(
            [
                grants(workflow_id=pk, user_id=who, role=OWNER, implied=True)
                for pk, who in page
                if who is not None
            ],
            ignore_conflicts=True,
        )
        last = page[-1][0]


class Migration(migrations.Migration):
    # Building beside work is not possible within a transaction.
    atomic = False

    dependencies = [
        ('workflows', '0012_workspaces'),
    ]

    operations = [
        beside.AddIndexBesideWork(
            model_name='run',
            index=models.Index(condition=models.Q(('workspace__gt', 1)), fields=['workspace', 'id'], name='run_by_workspace'),
        ),
        migrations.RunPython(name_owners, migrations.RunPython.noop),
    ]
