"""What workflows are made of: node types for the palette, templates to begin with."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from workflows.services import definitions

from . import shapes
from .docs import describe
from .endpoint import Endpoint


class NodeTypesView(Endpoint):
    """The palette."""

    @describe("list_node_types", shapes.NodeType(many=True), tag="catalogue")
    def get(self, request: Request) -> Response:
        """List every node type as a plain array: built-in ones and those of installed modules."""
        return Response(definitions.node_types())


class TemplatesView(Endpoint):
    """The gallery."""

    @describe("list_templates", shapes.Template(many=True), tag="catalogue")
    def get(self, request: Request) -> Response:
        """List the example workflows as a plain array."""
        return Response(definitions.templates())
