"""Telling people and programs: notices, deliveries with their attempts, webhooks, links that decide."""

import django.db.models.deletion
import uuid_utils.compat
import workflows.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflows', '0006_people_side'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='announcement',
            name='attempts',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='announcement',
            name='due_at',
            field=workflows.models.fields.MomentField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100, unique=True)),
                ('url', models.TextField()),
                ('kinds', workflows.models.fields.JsonText(default=list)),
                ('preset', models.CharField(choices=[('fermata', 'Fermata'), ('slack', 'Slack')], default='fermata', max_length=8)),
                ('active', models.BooleanField(default=True)),
                ('generation', models.PositiveIntegerField(default=1)),
                ('rotated_at', workflows.models.fields.MomentField(blank=True, null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('failing_since', workflows.models.fields.MomentField(blank=True, null=True)),
                ('rests_until', workflows.models.fields.MomentField(blank=True, null=True)),
                ('last_success_at', workflows.models.fields.MomentField(blank=True, null=True)),
                ('switched_off_at', workflows.models.fields.MomentField(blank=True, null=True)),
                ('switched_off', models.TextField(blank=True, default='')),
                ('created_at', workflows.models.fields.MomentField()),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('workflows', models.ManyToManyField(blank=True, related_name='+', to='workflows.workflow')),
            ],
            options={
                'db_table': 'workflows_webhook',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True)),
                ('channel', models.CharField(choices=[('mail', 'Mail'), ('webhook', 'Webhook')], max_length=8)),
                ('kind', models.CharField(max_length=32)),
                ('body', workflows.models.fields.JsonText()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('dropped', 'Dropped'), ('dead', 'Dead'), ('gathered', 'Gathered')], default='waiting', max_length=8)),
                ('bundled', models.BooleanField(default=False)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('created_at', workflows.models.fields.MomentField()),
                ('due_at', workflows.models.fields.MomentField(blank=True, null=True)),
                ('give_up_at', workflows.models.fields.MomentField()),
                ('held_until', workflows.models.fields.MomentField(blank=True, null=True)),
                ('done_at', workflows.models.fields.MomentField(blank=True, null=True)),
                ('last_error', models.TextField(blank=True, default='')),
                ('digest', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='workflows.delivery')),
                ('run', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workflows.run')),
                ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workflows.task')),
                ('user', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('webhook', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='workflows.webhook')),
            ],
            options={
                'db_table': 'workflows_delivery',
            },
        ),
        migrations.CreateModel(
            name='DecisionLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', workflows.models.fields.MomentField()),
                ('expires_at', workflows.models.fields.MomentField()),
                ('used_at', workflows.models.fields.MomentField(blank=True, null=True)),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workflows.task')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'workflows_decision_link',
                'constraints': [models.CheckConstraint(condition=models.Q(('token_hash', ''), _negated=True), name='link_has_a_token')],
            },
        ),
        migrations.CreateModel(
            name='DeliveryAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', workflows.models.fields.MomentField()),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('milliseconds', models.PositiveIntegerField()),
                ('error', models.TextField(blank=True, default='')),
                ('answer', models.TextField(blank=True, default='')),
                ('delivery', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='log', to='workflows.delivery')),
            ],
            options={
                'db_table': 'workflows_delivery_attempt',
                'indexes': [models.Index(fields=['delivery', 'id'], name='attempt_of_delivery')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=16)),
                ('title', models.TextField()),
                ('facts', workflows.models.fields.JsonText(default=dict)),
                ('count', models.PositiveIntegerField(default=1)),
                ('at', workflows.models.fields.MomentField()),
                ('changed_at', workflows.models.fields.MomentField(db_index=True)),
                ('read_at', workflows.models.fields.MomentField(blank=True, null=True)),
                ('over', workflows.models.fields.JsonText(blank=True, null=True)),
                ('run', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workflows.run')),
                ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workflows.task')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'workflows_notice',
                'indexes': [models.Index(fields=['user', 'at', 'id'], name='notice_newest'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['user'], name='notice_unread')],
                'constraints': [models.UniqueConstraint(fields=('user', 'topic'), name='notice_topic')],
            },
        ),
        migrations.AddIndex(
            model_name='webhook',
            index=models.Index(condition=models.Q(('active', True)), fields=['id'], name='webhook_active'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['channel', 'due_at'], name='delivery_due'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('due_at__isnull', False), ('user__isnull', False)), fields=['user'], name='delivery_waiting'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['state', 'id'], name='delivery_by_state'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel', 'mail'), ('user__isnull', False), ('webhook__isnull', True)), models.Q(('channel', 'webhook'), ('user__isnull', True), ('webhook__isnull', False)), _connector='OR'), name='delivery_has_a_receiver'),
        ),
    ]
