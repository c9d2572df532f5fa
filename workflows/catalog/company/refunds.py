"""Refunds to customers: limits decide how many people are asked, and a rule what happens when
nobody decides in time."""

from __future__ import annotations

from workflows.engine.authoring.functions import function_name, register_function
from workflows.engine.errors import Permanent, TryAgain
from workflows.engine.events import Json
from workflows.engine.node import ProcessingContext

from ..drawing import DemoWorkflow, choice, edge, expr, form, graph, node, number, text
from .places import CURRENCIES, FINANCE, MANAGERS

SLUG = "customer-refund"
BY_BANK, BY_CARD, LATER = "Bank transfer", "Card", "PayLater"
CONFIRMED_AT = 3
"""PayLater confirms a refund at this attempt."""
ASK_AGAIN = 4 * 3_600


def pay_back(context: ProcessingContext, order: str, method: str, account: str) -> dict[str, Json]:
    """Hand a refund to whoever pays it: a bank checks the account, PayLater takes its time.

    A real one would send ``context.idempotency_key``, so that a second attempt pays nothing twice.
    """
    if method == BY_BANK and not is_iban(account):
        raise Permanent(f"The bank refuses the account {account!r}: its check digits are wrong.")
    if method == LATER and context.attempt < CONFIRMED_AT:
        told = f"PayLater has not confirmed the refund of {order} yet."
        raise TryAgain(told, after_seconds=ASK_AGAIN)
    context.log(f"Refund of {order} handed over: {method}")
    return {"payment": f"RF-{order}", "attempts": context.attempt}


def is_iban(text: str) -> bool:
    """Say whether the check digits of an account number are right (ISO 7064, mod 97)."""
    digits = text.replace(" ", "").upper()
    if not digits.isalnum() or not digits.isascii() or len(digits) < 15:
        return False
    number = "".join(str(int(sign, 36)) for sign in digits[4:] + digits[:4])
    return int(number) % 97 == 1


register_function(function_name(SLUG, "pay"), pay_back)

_REQUEST = form(
    ["order", "customer", "amount", "currency", "reason", "method"],
    order=text("Order", minLength=1),
    customer=text("Customer", minLength=1),
    amount=number("Amount", exclusiveMinimum=0),
    currency=choice("Currency", *CURRENCIES, default="EUR"),
    reason=choice("Reason", "Damaged", "Late", "Wrong article", "Returned", "Charged twice"),
    method=choice("Paid back by", BY_BANK, BY_CARD, LATER),
    account=text("Account (IBAN)"),
    complaint=text("What the customer writes", format="textarea"),
)

_ASK = (
    "Refund {{ inputs.amount }} {{ inputs.currency }} to {{ inputs.customer }} "
    "for order {{ inputs.order }}?"
)

WORKFLOW = DemoWorkflow(
    SLUG,
    "Customer refund",
    "Up to 50 is paid back at once, up to 500 one person decides and after three days the customer "
    "gets it anyway; larger refunds need two people and are declined when nobody decides.",
    graph(
        [
            node("request", "input", "Refund request", (0, 1), schema=_REQUEST),
            node(
                "limit", "switch", "How much?", (1, 1),
                cases=[
                    {"when": "double(inputs.amount) <= 50.0", "action": "small"},
                    {"when": "double(inputs.amount) <= 500.0", "action": "medium"},
                ],
                default="large",
            ),
            node(
                "one", "approval", "One decides", (2, 1),
                title=_ASK,
                instructions="Without a decision within three days the customer gets the money.",
                subject=expr("inputs"),
                groups=[MANAGERS],
                due_seconds="1d",
                remind_seconds="8h",
                decide_by_mail=True,
                timeout_seconds="3d",
                on_timeout="resume",
            ),
            node(
                "two", "approval", "Two decide", (2, 2),
                title=_ASK,
                instructions="Two people must agree. Without them within five days it is declined.",
                subject=expr("inputs"),
                groups=[MANAGERS, FINANCE],
                quorum=2,
                priority="high",
                due_seconds="2d",
                remind_seconds="8h",
                comment_on_reject=True,
                timeout_seconds="5d",
                on_timeout="resume",
            ),
            {
                **node(
                    "pay", "function", "Pay back", (3, 0.5),
                    function=function_name(SLUG, "pay"),
                    arguments={
                        "order": expr("inputs.order"),
                        "method": expr("inputs.method"),
                        "account": expr("has(inputs.account) ? inputs.account : ''"),
                    },
                ),
                "options": {"retry": {"max_attempts": 5, "backoff_seconds": 3_600}},
            },
            node(
                "told", "template", "Tell the customer", (4, 0.5),
                template="Dear {{ inputs.customer }}, {{ inputs.amount }} {{ inputs.currency }} "
                "for order {{ inputs.order }} are on their way.",
            ),
            node(
                "decline", "template", "Decline", (4, 1.5),
                template="Dear {{ inputs.customer }}, we cannot refund order {{ inputs.order }}. "
                "{{ nodes.one.comment }} {{ nodes.two.comment }}",
            ),
            node("result", "output", "Letter", (5, 1), name="letter"),
        ],
        [
            edge("request", "limit"),
            edge("limit", "pay", action="small"),
            edge("limit", "one", action="medium"),
            edge("limit", "two", action="large"),
            edge("one", "pay", action="approved"),
            edge("one", "pay", action="timeout"),
            edge("one", "decline", action="rejected"),
            edge("two", "pay", action="approved"),
            edge("two", "decline", action="rejected"),
            edge("two", "decline", action="timeout"),
            edge("pay", "told"),
            edge("told", "result", data="value"),
            edge("decline", "result", data="value"),
        ],
    ),
)  # fmt: skip
