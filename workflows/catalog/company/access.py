"""Access to a system: a manager agrees, for what is sensitive two more people must, and the IT desk
sets it up."""

from ..drawing import DemoWorkflow, choice, edge, expr, form, graph, node, text
from .places import BOARD, IT_DESK, MANAGERS, OFFICE

_REQUEST = form(
    ["person", "system", "level", "reason"],
    person=text("Who needs access", minLength=1),
    system=choice("System", "CRM", "ERP", "Payroll", "Source code", "Data warehouse", "Web shop"),
    level=choice("Level", "read", "write", "admin"),
    reason=text("What it is needed for", minLength=1, format="textarea"),
    until=text("Until", format="date"),
)

WORKFLOW = DemoWorkflow(
    "system-access",
    "System access",
    "A manager agrees to access to a system; for admin rights and for payroll two of IT desk and "
    "board must agree as well. Nobody decides on their own request.",
    graph(
        [
            node("request", "input", "Ask for access", (0, 1), schema=_REQUEST),
            node(
                "manager", "approval", "Manager approval", (1, 1),
                title="May {{ inputs.person }} have {{ inputs.level }} access to "
                "{{ inputs.system }}?",
                instructions="Agree when the work needs it. Prefer the lower level.",
                subject=expr("inputs"),
                groups=[MANAGERS],
                forbid_initiator=True,
                due_seconds="1d",
                calendar=OFFICE,
            ),
            node(
                "sensitive", "condition", "Is it sensitive?", (2, 1),
                expression="inputs.level == 'admin' || inputs.system == 'Payroll'",
            ),
            node(
                "security", "approval", "Security approval", (3, 0),
                title="Give {{ inputs.person }} {{ inputs.level }} access to "
                "{{ inputs.system }}?",
                instructions="Two people must agree, and one who does not is enough to refuse.",
                subject=expr("inputs"),
                groups=[IT_DESK, BOARD],
                quorum=2,
                forbid_initiator=True,
                decide_by_mail=False,
                comment_on_reject=True,
                priority="high",
                due_seconds="1d",
                calendar=OFFICE,
            ),
            node(
                "set_up", "form", "Set up access", (4, 1),
                title="Set up {{ inputs.level }} access to {{ inputs.system }} for "
                "{{ inputs.person }}",
                instructions="Create the account, then note its name and when it ends.",
                subject=expr("inputs"),
                groups=[IT_DESK],
                due_seconds="1d",
                calendar=OFFICE,
                claim_seconds="3d",
                schema=form(
                    ["account"],
                    account=text("Account", minLength=1),
                    ends_on=text("Ends on", format="date"),
                ),
            ),
            node(
                "granted", "template", "Tell that it is there", (5, 1),
                template="{{ inputs.person }} has {{ inputs.level }} access to "
                "{{ inputs.system }} as {{ nodes.set_up.data.account }}.",
            ),
            node(
                "refused", "template", "Tell that it is refused", (2, 2),
                template="{{ inputs.person }} gets no access to {{ inputs.system }}. "
                "{{ nodes.manager.comment }}",
            ),
            node(
                "too_much", "template", "Tell that it is too much", (5, 0),
                template="{{ inputs.person }} gets no {{ inputs.level }} access to "
                "{{ inputs.system }}. {{ nodes.security.comment }}",
            ),
            node("result", "output", "Outcome", (6, 2), name="outcome"),
        ],
        [
            edge("request", "manager"),
            edge("manager", "sensitive", action="approved"),
            edge("manager", "refused", action="rejected"),
            edge("sensitive", "security", action="true"),
            edge("sensitive", "set_up", action="false"),
            edge("security", "set_up", action="approved"),
            edge("security", "too_much", action="rejected"),
            edge("set_up", "granted"),
            edge("granted", "result", data="value"),
            edge("refused", "result", data="value"),
            edge("too_much", "result", data="value"),
        ],
    ),
)  # fmt: skip
