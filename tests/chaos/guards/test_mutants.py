"""Guards that are taken out are noticed: the list is whole, its texts are those of the code, the
cheap ones are proved here; `make mutants` proves all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.guards.mutants import LINES, MUTANTS, Mutant
from tests.chaos.guards.proof import ROOT, apply_all, copy_of_the_tree, survives
from tests.chaos.matrix.test_rows import names_in

CHEAP = [mutant for mutant in MUTANTS if mutant.cheap]


def test_every_line_of_the_list_has_a_mutant() -> None:
    assert {mutant.line for mutant in MUTANTS} == set(LINES)
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_changes_what_stands_in_the_code_and_names_its_test(mutant: Mutant) -> None:
    texts = {change.path: (ROOT / change.path).read_text("utf-8") for change in mutant.changes}
    for path, text in apply_all(texts, mutant.changes).items():
        assert text != texts[path]
        compile(text, path, "exec")
    path, _, name = mutant.test.partition("::")
    assert name in names_in(path)


@pytest.fixture(scope="module")
def tree() -> Iterator[Path]:
    """Give a copy of the tree."""
    with copy_of_the_tree() as root:
        yield root


@pytest.mark.parametrize("mutant", CHEAP, ids=lambda mutant: mutant.name)
def test_a_guard_that_is_taken_out_is_noticed(mutant: Mutant, tree: Path) -> None:
    assert survives(tree, mutant) is None
