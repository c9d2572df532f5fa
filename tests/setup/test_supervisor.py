"""The supervisor: dead children come back, the end is in order, nobody outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.server import ROOT
from tests.support.waiting import LONG, until

# Three children that write their process ids; the supervisor says what happens on standard output.
SCRIPT = """
import asyncio, dataclasses, signal, sys
from workflows.worker.supervisor import ChildPlan, Start, Supervisor
CHILD = '''
import os, pathlib, signal, sys
{prepare}
pathlib.Path(sys.argv[2], f"{{sys.argv[1]}}.{{os.getpid()}}").touch()
signal.pause()
'''
def plan(name, prepare=""):
    return ChildPlan(
        name,
        lambda: Start(name, [sys.argv[1] + "/child.py", name, sys.argv[1]]),
        lambda identity: say(f"died {identity}"),
    )
open(sys.argv[1] + "/child.py", "w").write(CHILD.format(prepare=sys.argv[2]))
def say(text):
    # One write a line: deaths are told from threads.
    sys.stdout.write(text + chr(10))
    sys.stdout.flush()

async def main():
    plans = [plan("one"), plan("two"), dataclasses.replace(plan("three"), reloads=False)]
    supervisor = Supervisor(plans, say, float(sys.argv[3]))
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, supervisor.reload)
    await supervisor.run()

asyncio.run(main())
"""


class Family:
    """A supervisor over three children in a folder of their own."""

    def __init__(self, folder: Path, prepare: str = "", stop: str = "25") -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(folder), prepare, stop], cwd=ROOT, text=True,
            stdout=subprocess.PIPE,
        )  # fmt: skip

    def pids(self, name: str) -> list[int]:
        return [
            int(path.suffix[1:]) for path in self.folder.glob(f"{name}.*") if path.suffix != ".py"
        ]

    def living(self) -> list[int]:
        everyone = [pid for name in ("one", "two", "three") for pid in self.pids(name)]
        return [pid for pid in everyone if alive(pid)]


def alive(pid: int) -> bool:
    try:
        # A zombie answers signal 0; its state tells that it is dead.
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Family]:
    running = Family(tmp_path)
    until(lambda: len(running.living()) == 3)
    yield running
    if running.process.poll() is None:
        running.process.kill()
    running.process.wait()
    until(lambda: not running.living())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_all_children_and_the_exit_code_is_0(family: Family, number: int) -> None:
    family.process.send_signal(number)
    assert family.process.wait(LONG) == 0
    assert family.living() == []


def test_a_killed_child_is_replaced_and_its_death_is_told(family: Family) -> None:
    first = family.pids("two")[0]
    os.kill(first, signal.SIGKILL)
    until(lambda: len(family.pids("two")) == 2 and len(family.living()) == 3)
    family.process.terminate()
    said, _ = family.process.communicate(timeout=LONG)
    assert said.splitlines() == ["two ended (signal SIGKILL); it is started again.", "died two"]


def test_children_do_not_outlive_a_killed_supervisor(family: Family) -> None:
    family.process.kill()
    family.process.wait()
    until(lambda: not family.living(), "all are gone")


def test_a_reload_replaces_the_children_that_run_our_code(family: Family) -> None:
    family.process.send_signal(signal.SIGUSR1)
    until(lambda: len(family.pids("one")) == len(family.pids("two")) == 2)
    until(lambda: len(family.living()) == 3)
    assert len(family.pids("three")) == 1
    family.process.terminate()
    said, _ = family.process.communicate(timeout=LONG)
    assert sorted(said.splitlines()) == ["died one", "died two"]


def test_two_signals_are_one_request(family: Family) -> None:
    family.process.send_signal(signal.SIGINT)
    family.process.send_signal(signal.SIGTERM)
    assert family.process.wait(LONG) == 0
    assert family.living() == []


def test_a_child_that_refuses_to_end_is_killed_in_the_end(tmp_path: Path) -> None:
    stubborn = Family(tmp_path, "signal.signal(signal.SIGTERM, signal.SIG_IGN)", stop="0.5")
    until(lambda: len(stubborn.living()) == 3)
    stubborn.process.terminate()
    assert stubborn.process.wait(LONG) == 0
    assert stubborn.living() == []


WRAPPED = """
import asyncio, sys
from workflows.worker.supervisor import ChildPlan, Start, Supervisor
start = Start("page", ["sh", "-c", sys.argv[1] + " & wait"], kind="other")
asyncio.run(Supervisor([ChildPlan("page", lambda: start)], print).run())
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_program_behind_a_script_ends_with_it(tmp_path: Path, number: int) -> None:
    pid_file = tmp_path / "pid"
    inner = f"""sh -c 'echo $$ > {pid_file}; exec tail -f /dev/null'"""
    supervisor = subprocess.Popen([sys.executable, "-c", WRAPPED, inner], cwd=ROOT)
    until(lambda: pid_file.exists() and pid_file.read_text().strip() != "")
    inner_pid = int(pid_file.read_text())
    assert alive(inner_pid)
    supervisor.send_signal(number)
    supervisor.wait(LONG)
    until(lambda: not alive(inner_pid))
