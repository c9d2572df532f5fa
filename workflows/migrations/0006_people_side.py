"""The people's side: what a task knows beside its question, files, drafts, substitutes, calendars."""

import django.db.models.deletion
import uuid_utils.compat
import workflows.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('workflows', '0005_credentials'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=32)),
                ('run_id', models.BigIntegerField()),
                ('seq', models.PositiveIntegerField()),
                ('at', workflows.models.fields.MomentField()),
            ],
            options={
                'db_table': 'workflows_announcement',
            },
        ),
        migrations.CreateModel(
            name='Calendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=100)),
                ('zone', models.CharField(default='UTC', max_length=64)),
                ('hours', workflows.models.fields.JsonText(default=dict)),
                ('holidays', workflows.models.fields.JsonText(default=list)),
                ('country', models.CharField(blank=True, default='', max_length=2)),
                ('subdivision', models.CharField(blank=True, default='', max_length=8)),
            ],
            options={
                'db_table': 'workflows_calendar',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='fermata_profile', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('zone', models.CharField(blank=True, default='', max_length=64)),
                ('language', models.CharField(blank=True, default='', max_length=5)),
                ('theme', models.CharField(choices=[('auto', 'Auto'), ('light', 'Light'), ('dark', 'Dark')], default='auto', max_length=5)),
                ('shortcuts', models.BooleanField(default=True)),
                ('mail', models.CharField(choices=[('all', 'All'), ('asked', 'Asked'), ('none', 'None')], default='all', max_length=5)),
                ('digest', models.CharField(choices=[('off', 'Off'), ('hourly', 'Hourly'), ('daily', 'Daily')], default='off', max_length=6)),
                ('digest_minute', models.PositiveSmallIntegerField(default=480)),
                ('quiet_from', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('quiet_until', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('desktop', models.BooleanField(default=False)),
            ],
            options={
                'db_table': 'workflows_profile',
            },
        ),
        migrations.AddField(
            model_name='task',
            name='claimed_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='task',
            name='closed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='task',
            name='closed_reason',
            field=models.TextField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='task',
            name='comments',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='task',
            name='files',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='task',
            name='four_eyes',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='task',
            name='info_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='task',
            name='level',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='task',
            name='priority',
            field=models.SmallIntegerField(choices=[(-1, 'Low'), (0, 'Normal'), (1, 'High'), (2, 'Urgent')], db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='task',
            name='reminded_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='task',
            name='undo_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='taskassignee',
            name='acting_for',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='taskdecision',
            name='acting_for',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=255)),
                ('size', models.PositiveIntegerField()),
                ('media_type', models.CharField(max_length=100)),
                ('sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='workflows.run')),
                ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='workflows.task')),
            ],
            options={
                'db_table': 'workflows_attachment',
                'indexes': [models.Index(condition=models.Q(('run__isnull', True), ('task__isnull', True)), fields=['at'], name='attachment_loose')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(choices=[('inbox', 'Inbox'), ('runs', 'Runs')], max_length=10)),
                ('name', models.CharField(max_length=80)),
                ('query', models.CharField(max_length=1000)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'workflows_saved_view',
                'ordering': ['place', 'id'],
                'constraints': [models.UniqueConstraint(fields=('user', 'page', 'name'), name='view_name')],
            },
        ),
        migrations.CreateModel(
            name='Substitution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('substitute', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stands_in', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='substitutions', to=settings.AUTH_USER_MODEL)),
                ('workflows', models.ManyToManyField(blank=True, related_name='+', to='workflows.workflow')),
            ],
            options={
                'db_table': 'workflows_substitution',
                'ordering': ['starts_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('user', models.F('substitute')), _negated=True), name='substitute_is_another'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='substitution_lasts')],
            },
        ),
        migrations.CreateModel(
            name='TaskDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.TextField(blank=True, null=True)),
                ('comment', models.TextField(blank=True, null=True)),
                ('data', workflows.models.fields.JsonText(blank=True, null=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('task', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='workflows.task')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'workflows_task_draft',
                'constraints': [models.UniqueConstraint(fields=('task', 'user'), name='draft_once')],
            },
        ),
        migrations.CreateModel(
            name='TaskWatcher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='watchers', to='workflows.task')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'workflows_task_watcher',
                'constraints': [models.UniqueConstraint(fields=('task', 'user'), name='watcher_once')],
            },
        ),
    ]
