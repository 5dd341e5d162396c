"""The rules that ``make mutants`` breaks are still written as it knows them."""

import pytest

from tests.mutants import ROOT, Mutant, mutants


@pytest.mark.parametrize("mutant", mutants(), ids=lambda each: f"{each.file}: {each.old.strip()[:40]}")
def test_a_rule_to_break_is_there_once_with_its_tests(mutant: Mutant) -> None:
    assert (ROOT / mutant.file).read_text("utf-8").count(mutant.old) == 1
    assert (ROOT / mutant.tests).exists()
    assert mutant.new != mutant.old
