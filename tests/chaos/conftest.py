"""One site at a time for many tests: made once, healed after each, and judged by the oracle."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.harness import oracle
from tests.chaos.harness.client import Sent
from tests.chaos.harness.effects import Effects, open_effects
from tests.chaos.harness.looking import looking_at
from tests.chaos.harness.oracle import Mark
from tests.chaos.harness.proxy import Switchboard
from tests.chaos.harness.report import Report
from tests.chaos.harness.site import SQLITE, Plan, Site, World
from tests.chaos.harness.stores import Cluster, cluster, lacking
from tests.support.outside.postbox import Postbox, serving_mail
from workflows.models import Run

SEED = int(os.environ.get("SOAK_SEED") or 20_261_130)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long ones to `make soak`; put together what shares a site."""
    ours = [item for item in items if "tests/chaos/" in str(item.path)]
    out = [item for item in ours if item.get_closest_marker("soak")]
    if os.environ.get("SOAK_MINUTES"):
        out = []
    if problem := lacking():
        if os.environ.get("CI"):
            raise pytest.UsageError(f"{problem}; tests of faults need it.")
        needing = [item for item in ours if _plan_of(item) not in ("", str(SQLITE))]
        config.stash[LEFT_OUT] = f"Not run: {len(needing)} tests of faults. {problem}."
        out += needing
    if out:
        items[:] = [item for item in items if item not in out]
        config.hook.pytest_deselected(items=out)
        ours = [item for item in ours if item not in out]
    for item in ours:
        if not item.get_closest_marker("timeout"):
            # The first test of a site makes it, which takes minutes on a machine that is busy.
            item.add_marker(pytest.mark.timeout(900 if item.get_closest_marker("soak") else 400))
    places = [at for at, item in enumerate(items) if item in ours]
    for at, item in zip(places, sorted(ours, key=_plan_of), strict=True):
        items[at] = item


def _plan_of(item: Any) -> str:
    params = getattr(getattr(item, "callspec", None), "params", {})
    return str(params.get("site", SQLITE if "site" in getattr(item, "fixturenames", ()) else ""))


@dataclass
class Sites:
    """All sites of a session; only one of them has running processes."""

    world: World
    made: dict[Plan, Site] = field(default_factory=dict)
    awake: Plan | None = None

    def of(self, plan: Plan) -> Site:
        """Give the site of a plan with its processes running; those of another one end."""
        if self.awake not in (None, plan):
            self.made[self.awake].kill_all()  # type: ignore[index]
        site = self.made.get(plan)
        if site is None:
            site = self.made[plan] = Site(plan, self.world)
            with looking_at(site.database_url):
                site.people()
            site.start()
        else:
            site.heal()
        self.awake = plan
        return site


@pytest.fixture(scope="session")
def sites() -> Iterator[Sites]:
    """Keep what all tests here share."""
    with ExitStack() as stack:
        kept: list[Cluster] = []

        def one_cluster() -> Cluster:
            if not kept:
                kept.append(stack.enter_context(cluster()))
            return kept[0]

        board = Switchboard()
        stack.callback(board.end)
        effects, mails = stack.enter_context(open_effects()), stack.enter_context(serving_mail())
        made = Sites(World(effects, mails, board, one_cluster))
        yield made
        for site in made.made.values():
            site.close()


@dataclass
class Judge:
    """The oracle of one test: everything since its beginning."""

    site: Site
    since: Mark
    report: Report
    unblocked: Callable[[], Any]

    def __call__(self, seconds: float = 120) -> None:
        """Let everything come to rest; then nothing may be wrong."""
        oracle.settle(self.site, self.since, seconds)
        found = oracle.faults(self.site, self.since)
        self.report.judged(found)
        assert not found, "\n".join(found[:20])

    def healthy(self) -> None:
        """See a fresh run complete."""
        site = self.site
        slug = site.publish({"a": site.effect(), "z": ("constant", {"value": 1})}, "a>z")
        run = site.client().start(slug)
        site.until_ended(run)
        assert site.status(run) == "completed"


@pytest.fixture(scope="session")
def report(request: pytest.FixtureRequest) -> Report:
    """Give the figures of this session, which are printed at its end."""
    return request.config.stash.setdefault(REPORT, Report())


@pytest.fixture
def site(
    sites: Sites, report: Report, request: pytest.FixtureRequest, django_db_blocker: Any
) -> Iterator[Site]:
    """Give the site of the test's plan (indirect parameter, else SQLite without Redis).

    Afterwards every fault is undone, a fresh run must complete, and the oracle looks at all that
    has happened since the test began.
    """
    plan: Plan = getattr(request, "param", SQLITE)
    with django_db_blocker.unblock():
        made = sites.of(plan)
        made.story.clear()
        with looking_at(made.database_url):
            judge = Judge(made, oracle.mark(made), report, django_db_blocker.unblock)
            request.node.stash[JUDGE] = judge
            yield made
            made.heal()
            judge.healthy()
            judge()
            _count(report, judge)


def _count(report: Report, judge: Judge) -> None:
    site, since = judge.site, judge.since
    report.tests += 1
    report.runs += Run.objects.filter(pk__gt=since.run).count()
    report.requests += len(site.journal) - since.request
    report.effects += site.world.effects.count - since.effect
    report.acts += len(site.story)


@pytest.fixture
def judge(site: Site, request: pytest.FixtureRequest) -> Judge:
    """Give the oracle, for tests that want to ask it on the way."""
    return request.node.stash[JUDGE]


@pytest.fixture
def effects(site: Site) -> Effects:
    """Give the outside world of the site, forgetting what other tests did."""
    site.world.effects.seen.clear()
    return site.world.effects


@pytest.fixture
def mails(site: Site) -> Postbox:
    """Give the mail server of the site."""
    return site.world.mails


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """Give a generator that the seed and the test's name determine."""
    return random.Random(f"{SEED}:{request.node.name}")


JUDGE = pytest.StashKey[Judge]()
REPORT = pytest.StashKey[Report]()
LEFT_OUT = pytest.StashKey[str]()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print the chaos report after a soak; `SOAK_REPORT` names a file for it."""
    if note := config.stash.get(LEFT_OUT, ""):
        terminalreporter.write_line(note, yellow=True)
    report = config.stash.get(REPORT, None)
    if report is None or not os.environ.get("SOAK_MINUTES"):
        return
    text = "\n".join(report.lines())
    terminalreporter.write_line(f"\nChaos report, SOAK_SEED={SEED}\n\n{text}")
    if path := os.environ.get("SOAK_REPORT"):
        Path(path).write_text(f"{text}\n")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    """Print with a failure: the seed, what was done, the last requests, the logs of the runs."""
    report = yield
    judge = item.stash.get(JUDGE, None)
    if report.failed and judge is not None:
        report.sections.append(("chaos", _told(judge)))
    return report


def _told(judge: Judge) -> str:
    site = judge.site
    parts: list[str] = [f"SOAK_SEED={SEED}, {site.plan}", *site.story]
    parts += [_line(sent) for sent in site.journal[judge.since.request :][-20:]]
    try:
        with judge.unblocked(), looking_at(site.database_url):
            parts.append(oracle.histories(judge.since))
    except Exception as error:
        parts.append(f"The histories cannot be read: {error}")
    parts += [f"--- {name}\n{item.tail()}" for name, item in site.processes.items()]
    return "\n".join(parts)


def _line(sent: Sent) -> str:
    return f"{sent.by} {sent.method} {sent.path} -> {sent.status} in {sent.seconds:.2f} s"
