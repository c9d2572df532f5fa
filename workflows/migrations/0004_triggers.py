"""Triggers that start workflows, and the callback addresses that nodes give out."""

import django.db.models.deletion
import uuid_utils.compat
import workflows.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflows', '0003_messages'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Callback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('node_id', models.TextField()),
                ('iteration', models.PositiveIntegerField(default=1)),
                ('webhook_id', models.UUIDField(unique=True)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('schema', workflows.models.fields.JsonText(blank=True, null=True)),
                ('body_digest', models.CharField(blank=True, max_length=64, null=True)),
                ('created_at', workflows.models.fields.MomentField()),
                ('expires_at', workflows.models.fields.MomentField(blank=True, null=True)),
                ('received_at', workflows.models.fields.MomentField(blank=True, null=True)),
                ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='callbacks', to='workflows.run')),
            ],
            options={
                'db_table': 'workflows_callback',
                'constraints': [models.UniqueConstraint(fields=('run', 'node_id', 'iteration'), name='callback_place'), models.CheckConstraint(condition=models.Q(('token_hash', ''), _negated=True), name='callback_has_a_token')],
            },
        ),
        migrations.CreateModel(
            name='Trigger',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('webhook', 'Webhook'), ('schedule', 'Schedule'), ('event', 'Event')], max_length=10)),
                ('name', models.CharField(blank=True, default='', max_length=200)),
                ('enabled', models.BooleanField(default=True)),
                ('settings', workflows.models.fields.JsonText(default=dict)),
                ('inputs', workflows.models.fields.JsonText(blank=True, null=True)),
                ('token_hash', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ('event_name', models.CharField(blank=True, max_length=200, null=True)),
                ('event_key', models.CharField(blank=True, max_length=500, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('next_at', workflows.models.fields.MomentField(blank=True, null=True)),
                ('held_until', workflows.models.fields.MomentField(blank=True, null=True)),
                ('last_slot', workflows.models.fields.MomentField(blank=True, null=True)),
                ('last_fired_at', workflows.models.fields.MomentField(blank=True, null=True)),
                ('last_error', models.TextField(blank=True, null=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('last_run', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='workflows.run')),
                ('workflow', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='triggers', to='workflows.workflow')),
            ],
            options={
                'db_table': 'workflows_trigger',
                'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='trigger_next'), models.Index(condition=models.Q(('enabled', True), ('event_name__isnull', False)), fields=['event_name'], name='trigger_by_event')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'webhook'), ('token_hash__isnull', False)), models.Q(models.Q(('kind', 'webhook'), _negated=True), ('token_hash__isnull', True)), _connector='OR'), name='trigger_token'), models.CheckConstraint(condition=models.Q(('token_hash__isnull', True), models.Q(('token_hash', ''), _negated=True), _connector='OR'), name='trigger_has_a_token'), models.CheckConstraint(condition=models.Q(models.Q(('event_name__isnull', False), ('kind', 'event')), models.Q(models.Q(('kind', 'event'), _negated=True), ('event_name__isnull', True)), _connector='OR'), name='trigger_event')],
            },
        ),
    ]
