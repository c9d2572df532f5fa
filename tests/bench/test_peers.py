"""The table of the peers, and the simulation of more workers: arithmetic, nothing is measured."""

from __future__ import annotations

from bench.peers.environments import PINS, WANTED, version
from bench.peers.table import LIMIT, OURS, Figure, medians, table
from bench.scale.simulation import Costs, throughput

CALM = Costs(worker_step=200, commit=400, database_step=50, flush=600, cores=2)


def figure(system: str, value: float, round_: int = 1, metric: str = "W1 one steps/s") -> Figure:
    return Figure(system, "sqlite", metric, value, "", round_, 0.0)


def test_the_median_of_the_rounds_counts() -> None:
    rounds = [figure(OURS, value, at) for at, value in enumerate((900.0, 100.0, 300.0))]
    assert medians(rounds) == {("W1 one steps/s", "sqlite", OURS): 300.0}


def test_ours_comes_first_then_the_limit_and_the_others_have_a_ratio() -> None:
    found = [figure("dbos", 300.0), figure(OURS, 900.0), figure(LIMIT, 1_800.0)]
    rows = [[cell.strip() for cell in line.split("|")[3:7]] for line in table(found)][2:]
    assert rows == [
        [OURS, "900", "", "more"],
        [LIMIT, "1,800", "0.50", "more"],
        ["dbos", "300", "3", "more"],
    ]


def test_of_times_less_is_better_and_of_nothing_there_is_no_ratio() -> None:
    found = [figure(name, 0.0, metric="W7 steps lost") for name in (OURS, "dbos")]
    cells = [line.split("|")[5:7] for line in table(found)][2:]
    assert cells == [["  ", " less "], ["  ", " less "]]


def test_each_peer_has_its_pins() -> None:
    assert {path.stem for path in PINS.glob("*.txt")} == set(WANTED)
    assert all(version(name)[0].isdigit() for name in WANTED)


def test_workers_add_up_until_the_database_is_busy() -> None:
    one, two = throughput(CALM, 1)[0], throughput(CALM, 2)[0]
    assert 1.9 < two / one < 2.1
    bend = CALM.cores * 1e6 / (CALM.database_step + CALM.commit / CALM.held)
    many, used, _ = throughput(CALM, 32)
    assert 0.9 * bend < many <= 1.01 * bend
    assert used > 0.9


def test_one_worker_is_never_faster_than_its_thread() -> None:
    assert throughput(CALM, 1)[0] <= 1e6 / CALM.worker_step
