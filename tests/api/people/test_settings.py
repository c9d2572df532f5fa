"""What people set for themselves over the API, and who stands in for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.api.conftest import Api
from workflows.adapters.workspaces import places
from workflows.models import Substitution
from workflows.services.definitions import create_workflow

Client = Callable[..., Api]
NOW = datetime.now(UTC)


def away(**more: Any) -> dict[str, Any]:
    span = {"starts_at": NOW - timedelta(hours=1), "ends_at": NOW + timedelta(days=7), **more}
    shown = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in span.items()}
    return {"substitute": "ben", **shown}


def test_who_has_set_nothing_has_the_defaults(api: Client) -> None:
    assert api("maria").get("me/settings/").json() == {
        "zone": "",
        "language": "",
        "theme": "auto",
        "shortcuts": True,
        "mail": "all",
        "digest": "off",
        "digest_minute": 480,
        "quiet_from": None,
        "quiet_until": None,
        "desktop": False,
    }


def test_settings_are_ones_own_and_the_page_knows_them(api: Client) -> None:
    changes = {
        "zone": "Europe/Berlin",
        "language": "de",
        "theme": "dark",
        "shortcuts": False,
        "mail": "asked",
        "digest": "daily",
        "digest_minute": 450,
        "quiet_from": 1_260,
        "quiet_until": 420,
        "desktop": True,
    }
    assert api("maria").patch("me/settings/", changes).json() == changes
    assert api("maria").patch("me/settings/", {"theme": "light"}).json()["zone"] == "Europe/Berlin"
    told = api("maria").get("me/").json()["settings"]
    assert told == {
        "zone": "Europe/Berlin",
        "language": "de",
        "theme": "light",
        "shortcuts": False,
        "desktop": True,
    }
    assert api("ben").get("me/settings/").json()["zone"] == ""


@pytest.mark.parametrize(
    ("changes", "attr"),
    [
        ({"zone": "Mars/Base"}, "zone"),
        ({"language": "fr"}, "language"),
        ({"theme": "pink"}, "theme"),
        ({"mail": "some"}, "mail"),
        ({"digest": "weekly"}, "digest"),
        ({"digest_minute": 1_440}, "digest_minute"),
        ({"digest_minute": "08:00"}, "digest_minute"),
        ({"quiet_from": 60}, "quiet_until"),
        ({"quiet_from": 60, "quiet_until": 60}, "quiet_until"),
        ({"quiet_from": -1, "quiet_until": 60}, "quiet_from"),
        ({"shortcuts": "perhaps"}, "shortcuts"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(
    api: Client, changes: dict[str, Any], attr: str
) -> None:
    answer = api("maria").patch("me/settings/", changes)
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, attr)
    assert api("maria").get("me/settings/").json()["zone"] == ""


def test_a_substitute_is_arranged_shown_to_both_and_ended(api: Client) -> None:
    made = api("maria").post("me/substitutions/", away())
    assert made.status_code == 201, made.content
    shown = made.json()
    assert (shown["user"], shown["substitute"], shown["mine"]) == ("maria", "ben", True)
    (other,) = api("ben").get("me/substitutions/").json()["results"]
    assert (other["id"], other["mine"]) == (shown["id"], False)
    assert api("olga").get("me/substitutions/").json()["results"] == []
    for name in ("ben", "olga"):
        assert api(name).delete(f"me/substitutions/{shown['id']}/").status_code == 404
    assert api("maria").delete(f"me/substitutions/{shown['id']}/").status_code == 204
    assert api("maria").get("me/substitutions/").json()["results"] == []
    # That it was so is kept.
    assert Substitution.objects.get().ends_at <= datetime.now(UTC)


def test_one_that_has_not_begun_is_gone_when_it_is_ended(api: Client) -> None:
    made = api("maria").post("me/substitutions/", away(starts_at=NOW + timedelta(days=1))).json()
    api("maria").delete(f"me/substitutions/{made['id']}/")
    assert not Substitution.objects.exists()


@pytest.mark.parametrize(
    ("change", "attr"),
    [
        ({"substitute": "maria"}, "substitute"),
        ({"substitute": "ghost"}, "substitute"),
        ({"ends_at": NOW - timedelta(hours=2)}, "ends_at"),
        ({"starts_at": NOW - timedelta(days=9), "ends_at": NOW - timedelta(days=8)}, "ends_at"),
        ({"ends_at": NOW + timedelta(days=400)}, "ends_at"),
        ({"workflows": ["ghost"]}, "workflows"),
        ({"starts_at": "yesterday"}, "starts_at"),
    ],
)
def test_what_cannot_be_is_refused(api: Client, change: dict[str, Any], attr: str) -> None:
    answer = api("maria").post("me/substitutions/", away(**change))
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, attr)


def test_it_may_be_about_some_workflows_only(api: Client, people: Any) -> None:
    slug = create_workflow(people["root"], "Flow")
    assert api("maria").post("me/substitutions/", away(workflows=[slug])).json()["workflows"] == [
        slug
    ]


def test_workflows_of_another_workspace_are_counted_not_named(
    api: Client, people: dict[str, User]
) -> None:
    made, home = places.create("acme", "Acme"), places.find("default")
    assert made is not None
    assert home is not None
    both = [people["maria"], people["ben"]]
    places.add(home, both)
    places.add(made, both)
    places.put_into(people["root"], made.pk)
    slug = create_workflow(people["root"], "Secret")
    maria = api("maria")
    assert maria.post("me/workspace/", {"workspace": "acme"}).status_code == 200
    there = maria.post("me/substitutions/", away(workflows=[slug])).json()
    assert (there["workflows"], there["elsewhere"]) == ([slug], 0)
    (here,) = api("ben").get("me/substitutions/").json()["results"]
    assert (here["workflows"], here["elsewhere"]) == ([], 1)


def test_administrators_arrange_it_for_others(api: Client) -> None:
    assert api("ben").post("me/substitutions/", away(user="maria")).status_code == 403
    made = api("root").post("me/substitutions/", away(user="maria"))
    assert (made.status_code, made.json()["user"]) == (201, "maria")
    assert api("root").delete(f"me/substitutions/{made.json()['id']}/").status_code == 204
