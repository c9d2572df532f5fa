"""Articles: reviewed, sent back for changes as often as it takes, and published at their hour."""

from ..drawing import DemoWorkflow, choice, edge, expr, form, graph, node, text
from .places import AUTHORS, MANAGERS

_ARTICLE = {
    "headline": text("Headline", minLength=1),
    "body": text("Article", minLength=1, format="textarea"),
}

_WITHDRAWN = "has(output.data.withdraw) && output.data.withdraw"

WORKFLOW = DemoWorkflow(
    "article-publishing",
    "Article publishing",
    "An article is reviewed and sent back to its author for changes as often as it takes; then it "
    "waits for its hour and is published.",
    graph(
        [
            node(
                "draft", "input", "Hand in article", (0, 1),
                schema=form(
                    ["headline", "body", "channel", "author"],
                    **_ARTICLE,
                    channel=choice("Channel", "Blog", "Newsletter", "Press"),
                    author=text("Author (user name)", minLength=1),
                    publish_at=text("Publish at", format="date-time"),
                ),
            ),
            node(
                "review", "approval", "Review", (1, 1),
                title="Publish on the {{ inputs.channel }}: {{ inputs.headline }}?",
                instructions="Approve to publish it at its hour. Reject to send it back, and say "
                "what should change.",
                subject=expr(
                    "{'headline': has(state.headline) ? state.headline : inputs.headline, "
                    "'author': inputs.author, "
                    "'publish_at': has(inputs.publish_at) ? inputs.publish_at : null, "
                    "'article': has(state.body) ? state.body : inputs.body}"
                ),
                groups=[MANAGERS],
                comment_on_reject=True,
                due_seconds="1d",
            ),
            node(
                "revise", "form", "Revise", (2, 1),
                title="Revise the article: {{ inputs.headline }}",
                instructions="{{ nodes.review.approver }} asks for changes: "
                "{{ nodes.review.comment }}",
                users=expr("[inputs.author]"),
                fallback={"groups": [AUTHORS]},
                due_seconds="2d",
                schema=form(
                    ["headline", "body"],
                    **_ARTICLE,
                    withdraw={"type": "boolean", "title": "Withdraw the article"},
                ),
                proposal=expr(
                    "{'headline': has(state.headline) ? state.headline : inputs.headline, "
                    "'body': has(state.body) ? state.body : inputs.body}"
                ),
            ),
            node(
                "keep", "set_state", "Take the new text", (3, 1),
                values={
                    "headline": expr("nodes.revise.data.headline"),
                    "body": expr("nodes.revise.data.body"),
                },
            ),
            node(
                "hour", "sleep", "Wait for its hour", (2, 0),
                until=expr("has(inputs.publish_at) ? inputs.publish_at : run.started_at"),
            ),
            node(
                "publish", "template", "Publish", (3, 0),
                template="Published on the {{ inputs.channel }}: {{ inputs.headline }}",
            ),
            node(
                "drop", "template", "Withdraw", (3, 2),
                template="Withdrawn by its author: {{ inputs.headline }}",
            ),
            node("result", "output", "Outcome", (4, 1), name="outcome"),
        ],
        [
            edge("draft", "review"),
            edge("review", "hour", action="approved"),
            edge("review", "revise", action="rejected"),
            edge("revise", "keep", when=f"!({_WITHDRAWN})"),
            edge("revise", "drop", when=_WITHDRAWN),
            edge("keep", "review"),
            edge("hour", "publish"),
            edge("publish", "result", data="value"),
            edge("drop", "result", data="value"),
        ],
    ),
)  # fmt: skip
