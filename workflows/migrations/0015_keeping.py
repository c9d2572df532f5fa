"""What keeps an installation: its stand-still after a restore, legal holds, retention, keys of subjects."""

import django.db.models.deletion
import django.utils.timezone
import workflows.models.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflows', '0014_signed_heads'),
    ]

    operations = [
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('reason', models.TextField()),
                ('report', workflows.models.fields.JsonText(default=dict)),
            ],
            options={
                'db_table': 'workflows_pause',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='pause_is_one')],
            },
        ),
        migrations.CreateModel(
            name='RetentionPolicy',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('active', models.BooleanField(default=False)),
                ('days', models.PositiveIntegerField(default=365)),
                ('completed', models.BooleanField(default=True)),
                ('failed', models.BooleanField(default=True)),
                ('cancelled', models.BooleanField(default=True)),
                ('archive', models.BooleanField(default=True)),
                ('batch', models.PositiveIntegerField(default=100)),
                ('last_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('last_result', models.TextField(blank=True, default='', editable=False)),
            ],
            options={
                'verbose_name_plural': 'retention policies',
                'db_table': 'workflows_retention_policy',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='retention_is_one'), models.CheckConstraint(condition=models.Q(('days__gte', 1)), name='retention_days'), models.CheckConstraint(condition=models.Q(('batch__gte', 1), ('batch__lte', 10000)), name='retention_batch')],
            },
        ),
        migrations.CreateModel(
            name='SubjectKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.TextField(null=True, unique=True)),
                ('key', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'db_table': 'workflows_subject_key',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('subject__isnull', False)), models.Q(('erased_at__isnull', False), ('key', ''), ('subject__isnull', True)), _connector='OR'), name='subject_key_erased')],
            },
        ),
        migrations.CreateModel(
            name='SealedRun',
            fields=[
                ('run', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='sealed', serialize=False, to='workflows.run')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='workflows.subjectkey')),
            ],
            options={
                'db_table': 'workflows_sealed_run',
            },
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('by', models.CharField(max_length=150)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('run', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hold', to='workflows.run')),
                ('workflow', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hold', to='workflows.workflow')),
            ],
            options={
                'db_table': 'workflows_legal_hold',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('run__isnull', False), ('workflow__isnull', True)), models.Q(('run__isnull', True), ('workflow__isnull', False)), _connector='OR'), name='hold_is_of_one')],
            },
        ),
    ]
