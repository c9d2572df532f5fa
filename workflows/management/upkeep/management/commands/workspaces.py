"""`manage.py workspaces list|create|rename|add|remove`: who cannot see whom."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from workflows.management.acting import DONE, USAGE, ActingCommand, json_text
from workflows.services.workspaces import keeping


class Command(ActingCommand):
    """Keep workspaces and their members."""

    help = (
        "Keep workspaces: people, workflows, runs and all around them that cannot see each other. "
        "Whoever is a member of none belongs to the default one, which is always there."
    )
    examples = (
        "workspaces create acme --name Acme",
        "workspaces rename acme --name 'Acme Ltd'",
        "workspaces add acme ada ben",
        "workspaces list",
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is to be done."""
        super().add_arguments(parser)
        parser.add_argument("do", choices=["list", "create", "rename", "add", "remove"])
        parser.add_argument("slug", nargs="?", help="of the workspace")
        parser.add_argument("users", nargs="*", metavar="USER", help="for add and remove")
        parser.add_argument("--name", default="", help="for create and rename: what people read")
        parser.add_argument("--json", action="store_true", help="list as JSON")

    def act(self, who: User, options: dict[str, Any]) -> int:
        """Do it."""
        do, slug, users = options["do"], options["slug"], options["users"]
        if do != "list" and not slug:
            raise CommandError("Name the workspace.", returncode=USAGE)
        if do in ("add", "remove") and not users:
            raise CommandError("Name somebody.", returncode=USAGE)
        if do == "list":
            self._list(who, options["json"])
        elif do == "create":
            keeping.create_workspace(who, slug, options["name"])
            self.stdout.write(f"Made the workspace {slug}.")
        elif do == "rename":
            keeping.rename_workspace(who, slug, options["name"])
            self.stdout.write(f"Named the workspace {slug} anew.")
        elif do == "add":
            self.stdout.write(f"Added {keeping.add_members(who, slug, users)} to {slug}.")
        else:
            self.stdout.write(f"Removed {keeping.remove_members(who, slug, users)} from {slug}.")
        return DONE

    def _list(self, who: User, as_json: bool) -> None:
        rows = keeping.overview(who)
        if as_json:
            self.stdout.write(json_text(rows))
            return
        for row in rows:
            members = ", ".join(row["members"]) or "nobody by name"
            self.stdout.write(f"{row['slug']}  {row['name']}  {members}")
