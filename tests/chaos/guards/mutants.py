"""The guards of the product taken out one by one, each with the test that has to notice it.

A mutant is a small change of the real code. Its proof (`proof.py`) runs its own test in a copy of
the tree with that change: the test must fail there, as it must pass without. Chance finds few of
these, as guards often stand behind each other: so each has a test that looks at it alone.
"""

from __future__ import annotations

from dataclasses import dataclass

RUNS = "workflows/adapters/sql/runs.py"
LEASES = "workflows/adapters/leases.py"
BATCH = "workflows/engine/transition/batch.py"
STORE = "tests/adapters/test_store.py"
FENCES = "tests/chaos/inside/test_fences.py"

LINES = (
    "drop epoch from append",
    "drop owner",
    "drop the expected-seq check",
    "drop unique dedupe",
    "wake_at not recomputed",
    "drop status = open",
    "enqueue before commit",
    "heartbeat without epoch",
    "claims not raised",
    "rescue without re-check",
    "payload in channel message",
    "group_add after read",
    "truthy CEL error",
    "GET decides",
    "pickle serializer",
    "origin check off",
    "queryset without tenant",
    "IMMEDIATE to DEFERRED",
    "synchronous = OFF",
)
"""The list; each line has at least one mutant."""


@dataclass(frozen=True, slots=True)
class Change:
    """A text of a file that stands there ``times`` times, and what takes its place."""

    path: str
    old: str
    new: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Mutant:
    """A line of the list, the changes, the test that fails and what it says of it (a part of a line
    of pytest's), and the database that it needs."""

    line: str
    what: str
    test: str
    says: str
    changes: tuple[Change, ...]
    postgres: bool = False
    cheap: bool = False

    @property
    def name(self) -> str:
        """Name it in a report."""
        return f"{self.line}: {self.what}"


def mutant(line: str, what: str, test: str, says: str, *changes: Change, **more: bool) -> Mutant:
    """Write one line of the table."""
    return Mutant(line, what, test, says, changes, **more)


