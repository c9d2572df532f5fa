"""PostgreSQL: whom rows are shown to, and that a run is of its workflow's workspace.

Policies count for every role that neither owns the tables nor may pass them; so nothing changes for
an installation that has one role. `manage.py database_roles` makes the others.
"""

from importlib import import_module

from django.db import migrations

guard = import_module("workflows.migrations.0002_append_only")

OWN = (
    "workflow", "run", "credential", "calendar", "webhook", "audit_entry", "saved_view",
    "invitation",
)
OF_RUN = ("event", "checkpoint", "suspension", "task", "callback", "announcement")
OF_WORKFLOW = (
    "version", "trigger", "test_set", "workflow_grant", "credential_workflows",
    "webhook_workflows", "substitution_workflows",
)
OF_TASK = ("task_assignee", "task_decision", "task_draft", "task_watcher", "decision_link")


def _seen(table, column):
    return f"EXISTS (SELECT 1 FROM workflows_{table} AS above WHERE above.id = {column})"


RULES = {
    **{table: "fermata_sees(workspace_id)" for table in OWN},
    **{table: _seen("run", f"workflows_{table}.run_id") for table in OF_RUN},
    **{table: _seen("workflow", f"workflows_{table}.workflow_id") for table in OF_WORKFLOW},
    **{table: _seen("task", f"workflows_{table}.task_id") for table in OF_TASK},
    # News of no run are its person's own, whose rows the application selects.
    "notice": f"run_id IS NULL OR {_seen('run', 'workflows_notice.run_id')}",
    # A file that was handed in for nothing yet is its uploader's alone.
    "attachment": f"run_id IS NULL AND task_id IS NULL"
    f" OR {_seen('run', 'workflows_attachment.run_id')}"
    f" OR {_seen('task', 'workflows_attachment.task_id')}",
    "delivery": f"run_id IS NULL AND webhook_id IS NULL"
    f" OR {_seen('run', 'workflows_delivery.run_id')}"
    f" OR {_seen('webhook', 'workflows_delivery.webhook_id')}",
    "delivery_attempt": _seen("delivery", "workflows_delivery_attempt.delivery_id"),
    "message": "fermata_sees(workspace_id)",
    "signal": """
        CASE WHEN name LIKE 'callback:%%' THEN EXISTS (
            SELECT 1 FROM workflows_run AS above
            WHERE above.uuid::text = split_part(substr(workflows_signal.name, 10), '/', 1)
        ) WHEN name LIKE 'workspace:%%' THEN fermata_sees(split_part(name, ':', 2)::bigint)
        ELSE fermata_sees(1) END
    """.replace("%%", "%"),
}
FUNCTIONS = [
    # Of what nobody has entered nothing is seen: an empty setting is equal to no number.
    """
    CREATE FUNCTION fermata_sees(workspace bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT coalesce(current_setting('app.workspace', true) IN ('*', workspace::text), false)
    $$
    """,
    # Whoever has a token has not entered a workspace: asked as the owner of the tables, for the
    # hash of 256 random bits and for nothing else.
    """
    CREATE FUNCTION fermata_place_of_token(kind text, hash text) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT CASE kind
            WHEN 'callback' THEN (
                SELECT r.workspace_id FROM workflows_callback c JOIN workflows_run r
                ON r.id = c.run_id WHERE c.token_hash = hash)
            WHEN 'trigger' THEN (
                SELECT w.workspace_id FROM workflows_trigger t JOIN workflows_workflow w
                ON w.id = t.workflow_id WHERE t.token_hash = hash)
            WHEN 'link' THEN (
                SELECT r.workspace_id FROM workflows_decision_link l
                JOIN workflows_task t ON t.id = l.task_id JOIN workflows_run r ON r.id = t.run_id
                WHERE l.token_hash = hash OR l.id::text = hash)
            WHEN 'invitation' THEN (
                SELECT i.workspace_id FROM workflows_invitation i WHERE i.token_hash = hash)
        END
    $$
    """,
]
POSTGRES = [
    *FUNCTIONS,
    # A message says where it was sent: in a connection that serves one workspace it is delivered
    # there, in one that serves none (a worker's) by whoever sees everything. Only the database
    # knows the column: nothing that writes messages has to.
    """
    ALTER TABLE workflows_message ADD COLUMN workspace_id bigint
        DEFAULT nullif(nullif(current_setting('app.workspace', true), '*'), '')::bigint
    """,
    *[
        sql
        for table, rule in RULES.items()
        for sql in (
            f"CREATE POLICY fermata_workspace ON workflows_{table} USING ({rule})",
            f"ALTER TABLE workflows_{table} ENABLE ROW LEVEL SECURITY",
        )
    ],
    """
    ALTER TABLE workflows_run ADD CONSTRAINT run_is_where_its_workflow_is
        FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflows_workflow (workspace_id, id)
        DEFERRABLE INITIALLY DEFERRED NOT VALID
    """,
]
POSTGRES_BACK = [
    "ALTER TABLE workflows_run DROP CONSTRAINT run_is_where_its_workflow_is",
    *[
        sql
        for table in RULES
        for sql in (
            f"ALTER TABLE workflows_{table} DISABLE ROW LEVEL SECURITY",
            f"DROP POLICY fermata_workspace ON workflows_{table}",
        )
    ],
    "ALTER TABLE workflows_message DROP COLUMN workspace_id",
    "DROP FUNCTION fermata_place_of_token(text, text)",
    "DROP FUNCTION fermata_sees(bigint)",
]


def forwards(apps, schema_editor):
    guard._execute(schema_editor, [], POSTGRES)


def backwards(apps, schema_editor):
    guard._execute(schema_editor, [], POSTGRES_BACK)


class Migration(migrations.Migration):

    dependencies = [
        ('workflows', '0013_workspace_rows'),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
