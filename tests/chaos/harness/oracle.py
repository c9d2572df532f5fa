"""What must be true after every fault: the invariants I1 to I14, each fault one sentence.

I1 to I3, I6, I7 and I12 are asked of the same code as ``manage.py verify``; the rest compares the
database with what clients were told and shown, and with what has happened outside.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from tests.chaos.harness.client import Sent
from tests.chaos.harness.looking import holds
from tests.chaos.harness.pages import Page, log_of, seq_of
from tests.chaos.harness.site import ENDED, STRANGER, Site
from tests.support.waiting import until
from workflows.models import Announcement, Delivery, Event, Run, Task
from workflows.services.dashboard.invariants import broken
from workflows.services.verify import verify_exchange, verify_runs

IGNORED = {"no_worker", "passed_over", "nobody_tasks", "dead_deliveries", "failing_webhooks"}
"""States of an installation that some tests bring about on purpose; no promise speaks of them."""


@dataclass(frozen=True)
class Mark:
    """A place in everything that grows: what came before belongs to other tests."""

    run: int
    request: int
    effect: int
    mail: int
    delivery: int


def mark(site: Site) -> Mark:
    """Note where a test begins."""
    last = Run.objects.order_by("-pk").values_list("pk", flat=True).first()
    sent = Delivery.objects.order_by("-pk").values_list("pk", flat=True).first()
    outside = site.world
    return Mark(
        last or 0, len(site.journal), outside.effects.count, len(outside.mails.mails), sent or 0
    )


def settle(site: Site, since: Mark, seconds: float = 120) -> None:
    """Wait until nothing moves any more (I14): runs have ended or wait, mails have left."""
    waits = Q(status__in=ENDED) | Q(suspensions__closed_at=None, suspensions__isnull=False)
    runs = Run.objects.filter(pk__gt=since.run).exclude(waits)
    until(
        lambda: holds(lambda: not runs.exists()),
        "I14: every run has ended or waits for somebody",
        seconds,
    )
    untold = Delivery.objects.filter(pk__gt=since.delivery, state="waiting", bundled=False)

    # Whoever died while sending holds a delivery for three minutes, which are made to pass.
    untold.update(held_until=None)

    def told() -> bool:
        return not Announcement.objects.exists() and not untold.exists()

    until(lambda: holds(told), "I8: everything that is to be told is sent", seconds)


def faults(site: Site, since: Mark) -> list[str]:
    """Check everything since a mark; an empty list means that all is well."""
    return [fault for check in _CHECKS for fault in check(site, since)]


def history(run: str) -> str:
    """Write the log of a run, a line an event."""
    rows = Event.objects.filter(run__uuid=run).order_by("seq")
    return "\n".join(
        f"  {row.seq:>3} e{row.epoch} {row.at:%H:%M:%S.%f} {row.type} {row.node_id or ''}"
        for row in rows
    )


def histories(since: Mark, most: int = 5) -> str:
    """Write the logs of the runs that did not complete, else of the first ones."""
    rows = Run.objects.filter(pk__gt=since.run).order_by("pk")
    chosen = list(rows.exclude(status="completed")[:most]) or list(rows[:most])
    return "\n".join(f"{row.uuid} {row.status}\n{history(str(row.uuid))}" for row in chosen)


def _database(site: Site, since: Mark) -> Iterable[str]:
    """I1 order, I2 epochs, I3 completions, I5 tasks, I6 rows, I7 wake-ups, I12 chain."""
    for uuid in Run.objects.filter(pk__gt=since.run).values_list("uuid", flat=True):
        for verdict in verify_runs(str(uuid)):
            yield from map(str, verdict.faults)
    yield from map(str, verify_exchange())
    for item in broken():
        if item.name not in IGNORED:
            yield f"I7: {item.name}: {item.message}"


def _acknowledged(site: Site, since: Mark) -> Iterable[str]:
    """I4: what was acknowledged is there; what is there was asked for."""
    known, asked = _created(since), _starts(site, since)
    by_key: dict[tuple[str, str], set[str]] = defaultdict(set)
    for sent in asked:
        if sent.acknowledged:
            run = sent.answer["id"]
            if run not in known:
                yield f"I4: run {run} was acknowledged and does not exist."
            by_key[(sent.path, sent.key or run)].add(run)
    for (path, key), runs in by_key.items():
        if len(runs) > 1:
            yield f"I4: the key {key} of {path} has started {len(runs)} runs."
    if len(known) > len(asked):
        yield f"I4: there are {len(known)} runs, and only {len(asked)} can have been asked for."


def _contents(site: Site, since: Mark) -> Iterable[str]:
    """I4: a run is the one that was asked for."""
    known = _created(since)
    for sent in _starts(site, since):
        if sent.acknowledged and (run := sent.answer["id"]) in known:
            asked = (sent.by or None, (sent.body or {}).get("inputs", {}))
            if known[run] != asked:
                yield f"I4: run {run} is {known[run]}; asked for was {asked}."


def _starts(site: Site, since: Mark) -> list[Sent]:
    """List the starts that have counted or may have."""
    return [
        sent
        for sent in site.journal[since.request :]
        if sent.method == "POST"
        and sent.path.endswith("/runs/")
        and (sent.acknowledged or sent.unknown)
    ]


def _created(since: Mark) -> dict[str, tuple[Any, Any]]:
    """Give who started each run that nobody nested, and with which inputs, as its log says."""
    first = Event.objects.filter(run_id__gt=since.run, run__parent=None, seq=1)
    rows = first.values_list("run__uuid", "payload")
    return {str(uuid): (payload.get("by"), payload.get("inputs", {})) for uuid, payload in rows}


def _answers(site: Site, since: Mark) -> Iterable[str]:
    """I4: an acknowledged answer is in the log as it was given; one in the log was given."""
    sure, perhaps = set(), set()
    for sent in site.journal[since.request :]:
        if sent.path.endswith("/resume/"):
            answer = (sent.path.split("/")[3], sent.by, _text(sent.body.get("data")))
            if sent.acknowledged:
                sure.add(answer)
            elif sent.unknown:
                perhaps.add(answer)
    found = set(_answered(since))
    for run, by, data in sure - found:
        yield f"I4: {by}'s answer {data} to run {run} was acknowledged and is not in its log."
    for run, by, data in found - sure - perhaps:
        yield f"I4: {by}'s answer {data} is in the log of run {run}, and nobody gave it."


def _answered(since: Mark) -> Iterable[tuple[str, Any, str]]:
    """Give the answers to waits without a task, as logs have them."""
    rows = Event.objects.filter(run_id__gt=since.run, type="NodeResumed")
    for uuid, payload in rows.filter(run__tasks=None).values_list("run__uuid", "payload"):
        if payload.get("via", "api") == "api":
            yield str(uuid), payload.get("by"), _text(payload.get("data"))


def _text(data: Any) -> str:
    return json.dumps(data, sort_keys=True)


def _decisions(site: Site, since: Mark) -> Iterable[str]:
    """I5: whoever decided, or came too late, was told of the same end."""
    ends: dict[str, set[Any]] = defaultdict(set)
    for sent in site.journal[since.request :]:
        if not (sent.path.endswith("/decide/") and sent.path.count("/") == 5):
            continue
        task = sent.path.split("/")[3]
        if sent.acknowledged:
            ends[task].add((sent.by, sent.body["decision"]))
        elif sent.status == 409 and "by" in sent.answer:
            ends[task].add((sent.answer["by"], sent.answer.get("action")))
    for task, told in ends.items():
        if len(told) > 1 and Task.objects.get(pk=task).quorum == 1:
            yield f"I5: the ends of task {task} that people were told of differ: {told}."


def _outside(site: Site, since: Mark) -> Iterable[str]:
    """I9: one key, one body. I3: a step that is recorded has had its effect."""
    for key, effects in site.world.effects.keys("/effect").items():
        if key and len({effect.body for effect in effects}) > 1:
            yield f"I9: the effects with the key {key} differ."
    done = set(site.world.effects.keys("/effect"))
    steps = Event.objects.filter(run_id__gt=since.run, type="NodeCompleted")
    for payload in steps.values_list("payload", flat=True):
        output = payload.get("output")
        names_key = isinstance(output, str) and output.count("/") == 2
        if names_key and output not in done and _is_effect(site, output):
            yield f"I3: the step {output} is recorded and has had no effect."


def _is_effect(site: Site, key: str) -> bool:
    run, node, _ = key.split("/")
    graph: Any = Run.objects.select_related("version").get(uuid=run).version.graph
    kinds = {item["id"]: item["type"] for item in graph["nodes"]}
    return bool(kinds.get(node) == "chaos.effect")


def _told(site: Site, since: Mark) -> Iterable[str]:
    """I8: what is marked as sent has arrived; whatever has arrived was to be sent, under its id."""
    rows = list(Delivery.objects.filter(pk__gt=since.delivery))
    mails = [str(mail["Message-ID"]) for mail in site.world.mails.mails[since.mail :]]
    calls = site.world.effects.keys("/hook")
    arrived = {"mail": " ".join(mails), "webhook": " ".join(calls)}
    for row in rows:
        if row.state == "sent" and str(row.key) not in arrived[row.channel]:
            yield f"I8: the {row.channel} {row.key} is marked as sent and has not arrived."
    keys = [str(row.key) for row in rows]
    for name in mails:
        if not any(key in name for key in keys):
            yield f"I8: the mail {name} has arrived, and nobody was to send it."
    for key, effects in calls.items():
        if len({effect.body for effect in effects}) > 1:
            yield f"I9: the calls with the key {key} differ."


def _pages(site: Site, since: Mark) -> Iterable[str]:
    """I10: a page that follows a run is told the very events that the API shows and the log has."""
    for run in _some_runs(since):
        page = Page(site, site.port, run)
        page.read_until(lambda page=page: page.last >= seq_of(page.run))
        shown = log_of(site, run)[: len(page.seen)]
        if page.seen != shown:
            yield f"I10: a page and the API differ about run {run}."
        rows = Event.objects.filter(run__uuid=run, seq__lte=page.last).order_by("seq")
        if [(item["seq"], item["type"]) for item in shown] != list(rows.values_list("seq", "type")):
            yield f"I10: the API and the log of run {run} differ."


def _workspaces(site: Site, since: Mark) -> Iterable[str]:
    """I13: what is of one workspace is nobody's of another one."""
    strays = Run.objects.filter(pk__gt=since.run).exclude(workspace=F("workflow__workspace"))
    for uuid in strays.values_list("uuid", flat=True):
        yield f"I13: run {uuid} is not in the workspace of its workflow."
    stranger = site.client(STRANGER)
    for path in ("/api/runs/", "/api/workflows/", "/api/tasks/"):
        if stranger.get(path)["results"]:
            yield f"I13: {path} shows somebody what is of another workspace."
    for run in _some_runs(since):
        for path in ("", "events/"):
            status = stranger.status(f"/api/runs/{run}/{path}")
            if status != 404:
                yield f"I13: run {run} answers {status} to somebody of another workspace."


