"""Sessions: where one is signed in, ending them, and when they get a new key."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission, User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.support.threads import together
from tests.web.accounts import totp
from tests.web.accounts.conftest import PASSWORD
from workflows.models import Profile
from workflows.services.people import sessions
from workflows.web import session_limits

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:126.0) Gecko/20100101 Firefox/126.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)


def browser(user: User, agent: str = FIREFOX, address: str = "192.0.2.7") -> Client:
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    client.force_login(user)
    assert client.get("/account/").status_code == 200
    return client


def key_of(client: Client) -> str:
    return str(client.session.session_key)


def test_every_place_is_listed_in_words(ann: User) -> None:
    here, _phone = browser(ann), browser(ann, SAFARI, "2001:db8::5")
    page = here.get("/account/sessions/").content.decode()
    for words in ("Firefox on Windows", "Mobile Safari on iOS", "192.0.2.7", "2001:db8::5"):
        assert words in page
    assert page.count("this one") == 1
    for client in (here, _phone):
        assert key_of(client) not in page


@pytest.mark.parametrize("agent", ["", "curl/8.1", "x" * 5000, "<script>alert(1)</script>"])
def test_odd_programs_are_listed_too(ann: User, agent: str) -> None:
    page = browser(ann, agent).get("/account/sessions/").content.decode()
    assert "<script>alert" not in page
    assert "Unknown device" in page or "curl" in page


def test_one_can_be_ended_and_others_stay(ann: User) -> None:
    here, other, third = browser(ann), browser(ann, SAFARI), browser(ann, "curl/8.1")
    number = UserSession.objects.get(session_key=key_of(other)).pk
    here.post("/account/sessions/", {"end": str(number)})
    assert other.get("/account/").status_code == 302
    assert third.get("/account/").status_code == 200
    assert here.get("/account/").status_code == 200


def test_all_others_can_be_ended_at_once(ann: User) -> None:
    here, *others = [browser(ann) for _ in range(3)]
    here.post("/account/sessions/", {"end": "others"})
    assert [client.get("/account/").status_code for client in others] == [302, 302]
    assert here.get("/account/").status_code == 200


def test_ending_this_one_is_signing_out(ann: User) -> None:
    here = browser(ann)
    number = UserSession.objects.get().pk
    answer = here.post("/account/sessions/", {"end": str(number)})
    assert answer["Location"] == "/sign-in/"
    assert here.get("/account/").status_code == 302


@pytest.mark.parametrize("number", ["foreign", "0", "-1", "x", "", "9" * 30, "²"])
def test_nobody_ends_sessions_of_others(ann: User, number: str) -> None:
    ben = browser(User.objects.create_user("ben"))
    foreign = str(UserSession.objects.get(session_key=key_of(ben)).pk)
    asked = foreign if number == "foreign" else number
    assert browser(ann).post("/account/sessions/", {"end": asked}).status_code == 404
    assert ben.get("/account/").status_code == 200


def test_a_session_that_ended_by_itself_is_not_listed(ann: User) -> None:
    here, gone = browser(ann), browser(ann, SAFARI)
    Session.objects.filter(session_key=key_of(gone)).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    )
    assert b"Safari" not in here.get("/account/sessions/").content
    assert UserSession.objects.count() == 1


def test_signing_out_forgets_the_row(ann: User) -> None:
    browser(ann).post("/sign-out/")
    assert not UserSession.objects.exists()


def test_reading_pages_writes_nothing(ann: User, django_assert_num_queries: Any) -> None:
    here = browser(ann)
    before = UserSession.objects.get().last_seen_at
    # The session and the person with his profile; nothing else, and no write.
    with django_assert_num_queries(2):
        here.get("/nothing-here/")
    assert UserSession.objects.get().last_seen_at == before


def test_when_it_was_last_seen_is_noted_every_ten_minutes(
    ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1_000_000_000.0]
    monkeypatch.setattr(session_limits.time, "time", lambda: now[0])
    here = browser(ann)
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(hours=1))
    now[0] += session_limits.RENEW_SECONDS + 1
    here.get("/account/")
    assert timezone.now() - UserSession.objects.get().last_seen_at < timedelta(minutes=1)


def promote(ann: User) -> None:
    ann.is_superuser = True
    ann.save()


def put_into_a_group(ann: User) -> None:
    ann.groups.add(Group.objects.create(name="g"))


def put_by_the_other_side(ann: User) -> None:
    Group.objects.create(name="g").user_set.add(ann)


def give_the_group_a_permission(ann: User) -> None:
    group = Group.objects.get(name="before")
    group.permissions.add(Permission.objects.filter(codename="operate_run").get())


def give_a_permission(ann: User) -> None:
    ann.user_permissions.add(Permission.objects.filter(codename="operate_run").get())


def take_out_of_all_groups(ann: User) -> None:
    ann.groups.clear()


def empty_the_group(ann: User) -> None:
    Group.objects.get(name="before").user_set.clear()


def switch_the_second_factor_on(ann: User) -> None:
    totp.switch_on(ann)


@pytest.mark.parametrize(
    "change",
    [promote, put_into_a_group, put_by_the_other_side, give_the_group_a_permission,
     give_a_permission, take_out_of_all_groups, empty_the_group, switch_the_second_factor_on],
)  # fmt: skip
def test_a_change_of_rights_gives_every_session_a_new_key(ann: User, change: Any) -> None:
    ann.groups.add(Group.objects.create(name="before"))
    clients = [browser(ann), browser(ann, SAFARI)]
    stranger = browser(User.objects.create_user("ben"))
    before, foreign = [key_of(client) for client in clients], key_of(stranger)
    numbers = set(UserSession.objects.values_list("pk", flat=True))
    change(ann)
    for client in (*clients, stranger):
        assert client.get("/account/").status_code == 200
    after = [key_of(client) for client in clients]
    assert not set(before) & set(after)
    assert key_of(stranger) == foreign
    assert set(UserSession.objects.values_list("pk", flat=True)) == numbers
    assert clients[0].get("/account/").status_code == 200
    assert key_of(clients[0]) == after[0], "and not again"


def test_what_is_no_change_of_rights_leaves_the_key(ann: User) -> None:
    ann.groups.add(Group.objects.create(name="before"))
    here = browser(ann)
    before = key_of(here)
    ann.first_name = "Anna"
    ann.save()
    ann.groups.set(ann.groups.all())
    Profile.objects.filter(user=ann).update(zone="Europe/Berlin")
    here.get("/account/")
    assert key_of(here) == before


def test_requests_under_way_while_the_key_changes_are_served_for_a_moment(ann: User) -> None:
    here = browser(ann)
    late = Client()
    late.cookies["sessionid"] = key_of(here)
    promote(ann)
    here.get("/account/")
    assert late.get("/api/me/").status_code == 200
    old = Session.objects.exclude(session_key=key_of(here)).get()
    assert old.expire_date - timezone.now() <= timedelta(seconds=session_limits.GRACE_SECONDS)
    here.post("/sign-out/")
    assert late.get("/api/me/").status_code == 401, "the session itself has ended"


def test_signing_out_with_the_key_before_ends_the_session_itself(ann: User) -> None:
    here = browser(ann)
    late = Client()
    late.cookies["sessionid"] = key_of(here)
    promote(ann)
    here.get("/account/")
    late.post("/sign-out/")
    assert here.get("/api/me/").status_code == 401
    assert not UserSession.objects.exists()


def test_the_key_before_opens_nothing_after_that_moment(
    ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = browser(ann)
    late = Client()
    late.cookies["sessionid"] = key_of(here)
    promote(ann)
    here.get("/account/")
    later = time.time() + session_limits.GRACE_SECONDS + 1
    # Even if something has kept it in the table.
    Session.objects.update(expire_date=timezone.now() + timedelta(hours=8))
    monkeypatch.setattr(session_limits.time, "time", lambda: later)
    assert late.get("/api/me/").status_code == 401
    assert here.get("/api/me/").status_code == 200


def test_a_planted_key_is_not_taken_over_by_signing_in(ann: User) -> None:
    client = Client()
    client.get("/sign-in/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    client.post("/sign-in/", {"username": "ann", "password": PASSWORD})
    assert key_of(client) != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_times_are_told_in_the_list(ann: User) -> None:
    here = browser(ann)
    shown = sessions.listing(ann, key_of(here))
    assert shown[0]["current"] is True
    assert re.fullmatch(r"\d+", shown[0]["id"])


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_at_once_one_changes_the_key_and_all_are_served() -> None:
    ann = User.objects.create_user("ann")
    here = browser(ann)
    key, rounds = key_of(here), 5
    for _ in range(rounds):
        ann.is_superuser = not ann.is_superuser
        ann.save()

        def ask(key: str = key) -> tuple[int, str | None]:
            client = Client()
            client.cookies["sessionid"] = key
            status = client.get("/api/me/").status_code
            given = client.cookies["sessionid"].value
            return status, given if given != key else None

        answers = together(*[ask] * 6)
        assert [status for status, _ in answers] == [200] * 6
        fresh = {given for _, given in answers if given}
        assert len(fresh) == 1
        key = fresh.pop()
        assert UserSession.objects.get().session_key == key
    # One whole session, and what each round has left behind for a moment.
    lasting = Session.objects.filter(expire_date__gt=timezone.now() + timedelta(hours=1))
    assert [row.session_key for row in lasting] == [key]
