"""`manage.py explain_run RUN`: a structured summary of a run."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from rich.console import Console
from rich.text import Text

from workflows.management.acting import DONE, ActingCommand, json_text
from workflows.management.terminal import console_of, sign, style_of, table
from workflows.management.writing import moment, names, shortened, span
from workflows.services.queries.explain import explain_run


class Command(ActingCommand):
    """Say what happened, what the run waits for, who can act."""

    help = "Explain RUN: what happened, what it waits for, who can act, what to type next."
    examples = (
        "explain_run 0199a4b2-6c1e-7d31-8a55-0d6f1c2b3a49",
        "explain_run 0199a4b2-6c1e-7d31-8a55-0d6f1c2b3a49 --json",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which run and the form of the answer."""
        super().add_arguments(parser)
        parser.add_argument("run")
        parser.add_argument("--json", action="store_true", help="as the API answers")

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Explain."""
        found = explain_run(who, options["run"])
        if options["json"]:
            self.stdout.write(json_text(found))
            return DONE
        console = console_of(self.stdout, options)
        status, told = found["status"], said(found)
        head = Text.assemble(sign(console, status), " ", (status, f"bold {style_of(status)}"))
        console.print(head.append(f": {told}" if told else "", style="bold"))
        print_waits(console, found["waits"])
        print_path(console, found["path"])
        print_failures(console, found["failures"], found["retries"])
        print_next(console, options["run"], found)
        return DONE


def said(found: Mapping[str, Any]) -> str:
    """Give the summary without the word that its status says already."""
    summary = str(found["summary"]).removeprefix("Failed: ").removeprefix("Waiting: ")
    return "" if summary.rstrip(".").lower() == found["status"] else summary


def print_waits(console: Console, waits: Sequence[Mapping[str, Any]]) -> None:
    """Print what the run waits for and who can act."""
    if not waits:
        return
    console.print(Text("\nWaits for", style="bold"))
    now, made = timezone.now(), table("node", "kind", "reason", "since", "until", "who can act")
    for wait in waits:
        since, due = _time(wait["since"]), _time(wait["due_at"])
        made.add_row(
            wait["node_id"],
            wait["kind"],
            shortened(wait["reason"]),
            f"{moment(since, now)} ({span((now - since).total_seconds())})" if since else "",
            moment(due, now),
            names(wait["users"], wait["groups"], _nobody(wait["kind"])),
        )
    console.print(made)


def _nobody(kind: str) -> str:
    known = {"timer": "time passes by itself", "children": "whoever the runs below ask"}
    return known.get(kind, "whoever may resume the run")


def print_path(console: Console, path: Sequence[Mapping[str, Any]]) -> None:
    """Print what happened, in order."""
    if not path:
        return
    text = Text("\nWhat happened\n", style="bold")
    for number, step in enumerate(path):
        text.append(" → " if number else "", style="not bold dim")
        round_ = f"#{step['iteration']}" if step["iteration"] > 1 else ""
        text.append_text(sign(console, step["status"])).append(
            f" {step['node_id']}{round_}", style="not bold"
        )
        if step["action"]:
            text.append(f" ({step['action']})", style="not bold green")
    console.print(text)


def print_failures(console: Console, failures: Sequence[Mapping[str, Any]], retries: int) -> None:
    """Print what failed, and how often something was tried again."""
    for failure in failures:
        told = f"\n{failure['node_id']} failed: {shortened(failure['message'], 500)}"
        console.print(Text(told, style="red"))
    if retries:
        times = "once" if retries == 1 else f"{retries} times"
        console.print(Text(f"Attempts that failed were repeated {times}.", style="yellow"))


def print_next(console: Console, run_id: str, found: Mapping[str, Any]) -> None:
    """Print what may be typed next."""
    answerable = [wait for wait in found["waits"] if wait["kind"] not in ("timer", "children")]
    if answerable:
        node = f" --node {answerable[0]['node_id']}" if len(found["waits"]) > 1 else ""
        told = f"manage.py resume_run {run_id}{node} --data '{{…}}'"
    elif found["status"] == "failed":
        told = f"manage.py retry_run {run_id}"
    else:
        return
    console.print(Text.assemble(("\nNext: ", "dim"), told))


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
