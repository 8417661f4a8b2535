"""The command line of the scraper: exit status, report, history; errors on stderr, data on stdout."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scraper.__main__ import main
from tests.pages import Folder, family, row

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path, **{"models/acme.md": family()})


def run(folder: Folder, *arguments: str) -> int:
    return main(["parse", "--content", str(folder.root), *arguments])


def test_sound_pages_exit_with_0_and_say_what_was_done(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "1 page read: 0 errors, 0 warnings" in err
    assert run(folder) == 0
    assert "nothing changed" in capsys.readouterr().err


def test_an_error_exits_with_1_and_is_printed_with_its_place(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.put("models/acme.md", family("models/acme.md", row("one", "call us")))
    assert run(folder) == 1
    assert "models/acme.md:19: error: Pricing:" in capsys.readouterr().err


def test_strict_exits_with_1_on_a_warning(folder: Folder) -> None:
    folder.put("models/acme.md", family(price_from_cents=5))
    assert run(folder) == 0
    assert run(folder, "--strict") == 1


def test_the_report_is_json_with_every_finding(folder: Folder, tmp_path: Path) -> None:
    report = tmp_path / "out" / "report.json"
    run(folder, "--report", str(report))
    found = json.loads(report.read_text(encoding="utf-8"))
    assert found["pages"] == 1
    assert {key for entry in found["findings"] for key in entry} == {"code", "level", "path", "line", "message"}


@pytest.mark.parametrize("command", [["parse"], ["history", "acme/one"]])
def test_a_missing_folder_is_wrong_usage(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--content", str(tmp_path / "none")]) == 2
    assert "no such folder" in capsys.readouterr().err


def test_a_broken_file_of_ours_exits_with_1_and_names_it(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    run(folder)
    (folder.root / "models" / "acme.yaml").write_text("model: [")
    assert run(folder) == 1
    assert "acme.yaml:" in capsys.readouterr().err.splitlines()[-1]


def test_history_prints_each_stretch(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.parse("2026-11-22")
    folder.put("models/acme.md", family("models/acme.md", row("one", "$0.020"), row("two")))
    folder.parse("2026-11-25")
    assert main(["history", "acme/one", "--content", str(folder.root)]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "2026-11-22 .. 2026-11-25" in first
    assert "0.020" in second


def test_history_of_an_unknown_variant_offers_near_names(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.parse()
    assert main(["history", "acme/onee", "--content", str(folder.root)]) == 2
    assert "did you mean acme/one" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["parse", "--nonsense"], ["history"]])
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as exited:
        main(arguments)
    assert exited.value.code == 2


def test_the_module_runs_as_a_program(folder: Folder) -> None:
    folder.put("models/acme.md", b"\xff")
    done = subprocess.run(
        [sys.executable, "-m", "scraper", "parse", "--content", str(folder.root)], cwd=ROOT, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 1
    assert "models/acme.md:1: error: expected UTF-8, got byte 0xff" in done.stderr
    assert "Traceback" not in done.stderr
