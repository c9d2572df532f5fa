"""PostgreSQL: signals with odd names, links by their keys, seals and holds behind the policies, and
substitutions, whose limits must be known in every workspace, before them."""

from importlib import import_module

from django.db import migrations

guard = import_module("workflows.migrations.0002_append_only")
walls = import_module("workflows.migrations.0013_workspace_walls")

HOLD = f"""
    run_id IS NOT NULL AND {walls._seen("run", "workflows_legal_hold.run_id")}
    OR workflow_id IS NOT NULL AND {walls._seen("workflow", "workflows_legal_hold.workflow_id")}
"""
RULES = {
    "sealed_run": walls._seen("run", "workflows_sealed_run.run_id"),
    "legal_hold": HOLD,
}
DROPPED = ("substitution_workflows",)
"""Without the rows of other workspaces one that is limited to them would count everywhere."""

# People type the names of signals: what is no id and no number is compared with nothing. By the id
# itself, so that the index is used.
SIGNAL = """
    CASE WHEN name LIKE 'callback:%' THEN
        CASE WHEN split_part(substr(name, 10), '/', 1)
            ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
        THEN EXISTS (
            SELECT 1 FROM workflows_run AS above
            WHERE above.uuid = split_part(substr(workflows_signal.name, 10), '/', 1)::uuid
        ) ELSE false END
    WHEN name LIKE 'workspace:%' THEN
        CASE WHEN split_part(name, ':', 2) ~ '^[0-9]{1,18}$'
        THEN fermata_sees(split_part(name, ':', 2)::bigint) ELSE false END
    ELSE fermata_sees(1) END
"""
TOKENS = """
    CREATE OR REPLACE FUNCTION fermata_place_of_token(kind text, hash text) RETURNS bigint
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
                WHERE l.token_hash = hash)
            WHEN 'link_key' THEN (
                SELECT r.workspace_id FROM workflows_decision_link l
                JOIN workflows_task t ON t.id = l.task_id JOIN workflows_run r ON r.id = t.run_id
                WHERE l.id = CASE WHEN hash ~ '^[0-9]{1,18}$' THEN hash::bigint END)
            WHEN 'invitation' THEN (
                SELECT i.workspace_id FROM workflows_invitation i WHERE i.token_hash = hash)
        END
    $$
"""


def _made(table, rule):
    return (
        f"CREATE POLICY fermata_workspace ON workflows_{table} USING ({rule})",
        f"ALTER TABLE workflows_{table} ENABLE ROW LEVEL SECURITY",
    )


def _gone(table):
    return (
        f"ALTER TABLE workflows_{table} DISABLE ROW LEVEL SECURITY",
        f"DROP POLICY fermata_workspace ON workflows_{table}",
    )


POSTGRES = [
    f"ALTER POLICY fermata_workspace ON workflows_signal USING ({SIGNAL})",
    TOKENS,
    *[sql for table, rule in RULES.items() for sql in _made(table, rule)],
    *[sql for table in DROPPED for sql in _gone(table)],
]
POSTGRES_BACK = [
    *[sql for table in DROPPED for sql in _made(table, walls.RULES[table])],
    *[sql for table in RULES for sql in _gone(table)],
    walls.FUNCTIONS[1].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
    f"ALTER POLICY fermata_workspace ON workflows_signal USING ({walls.RULES['signal']})",
]


def forwards(apps, schema_editor):
    guard._execute(schema_editor, [], POSTGRES)


def backwards(apps, schema_editor):
    guard._execute(schema_editor, [], POSTGRES_BACK)


class Migration(migrations.Migration):

    dependencies = [
        ('workflows', '0016_meters'),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
