"""What is in deploy/ and compose.yaml fits the code: commands, names of the environment, figures,
addresses; nginx takes its file and passes pages and sockets on."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands
from django.urls import Resolver404, resolve

from tests.support.server import ROOT
from workflows.conf import Conf
from workflows.services.monitoring import METRICS

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
READ = set(re.findall(r'"([A-Z][A-Z0-9_]{2,})"', (ROOT / "core/env.py").read_text()))
READ |= set(re.findall(r'"([A-Z][A-Z0-9_]{2,})"', (ROOT / "core/secret_key.py").read_text()))
# Of Python, pip, Django and of the images, not of ours.
OTHERS = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "POSTGRES_USER", "POSTGRES_DB",
          "POSTGRES_PASSWORD", "WITH_TRACES"}  # fmt: skip
ONLY_WITH_REDIS = {"rqworker"}
HOST = re.compile(r"\b(?:[a-z0-9-]+\.)+(?:io|com|net|org|dev)/")


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return found


def commands() -> Iterator[tuple[str, list[str]]]:
    """Give the words of every command that a file starts."""
    for name, service in compose()["services"].items():
        if service.get("command"):
            yield f"compose.yaml {name}", list(service["command"])
    for unit in UNITS:
        (line,) = re.findall(r"^ExecStart=(.*)$", unit.read_text(), re.M)
        yield unit.name, shlex.split(line)
    values = yaml.safe_load((DEPLOY / "helm/values.yaml").read_text())
    for name, part in values["parts"].items():
        if part["command"]:
            yield f"values.yaml {name}", part["command"]


def names_of_the_environment() -> Iterator[tuple[str, str]]:
    """Give every name that a file sets."""
    for name, service in compose()["services"].items():
        yield from ((f"compose.yaml {name}", key) for key in service.get("environment", {}))
    text = (DEPLOY / "fermata.env.example").read_text()
    yield from (("fermata.env.example", key) for key in re.findall(r"^([A-Z_]+)=", text, re.M))
    values = yaml.safe_load((DEPLOY / "helm/values.yaml").read_text())
    yield from (("values.yaml", key) for key in values["environment"])
    for unit in UNITS:
        (line,) = re.findall(r"^Environment=(.*)$", unit.read_text(), re.M)
        yield from ((unit.name, key) for key in re.findall(r"([A-Z_]+)=", line))
    docker = (ROOT / "Dockerfile").read_text()
    yield from (("Dockerfile", key) for key in re.findall(r"\b([A-Z][A-Z_]+)=", docker))


def test_every_command_exists() -> None:
    known = set(get_commands()) | ONLY_WITH_REDIS
    started = [(where, words[words.index("manage.py") + 1]) for where, words in commands()
               if "manage.py" in words]  # fmt: skip
    assert [found for found in started if found[1] not in known] == []
    assert {"rqworker", "timekeeper", "worker", "migrate"} <= {name for _, name in started}


def test_every_name_of_the_environment_is_read() -> None:
    found = list(names_of_the_environment())
    assert [item for item in found if item[1] not in READ | OTHERS] == []
    assert len(found) > 30


def test_images_are_named_without_a_registry() -> None:
    for path in (ROOT / "compose.yaml", ROOT / "Dockerfile", DEPLOY / "helm/values.yaml"):
        lines = [line for line in path.read_text().splitlines() if re.search(r"image:|FROM", line)]
        assert lines
        assert [line for line in lines if HOST.search(line)] == []


def test_every_part_says_how_it_is_and_has_time_to_end() -> None:
    services = compose()["services"]
    for name in ("web", "rqworker", "timekeeper", "postgres", "redis", "nginx"):
        assert services[name]["healthcheck"]["test"], name
    for name in ("web", "rqworker", "timekeeper"):
        told = services[name]
        assert (told["stop_grace_period"], told["read_only"]) == ("30s", True)
        assert told["cap_drop"] == ["ALL"]
        assert told["env_file"] == "deploy/fermata.env"
    assert "USER 10001" in (ROOT / "Dockerfile").read_text()
    assert "--require-hashes" in (ROOT / "Dockerfile").read_text()


def test_what_the_image_copies_is_there() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.M)
    paths = [path for line in copied for path in line.split()]
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_are_hardened_and_let_steps_end(unit: Path) -> None:
    text = unit.read_text()
    for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=",
                 "User=fermata", "Restart=always"):  # fmt: skip
        assert line in text
    (seconds,) = re.findall(r"^TimeoutStopSec=(\d+)$", text, re.M)
    assert int(seconds) >= (30 if "worker" in unit.name else 15)


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    files = [str(path) for path in sorted((DEPLOY / "systemd").iterdir())]
    assert len(files) == 5
    if program is None:
        return
    done = subprocess.run([program, "verify", *files], capture_output=True, text=True, timeout=60)
    # The paths are those of the machine that it will run on.
    faults = [line for line in done.stderr.splitlines() if "is not executable" not in line]
    assert [line for line in faults if "fermata" in line] == []


def test_pods_keep_the_home_and_share_no_socket() -> None:
    text = (DEPLOY / "helm/templates/parts.yaml").read_text()
    values = yaml.safe_load((DEPLOY / "helm/values.yaml").read_text())
    (home, run) = re.findall(r"- \{name: (\w+), mountPath: (/var/lib/fermata\S*)\}", text)
    assert (home, run) == (("home", "/var/lib/fermata"), ("run", "/var/lib/fermata/run"))
    assert "{name: home, persistentVolumeClaim: {claimName: {{ $.Values.homeClaim }}}}" in text
    assert "{name: run, emptyDir: {}}" in text
    assert values["homeClaim"]
    assert Conf(home=Path(home[1])).run_dir == Path(run[1])


def test_nginx_begins_anew_with_new_web_containers() -> None:
    assert compose()["services"]["nginx"]["depends_on"]["web"]["restart"] is True


def test_a_stand_still_is_told_and_rings_no_other_bell() -> None:
    rules = yaml.safe_load((DEPLOY / "monitoring/alerts.yaml").read_text())["groups"][0]["rules"]
    quiet = {rule["alert"] for rule in rules if "unless" in rule["expr"]}
    late = {rule["alert"] for rule in rules
            if re.search("oldest_due|backlog", rule["expr"])}  # fmt: skip
    assert quiet == late
    assert "FermataStandsStill" in {rule["alert"] for rule in rules}


def figures(text: str) -> set[str]:
    found = set(re.findall(r"\bfermata_[a-z_]+", text))
    return {re.sub(r"_(bucket|sum|count)$", "", name) for name in found}


def test_rules_and_dashboard_name_figures_that_exist() -> None:
    rules = yaml.safe_load((DEPLOY / "monitoring/alerts.yaml").read_text())
    board = json.loads((DEPLOY / "monitoring/dashboard.json").read_text())
    alerts = [rule for group in rules["groups"] for rule in group["rules"]]
    said = " ".join(rule["expr"] for rule in alerts)
    shown = " ".join(target["expr"] for panel in board["panels"] for target in panel["targets"])
    assert figures(said) <= set(METRICS)
    assert figures(shown) <= set(METRICS)
    # What is measured is looked at.
    assert set(METRICS) - figures(said) - figures(shown) == set()
    assert all(rule["annotations"]["summary"] for rule in alerts)
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


def test_nginx_names_addresses_that_exist() -> None:
    text = (DEPLOY / "nginx/fermata.conf").read_text()
    for address in re.findall(r"location = (\S+)", text):
        if address == "/ws/":
            continue
        try:
            resolve(address)
        except Resolver404:  # pragma: no cover
            pytest.fail(f"There is no {address}.")