def _some_runs(since: Mark, most: int = 6) -> list[str]:
    """Name the first runs and the last ones: all of very many would take too long."""
    names = [
        str(u)
        for u in Run.objects.filter(pk__gt=since.run).order_by("pk").values_list("uuid", flat=True)
    ]
    return list(dict.fromkeys(names[: most // 2] + names[-most // 2 :]))


def _secrets(site: Site, since: Mark) -> Iterable[str]:
    """I11: no token and no key stands in a log, an event or Redis."""
    canaries = [*site.tokens.values(), site.environment["FERMATA_SECRET_KEY"]]
    texts = {name: process.said() for name, process in site.processes.items()}
    events = Event.objects.filter(run_id__gt=since.run).values_list("payload", flat=True)
    texts["the log of a run"] = "".join(map(_text, events))
    if site.redis is not None and site.redis.alive:
        client = site.redis.client
        texts["Redis"] = "".join(str(key) + str(_value(client, key)) for key in client.scan_iter())
    for name, text in texts.items():
        if any(canary in text for canary in canaries):
            yield f"I11: {name} holds a secret."


def _value(client: Any, key: bytes) -> Any:
    kind = client.type(key)
    if kind == b"string":
        return client.get(key)
    if kind == b"hash":
        return client.hgetall(key)
    return client.lrange(key, 0, -1) if kind == b"list" else ""


_CHECKS: tuple[Callable[[Site, Mark], Iterable[str]], ...] = (
    _database,
    _acknowledged,
    _contents,
    _answers,
    _decisions,
    _outside,
    _told,
    _pages,
    _secrets,
    _workspaces,
)
