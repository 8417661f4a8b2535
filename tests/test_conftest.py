"""On CI a test that can't run is a failure; on a person's machine it is a skip with its reason."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import LONG

ROOT = Path(__file__).resolve().parents[1]

# Each asks for a program that the bare machine below doesn't have.
ASKING = {
    "Chromium": "tests/browser/test_watch.py::test_a_sound_page_is_left_alone",
    "Java": "tests/browser/test_html_valid.py::test_an_invalid_page_is_found",
}


def run_on_a_bare_machine(test: str, nothing: Path, *, required: str) -> subprocess.CompletedProcess[str]:
    """Run one test where no program is to be found."""
    bare = {
        "PATH": str(nothing),
        "PLAYWRIGHT_BROWSERS_PATH": str(nothing),
        "PRICE_BOOK_CHROMIUM": "",
        "PRICE_BOOK_REQUIRE_BROWSER": required,
    }
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "-ra", test]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, **bare})


@pytest.mark.parametrize("program", ASKING)
def test_without_the_program_ci_fails(program: str, tmp_path: Path) -> None:
    done = run_on_a_bare_machine(ASKING[program], tmp_path, required="1")
    assert done.returncode == 1
    assert f"required here, but not run: Skipped: no {program}" in done.stdout


@pytest.mark.parametrize("program", ASKING)
def test_without_the_program_a_person_is_told(program: str, tmp_path: Path) -> None:
    done = run_on_a_bare_machine(ASKING[program], tmp_path, required="")
    assert done.returncode == 0
    assert f"no {program} on this machine" in done.stdout
    assert "1 skipped" in done.stdout


def test_the_files_that_run_first_are_there() -> None:
    assert set(LONG) <= {path.name for path in (ROOT / "tests").rglob("test_*.py")}
