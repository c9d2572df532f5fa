"""A node written by hand: how a ``SuspendableNode`` waits, remembers and waits again; and the
example workflow around it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from workflows.engine.node import Output, ProcessingContext, SuspendableNode

from .drawing import DemoWorkflow, edge, form, graph, node, text

ANSWER = form(
    ["approved"],
    approved={"type": "boolean", "title": "Approved"},
    comments=text("Comments", format="textarea"),
    changes_wanted={"type": "boolean", "title": "Send back for changes"},
)


class DocumentApprovalNode(SuspendableNode):
    """Waits until a document is approved or rejected, and again each time changes are wanted."""

    node_type = "document_approval"
    node_title = "Document approval"
    node_category = "People"
    node_icon = "file-text"
    node_tags = ("document", "review", "example")
    node_actions = ("approved", "rejected")
    node_outputs = {
        "approved": {"type": "boolean", "title": "Approved"},
        "document": {"type": "string", "title": "Document"},
        "comments": {"type": "string", "title": "Comments"},
        "reviewer": {"type": "string", "title": "Reviewer"},
        "rounds": {"type": "integer", "title": "Rounds"},
    }

    document: str = Field(min_length=1, title="Document", description="Its name or address.")
    max_rounds: int = Field(
        default=3, ge=1, le=20, title="Rounds at most", json_schema_extra={"x-port": False}
    )

    async def process(self, context: ProcessingContext) -> Output:
        """Wait for an answer; wait again for changes while there are rounds left."""
        if not self.is_resuming():
            await self._ask(1, [])

        # From here on another process may be at work, days later: all it knows was saved.
        saved = await self.get_saved_state()
        history = [*saved["history"], saved.get("comments", "")]
        if saved.get("changes_wanted") and saved["round"] < self.max_rounds:
            await self._ask(saved["round"] + 1, history)

        action = "approved" if saved["approved"] else "rejected"
        context.log(f"{self.document}: {action} in round {saved['round']}")
        reviewer = context.resumed["by"] if context.resumed else None
        return Output(
            {
                "approved": saved["approved"],
                "document": self.document,
                "comments": saved.get("comments", ""),
                "reviewer": reviewer,
                "rounds": saved["round"],
            },
            action,
        )

    async def _ask(self, number: int, history: list[Any]) -> None:
        again = f" (round {number})" if number > 1 else ""
        await self.suspend_workflow(
            reason=f"{self.document} waits for approval{again}",
            state={"round": number, "history": history},
            metadata={"document": self.document, "round": number, "earlier_comments": history},
            schema=ANSWER,
        )


WORKFLOW = DemoWorkflow(
    "document-approval",
    "Document approval",
    "A document goes to a reviewer, who approves it, rejects it or sends it back for changes.",
    graph(
        [
            node(
                "submit", "input", "Hand in document", (0, 0.5),
                schema=form(
                    ["document"],
                    document=text("Document", minLength=1),
                    summary=text("What it is about", format="textarea"),
                ),
            ),
            node("review", "document_approval", "Review document", (1, 0.5), max_rounds=3),
            node(
                "publish", "template", "Publish", (2, 0),
                template="{{ nodes.review.document }} was approved by {{ nodes.review.reviewer }}.",
            ),
            node(
                "archive", "template", "File as rejected", (2, 1),
                template="{{ nodes.review.document }} was rejected: {{ nodes.review.comments }}",
            ),
            node("result", "output", "Outcome", (3, 0.5), name="outcome"),
        ],
        [
            edge("submit", "review", data="document > document"),
            edge("review", "publish"),
            edge("review", "archive", action="rejected"),
            edge("publish", "result", data="value"),
            edge("archive", "result", data="value"),
        ],
    ),
)  # fmt: skip
