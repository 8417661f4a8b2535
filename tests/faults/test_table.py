"""docs/faults.md says what the tests show, and nothing else."""

from pathlib import Path

from tests.faults import table

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"


def test_the_page_is_current() -> None:
    assert table.sections() in PAGE.read_text(encoding="utf-8"), "run `make docs`"


def test_every_fault_has_a_test() -> None:
    assert {one.fault for one in table.shown()} == set(table.FAULTS)


def test_every_test_with_a_number_says_in_a_sentence_what_it_shows() -> None:
    silent = [one.place for one in table.shown() if not one.what.endswith(".") or "|" in one.what]
    assert not silent
