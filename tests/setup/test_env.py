"""The environment: what is taken, what is refused, and with which sentence."""

import stat
from pathlib import Path

import pytest

from core.env import ConfigurationError, load_env

KEY = "k" * 50


def read(tmp_path: Path, **given: str):
    return load_env({"FERMATA_HOME": str(tmp_path), "FERMATA_SECRET_KEY": KEY, **given})


def refusal(tmp_path: Path, **given: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        read(tmp_path, **given)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith((".", ")."))
    return sentence


def test_defaults_are_an_embedded_server_on_this_machine_alone(tmp_path: Path) -> None:
    env = read(tmp_path)
    assert (env.host, env.port, env.redis_url, env.debug) == ("127.0.0.1", 8000, None, False)
    assert env.database_url == f"sqlite:///{tmp_path / 'fermata.sqlite3'}"
    assert not env.https


def test_a_made_key_is_kept_for_its_owner_alone_and_found_again(tmp_path: Path) -> None:
    first = read(tmp_path, FERMATA_SECRET_KEY="", DEBUG="1")
    again = read(tmp_path, FERMATA_SECRET_KEY="", DEBUG="1")
    assert first.secret_key == again.secret_key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_kept_key_serves_without_debug(tmp_path: Path) -> None:
    made = read(tmp_path, FERMATA_SECRET_KEY="", DEBUG="1")
    assert read(tmp_path, FERMATA_SECRET_KEY="").secret_key == made.secret_key


def test_without_debug_a_missing_key_is_refused_and_none_is_made(tmp_path: Path) -> None:
    assert "FERMATA_SECRET_KEY is not set" in refusal(tmp_path, FERMATA_SECRET_KEY="")
    assert not (tmp_path / "secret_key").exists()


def test_a_damaged_key_file_is_refused_rather_than_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("short")
    assert "damaged" in refusal(tmp_path, FERMATA_SECRET_KEY="", DEBUG="1")


def test_debug_pages_are_never_served_to_other_machines(tmp_path: Path) -> None:
    assert "DEBUG is on" in refusal(tmp_path, DEBUG="1", HOST="0.0.0.0")
    assert read(tmp_path, DEBUG="1", HOST="::1").debug


def test_a_refused_database_url_never_repeats_the_password(tmp_path: Path) -> None:
    for broken in (
        "mysql://u:hunter2@h/db",
        "postgres://u:hunter2@h:x1/db",
        "postgres://u:hunter2@h",
    ):
        assert "hunter2" not in refusal(tmp_path, DATABASE_URL=broken)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "99999"),
        ("PORT", "80a"),
        ("DEBUG", "maybe"),
        ("REDIS_URL", "localhost:6379"),
        ("EMAIL_URL", "http://mail"),
        ("FERMATA_SECRET_KEY", "short"),
        ("FERMATA_LEASE_SECONDS", "nan"),
        ("FERMATA_SWEEP_SECONDS", "-1"),
        ("FERMATA_CREDENTIAL_KEYS", "c2hvcnQ="),
        ("FERMATA_CREDENTIAL_KEYS", "not base64"),
        ("FERMATA_HTTP_ALLOW", "10.0.0.0/8, intranet"),
        ("FERMATA_HTTP_ALLOW", "http://intranet.example"),
        ("FERMATA_HTTP_ALLOW", "http://me@intranet.example:80"),
        ("FERMATA_HTTP_ALLOW", "ftp://intranet.example:21"),
        ("FERMATA_HTTP_ALLOW", "http://intranet.example:80/path"),
        ("FERMATA_REQUIRE_MFA", "some"),
        ("FERMATA_OIDC_URL", "ldap://id.example"),
        ("FERMATA_OIDC_URL", "http://id.example"),
        ("FERMATA_OIDC_URL", "https://"),
        ("FERMATA_OIDC_URL", "https://id.example"),
        ("FERMATA_OIDC_CREATE", "perhaps"),
        ("FERMATA_DEMO_RUNS", "-1"),
        ("FERMATA_DEMO_RUNS", "many"),
        ("FERMATA_DEMO_RUNS", "10001"),
        ("FERMATA_METRICS_TOKEN", "short"),
        ("FERMATA_METRICS_TOKEN", "two words are no token"),
        ("FERMATA_LOG_FORMAT", "xml"),
        ("FERMATA_DATABASE_POOL", "many"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318"),
    ],
)
def test_a_broken_value_is_named_in_one_sentence(tmp_path: Path, name: str, value: str) -> None:
    assert name in refusal(tmp_path, **{name: value})


def test_nobody_needs_a_second_factor_or_an_issuer_unless_told(tmp_path: Path) -> None:
    env = read(tmp_path)
    assert (env.require_mfa, env.oidc_url, env.oidc_create) == ("none", None, False)
    told = {"FERMATA_OIDC_CLIENT_ID": "c", "FERMATA_OIDC_SECRET": "s"}
    given = read(
        tmp_path, FERMATA_REQUIRE_MFA="Staff", FERMATA_OIDC_URL="https://i.example/", **told
    )
    assert (given.require_mfa, given.oidc_url) == ("staff", "https://i.example")
    assert given.oidc_name == "Single sign-on"
    told["FERMATA_OIDC_URL"] = "http://127.0.0.1:9000"
    assert read(tmp_path, **told).oidc_url


def test_an_issuer_without_its_secret_is_refused_and_a_secret_never_repeated(
    tmp_path: Path,
) -> None:
    half = {"FERMATA_OIDC_URL": "https://i.example", "FERMATA_OIDC_SECRET": "hunter2"}
    assert "hunter2" not in refusal(tmp_path, **half)


def test_the_demo_has_three_hundred_runs_unless_it_is_told(tmp_path: Path) -> None:
    assert read(tmp_path).demo_runs == 300
    assert read(tmp_path, FERMATA_DEMO_RUNS="0").demo_runs == 0


def test_served_names_beyond_this_machine_mean_https(tmp_path: Path) -> None:
    assert read(tmp_path, ALLOWED_HOSTS="fermata.example").https
    assert not read(tmp_path, ALLOWED_HOSTS="localhost").https


def test_a_home_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "FERMATA_HOME" in refusal(tmp_path, FERMATA_HOME=str(tmp_path / "file" / "home"))


def test_keys_of_a_file_are_for_those_who_may_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, keys = tmp_path / "keys", ["A" * 43 + "=", "B" * 42 + "A="]
    file.write_text("\n".join(keys))
    given = {"FERMATA_CREDENTIAL_KEYS_FILE": str(file)}
    assert read(tmp_path, **given).credential_file_keys == tuple(keys)
    file.write_text("short")
    assert "short" not in refusal(tmp_path, **given)
    missing = {"FERMATA_CREDENTIAL_KEYS_FILE": str(tmp_path / "nothing")}
    assert "FERMATA_CREDENTIAL_KEYS_FILE" in refusal(tmp_path, **missing)

    def closed(self: Path, *how: object) -> str:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as without_rights:
        without_rights.setattr(Path, "read_text", closed)
        key = {"FERMATA_SECRET_KEY": "k" * 50}
        assert read(tmp_path, **given, **key).credential_file_keys == ()
