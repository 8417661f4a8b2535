"""Where a benchmark puts its figures."""

import re
import subprocess
import sys
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


def test_every_benchmark_has_a_place_for_what_it_writes() -> None:
    text = speed_page.PAGE.read_text(encoding="utf-8")
    benchmarks = {path.stem.removeprefix("bench_") for path in Path(speed_page.__file__).parent.glob("bench_*.py")}
    names = {*benchmarks - {"build"}, *(f"build {size}" for size in (1_000, 10_000, 100_000))}
    assert set(re.findall(r"<!-- measured by make bench: (.*) -->\n", text)) == names
    assert set(re.findall(r"<!-- end of (.*) -->\n", text)) == names


@pytest.mark.parametrize("name", ["browser", "build", "lighthouse", "parse", "pull", "serve"])
def test_every_benchmark_can_write(name: str) -> None:
    command = [sys.executable, "-m", f"tests.bench.bench_{name}", "--help"]
    assert "--write" in subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_figures_stand_to_the_right() -> None:
    assert speed_page.table(["", "a"], [["x", "1"], ["y", "2"]]) == "|  | a |\n| --- | ---: |\n| x | 1 |\n| y | 2 |"
