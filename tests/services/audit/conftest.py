"""A run with a log, and the means to damage it as somebody would who has the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from tests.adapters.conftest import Bench, django_bench
from tests.adapters.test_store import CREATED, STARTED, began, done
from tests.api.conftest import _fresh_caches, drain, people, published
from workflows.adapters.audit.chain import genesis
from workflows.models import Event, Run
from workflows.services.audit.walking import next_hash
from workflows.services.queries.audit.stored import log_of

__all__ = ["_fresh_caches", "django_bench", "drain", "people", "published"]


@pytest.fixture
def unguarded(db: None) -> None:
    """Switch the triggers off by hand; put back with the test's transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER workflows_event_no_update")
            cursor.execute("DROP TRIGGER workflows_event_no_delete")
        else:
            cursor.execute("ALTER TABLE workflows_event DISABLE TRIGGER ALL")


@pytest.fixture
def seven(django_bench: Bench) -> str:
    """A run with seven events: the run's own two, two steps, and the beginning of a third."""
    run_id = django_bench.create(CREATED, STARTED)
    django_bench.append(run_id, began("a"))
    django_bench.append(run_id, done("a", 1), began("b"), done("b", {"x": [1.5, None]}), began("c"))
    return run_id


class Tamper:
    """What somebody does to the log of one run, past everything that would keep him from it."""

    def __init__(self, run_id: str) -> None:
        self.run_id = run_id
        self.pk = Run.objects.get(uuid=run_id).pk

    def change(self, seq: int, /, **columns: Any) -> None:
        """Change columns of an event."""
        assert Event.objects.filter(run=self.pk, seq=seq).update(**columns) == 1

    def text(self, seq: int, sql: str, *params: Any) -> None:
        """Change the payload's text by an SQL expression of it."""
        self.say(f"UPDATE workflows_event SET payload = {sql} WHERE run_id = %s AND seq = %s",
                 *params, self.pk, seq)  # fmt: skip

    def row(self, **columns: Any) -> None:
        """Change the run's row."""
        Run.objects.filter(pk=self.pk).update(**columns)

    def delete(self, seq: int) -> None:
        """Delete an event."""
        Event.objects.filter(run=self.pk, seq=seq)._raw_delete(using="default")

    def shift(self, first: int, by: int) -> None:
        """Number the events from one on anew."""
        seqs = Event.objects.filter(run=self.pk, seq__gte=first).values_list("seq", flat=True)
        for seq in sorted(seqs, reverse=by > 0):
            self.change(seq, seq=seq + by)

    def swap(self, one: int, other: int) -> None:
        """Let two events change places."""
        self.change(one, seq=10_000)
        self.change(other, seq=one)
        self.change(10_000, seq=other)

    def insert(self, seq: int, hash_: bytes | None, **columns: Any) -> None:
        """Put an event of one's own in; the place must be free."""
        like = Event.objects.filter(run=self.pk).exclude(node_id=None)[0]
        row = {"type": "TaskCommented", "node_id": like.node_id, "iteration": 1, "at": like.at}
        payload = {"task": "x", "by": "ada", "detail": {"text": "Never said"}}
        Event.objects.create(run_id=self.pk, seq=seq, hash=hash_, payload=payload, **row | columns)

    def right_hash(self, seq: int) -> bytes:
        """Compute what the hash of an event has to be behind the one before."""
        before = genesis(self.run_id)
        for row in log_of(self.pk):
            if row.seq == seq:
                found = next_hash(before, row)
                assert found is not None
                return found
            before = row.hash or before
        raise AssertionError(seq)

    def cover_up(self) -> None:
        """Write the whole chain anew, the head as well."""
        head = None
        for seq in Event.objects.filter(run=self.pk).values_list("seq", flat=True).order_by("seq"):
            head = self.right_hash(seq)
            self.change(seq, hash=head)
        self.row(chain=head)

    def say(self, sql: str, *params: Any) -> None:
        """Execute a statement."""
        with connection.cursor() as cursor:
            cursor.execute(sql, params)


@pytest.fixture
def tamper(seven: str, unguarded: None) -> Tamper:
    """Give the means for the run with seven events."""
    return Tamper(seven)
