"""Row 48: bodies, rules and rows that nothing can be made of are refused at the door or parked;
the processes that met them live on, under the same number."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from django.utils import timezone

from tests.chaos.harness.site import Site
from tests.support.waiting import LONG, until
from tests.support.world import graph
from workflows.models import Event, Run

DEEP = "[" * 33 + "]" * 33
BODIES: dict[str, bytes] = {
    "33 levels": f'{{"inputs": {{"a": {DEEP}}}}}'.encode(),
    "100,000 levels": b'{"inputs": ' + b"[" * 100_000,
    "not a number": b'{"inputs": {"a": NaN}}',
    "infinity": b'{"inputs": {"a": -Infinity}}',
    "a number beyond all": b'{"inputs": {"a": 1e999}}',
    "NUL": b'{"inputs": {"a": "\\u0000"}}',
    "NUL in a key": b'{"inputs": {"a\\u0000b": 1}}',
    "half a character": b'{"inputs": {"a": "\\ud800"}}',
    "half a character as bytes": b'{"inputs": {"a": "\xed\xa0\x80"}}',
    "not UTF-8": b'{"inputs": {"a": "\xff\xfe"}}',
    "5 MB": b'{"inputs": {"a": "' + b"x" * 5_000_000 + b'"}}',
    "a payload above 256 KiB": b'{"inputs": {"a": "' + b"x" * 300_000 + b'"}}',
    "10,001 keys": b'{"inputs": {' + b",".join(b'"k%d": 1' % n for n in range(10_001)) + b"}}",
    "one key twice": b'{"inputs": {"a": 1}, "inputs": {"a": 2}}',
    "cut off": b'{"inputs": {"a": ',
    "nothing at all": b"\x00",
    "a list": b"[]",
}
GRAPHS = "/api/workflows/"
"""Takes as many keys as the largest graph has: these are refused for what they say."""

TOO_LARGE = {"5 MB", "a payload above 256 KiB", "10,001 keys"}
RULES: dict[str, str] = {
    "fails": "1/0 == 1",
    "reads what is missing": "nodes.start.nothing.there == 1",
    "is never a truth": "'yes'",
    "is too long": "true || " + " || ".join(["true"] * 400),
    "does not end": "true &&",
    "loops in loops": "[1].all(a, [1].all(b, [1].all(c, true)))",
    "grows": "size(inputs.list.map(a, inputs.list.map(b, string(a) + string(b)))) > 0",
}

REFUSED = {"is never a truth", "is too long", "does not end", "loops in loops"}
"""Rules that are no rules: they cannot be published."""


@contextmanager
def same_processes(site: Site) -> Iterator[None]:
    """See that whatever happens in the block ends no process."""
    before = {name: item.pid for name, item in site.processes.items()}
    yield
    assert {name: item.pid for name, item in site.processes.items() if item.alive} == before


def test_no_body_ends_a_server_or_comes_in(site: Site) -> None:
    slug = site.publish({"w": "wait"})
    run = site.client().start(slug)
    site.until_waiting(run)
    headers = {
        "Authorization": f"Bearer {site.tokens['root']}", "Content-Type": "application/json",
    }  # fmt: skip
    url = f"http://127.0.0.1:{site.port}"
    with same_processes(site), httpx.Client(base_url=url, headers=headers, timeout=LONG) as client:
        for path in (f"/api/workflows/{slug}/runs/", f"/api/runs/{run}/resume/", GRAPHS):
            for name, body in BODIES.items():
                status = client.post(path, content=body).status_code
                large = name in TOO_LARGE and (path, name) != (GRAPHS, "10,001 keys")
                assert status == (413 if large else 400), (path, name)
        assert site.status(run) == "suspended"
        assert Run.objects.filter(workflow__slug=slug).count() == 1
    site.client().resume(run)


def test_a_rule_that_cannot_decide_is_refused_or_fails_its_run_alone(site: Site) -> None:
    root, runs = site.client(), []
    with same_processes(site):
        for about, rule in RULES.items():
            nodes = {"start": ("constant", {"value": {}}), "end": ("constant", {"value": 1})}
            name = f"rule-{uuid.uuid4().hex[:8]}"
            shape = graph(nodes, ["start>end"])
            shape["edges"][0]["when"] = rule
            made = root.send(
                "POST", "/api/workflows/", {"name": name, "slug": name, "graph": shape}
            )
            assert made.acknowledged
            published = root.send("POST", f"/api/workflows/{name}/versions/", {})
            assert published.status == (400 if about in REFUSED else 201), about
            if about not in REFUSED:
                runs.append(root.start(name, {"list": list(range(500))}))
        site.until_ended(*runs)
    assert {site.status(run) for run in runs} == {"failed"}


def test_a_row_broken_by_hand_stops_its_own_run_and_nothing_else(site: Site) -> None:
    slug = site.publish({"w": "wait", "a": site.effect()}, "w>a")
    root = site.client()
    broken, sound = root.start(slug), root.start(slug)
    site.until_waiting(broken, sound)
    row = Run.objects.get(uuid=broken)
    with same_processes(site):
        Event.objects.create(
            run=row, seq=row.seq + 1, type="FromNowhere", payload={}, at=timezone.now()
        )
        Run.objects.filter(pk=row.pk).update(seq=row.seq + 1, wake_at=timezone.now(), priority=9)
        # A worker comes to it, and leaves it alone for half a minute.
        due = Run.objects.filter(pk=row.pk, wake_at__gt=timezone.now())
        until(due.exists, "the broken run is put off")
        assert root.resume(sound).acknowledged
        site.until_ended(sound)
    assert site.status(sound) == "completed"
    assert root.send("POST", f"/api/runs/{broken}/resume/", {"data": {}}).status == 409
    remove(site, row)


def remove(site: Site, row: Run) -> None:
    """Remove a run that nobody can mend with all that is of it; the oracle asks no more for it."""
    number, name = row.pk, str(row.uuid)
    row.delete()
    Event.objects.filter(run_id=number).delete()
    site.journal[:] = [
        sent
        for sent in site.journal
        if name not in sent.path
        and not (isinstance(sent.answer, dict) and name in str(sent.answer))
    ]