MUTANTS: tuple[Mutant, ...] = (
    mutant(
        "drop epoch from append",
        "on SQLite any epoch may append",
        f"{STORE}::test_an_older_epoch_cannot_append",
        "DID NOT RAISE Exception",
        Change(RUNS, "AND seq = %s AND lease_epoch = %s", "AND seq = %s AND %s IS NOT NULL", 2),
    ),
    mutant(
        "drop epoch from append",
        "on PostgreSQL any epoch may append",
        f"{STORE}::test_an_older_epoch_cannot_append",
        "DID NOT RAISE Exception",
        Change(RUNS, " AND r.lease_epoch = w.l RETURNING 1", " RETURNING 1"),
        postgres=True,
    ),
    mutant(
        "drop epoch from append",
        "the engine asks for the owner alone",
        f"{FENCES}::test_a_worker_that_took_its_run_a_second_time_does_not_go_on_with_the_first",
        "isinstance(None, LeaseLost)",
        Change(
            BATCH,
            "elif (head.epoch, head.owner) != (work.epoch, work.owner):",
            "elif head.owner != work.owner:",
        ),
        cheap=True,
    ),
    mutant(
        "drop owner",
        "who let go may go on, as nobody has taken it since",
        f"{FENCES}::test_a_worker_that_let_go_records_nothing_though_nobody_took_the_run",
        "isinstance(None, LeaseLost)",
        Change(
            BATCH,
            "elif (head.epoch, head.owner) != (work.epoch, work.owner):",
            "elif head.epoch != work.epoch:",
        ),
        cheap=True,
    ),
    mutant(
        "drop the expected-seq check",
        "on SQLite a write without events takes no notice of what came since",
        f"{FENCES}::test_a_stale_write_without_events_changes_nothing",
        "DID NOT RAISE Exception",
        Change(
            RUNS,
            "WHERE id = %s AND seq = %s AND lease_epoch",
            "WHERE id = %s AND %s IS NOT NULL AND lease_epoch",
            2,
        ),
    ),
    mutant(
        "drop the expected-seq check",
        "on PostgreSQL a write without events takes no notice of what came since",
        f"{FENCES}::test_a_stale_write_without_events_changes_nothing",
        "DID NOT RAISE Exception",
        Change(RUNS, "WHERE r.id = w.j AND r.seq = w.k AND", "WHERE r.id = w.j AND"),
        postgres=True,
    ),
    mutant(
        "drop unique dedupe",
        "a repeated request is a new one",
        "tests/engine/test_transition.py"
        "::test_a_repeated_start_answers_with_the_first_run_and_other_content_is_refused",
        "' == '",
        Change(
            BATCH,
            "if work.key is not None and (first := tx.recall(work.key)) is not None:",
            "if False and (first := tx.recall(work.key)) is not None:",
        ),
        cheap=True,
    ),
    mutant(
        "drop unique dedupe",
        "two requests with one key may both be remembered",
        f"{FENCES}::test_a_key_is_remembered_once_whoever_looked_before",
        "DID NOT RAISE IntegrityError",
        Change(
            "workflows/adapters/store.py",
            "INSERT INTO workflows_request_key",
            "INSERT OR REPLACE INTO workflows_request_key",
        ),
    ),
    mutant(
        "drop unique dedupe",
        "an attempt that has ended may end again",
        f"{FENCES}::test_an_attempt_ends_once",
        "assert 2 == 1",
        Change(
            "workflows/engine/decide/outcomes.py",
            'if item is None or item.status != "running":',
            "if item is None:",
        ),
        cheap=True,
    ),
    mutant(
        "wake_at not recomputed",
        "a run that rests keeps its time when an answer comes",
        f"{FENCES}::test_an_answer_makes_a_resting_run_due",
        "assert None == datetime.datetime(2026",
        Change(
            BATCH,
            "write.wake_at = _wake_at(run, tx.now)",
            "write.wake_at = None if run.outside and head.seq else _wake_at(run, tx.now)",
        ),
        cheap=True,
    ),
    mutant(
        "wake_at not recomputed",
        "who lets go does not look at what came in between",
        "tests/engine/test_transition.py"
        "::test_a_resume_between_the_last_outcome_and_the_release_is_not_lost",
        "assert not True",
        Change(
            BATCH,
            "                for record in run.records:\n                    evolve(state, record)",
            "                state.seq = head.seq",
        ),
        cheap=True,
    ),
    mutant(
        "drop status = open",
        "a wait that was answered may be answered again",
        "tests/engine/test_suspension.py::test_a_second_answer_is_refused_and_told_who_was_first",
        "DID NOT RAISE AlreadyClosed",
        Change(
            "workflows/engine/state/fold.py",
            "state.suspensions.pop(event.suspension)",
            "state.suspensions[event.suspension]",
        ),
        cheap=True,
    ),
    mutant(
        "enqueue before commit",
        "the bell rings while the transaction is open",
        f"{FENCES}::test_the_bell_rings_and_the_feed_speaks_after_the_commit",
        "At index 0 diff",
        Change(
            "workflows/engine/transition/path.py",
            '            reach("apply.before_commit")\n',
            '            batch.tell()\n            reach("apply.before_commit")\n',
        ),
        Change(
            "workflows/engine/transition/path.py",
            '    reach("apply.after_commit")\n    _after(ports, batch)\n',
            '    reach("apply.after_commit")\n',
        ),
        cheap=True,
    ),
    mutant(
        "heartbeat without epoch",
        "a beat renews whatever it names",
        "tests/adapters/test_leases.py::test_only_the_holder_renews",
        "Extra items in the left set",
        Change(LEASES, 'json_each(%s)) AND lease_owner = %s"', "json_each(%s)) AND %s <> ''\""),
    ),
    mutant(
        "claims not raised",
        "a take-over on SQLite is not counted",
        f"{STORE}::test_a_lease_that_ran_out_is_taken_over_and_counted",
        "('w2', 2, 0) != ('w2', 2, 2)",
        Change(
            RUNS,
            "            claims = claims + 1, wake_at = {SqliteSession",
            "            wake_at = {SqliteSession",
        ),
    ),
    mutant(
        "claims not raised",
        "a take-over on PostgreSQL is not counted",
        f"{STORE}::test_a_lease_that_ran_out_is_taken_over_and_counted",
        "('w2', 2, 0) != ('w2', 2, 2)",
        Change(
            RUNS, "        claims = claims + 1, wake_at = statement", "        wake_at = statement"
        ),
        postgres=True,
    ),
    mutant(
        "rescue without re-check",
        "a run is woken over the head of who has taken it since",
        "tests/engine/transition/test_rewaking.py::test_whoever_has_taken_the_run_since_keeps_it",
        "None != 'alive'",
        Change(
            BATCH,
            "isinstance(command, Rewake) and command.epoch == run.head.epoch",
            "isinstance(command, Rewake)",
        ),
        cheap=True,
    ),
    mutant(
        "rescue without re-check",
        "a run that cannot be read is put off though somebody holds it",
        f"{FENCES}::test_a_run_that_somebody_has_taken_is_not_put_off",
        "== datetime.datetime(",
        Change(
            LEASES,
            "WHERE uuid = %s AND wake_at <= {now} RETURNING id",
            "WHERE uuid = %s RETURNING id",
        ),
    ),
    mutant(
        "payload in channel message",
        "what moved is told with its content",
        f"{FENCES}::test_the_bell_rings_and_the_feed_speaks_after_the_commit",
        "<class 'list'> is int",
        Change(
            BATCH,
            "self.moved[run.head.run_id] = run.state.seq",
            "self.moved[run.head.run_id] = [item.event for item in write.records]",
        ),
        cheap=True,
    ),
    mutant(
        "group_add after read",
        "a socket follows from where the log stood before it was told of it",
        "tests/live/test_runs.py::test_what_is_appended_while_the_subscription_is_made_is_not_lost",
        "TimeoutError",
        Change(
            "workflows/live/outbox.py",
            "watch.looked = False\n        watch.ring()",
            "watch.looked = True\n        watch.ring()",
        ),
    ),
    mutant(
        "truthy CEL error",
        "a rule that fails is what the library makes of it",
        "tests/engine/expressions/test_expressions.py::test_a_failing_rule_is_never_true",
        "NOT_FOUND",
        Change(
            "workflows/engine/expressions.py",
            "if value.type() in (cel.Type.ERROR, cel.Type.UNKNOWN):",
            "if False:",
        ),
        Change(
            "workflows/engine/expressions.py",
            "plain = value.plain_value() if value.type() == cel.Type.BOOL else None",
            "plain = bool(value.plain_value())",
        ),
    ),
    mutant(
        "GET decides",
        "a link decides when it is opened",
        "tests/web/decide/test_by_mail.py::test_fetching_links_changes_nothing",
        "the link has done something",
        Change(
            "workflows/web/decide/by_mail.py",
            'path = reverse("decide_by_mail", args=[given.task])',
            "from workflows.services.inbox.deciding import DecideRequest\n"
            '        links.decide_by_link(given, DecideRequest("approved"))\n'
            '        path = reverse("decide_by_mail", args=[given.task])',
        ),
    ),
    mutant(
        "pickle serializer",
        "jobs are pickled",
        "tests/setup/test_settings.py::test_with_redis_jobs_are_json_and_never_pickled",
        "rq.serializers.DefaultSerializer",
        Change(
            "core/stores.py", "rq.serializers.JSONSerializer", "rq.serializers.DefaultSerializer"
        ),
    ),
    mutant(
        "origin check off",
        "any page may open a socket",
        "tests/live/test_gate.py::test_foreign_pages_do_not_pass",
        "assert not True",
        Change(
            "workflows/live/gate.py",
            'return parts.scheme in ("http", "https") and parts.netloc == host',
            'return parts.scheme in ("http", "https")',
        ),
        cheap=True,
    ),
    mutant(
        "queryset without tenant",
        "the runs of all workspaces are shown",
        "tests/api/workspaces/test_doors_of_workspaces.py"
        "::test_no_address_shows_a_stranger_of_another_workspace_anything",
        "AssertionError: runs/",
        Change(
            "workflows/services/queries/visible.py",
            "rows = Run.objects.filter(workspace=reach.workspace)",
            "rows = Run.objects.all()",
        ),
    ),
    mutant(
        "IMMEDIATE to DEFERRED",
        "a transaction of the store may read before it may write",
        "tests/adapters/test_transactions.py::test_appends_of_many_threads_leave_no_gap",
        "OperationalError('database is locked') != None",
        Change("workflows/adapters/dialects.py", '"BEGIN IMMEDIATE"', '"BEGIN DEFERRED"'),
    ),
    mutant(
        "IMMEDIATE to DEFERRED",
        "a transaction of Django may read before it may write",
        "tests/setup/test_settings.py"
        "::test_sqlite_loses_nothing_at_a_power_cut_and_checks_what_it_stores",
        "'DEFERRED' == 'IMMEDIATE'",
        Change(
            "core/stores.py", '"transaction_mode": "IMMEDIATE"', '"transaction_mode": "DEFERRED"'
        ),
    ),
    mutant(
        "synchronous = OFF",
        "a commit may be lost with the power",
        "tests/setup/test_settings.py"
        "::test_sqlite_loses_nothing_at_a_power_cut_and_checks_what_it_stores",
        "{'synchronous': 0} != {'synchronous': 2}",
        Change("core/stores.py", "PRAGMA synchronous=FULL", "PRAGMA synchronous=OFF"),
    ),
)
