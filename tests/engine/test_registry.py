"""Claims about the registry: names of node types, clashes, and the description for the editor."""

from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from workflows.engine.node import BaseNode, ProcessingContext, SuspendableNode
from workflows.engine.registry import NodeClash, Registry, type_name


class Line(BaseModel):
    """A line of an order."""

    unit_price: float
    note: str | None = None
    parts: "list[Line]" = []


class SendInvoiceNode(SuspendableNode):
    """Sends an invoice
    to a customer.

    More about it that the palette does not show.
    """

    node_tags = ("bill",)
    node_actions = ("paid",)
    node_outputs = {"number": {"type": "string", "title": "Invoice number"}}

    title: str
    tags: list[str] = []
    actions: int | None = None
    main_line: Line | None = None
    size: Literal["a", "b"] | None = Field(default=None, title="Paper size")
    secret_word: str = Field(default="", json_schema_extra={"x-port": False})
    schema_: dict[str, Any] | None = Field(default=None, alias="schema")

    async def process(self, context: ProcessingContext) -> Any:
        return self.title


class Named(SendInvoiceNode):
    """Another kind."""

    node_type = "named"


class Heir(Named):
    pass


DESCRIBED = Registry([SendInvoiceNode]).describe(SendInvoiceNode)


def test_a_type_is_named_by_package_and_class_unless_it_says_otherwise() -> None:
    assert type_name(SendInvoiceNode).endswith(".SendInvoiceNode")
    assert type_name(Named) == "named"


def test_a_subclass_is_another_type() -> None:
    assert type_name(Heir).endswith(".Heir")
    assert type_name(Heir) != "named"


def test_the_same_class_may_be_added_again_and_another_may_not() -> None:
    registry = Registry([Named])
    registry.add(Named)
    assert registry.types() == [Named]
    assert registry.get("named") is Named
    assert registry.get("nothing") is None

    class Other(SendInvoiceNode):
        node_type = "named"

    with pytest.raises(NodeClash, match=r"'named' .*Named.*Other"):
        registry.add(Other)


def test_properties_may_be_called_like_parts_of_the_palette() -> None:
    node = SendInvoiceNode(title="Bill", tags=["x"], actions=3)
    assert (node.title, node.tags, node.actions) == ("Bill", ["x"], 3)


def test_the_description_is_in_plain_words() -> None:
    assert DESCRIBED["title"] == "Send invoice"
    assert DESCRIBED["description"] == "Sends an invoice to a customer."
    assert (DESCRIBED["category"], DESCRIBED["tags"]) == ("Wait", ["bill"])
    assert (DESCRIBED["actions"], DESCRIBED["suspendable"]) == (["paid"], True)
    assert (DESCRIBED["effects"], DESCRIBED["required"]) == ("none", ["title"])


def test_null_is_no_choice_in_a_form() -> None:
    fields = DESCRIBED["properties"]["properties"]
    assert fields["actions"] == {"type": "integer", "title": "Actions"}
    assert fields["size"] == {"enum": ["a", "b"], "type": "string", "title": "Paper size"}
    assert "null" not in str(DESCRIBED)


def test_models_are_written_out_in_place_in_sentence_case() -> None:
    line = DESCRIBED["properties"]["properties"]["main_line"]
    assert (line["type"], line["title"]) == ("object", "Main line")
    assert line["properties"]["unit_price"] == {"type": "number", "title": "Unit price"}
    assert line["properties"]["note"] == {"type": "string", "title": "Note"}
    assert "$" not in str(DESCRIBED)


def test_what_every_waiting_node_has_comes_last() -> None:
    names = list(DESCRIBED["properties"]["properties"])
    assert names[0] == "title"
    assert "schema" in names
    assert names[-4:] == ["timeout_seconds", "on_timeout", "timeout_data", "escalate_to"]


def test_each_property_that_may_be_fed_is_a_port() -> None:
    ports = {port["name"]: port for port in DESCRIBED["inputs"]}
    assert list(ports) == ["title", "tags", "actions", "main_line", "size", "schema"]
    assert ports["actions"] == {
        "name": "actions",
        "title": "Actions",
        "schema": {"type": "integer"},
    }
    assert "x-port" not in str(DESCRIBED)


def test_outputs_are_ports_with_titles() -> None:
    assert DESCRIBED["outputs"] == [
        {"name": "number", "title": "Invoice number", "schema": {"type": "string"}}
    ]

    class Plain(BaseNode):
        async def process(self, context: ProcessingContext) -> Any: ...

    described = Registry([Plain]).describe(Plain)
    assert described["outputs"] == [{"name": "output", "title": "Output", "schema": {}}]
    assert (described["title"], described["description"]) == ("Plain", "")
    assert described["properties"]["properties"] == {}


def test_a_description_can_be_changed_by_its_reader_without_harm() -> None:
    registry = Registry([Named])
    registry.describe(Named)["inputs"].clear()
    assert registry.describe(Named)["inputs"]
