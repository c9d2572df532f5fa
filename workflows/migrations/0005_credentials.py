"""Credentials that requests of workflows may carry."""

import django.db.models.deletion
import workflows.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflows', '0004_triggers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Credential',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.SlugField(max_length=100, unique=True)),
                ('kind', models.CharField(choices=[('bearer', 'Bearer'), ('basic', 'Basic'), ('header', 'Header')], max_length=10)),
                ('header', models.CharField(default='Authorization', max_length=100)),
                ('origins', workflows.models.fields.JsonText(default=list)),
                ('secret', models.TextField()),
                ('key_id', models.CharField(max_length=16)),
                ('version', models.PositiveIntegerField(default=1)),
                ('hint', models.CharField(blank=True, default='', max_length=4)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('workflows', models.ManyToManyField(blank=True, related_name='credentials', to='workflows.workflow')),
            ],
            options={
                'db_table': 'workflows_credential',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('secret', ''), _negated=True), name='credential_has_a_secret')],
            },
        ),
    ]
