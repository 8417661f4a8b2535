"""What the documents say is so: targets and commands exist, examples print what they show, links lead somewhere."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scraper import catalog
from scraper.findings import CODES
from tests.tools import handbook, reference

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXTS = {page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8") for page in PAGES}
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = handbook.targets(MAKEFILE)
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))

COMMANDS = sorted({(name, command) for name, text in TEXTS.items() for command in handbook.commands(text)})
EXAMPLES = [(name, example) for name, text in TEXTS.items() for example in handbook.examples(text)]
SCREEN = 45  # lines of the README that a reader sees without scrolling


def run(*words: str) -> subprocess.CompletedProcess[str]:
    # A terminal's width must not fold what is compared.
    environment = {**os.environ, "COLUMNS": "120", "NO_COLOR": "1"}
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)


@pytest.mark.parametrize(("page", "command"), [pair for pair in COMMANDS if pair[1].startswith("make ")])
def test_a_make_target_that_is_named_exists(page: str, command: str) -> None:
    target = re.sub(r"\b[A-Z]+=\S+", "", command).split()[1]
    assert target in TARGETS, f"{page}: `{command}`"


@pytest.mark.parametrize(("page", "command"), [pair for pair in COMMANDS if "-m " in pair[1]])
def test_a_command_that_is_named_is_understood(page: str, command: str) -> None:
    module, words, options = handbook.options(command)
    known = {"scraper", "build", "tests.sample", "tests.tools.demo"}
    assert module in known, f"{page}: `{command}`"
    subcommand = [word for word in words[:1] if re.fullmatch(r"[a-z]+", word)]
    shown = run(sys.executable, "-m", module, *subcommand, "--help")
    assert shown.returncode == 0, shown.stderr
    for option in options:
        assert re.search(rf"{option.partition('=')[0]}\b", shown.stdout), f"{page}: `{command}`: no {option}"


@pytest.mark.parametrize(("page", "example"), EXAMPLES, ids=[example.command for _, example in EXAMPLES])
def test_an_example_prints_what_the_page_shows(page: str, example: handbook.Example) -> None:
    shown = reference.printed(example.command)
    assert shown
    assert shown == example.output, f"{page}: `{example.command}` prints something else; run `make docs`"


def test_there_are_examples_to_try() -> None:
    assert any("minimax/m2.1 tokens=1.5M" in example.command for _, example in EXAMPLES)
    assert {"README.md", "CONTRIBUTING.md"} <= {page for page, _ in COMMANDS}


@pytest.mark.parametrize("name", TEXTS)
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    for link in handbook.links(TEXTS[name]):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        assert target.exists(), f"{name}: {link}"
        if anchor:
            assert anchor in handbook.anchors(target), f"{name}: {link}"


@pytest.mark.parametrize("name", [name for name in TEXTS if "made by make docs" in TEXTS[name]])
def test_generated_parts_are_current(name: str) -> None:
    assert reference.filled(TEXTS[name]) == TEXTS[name], f"{name} has drifted; run `make docs`"


def test_every_finding_is_documented() -> None:
    assert all(f"`{code}`" in TEXTS["docs/findings.md"] for code in CODES)


def test_every_class_of_the_catalog_is_documented() -> None:
    documented = {name for classes in reference.FILES.values() for name in classes}
    shapes = {
        name
        for name, value in vars(catalog).items()
        if isinstance(value, type) and value.__module__ == catalog.__name__ and not name.startswith("_")
    }
    assert shapes - documented <= {"Value"}


def test_make_help_shows_every_target() -> None:
    shown = run("make", "--no-print-directory", "help").stdout
    phony = set(re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[0].split())
    assert phony == set(TARGETS)
    assert re.findall(r"^  make (\S+) +\S", shown, re.MULTILINE) == list(TARGETS)
    assert {"site", "serve", "demo", "scrape", "test", "bench", "check", "help"} <= phony


def test_an_old_python_is_named_and_not_tried(tmp_path: Path) -> None:
    old = tmp_path / "python-old"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.8.1 && exit 0\nexit 1\n', encoding="utf-8")
    old.chmod(0o755)
    shown = run("make", "--no-print-directory", f"PYTHON={old}", f"PYTHONS={old}", f"VENV={tmp_path}/venv", "site")
    assert shown.returncode != 0
    assert "Python 3.11 or newer" in shown.stderr
    assert "Python 3.8.1" in shown.stderr
    assert not (tmp_path / "venv").exists()


def test_the_first_screen_of_the_readme_says_how_to_begin() -> None:
    first = "\n".join(TEXTS["README.md"].splitlines()[:SCREEN])
    assert "make site" in first
    assert "make test" in first
    assert "docs/screenshots/home.png" in first


@pytest.mark.parametrize("picture", sorted((ROOT / "docs" / "screenshots").glob("*.png")), ids=lambda path: path.name)
def test_a_picture_is_a_png_of_reasonable_size(picture: Path) -> None:
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG\r\n")
    assert len(data) < 400_000


def test_the_pages_recipe_has_five_steps() -> None:
    recipe = TEXTS["README.md"].partition("## Host it on GitHub Pages")[2].partition("\n## ")[0]
    assert re.findall(r"^(\d)\. ", recipe, re.MULTILINE) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_pins_actions_by_hash_and_runs_make_targets(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    used = re.findall(r"uses: (.+)$", text, re.MULTILINE)
    assert used
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action) for action in used), used
    ran = re.findall(r"run: (.+)$", text, re.MULTILINE)
    assert ran
    assert all(step.split()[0] == "make" and step.split()[1] in TARGETS for step in ran), ran
    assert re.search(r"^permissions: \{\}$", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_by_version_and_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = re.split(r"\n(?=[a-z])", text)[1:]
    assert len(pins) > 15
    assert all(re.match(r"[a-z0-9._-]+==[\w.]+", pin) and "--hash=sha256:" in pin for pin in pins)


def test_what_both_lock_files_pin_is_the_same() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9._-]+==[^\s\\]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))

    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def test_the_packing_tool_called_build_stays_out() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert not re.search(r"^build==", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert not {"build", "build/", "/build", "/build/"} & set(ignored)


def test_package_lock_names_no_address() -> None:
    assert "://" not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_the_changelog_begins_with_what_is_not_released() -> None:
    headings = re.findall(r"^## (.+)$", TEXTS["CHANGELOG.md"], re.MULTILINE)
    assert headings[0] == "[Unreleased]"
