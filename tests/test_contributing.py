"""The recipes of CONTRIBUTING.md do what they say: they are followed here, on a copy."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

from build.locales import load_words
from build.pages import Kind
from scraper import family, money
from scraper.catalog import Per
from scraper.errors import BuildError, NotationError
from scraper.parse import parse
from tests.test_architecture import MODULE_RULES
from tests.tools import handbook

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
LOCALES = ROOT / "site_templates" / "locales"


def section(title: str) -> str:
    """One section of the page, from its heading to the next."""
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, f"CONTRIBUTING.md has no section {title!r}"
    return found[1]


def added(block: str, module: Path) -> tuple[str, ast.Dict]:
    """A table of a module as an example shows it, with what it adds: its name, its lines."""
    (assignment,) = ast.parse(block).body
    assert isinstance(assignment, ast.AnnAssign)
    assert isinstance(assignment.value, ast.Dict)
    first = block.partition("  #")[0].splitlines()[0]
    assert f"\n{first}\n" in module.read_text(encoding="utf-8"), "searching for the line finds nothing"
    return ast.unparse(assignment.target), assignment.value


def test_the_new_unit_of_the_example_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = section("A price notation")
    price = re.findall(r"prints `([^`]+)`", recipe)[0]
    with pytest.raises(NotationError):
        money.read_price(price)
    (block,) = handbook.blocks(recipe, "python")
    name, table = added(block, Path(money.__file__))
    for word, meaning in ast.literal_eval(table).items():
        monkeypatch.setitem(getattr(money, name), word, meaning)
    quote = money.read_price(price)
    assert quote.amount == "0.05"
    assert quote.per == Per(quantity=1, unit="call")


def test_the_tables_that_the_recipe_names_exist() -> None:
    for name in re.findall(r"`([A-Z]{3,})`", section("A price notation")):
        assert getattr(money, name)


def test_a_copied_language_builds_and_one_with_a_hole_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "locales"
    shutil.copytree(LOCALES, folder)
    copy = folder / re.findall(r"`site_templates/locales/([a-z]+\.yaml)`", section("A language"))[1]
    text = (folder / "en.yaml").read_text(encoding="utf-8")
    copy.write_text(text.replace("name: English", "name: Svenska"), encoding="utf-8")
    assert load_words(folder)[copy.stem].name == "Svenska"
    copy.write_text(re.sub(r"^  tagline: .*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    with pytest.raises(BuildError, match=r"sv\.yaml: .*site\.tagline"):
        load_words(folder)


def test_a_language_with_a_hole_is_named_by_the_path_one_opens_it_with(tmp_path: Path) -> None:
    for name in ("build", "scraper", "site_templates", "content"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    broken = tmp_path / "site_templates" / "locales" / "de.yaml"
    text = broken.read_text(encoding="utf-8")
    broken.write_text(re.sub(r"^  tagline: .*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    command = [sys.executable, "-m", "build"]
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=tmp_path, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("python -m build: site_templates/locales/de.yaml: site.tagline: missing")


def test_the_files_that_the_recipe_for_a_page_names_are_there_for_every_kind() -> None:
    views = (ROOT / "build" / "views.py").read_text(encoding="utf-8")
    for path in ("build/pages.py", "build/views.py"):
        assert f"`{path}`" in section("A page")
    for kind in get_args(Kind):
        assert (ROOT / "site_templates" / f"{kind}.html").is_file()
        assert f'"{kind}": ' in views


def test_the_new_kind_of_source_page_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = tmp_path / "pages" / "zh-TW" / "models"
    seed.mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "seed" / "pages" / "zh-TW" / "models" / "minimax.md", seed)
    (tmp_path / "pages" / "models").mkdir()
    (tmp_path / "pages" / "models" / "minimax.html").write_text("<main>MiniMax</main>", encoding="utf-8")

    def told() -> list[str]:
        return [finding.what for finding in parse(tmp_path, today="2026-11-22").findings if "HTML page" in finding.what]

    assert told() == []
    reader, block = handbook.blocks(section("A kind of source page"), "python")
    for check in MODULE_RULES.values():
        assert list(check(ast.parse(reader), "scraper.family_html_page")) == []
    module: dict[str, Any] = {}
    exec(reader, module)
    name, table = added(block, Path(family.__file__))
    assert name == "READERS"
    readers = {
        ast.literal_eval(key): module[ast.unparse(value)]
        for key, value in zip(table.keys, table.values, strict=True)
        if key
    }
    monkeypatch.setattr(family, name, family.READERS | readers)
    monkeypatch.setattr("scraper.parse.READERS", family.READERS)
    assert told() == ["/models/minimax: the HTML page of a family isn't read"]
