"""Workspaces, memberships and grants; everything there is belongs to the default workspace."""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import workflows.models.workspaces.belonging
from django.conf import settings
from django.db import migrations, models


class AddColumn(migrations.AddField):
    """Add a column that has a default without writing the table anew, on SQLite as well.

    A new table would take long where it is large, and has none of the triggers of the old one.
    """

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "sqlite":
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        schema_editor.execute(
            f"ALTER TABLE {table} ADD COLUMN workspace_id bigint NOT NULL DEFAULT 1", params=None
        )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "sqlite":
            return super().database_backwards(app_label, schema_editor, from_state, to_state)
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        schema_editor.execute(f"ALTER TABLE {table} DROP COLUMN workspace_id", params=None)


def make_default(apps, schema_editor):
    """Make the workspace that holds everything that names none."""
    workspaces = apps.get_model("workflows", "Workspace")
    workspaces.objects.update_or_create(pk=1, defaults={"slug": "default", "name": "Default"})
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "SELECT setval(pg_get_serial_sequence('workflows_workspace', 'id'), 1)", params=None
        )


class Migration(migrations.Migration):
    removes = "nothing: names that were unique are so within a workspace, which refuses less"

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('workflows', '0011_trying'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Workspace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=100)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'db_table': 'workflows_workspace',
                'ordering': ['name'],
            },
        ),
        migrations.RunPython(make_default, migrations.RunPython.noop),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'db_table': 'workflows_membership',
            },
        ),
        migrations.CreateModel(
            name='WorkflowGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.PositiveSmallIntegerField(choices=[(1, 'Viewer'), (2, 'Operator'), (3, 'Editor'), (4, 'Owner')])),
                ('implied', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'db_table': 'workflows_workflow_grant',
            },
        ),
        migrations.AlterModelOptions(
            name='credential',
            options={'ordering': ['name'], 'permissions': [('manage_credentials', 'Can grant credentials to workflows')]},
        ),
        migrations.RemoveConstraint(
            model_name='savedview',
            name='view_name',
        ),
        migrations.AddField(
            model_name='workflow',
            name='restricted',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name='calendar',
            name='slug',
            field=models.SlugField(),
        ),
        migrations.AlterField(
            model_name='credential',
            name='name',
            field=models.SlugField(max_length=100),
        ),
        migrations.AlterField(
            model_name='webhook',
            name='name',
            field=models.CharField(max_length=100),
        ),
        migrations.AlterField(
            model_name='workflow',
            name='slug',
            field=models.SlugField(max_length=100),
        ),
        migrations.AddField(
            model_name='membership',
            name='user',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workflowgrant',
            name='given_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workflowgrant',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='auth.group'),
        ),
        migrations.AddField(
            model_name='workflowgrant',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workflowgrant',
            name='workflow',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='workflows.workflow'),
        ),
        migrations.AddField(
            model_name='membership',
            name='workspace',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='workflows.workspace'),
        ),
        migrations.AddField(
            model_name='apitoken',
            name='workspace',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflows.workspace'),
        ),
        AddColumn(
            model_name='auditentry',
            name='workspace',
            field=workflows.models.workspaces.belonging.WorkspaceKey(db_constraint=False, db_default=1, db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflows.workspace'),
        ),
        migrations.AddField(
            model_name='calendar',
            name='workspace',
            field=workflows.models.workspaces.belonging.WorkspaceKey(db_default=1, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflows.workspace'),
        ),
        migrations.AddField(
            model_name='credential',
            name='workspace',
            field=workflows.models.workspaces.belonging.WorkspaceKey(db_default=1, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflows.workspace'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='workspace',
            field=workflows.models.workspaces.belonging.WorkspaceKey(db_default=1, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflows.workspace'),
        ),
        AddColumn(
            model_name='run',
            name='workspace',
            field=workflows.models.workspaces.belonging.WorkspaceKey(db_constraint=False, db_default=1, db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflows.workspace'),
        ),
        migrations.AddField(
            model_name='savedview',
            name='workspace',
            field=workflows.models.workspaces.belonging.WorkspaceKey(db_default=1, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflows.workspace'),
        ),
        migrations.AddField(
            model_name='webhook',
            name='workspace',
            field=workflows.models.workspaces.belonging.WorkspaceKey(db_default=1, db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflows.workspace'),
        ),
        migrations.AddField(
            model_name='workflow',
            name='workspace',
            field=workflows.models.workspaces.belonging.WorkspaceKey(db_default=1, default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflows.workspace'),
        ),
        migrations.AddIndex(
            model_name='workflow',
            index=models.Index(condition=models.Q(('restricted', True)), fields=['workspace'], name='workflow_restricted'),
        ),
        migrations.AddConstraint(
            model_name='calendar',
            constraint=models.UniqueConstraint(fields=('workspace', 'slug'), name='calendar_slug'),
        ),
        migrations.AddConstraint(
            model_name='credential',
            constraint=models.UniqueConstraint(fields=('workspace', 'name'), name='credential_name'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('user', 'workspace', 'page', 'name'), name='view_name'),
        ),
        migrations.AddConstraint(
            model_name='webhook',
            constraint=models.UniqueConstraint(fields=('workspace', 'name'), name='webhook_name'),
        ),
        migrations.AddConstraint(
            model_name='workflow',
            constraint=models.UniqueConstraint(fields=('workspace', 'slug'), name='workflow_slug'),
        ),
        migrations.AddConstraint(
            model_name='workflow',
            constraint=models.UniqueConstraint(fields=('workspace', 'id'), name='workflow_place'),
        ),
        migrations.AddConstraint(
            model_name='workflowgrant',
            constraint=models.CheckConstraint(condition=models.Q(('user__isnull', True), ('group__isnull', True), _connector='XOR'), name='grant_is_to_user_or_group'),
        ),
        migrations.AddConstraint(
            model_name='workflowgrant',
            constraint=models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('workflow', 'user'), name='grant_user'),
        ),
        migrations.AddConstraint(
            model_name='workflowgrant',
            constraint=models.UniqueConstraint(condition=models.Q(('group__isnull', False)), fields=('workflow', 'group'), name='grant_group'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('user', 'workspace'), name='member_once'),
        ),
        migrations.AddField(
            model_name='workflow',
            name='key',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(then=models.F('slug'), workspace=1), default=django.db.models.functions.text.Concat(django.db.models.functions.comparison.Cast('workspace', models.CharField(max_length=20)), models.Value('/'), models.F('slug'), output_field=models.CharField(max_length=120)), output_field=models.CharField(max_length=120)), output_field=models.CharField(max_length=120), unique=True),
        ),
    ]
