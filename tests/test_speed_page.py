"""Where a benchmark puts its figures."""

from pathlib import Path

import pytest

from tests.bench import speed_page

PAGE = """# Speed
<!-- measured by make bench: build 1000 -->
old
<!-- end of build 1000 -->
<!-- measured by make bench: build 10000 -->
<!-- end of build 10000 -->
"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "speed.md"
    path.write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(speed_page, "PAGE", path)
    return path


def test_figures_take_the_place_of_the_last_ones(page: Path) -> None:
    speed_page.write("build 1000", "new\n")
    assert page.read_text(encoding="utf-8") == PAGE.replace("old\n", "\nnew\n\n")


def test_figures_without_a_place_are_refused(page: Path) -> None:
    with pytest.raises(ValueError, match="'build 77'"):
        speed_page.write("build 77", "new")
    assert page.read_text(encoding="utf-8") == PAGE


def test_the_page_has_a_place_for_the_usual_sizes() -> None:
    text = speed_page.PAGE.read_text(encoding="utf-8")
    for size in (1_000, 10_000, 100_000):
        assert f"<!-- measured by make bench: build {size} -->\n" in text


def test_figures_stand_to_the_right() -> None:
    assert speed_page.table(["", "a"], [["x", "1"], ["y", "2"]]) == "|  | a |\n| --- | ---: |\n| x | 1 |\n| y | 2 |"
