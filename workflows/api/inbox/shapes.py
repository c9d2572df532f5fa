"""Shapes of the inbox's answers, for the schema."""

from __future__ import annotations

from rest_framework import serializers as s

from ..endpoint import JsonObject, JsonValue
from ..shapes import RUN_STATUSES, SUSPENSION_KINDS, TASK_STATES, Problem, Shape

PRIORITIES = ("low", "normal", "high", "urgent")


class TaskSummary(Shape):
    id = s.CharField()
    run = s.CharField()
    workflow = s.CharField()
    workflow_name = s.CharField()
    test = s.BooleanField(help_text="A trial run of a draft asks")
    node_id = s.CharField()
    path = s.CharField()
    kind = s.ChoiceField(choices=SUSPENSION_KINDS)
    title = s.CharField()
    state = s.ChoiceField(choices=TASK_STATES)
    priority = s.IntegerField(help_text="-1 low, 0 normal, 1 high, 2 urgent")
    created_at = s.DateTimeField()
    due_at = s.DateTimeField(allow_null=True)
    users = s.ListField(child=s.CharField())
    groups = s.ListField(child=s.CharField())
    claimed_by = s.CharField(allow_null=True)
    claimed_until = s.DateTimeField(allow_null=True)
    initiator = s.CharField(allow_null=True)
    suspension = s.CharField()
    quorum = s.IntegerField()
    agreed = s.IntegerField(help_text="How many have approved so far")
    level = s.IntegerField(help_text="How often it was escalated")
    info_from = s.CharField(allow_null=True, help_text="Who was asked for information")
    decision = s.CharField(allow_null=True)
    decided_by = s.CharField(allow_null=True)
    decided_at = s.DateTimeField(allow_null=True)
    acting_for = s.CharField(allow_null=True, help_text="Whose vote the decision was")
    undo_until = s.DateTimeField(allow_null=True)
    closed_at = s.DateTimeField(allow_null=True)
    closed_reason = s.CharField(allow_null=True)
    comments_count = s.IntegerField()
    files_count = s.IntegerField()
    can_decide = s.BooleanField()


class FileBrief(Shape):
    id = s.CharField()
    name = s.CharField()
    size = s.IntegerField(help_text="Bytes")
    sha256 = s.CharField()


class File(FileBrief):
    media_type = s.CharField()
    by = s.CharField(allow_null=True)
    at = s.DateTimeField()
    task = s.CharField(allow_null=True)


class Comment(Shape):
    by = s.CharField(allow_null=True)
    at = s.DateTimeField()
    text = s.CharField()
    mentions = s.ListField(child=s.CharField())
    files = FileBrief(many=True)
    asks = s.CharField(allow_null=True, help_text="Who is asked for information by it")
    answers = s.BooleanField(help_text="It gives the information that was asked for")


class TaskHistory(Shape):
    seq = s.IntegerField()
    type = s.CharField()
    by = s.CharField(allow_null=True)
    at = s.DateTimeField()
    detail = JsonObject()


class TaskRun(Shape):
    id = s.CharField()
    status = s.ChoiceField(choices=RUN_STATUSES)
    workflow = s.CharField()
    workflow_name = s.CharField()
    version = s.IntegerField()
    inputs = JsonObject()
    created_by = s.CharField(allow_null=True)
    created_at = s.DateTimeField()


class Draft(Shape):
    data = JsonValue()  # type: ignore[assignment]
    decision = s.CharField(allow_null=True)
    comment = s.CharField(allow_null=True)
    updated_at = s.DateTimeField()


class TaskChange(Shape):
    path = s.CharField(allow_blank=True)
    before = JsonValue(required=False)
    after = JsonValue(required=False)


class Rights(Shape):
    decide = s.BooleanField()
    claim = s.BooleanField()
    release = s.BooleanField()
    delegate = s.BooleanField()
    comment = s.BooleanField()
    ask = s.BooleanField()
    nudge = s.BooleanField()
    prioritise = s.BooleanField()
    undo = s.BooleanField()


class WhyNot(Shape):
    code = s.CharField()
    detail = s.CharField()


class Task(TaskSummary):
    instructions = s.CharField(allow_blank=True)
    subject = JsonValue()
    proposal = JsonValue()
    schema = JsonObject(allow_null=True)
    options = s.ListField(child=JsonValue(), allow_null=True)
    input_type = s.CharField(allow_null=True, help_text="Of a question: how it is answered")
    skippable = s.BooleanField()
    allow_custom = s.BooleanField()
    actions = s.ListField(child=s.CharField())
    reject_quorum = s.IntegerField()
    four_eyes = s.BooleanField()
    reject_needs_comment = s.BooleanField(allow_null=True)
    confirm = s.CharField(allow_null=True, help_text="What must be typed to approve")
    undo_seconds = s.FloatField(help_text="The longest window to take a decision back in")
    comment = s.CharField(allow_null=True)
    data = JsonValue()  # type: ignore[assignment]
    changes = TaskChange(many=True, allow_null=True)
    draft = Draft(allow_null=True)
    context = TaskRun()  # type: ignore[assignment]
    comments = Comment(many=True)
    files = File(many=True)
    watchers = s.ListField(child=s.CharField())
    history = TaskHistory(many=True)
    seq = s.IntegerField(help_text="Send it as `seen` with a decision")
    can = Rights()
    why_not = WhyNot(allow_null=True)


class TaskResult(Shape):
    id = s.CharField()
    ok = s.BooleanField()
    status = s.IntegerField()
    task = TaskSummary(allow_null=True)
    error = Problem(allow_null=True)


class TaskResults(Shape):
    results = TaskResult(many=True)


class TaskCounts(Shape):
    mine = s.IntegerField()
    unassigned = s.IntegerField()
    team = s.IntegerField()
    upcoming = s.IntegerField()
    overdue = s.IntegerField()


class UpcomingAfter(Shape):
    node_id = s.CharField()
    title = s.CharField()
    kind = s.ChoiceField(choices=SUSPENSION_KINDS)
    reason = s.CharField(allow_blank=True)
    wake_at = s.DateTimeField(allow_null=True)
    opened_at = s.DateTimeField()
    users = s.ListField(child=s.CharField())
    groups = s.ListField(child=s.CharField())


class Upcoming(Shape):
    run = s.CharField(allow_null=True)
    workflow = s.CharField()
    workflow_name = s.CharField()
    node_id = s.CharField()
    title = s.CharField()
    initiator = s.CharField(allow_null=True)
    after = UpcomingAfter()


class UpcomingList(Shape):
    results = Upcoming(many=True)


class View(Shape):
    id = s.IntegerField()
    page = s.ChoiceField(choices=("inbox", "runs"))
    name = s.CharField()
    query = s.CharField(allow_blank=True)
    place = s.IntegerField()


class Views(Shape):
    results = View(many=True)
