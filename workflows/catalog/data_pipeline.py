"""Template: rows are read, checked and kept; a person looks before faulty ones are loaded."""

from .drawing import DemoWorkflow, edge, expr, graph, node

WORKFLOW = DemoWorkflow(
    "data-pipeline",
    "Data pipeline",
    "Rows are checked and kept; with faults among them a person decides before they are loaded.",
    graph(
        [
            node(
                "rows", "input", "Rows", (0, 1),
                schema={
                    "type": "object",
                    "required": ["rows"],
                    "properties": {
                        "rows": {
                            "type": "array",
                            "title": "Rows",
                            "items": {
                                "type": "object",
                                "properties": {
                                    "name": {"type": "string", "title": "Name"},
                                    "amount": {"type": "number", "title": "Amount"},
                                },
                            },
                        },
                    },
                },
            ),
            node(
                "check", "transform", "Find faults", (1, 1),
                expression="inputs.rows.filter(row, !has(row.amount) || double(row.amount) < 0.0)",
            ),
            node(
                "keep", "set_state", "Keep what was found", (2, 1),
                values={
                    "count": expr("size(inputs.rows)"),
                    "faults": expr("size(nodes.check)"),
                },
            ),
            node("sound", "condition", "Any faults?", (3, 1), expression="state.faults > 0"),
            node(
                "gate", "approval", "Look at the faults", (4, 0),
                title="Load {{ state.count }} rows, {{ state.faults }} of them with faults?",
                instructions="Approve to load the sound ones. Reject to load nothing.",
                subject=expr('{"Rows with faults": nodes.check}'),
                groups=["managers"],
                due_seconds="1d",
            ),
            node(
                "load", "template", "Load", (5, 0.5),
                template="{{ state.count }} rows were checked, {{ state.faults }} left out.",
            ),
            node(
                "leave", "template", "Load nothing", (5, 1.5),
                template="Nothing was loaded. {{ nodes.gate.comment }}",
            ),
            node("result", "output", "Outcome", (6, 1), name="outcome"),
        ],
        [
            edge("rows", "check"),
            edge("check", "keep"),
            edge("keep", "sound"),
            edge("sound", "gate", action="true"),
            edge("sound", "load", action="false"),
            edge("gate", "load", action="approved"),
            edge("gate", "leave", action="rejected"),
            edge("load", "result", data="value"),
            edge("leave", "result", data="value"),
        ],
    ),
)  # fmt: skip
