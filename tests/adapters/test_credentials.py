"""The table of credentials: what is encrypted, for whom it opens, and how keys are changed."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from tests.nodes.test_http import call
from workflows.adapters import credentials
from workflows.adapters.credentials import Change, find, keep, origin_of, rotate, rows
from workflows.engine.errors import Invalid, NotFound, Permanent
from workflows.models import Credential, Workflow
from workflows.services.credentials import new_key

pytestmark = pytest.mark.django_db

SECRET = "CANARY-of-the-bank"
THERE = "https://bank.example"


@pytest.fixture(autouse=True)
def keys(settings: Any) -> list[str]:
    """Have one key; more may be put before it."""
    made = [new_key()]
    settings.FERMATA = {**settings.FERMATA, "credential_keys": made}
    return made


@pytest.fixture
def ada() -> User:
    """Make an administrator and the workflows ``billing`` and ``other``."""
    for slug in ("billing", "other"):
        Workflow.objects.create(slug=slug, name=slug, draft={})
    return User.objects.create_superuser("ada")


def change(name: str = "bank", **more: Any) -> Change:
    given = {"kind": "bearer", "header": "Authorization", "secret": SECRET}
    given |= {"origins": [THERE], "workflows": ["billing"]}
    return Change(name, **{**given, **more})


def test_a_granted_workflow_gets_the_header_for_its_origin(ada: User) -> None:
    assert keep(change(), ada)
    given = find("billing", "bank", f"{THERE}/accounts?x=1")
    assert (given.header, given.value, given.secret) == (
        "Authorization",
        f"Bearer {SECRET}",
        SECRET,
    )


def test_a_secret_stands_in_its_header_as_its_kind_says(ada: User) -> None:
    keep(change("b", kind="basic", secret="me:password"), ada)
    keep(change("h", kind="header", header="X-Api-Key"), ada)
    basic = base64.b64encode(b"me:password").decode()
    assert find("billing", "b", THERE).value == f"Basic {basic}"
    assert (find("billing", "h", THERE).header, find("billing", "h", THERE).value) == (
        "X-Api-Key",
        SECRET,
    )


@pytest.mark.parametrize(("workflow", "name"), [("other", "bank"), ("billing", "ghost")])
def test_who_was_not_granted_it_learns_nothing_of_it(ada: User, workflow: str, name: str) -> None:
    keep(change(), ada)
    with pytest.raises(Permanent, match=f"This workflow has no credential '{name}'"):
        find(workflow, name, THERE)


@pytest.mark.parametrize(
    "url",
    [
        "http://bank.example/",
        "https://bank.example:8443/",
        "https://bank.example.evil.example/",
        "https://evil.example/bank.example",
        "https://bank.example@evil.example/",
        "https://bank.example\\@evil.example/",
        "https://evil.example\\.bank.example/",
        "https://sub.bank.example/",
        "nonsense",
    ],
)
def test_it_is_given_for_no_other_origin(ada: User, url: str) -> None:
    keep(change(), ada)
    with pytest.raises(Permanent, match="is not meant for"):
        find("billing", "bank", url)
    with pytest.raises(Permanent):
        call(url, credential="bank")


def test_origins_are_written_in_one_way() -> None:
    assert origin_of("HTTPS://Bank.Example:443/x") == THERE
    assert origin_of("http://[::1]:8080/x") == "http://[::1]:8080"
    assert origin_of("http://bank.example:80") == "http://bank.example"
    for wrong in ("ftp://bank.example", "bank.example", "https://", "https://x:y"):
        assert origin_of(wrong) is None


def test_nothing_of_the_secret_is_in_the_row(ada: User) -> None:
    keep(change(), ada)
    row = Credential.objects.values().get()
    assert "CANARY" not in str(row)
    assert base64.b64decode(row["secret"]).find(b"CANARY") == -1
    keep(change(), ada)
    assert Credential.objects.get().secret != row["secret"]
    assert "CANARY" not in str(rows(ada))


def test_only_long_secrets_show_their_end(ada: User) -> None:
    keep(change(), ada)
    keep(change("short", secret="12345678"), ada)
    assert [row["hint"] for row in rows(ada)] == ["bank", ""]


def test_a_secret_that_was_moved_to_another_row_does_not_open(ada: User) -> None:
    keep(change(), ada)
    keep(change("other"), ada)
    taken = Credential.objects.get(name="bank")
    Credential.objects.filter(name="other").update(secret=taken.secret)
    with pytest.raises(Permanent, match="damaged"):
        find("billing", "other", THERE)
    Credential.objects.filter(name="bank").update(version=7)
    with pytest.raises(Permanent, match="damaged"):
        find("billing", "bank", THERE)


def test_setting_it_again_replaces_secret_origins_and_grants(ada: User) -> None:
    keep(change(), ada)
    assert not keep(change(secret="second-secret", workflows=["other"]), ada)
    assert find("other", "bank", THERE).secret == "second-secret"
    with pytest.raises(Permanent):
        find("billing", "bank", THERE)
    assert Credential.objects.get().version == 2


def test_an_unknown_workflow_is_named_and_nothing_is_kept(ada: User) -> None:
    with pytest.raises(NotFound, match="'ghost'"):
        keep(change(workflows=["billing", "ghost"]), ada)
    assert not Credential.objects.exists()


def test_a_new_first_key_encrypts_and_the_old_one_still_opens(ada: User, keys: list[str]) -> None:
    keep(change(), ada)
    keys.insert(0, new_key())
    assert find("billing", "bank", THERE).secret == SECRET
    assert rotate() == 1
    assert rotate() == 0
    del keys[1:]
    assert find("billing", "bank", THERE).secret == SECRET


def test_a_row_whose_key_is_gone_says_so(ada: User, keys: list[str]) -> None:
    keep(change(), ada)
    keys[:] = [new_key()]
    assert [row["readable"] for row in rows(ada)] == [False]
    with pytest.raises(Permanent, match="key of the credential 'bank'"):
        find("billing", "bank", THERE)
    with pytest.raises(Invalid):
        rotate()


def test_without_keys_nothing_is_kept(ada: User, keys: list[str]) -> None:
    keys.clear()
    with pytest.raises(Invalid, match="FERMATA_CREDENTIAL_KEYS"):
        keep(change(), ada)


def test_the_database_keeps_no_credential_without_a_secret() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Credential.objects.create(name="x", kind="bearer", secret="", key_id="k")


def test_nodes_ask_this_table() -> None:
    from workflows.nodes.connect import credentials as port

    assert port._finder == [credentials.find]
