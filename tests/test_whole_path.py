"""From a recorded page to the site, with the commands a person types: what changes on the page changes on the site."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.programs import ROOT, SEED

PAGE = "zh-TW/models/minimax.md"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the content that the first page gives."""
    folder = tmp_path / "content"
    shutil.copytree(SEED, folder)
    return folder


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False
    )


def digests(folder: Path) -> dict[str, str]:
    """Every visible file below `folder` and what is in it."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def text_on(page: Path) -> str:
    """What a page says, without its markup."""
    bare = re.sub(r"<script.*?</script>|<[^>]+>", " ", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return " ".join(bare.split())


def test_reading_the_recorded_page_again_changes_nothing(content: Path) -> None:
    before = digests(content)
    assert before == digests(SEED)
    done = run("scraper", "parse", "--content", content)
    assert done.returncode == 0, done.stderr
    assert digests(content) == before


def test_the_yaml_is_the_same_without_the_last_one_to_compare_with(content: Path) -> None:
    """`since` comes from the manifest, so nothing depends on what was there before."""
    before = digests(content)
    for name in ("models", "text"):
        shutil.rmtree(content / name)
    for path in (content / "history.yaml", content / "findings.yaml", *content.glob(".*")):
        path.unlink()
    assert run("scraper", "parse", "--content", content).returncode == 0
    assert digests(content) == before


def test_a_price_changed_on_the_page_is_changed_on_the_site_with_its_line(content: Path, tmp_path: Path) -> None:
    page = content / "pages" / PAGE
    lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
    (number,) = [number for number, line in enumerate(lines, 1) if "| m2.1 |" in line or "`m2.1`" in line]
    lines[number - 1] = lines[number - 1].replace("$0.010", "$0.037")
    page.write_text("".join(lines), encoding="utf-8")
    assert run("scraper", "parse", "--content", content).returncode == 0
    site = tmp_path / "site"
    assert run("build", "--content", content, "--output", site).returncode == 0
    for name in ("index.html", "zh-TW/index.html", "models/minimax/m2.1/index.html", "models/minimax/index.html"):
        assert "$0.037" in text_on(site / name), name
    assert f"{PAGE}:{number}" in text_on(site / "models" / "minimax" / "m2.1" / "index.html")
    for variant, total in {"m2.1": "37", "m2": "10"}.items():
        costed = run("build", "cost", f"minimax/{variant}", "tokens=1M", "--content", content, "--json")
        assert json.loads(costed.stdout)["total"] == total


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        pytest.param(lambda text: b"\xff\xfe" + text, "not-utf8", id="not-utf-8"),
        pytest.param(lambda text: text.partition(b"\n---")[2], "no-frontmatter", id="no-frontmatter"),
        pytest.param(lambda text: re.sub(rb"(?m)^\|.*\n", b"", text), "missing-table", id="no-table"),
        pytest.param(lambda text: text.replace(b"$0.010 | 1K", b"1K", 1), "row-width", id="wrong-row-width"),
        pytest.param(lambda text: text.replace(b"1K tokens", b"1K furlongs", 1), "unknown-unit", id="unknown-unit"),
        pytest.param(lambda text: text.replace(b"$0.010", b"call us!", 1), "unreadable-price", id="unreadable-price"),
    ],
)
def test_a_bad_page_is_reported_at_its_line_and_the_last_good_data_stays(
    spoil: object, code: str, content: Path, tmp_path: Path
) -> None:
    assert callable(spoil)
    page = content / "pages" / PAGE
    good, old = page.read_bytes(), (content / "models" / "minimax.yaml").read_bytes()
    page.write_bytes(spoil(good))
    assert page.read_bytes() != good
    report = tmp_path / "report.json"
    done = run("scraper", "parse", "--content", content, "--report", report)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    found = {finding["code"]: finding for finding in json.loads(report.read_text(encoding="utf-8"))["findings"]}
    assert code in found, sorted(found)
    assert found[code]["level"] == "error"
    assert found[code]["path"] == PAGE
    assert found[code]["line"] >= 1
    assert (content / "models" / "minimax.yaml").read_bytes() == old
    # The site is built all the same, from the data that stayed.
    assert run("build", "--content", content, "--output", tmp_path / "site").returncode == 0


@pytest.mark.parametrize(
    "command",
    [
        "build",
        "build cost minimax/m2.1 tokens=1.5M",
        "build serve",
        "scraper parse",
        "scraper pull",
        "scraper history m",
    ],
)
def test_a_python_without_the_packages_is_told_which_one_has_them(command: str) -> None:
    without = [sys.executable, "-S", "-m", *command.split()]
    done = subprocess.run(without, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.fullmatch(r"(python -m build|scraper): this Python has no \w+; use .*\.venv/bin/python\n", done.stderr)


@pytest.mark.parametrize(("command", "module"), [("scraper parse", "scraper.parse"), ("build", "build.site")])
def test_who_stops_a_command_while_it_loads_gets_no_traceback(command: str, module: str, tmp_path: Path) -> None:
    hook = "import sys\nclass Stop:\n    def find_spec(self, name, *rest):\n        if name == %r:\n"
    stop = hook % module + "            raise KeyboardInterrupt\nsys.meta_path.insert(0, Stop())\n"
    (tmp_path / "sitecustomize.py").write_text(stop, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    words = [*command.split(), "--content", str(SEED)] + (
        ["--output", str(tmp_path / "site")] if command == "build" else []
    )
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 130
    assert "Traceback" not in done.stderr


def test_a_catalog_without_its_facts_is_told_and_comes_back(content: Path, tmp_path: Path) -> None:
    """A push that lost content/models would empty the site in silence."""
    site = tmp_path / "site"
    assert run("build", "--content", content, "--output", site).returncode == 0
    facts = content / "models" / "minimax.yaml"
    before, page = facts.read_bytes(), (site / "index.html").read_bytes()
    facts.unlink()
    done = run("build", "--content", content, "--output", site)
    assert done.returncode == 1
    assert f"{facts.parent}: no family there, though text/ has words" in done.stderr
    assert (site / "index.html").read_bytes() == page
    assert run("scraper", "parse", "--content", content).returncode == 0
    assert facts.read_bytes() == before


def test_a_family_that_lost_its_facts_is_named_at_every_build(content: Path, tmp_path: Path) -> None:
    site, texts = tmp_path / "site", content / "text" / "zh-TW"
    words = (texts / "minimax.yaml").read_text(encoding="utf-8")
    (texts / "lost.yaml").write_text(words.replace("model: minimax", "model: lost"), encoding="utf-8")
    first, second = (run("build", "--content", content, "--output", site) for _ in range(2))
    named = f"{content / 'models' / 'lost.yaml'}: not there, though {content / 'text'} has words about it"
    assert (first.returncode, second.returncode) == (0, 0)
    assert named in first.stderr
    assert named in second.stderr
    assert " 0 of " in second.stderr
    (texts / "lost.yaml").unlink()
    assert named not in run("build", "--content", content, "--output", site).stderr


def test_make_site_builds_what_it_can_and_ends_with_the_status_of_parse(tmp_path: Path) -> None:
    """The recipe's shell, with stand-ins for the two commands."""
    shown = subprocess.run(
        ["make", "--no-print-directory", "--dry-run", "site"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout
    recipe = shown[shown.index("status=0") :]
    said = {}
    for status in (0, 1, 2):
        stand_in = tmp_path / "python"
        stand_in.write_text(f'#!/bin/sh\necho "$2 $3"\n[ "$2" = scraper ] && exit {status}\nexit 0\n', encoding="utf-8")
        stand_in.chmod(0o755)
        script = recipe.replace(".venv/bin/python", str(stand_in))
        done = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == status
        said[status] = done.stdout + done.stderr
    assert "build" in said[0]
    assert "last good data" not in said[0]
    assert "build" in said[1]
    assert "last good data" in said[1]
    assert "build" not in said[2]
