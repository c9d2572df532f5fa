"""Small workflows for the journeys, published through the API; the journeys are in the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.browser.people import People, Person

PUBLISHED: list[str] = []
"""The workflows that the journey under way has published."""


def node(name: str, kind: str, title: str, /, **properties: Any) -> dict[str, Any]:
    """Make a node of a graph; places are found by the page itself."""
    return {"id": name, "type": kind, "title": title, "properties": properties}


def lines(*pairs: str) -> list[dict[str, Any]]:
    """Make the lines "source target" or "source target action"."""
    made = []
    for number, pair in enumerate(pairs, 1):
        source, target, *action = pair.split()
        made.append(
            {
                "id": f"e{number}",
                "source": source,
                "target": target,
                "action": action[0] if action else None,
            }
        )
    return made


def publish(
    person: Person, name: str, nodes: Sequence[Mapping[str, Any]], edges: Sequence[Any] = ()
) -> str:
    """Make a workflow, publish it and return its slug."""
    graph = {"schema": 1, "nodes": list(nodes), "edges": list(edges)}
    if not person.page.url.startswith("http"):
        person.go("/workflows")
    made = person.call("POST", "/api/workflows/", {"name": name, "graph": graph})
    assert made["problems"] == [], made["problems"]
    person.call("POST", f"/api/workflows/{made['slug']}/versions/", {})
    PUBLISHED.append(made["slug"])
    return str(made["slug"])


def stop_what_waits(people: People) -> None:
    """Stop the runs that a journey left waiting: their notices would lie over the next one's
    pages."""
    admin = people.open("admin")
    admin.go("/runs")
    while PUBLISHED:
        found = admin.call("GET", f"/api/runs/?workflow={PUBLISHED.pop()}&status=suspended,running")
        ids = [run["id"] for run in found["results"]]
        if ids:
            # One that has just come to its end by itself is told as such, and no fault.
            admin.call("POST", "/api/runs/many/", {"do": "stop", "ids": ids})


def publish_again(person: Person, slug: str, **titles: str) -> None:
    """Give nodes of the draft other titles and publish it as the next version."""
    draft = person.call("GET", f"/api/workflows/{slug}/")
    for item in draft["graph"]["nodes"]:
        item["title"] = titles.get(item["id"], item["title"])
    change = {"graph": draft["graph"], "revision": draft["revision"]}
    person.call("PATCH", f"/api/workflows/{slug}/", change)
    person.call("POST", f"/api/workflows/{slug}/versions/", {})


def order(person: Person, name: str) -> str:
    """Publish an order whose charge fails at the first try, beside a check by managers."""
    return publish(
        person,
        name,
        [
            node("order", "input", "Order", schema={
                "type": "object",
                "properties": {"amount": {"type": "number"}},
                "required": ["amount"],
            }),
            node("charge", "fail", "Charge the card", message="The bank did not answer",
                 when={"$expr": "attempt < 2"}),
            node("check", "approval", "Check the order",
                 title="Ship for {{ inputs.amount }}?", groups=["managers"]),
            node("ship", "template", "Ship it", template="Shipped for {{ inputs.amount }}"),
            node("receipt", "output", "Receipt", name="receipt", value={"$expr": "nodes.ship"}),
        ],
        lines("order charge", "order check", "charge ship", "check ship approved", "ship receipt"),
    )  # fmt: skip
