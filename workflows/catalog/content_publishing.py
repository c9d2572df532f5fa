"""Template: an article is edited, approved with a form, and published at its time."""

from .drawing import DemoWorkflow, edge, expr, form, graph, node, text

WORKFLOW = DemoWorkflow(
    "content-publishing",
    "Content publishing",
    "An editor approves an article and says when; it is published after that delay, or returned.",
    graph(
        [
            node(
                "draft", "input", "Hand in article", (0, 0.5),
                schema=form(
                    ["headline", "body"],
                    headline=text("Headline", minLength=1),
                    body=text("Article", format="textarea"),
                ),
            ),
            node(
                "edit", "approval", "Editor's decision", (1, 0.5),
                title="Publish {{ inputs.headline }}?",
                instructions="Read the article. Choose how long to hold it back.",
                groups=["managers"],
                forbid_initiator=True,
                due_seconds="1d",
                schema=form(
                    hold_back=text("Hold back for", default="10s", description="30s, 5m, 2h or 3d")
                ),
            ),
            node(
                "embargo", "sleep", "Hold back", (2, 0),
                duration_seconds=expr(
                    "has(nodes.edit.data.hold_back) ? nodes.edit.data.hold_back : '10s'"
                ),
            ),
            node(
                "publish", "template", "Publish", (3, 0),
                template="Published: {{ inputs.headline }}",
            ),
            node(
                "return", "template", "Return to author", (3, 1),
                template="Returned: {{ inputs.headline }}. {{ nodes.edit.comment }}",
            ),
            node("result", "output", "Outcome", (4, 0.5), name="outcome"),
        ],
        [
            edge("draft", "edit", data="subject"),
            edge("edit", "embargo", action="approved"),
            edge("edit", "return", action="rejected"),
            edge("embargo", "publish"),
            edge("publish", "result", data="value"),
            edge("return", "result", data="value"),
        ],
    ),
)  # fmt: skip
