"""Announcements turned into notices, mails and calls of webhooks: each in one transaction with its
deletion, so exactly once, whoever dies in between."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import DatabaseError, InterfaceError, transaction

from workflows.adapters.notices import announcements, bell, deliveries
from workflows.adapters.notices.announcements import Taken
from workflows.adapters.notices.bell import Changed
from workflows.engine.events import Json

from ..queries.notices import audience, happenings
from ..queries.notices.happenings import Happening
from . import kinds, timing, webhooks
from .habits import habits_of, has_address
from .hinting import hint
from .telling import Telling, ending, handed_on, tellings

log = logging.getLogger(__name__)

MOST_AT_ONCE = 1_000


def expand_all() -> int:
    """Turn what is announced and due; give how many. Raises what the database raises."""
    done = 0
    while done < MOST_AT_ONCE and announcements.any_due() and expand_next():
        done += 1
    return done


def expand_next() -> bool:
    """Turn the oldest announcement; False when there is none. One that cannot be turned rests."""
    taken: Taken | None = None
    try:
        with transaction.atomic():
            taken = announcements.take()
            if taken is None:
                return False
            changed = _expand(taken)
    except (DatabaseError, InterfaceError):
        raise
    except Exception:
        if taken is None:
            raise
        log.exception("%s of run %s cannot be told.", taken.kind, taken.run_id)
        announcements.put_off(taken.id)
        return True
    hint(changed)
    return True


def _expand(taken: Taken) -> Changed:
    happening = happenings.find(taken.kind, taken.run_id, taken.seq, taken.at)
    if happening is None:
        return {}
    webhooks.announce(happening, taken.now)
    changed = {**_end(happening, taken.now)}
    found = tellings(happening)
    return {**changed, **_tell(happening, found, taken.now)}


def _end(happening: Happening, now: datetime) -> Changed:
    """Mark the notices of those who were asked, and drop the mails that would ask them."""
    task = happening.task
    if task is None:
        return {}
    ask, wanted = kinds.ask_topic(str(task.pk)), kinds.wanted_topic(str(task.pk))
    if happening.kind == "task.commented" and happening.detail.get("answers"):
        return bell.end(task.pk, [wanted], {"state": "answered", "by": happening.by}, now)
    if (handed := handed_on(happening)) is not None:
        still = [reader.user.pk for reader in audience.asked_now(task)]
        return bell.end_for_others(task.pk, ask, still, handed, now)
    over = ending(happening)
    if over is None:
        return {}
    deliveries.drop_waiting(task.pk, kinds.TO_DO, now, "The task is closed.")
    # Who decided is known to those who had to: it is as good as read. That nobody decides is news.
    kind = None if over["state"] == "decided" else str(over["state"])
    changed = bell.end(task.pk, [ask], over, now, kind=kind)
    for user in audience.active(happening.run, [happening.by or ""]).values():
        bell.read(user.pk, [changed.get(user.pk, 0)], now)
    return {**changed, **bell.end(task.pk, [wanted], over, now)}


def _tell(happening: Happening, found: Sequence[Telling], now: datetime) -> Changed:
    groups = [item for item in found if item.kind == kinds.FAILURES]
    if groups:
        announcements.lock_workflow(happening.run.workflow_id)
    changed = bell.tell(
        [_notice(happening, item) for item in found if item.kind != kinds.FAILURES], now
    )
    counted = bell.tell([_notice(happening, item) for item in groups], now, counting=True)
    # No mail leaves from a trial run.
    if not happening.run.draft:
        _mail(happening, found, now)
    return {**changed, **counted}


def _notice(happening: Happening, item: Telling) -> bell.Fresh:
    task = happening.task
    return bell.Fresh(
        user=item.reader.user.pk,
        topic=item.topic,
        kind=item.kind,
        title=task.title if task is not None else happening.run.workflow.name,
        at=happening.at,
        facts=item.facts,
        task=task.pk if task is not None else None,
        run=happening.run.pk,
    )


def _mail(happening: Happening, found: Sequence[Telling], now: datetime) -> None:
    people = [item.reader.user for item in found if has_address(item.reader.user.email)]
    settings = audience.profiles(people)
    fresh = []
    for item in found:
        user = item.reader.user
        habits = habits_of(settings.get(user.pk))
        if not has_address(user.email) or not kinds.is_mailed(item.kind, habits.mail):
            continue
        fresh.append(
            deliveries.Fresh(
                channel=deliveries.MAIL,
                kind=item.kind,
                body=_letter(happening, item.facts),
                due_at=timing.leaves_at(now, habits),
                user=user.pk,
                task=happening.task.pk if happening.task is not None else None,
                run=happening.run.pk,
                bundled=habits.digest != "off",
            )
        )
    deliveries.put(fresh, now, timing.GIVE_UP_AFTER)


def _letter(happening: Happening, facts: Mapping[str, Json]) -> dict[str, Json]:
    """Keep what a mail is written of that is not in the rows of the task and the run."""
    return {"facts": dict(facts), "at": happening.at.isoformat()}
