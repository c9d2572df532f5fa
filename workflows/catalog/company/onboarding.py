"""A new colleague: IT desk, finance and the manager prepare the first day at the same time, each by
a working day."""

from __future__ import annotations

import re

from workflows.engine.authoring.functions import function_name, register_function
from workflows.engine.errors import Permanent
from workflows.engine.events import Json
from workflows.engine.node import ProcessingContext

from ..drawing import DemoWorkflow, choice, edge, expr, form, graph, node, text
from .places import FINANCE, IT_DESK, MANAGERS, OFFICE

SLUG = "employee-onboarding"
_ACCOUNT = re.compile(r"[a-z][a-z0-9.]{1,30}")


def enter_in_directory(context: ProcessingContext, name: str, account: str) -> dict[str, Json]:
    """Enter an account in the company's directory, which is strict about names.

    A real one would call the directory; it gets ``context.idempotency_key``, so that a second
    attempt enters nobody twice.
    """
    if not _ACCOUNT.fullmatch(account):
        raise Permanent(
            f"The directory refuses the account {account!r}: small letters, digits and dots only."
        )
    context.log(f"{name} is in the directory as {account}")
    return {"account": account, "address": f"{account}@demo.invalid"}


register_function(function_name(SLUG, "directory"), enter_in_directory)

WORKFLOW = DemoWorkflow(
    SLUG,
    "Employee onboarding",
    "Account, computer, payroll and a plan for the first week are prepared side by side, within "
    "working days, before a new colleague comes.",
    graph(
        [
            node(
                "hire", "input", "New colleague", (0, 1.5),
                schema=form(
                    ["name", "role", "team", "first_day"],
                    name=text("Name", minLength=1),
                    role=text("Role", minLength=1),
                    team=choice("Team", "Sales", "Engineering", "Support", "Finance", "People"),
                    first_day=text("First day", format="date"),
                    works_from=choice("Works from", "Berlin", "London", "Lisbon", "Home"),
                ),
            ),
            node(
                "account", "form", "Create account", (1, 0),
                title="Create an account for {{ inputs.name }}",
                instructions="First name, dot, surname, without accents.",
                subject=expr("inputs"),
                groups=[IT_DESK],
                due_seconds="2d",
                calendar=OFFICE,
                schema=form(["account"], account=text("Account", minLength=1)),
            ),
            node(
                "computer", "form", "Prepare computer", (1, 1),
                title="Prepare a computer for {{ inputs.name }}",
                subject=expr("inputs"),
                groups=[IT_DESK],
                due_seconds="5d",
                calendar=OFFICE,
                claim_seconds="5d",
                schema=form(
                    ["model", "serial"],
                    model=choice("Model", "14 inch notebook", "16 inch notebook", "Desktop"),
                    serial=text("Serial number", minLength=1),
                    ships_to=text("Ships to"),
                ),
            ),
            node(
                "payroll", "form", "Enter in payroll", (1, 2),
                title="Enter {{ inputs.name }} in payroll",
                subject=expr("inputs"),
                groups=[FINANCE],
                due_seconds="4d",
                calendar=OFFICE,
                schema=form(
                    ["personnel_number"],
                    personnel_number=text("Personnel number", minLength=1),
                    tax_class=choice("Tax class", "1", "2", "3", "4", "5", "6", "none"),
                ),
            ),
            node(
                "plan", "approval", "Plan of the first week", (1, 3),
                title="Is the first week of {{ inputs.name }} planned?",
                instructions="Name a mentor and the first task.",
                subject=expr("inputs"),
                groups=[MANAGERS],
                due_seconds="5d",
                calendar=OFFICE,
                schema=form(
                    ["mentor"],
                    mentor=text("Mentor", minLength=1),
                    first_task=text("First task", format="textarea"),
                ),
            ),
            node(
                "directory", "function", "Enter in directory", (2, 0),
                function=function_name(SLUG, "directory"),
                arguments={
                    "name": expr("inputs.name"),
                    "account": expr("nodes.account.data.account"),
                },
            ),
            node("ready", "merge", "All is ready", (3, 1.5)),
            node(
                "welcome", "template", "Write welcome", (4, 1.5),
                template="Welcome {{ inputs.name }}. Your address is "
                "{{ nodes.directory.address }}, your mentor {{ nodes.plan.data.mentor }}.",
            ),
            node("result", "output", "Welcome", (5, 1.5), name="welcome"),
        ],
        [
            edge("hire", "account"),
            edge("hire", "computer"),
            edge("hire", "payroll"),
            edge("hire", "plan"),
            edge("account", "directory"),
            edge("directory", "ready"),
            edge("computer", "ready"),
            edge("payroll", "ready"),
            edge("plan", "ready"),
            edge("ready", "welcome"),
            edge("welcome", "result", data="value"),
        ],
    ),
)  # fmt: skip
