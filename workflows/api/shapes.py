"""The shapes of answers, for the OpenAPI document; the values themselves come from the queries."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from .endpoint import JsonObject, JsonValue

RUN_STATUSES = ("queued", "running", "suspended", "completed", "failed", "cancelled")
NODE_STATUSES = (
    "pending", "running", "retrying", "suspended", "completed", "failed", "skipped", "cancelled",
)  # fmt: skip
SUSPENSION_KINDS = (
    "wait", "approval", "question", "form", "callback", "timer", "event", "pause", "children",
)  # fmt: skip
RUN_KINDS = ("graph", "function")
TASK_STATES = ("open", "claimed", "decided", "expired", "withdrawn", "superseded")


class Shape(s.Serializer[Any]):
    """Base of the shapes: only their fields are used."""


class ProblemItem(Shape):
    code = s.CharField()
    detail = s.CharField()
    attr = s.CharField(allow_null=True)


class GraphProblem(Shape):
    code = s.CharField()
    message = s.CharField()
    node_id = s.CharField(allow_null=True)
    edge_id = s.CharField(allow_null=True)
    pointer = s.CharField(allow_null=True)


class Problem(Shape):
    type = s.CharField()
    title = s.CharField()
    status = s.IntegerField()
    code = s.CharField()
    detail = s.CharField()
    errors = ProblemItem(many=True)  # type: ignore[assignment]
    by = s.CharField(required=False, allow_null=True, help_text="409: who was first")
    at = s.DateTimeField(required=False, allow_null=True, help_text="409: when")
    via = s.CharField(required=False, allow_null=True, help_text="409: through which door")
    action = s.CharField(required=False, allow_null=True, help_text="409: with which action")
    revision = s.IntegerField(required=False, help_text="409 of a stale draft: the current one")
    problems = GraphProblem(many=True, required=False, help_text="400 of a draft with problems")


class GraphProblems(Shape):
    problems = GraphProblem(many=True)


class RecentRun(Shape):
    id = s.CharField()
    status = s.ChoiceField(choices=RUN_STATUSES)
    created_at = s.DateTimeField()


class WorkflowSummary(Shape):
    slug = s.CharField()
    name = s.CharField()
    description = s.CharField(allow_blank=True)
    kind = s.ChoiceField(choices=RUN_KINDS, help_text="Drawn, or a Python function")
    latest_version = s.IntegerField(allow_null=True)
    withdrawn = s.BooleanField(help_text="Published once, but not any more")
    restricted = s.BooleanField(help_text="Only those named in its access see it")
    created_at = s.DateTimeField()
    updated_at = s.DateTimeField()
    updated_by = s.CharField(allow_null=True)
    recent_runs = RecentRun(many=True, help_text="The latest five, newest first")


class ChangedBy(Shape):
    by = s.CharField()
    at = s.DateTimeField()


class Changes(Shape):
    nodes = s.DictField(child=ChangedBy())
    edges = s.DictField(child=ChangedBy())


class WorkflowRights(Shape):
    edit = s.BooleanField()
    start = s.BooleanField()


class Workflow(WorkflowSummary):
    graph = JsonObject()
    problems = GraphProblem(many=True)
    advice = GraphProblem(many=True, help_text="Worth a look; it keeps nobody from publishing")
    revision = s.IntegerField()
    changes = Changes(help_text="Who changed which parts since the last publication")
    can = WorkflowRights(required=False, help_text="What you may do to it")


class VersionSummary(Shape):
    number = s.IntegerField()
    note = s.CharField(allow_blank=True)
    created_at = s.DateTimeField()
    created_by = s.CharField(allow_null=True)


class Version(VersionSummary):
    workflow = s.CharField()
    graph = JsonObject()


class Port(Shape):
    name = s.CharField()
    title = s.CharField()
    schema = JsonObject()


class NodeType(Shape):
    type = s.CharField()
    title = s.CharField()
    category = s.CharField()
    icon = s.CharField()
    description = s.CharField(allow_blank=True)
    properties = JsonObject(help_text="A JSON Schema")
    inputs = Port(many=True)
    outputs = Port(many=True)
    required = s.ListField(child=s.CharField())  # type: ignore[assignment]
    actions = s.ListField(child=s.CharField())
    suspendable = s.BooleanField()
    tags = s.ListField(child=s.CharField())
    effects = s.ChoiceField(choices=("none", "reads", "sends"))
    held_back = s.BooleanField(help_text="It does nothing in a trial run, unless it is allowed to")


class Template(Shape):
    slug = s.CharField()
    name = s.CharField()
    description = s.CharField()
    graph = JsonObject()


class RunError(Shape):
    type = s.CharField()
    message = s.CharField()
    node_id = s.CharField(required=False, allow_null=True)
    attempt = s.IntegerField(required=False)
    traceback = s.CharField(required=False)


class ByHand(Shape):
    by = s.CharField(allow_null=True)
    reason = s.CharField()
    do = s.ChoiceField(choices=("complete", "skip"))


class RunNode(Shape):
    status = s.ChoiceField(choices=NODE_STATUSES)
    iteration = s.IntegerField()
    attempt = s.IntegerField()
    action = s.CharField(allow_null=True)
    inputs = JsonObject(allow_null=True)
    output = JsonValue()
    error = RunError(allow_null=True)
    manual = ByHand(allow_null=True)
    started_at = s.DateTimeField(allow_null=True)
    finished_at = s.DateTimeField(allow_null=True)


class RunStep(Shape):
    node_id = s.CharField()
    name = s.CharField(allow_null=True)
    kind = s.CharField(allow_null=True)
    position = s.CharField(allow_null=True)
    shown = s.CharField(allow_null=True)
    status = s.ChoiceField(choices=NODE_STATUSES)
    attempt = s.IntegerField()
    started_at = s.DateTimeField(allow_null=True)
    finished_at = s.DateTimeField(allow_null=True)


class ChildCounts(Shape):
    total = s.IntegerField()
    completed = s.IntegerField()
    failed = s.IntegerField()
    cancelled = s.IntegerField()
    running = s.IntegerField()


class Closing(Shape):
    """A decision that may still be taken back."""

    by = s.CharField(allow_null=True)
    at = s.DateTimeField()
    via = s.CharField()
    until = s.DateTimeField()
    action = s.CharField(allow_null=True)


class Suspension(Shape):
    id = s.CharField()
    run = s.CharField()
    workflow = s.CharField()
    node_id = s.CharField()
    iteration = s.IntegerField()
    kind = s.ChoiceField(choices=SUSPENSION_KINDS)
    title = s.CharField()
    reason = s.CharField(allow_blank=True)
    state = JsonObject()
    metadata = JsonObject()
    schema = JsonObject(allow_null=True)
    options = s.ListField(child=JsonValue(), allow_null=True)
    input_type = s.CharField(allow_null=True, help_text="Of a question: how it is answered")
    skippable = s.BooleanField()
    allow_custom = s.BooleanField()
    needs = s.CharField(allow_null=True, help_text="Of a pause: the key the state must have")
    actions = s.ListField(child=s.CharField())
    opened_at = s.DateTimeField()
    wake_at = s.DateTimeField(allow_null=True)
    task = s.CharField(allow_null=True)
    users = s.ListField(child=s.CharField())
    groups = s.ListField(child=s.CharField())
    closing = Closing(allow_null=True)
    can_resume = s.BooleanField()


class SuspensionBrief(Shape):
    id = s.CharField()
    node_id = s.CharField()
    kind = s.ChoiceField(choices=SUSPENSION_KINDS)
    reason = s.CharField(allow_blank=True)
    opened_at = s.DateTimeField()
    wake_at = s.DateTimeField(allow_null=True)
    task = s.CharField(allow_null=True)
    users = s.ListField(child=s.CharField())
    groups = s.ListField(child=s.CharField())


class RunBase(Shape):
    id = s.CharField()
    workflow = s.CharField()
    workflow_name = s.CharField()
    version = s.IntegerField()
    draft = s.BooleanField(help_text="A trial run of a draft: no effect left it")
    status = s.ChoiceField(choices=RUN_STATUSES)
    tags = s.ListField(child=s.CharField())
    priority = s.IntegerField()
    created_by = s.CharField(allow_null=True)
    created_at = s.DateTimeField()
    started_at = s.DateTimeField(allow_null=True)
    finished_at = s.DateTimeField(allow_null=True)
    seq = s.IntegerField()
    parent = s.CharField(allow_null=True)  # type: ignore[assignment]
    error = RunError(allow_null=True)


class RunSummary(RunBase):
    kind = s.ChoiceField(choices=RUN_KINDS)
    suspensions = SuspensionBrief(many=True)


class Run(RunBase):
    inputs = JsonObject()
    state = JsonObject()
    result = JsonValue()
    kind = s.ChoiceField(choices=RUN_KINDS)
    missing_types = s.ListField(child=s.CharField())
    nodes = s.DictField(child=RunNode())
    steps = RunStep(many=True)
    children = ChildCounts(allow_null=True)
    forked_from = s.CharField(allow_null=True)
    suspensions = Suspension(many=True)
    can_operate = s.BooleanField()


class Event(Shape):
    seq = s.IntegerField()
    type = s.CharField()
    node_id = s.CharField(allow_null=True)
    iteration = s.IntegerField(allow_null=True)
    payload = JsonObject()
    at = s.DateTimeField()


class Events(Shape):
    next = s.CharField(allow_null=True)
    results = Event(many=True)


class Checkpoint(Shape):
    id = s.CharField()
    name = s.CharField(allow_null=True)
    seq = s.IntegerField()
    created_at = s.DateTimeField()
    created_by = s.CharField(allow_null=True)


class WaitClosing(Shape):
    by = s.CharField(allow_null=True)
    at = s.DateTimeField()
    via = s.CharField()
    decision = s.CharField(allow_null=True)
    until = s.DateTimeField()


class Wait(Shape):
    suspension = s.CharField()
    node_id = s.CharField()
    kind = s.ChoiceField(choices=SUSPENSION_KINDS)
    reason = s.CharField(allow_blank=True)
    since = s.DateTimeField()
    due_at = s.DateTimeField(allow_null=True)
    users = s.ListField(child=s.CharField())
    groups = s.ListField(child=s.CharField())
    claimed_by = s.CharField(allow_null=True)
    closing = WaitClosing(allow_null=True)


class Step(Shape):
    node_id = s.CharField()
    iteration = s.IntegerField()
    status = s.ChoiceField(choices=NODE_STATUSES)
    action = s.CharField(allow_null=True)


class Failure(Shape):
    node_id = s.CharField(allow_null=True)
    type = s.CharField()
    message = s.CharField()
    attempt = s.IntegerField()
    at = s.DateTimeField()


class Explanation(Shape):
    status = s.ChoiceField(choices=RUN_STATUSES)
    summary = s.CharField()
    waits = Wait(many=True)
    path = Step(many=True)
    failures = Failure(many=True)
    retries = s.IntegerField()
    counts = s.DictField(child=s.IntegerField())
