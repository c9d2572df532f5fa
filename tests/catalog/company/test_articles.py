"""Articles from the request to all of their ends."""

from __future__ import annotations

from tests.catalog.company.world import Here

ARTICLE = {"headline": "News", "body": "Long.", "channel": "Blog", "author": "nadia"}
REVISED = {"headline": "Better news", "body": "Short."}


def test_an_article_goes_round_until_the_review_is_content() -> None:
    here = Here("article-publishing")
    run = here.run(ARTICLE)
    for _ in range(3):
        here.decide(run, "review", "ben", "rejected", comment="Shorter.")
        wait = here.waits(run)["revise"]
        assert wait.users == ["nadia"]
        assert wait.ask["instructions"] == "ben asks for changes: Shorter."
        here.decide(run, "revise", "nadia", None, data=REVISED)
    assert here.waits(run)["review"].ask["subject"]["article"] == "Short."
    here.decide(run, "review", "ben", "approved")
    assert here.outcome(run) == "Published on the Blog: News"


def test_an_author_withdraws_an_article() -> None:
    here = Here("article-publishing")
    run = here.run(ARTICLE)
    here.decide(run, "review", "ben", "rejected", comment="No.")
    here.decide(run, "revise", "nadia", None, data={**REVISED, "withdraw": True})
    assert here.outcome(run) == "Withdrawn by its author: News"


def test_an_article_waits_for_its_hour() -> None:
    here = Here("article-publishing")
    run = here.run({**ARTICLE, "publish_at": "2026-01-07T08:00:00+00:00"})
    here.decide(run, "review", "ben", "approved")
    assert here.waits(run)["hour"].kind == "timer"
    here.later(46 * 3_600)
    assert here.state(run).status == "suspended"
    here.later(2 * 3_600)
    assert here.outcome(run) == "Published on the Blog: News"
