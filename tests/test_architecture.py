"""The structure: which way imports point, who owns what, how long things are, and what the tree must not hold.

The rules themselves are in tests/tools/structure.py (modules) and tests/tools/tree.py (text). Here each is applied to
the whole tree, and each is shown a small source that breaks it.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest

from tests.tools import structure, tree
from tests.tools.structure import Breach

ROOT = Path(__file__).resolve().parents[1]
STANDARD = frozenset(sys.stdlib_module_names)


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


MODULES = {name_of(path): path for package in structure.PACKAGES for path in sorted((ROOT / package).rglob("*.py"))}


def project_files() -> list[Path]:
    """What git keeps or would keep; without git, everything but hidden and made folders."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    made = {".git", ".venv", "node_modules", "_site", "_demo", "__pycache__"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not made & set(path.relative_to(ROOT).parts)]


def text_of(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None  # a picture, or a page that is broken on purpose


# What was recorded from elsewhere, and what is hostile on purpose, may hold anything.
OURS = {
    path.relative_to(ROOT).as_posix(): text
    for path in project_files()
    if not {"content", "fixtures", "corpus"} & set(path.relative_to(ROOT).parts) and (text := text_of(path)) is not None
}

MODULE_RULES: dict[str, Callable[[ast.Module, str], Iterable[Breach]]] = {
    "imports point one way": structure.one_way,
    "each library has one owner": structure.one_owner,
    "no library without an owner": partial(structure.known_libraries, standard=STANDARD),
    "only the named modules touch the world": structure.untouched_world,
    "only __main__ prints and exits": structure.silent,
    "nothing happens at import": structure.idle_at_import,
    "everything is annotated": structure.annotated,
    "functions are short": structure.short_functions,
    "modules say what they are for": structure.documented,
}

TEXT_RULES: dict[str, tuple[str, Callable[[str], Iterable[Breach]]]] = {
    "no registry's address": ("", tree.registry_hosts),
    "no path of one machine": ("", tree.machine_paths),
    "style sheets mirror for right to left": (r"^site_templates/.*\.css$", tree.css),
    "scripts obey the content security policy": (r"^site_templates/.*\.js$", tree.script),
    "templates hold no inline script or style": (r"^site_templates/.*\.(html|svg|j2)$", tree.template),
}


def report(breaches: Iterable[tuple[str, Breach]]) -> str:
    return "\n".join(f"{place}:{line}: {message}" for place, (line, message) in breaches)


def test_there_is_something_to_check() -> None:
    assert len(MODULES) > 15
    assert {"scraper.catalog", "scraper.__main__", "build.cost", "build.__main__"} <= set(MODULES)
    assert len(OURS) > 60


@pytest.mark.parametrize("rule", MODULE_RULES)
def test_every_module_keeps_the_rule(rule: str) -> None:
    breaches = [
        (path.relative_to(ROOT).as_posix(), breach)
        for module, path in MODULES.items()
        for breach in MODULE_RULES[rule](ast.parse(path.read_text(encoding="utf-8")), module)
    ]
    assert not breaches, report(breaches)


def test_modules_are_short_and_named_after_what_they_hold() -> None:
    breaches = [
        (path.relative_to(ROOT).as_posix(), breach)
        for module, path in MODULES.items()
        for breach in [
            *structure.short_module(path.read_text(encoding="utf-8"), module),
            *structure.named_after_a_noun(module),
        ]
    ]
    breaches += [(name, breach) for name in OURS for breach in structure.named_after_a_noun(Path(name).stem)]
    assert not breaches, report(breaches)


@pytest.mark.parametrize("rule", TEXT_RULES)
def test_every_file_keeps_the_rule(rule: str) -> None:
    pattern, check = TEXT_RULES[rule]
    chosen = {name: text for name, text in OURS.items() if re.search(pattern, name)}
    assert chosen, f"no file matches {pattern}"
    breaches = [(name, breach) for name, text in chosen.items() for breach in check(text)]
    assert not breaches, report(breaches)


def test_every_owner_and_world_module_exists_or_is_yet_to_come() -> None:
    """A renamed module would leave its rule behind, guarding nothing."""
    named = {*structure.OWNERS.values(), *structure.WORLD, *structure.READERS}
    assert named <= set(MODULES)


def test_each_library_that_is_required_is_imported_by_its_owner() -> None:
    for library, owner in structure.OWNERS.items():
        source = ast.parse(MODULES[owner].read_text(encoding="utf-8"))
        tops = {name.partition(".")[0] for _, name in structure.imports(source, owner)}
        assert library in tops, f"{owner} no longer imports {library}; take it out of OWNERS and requirements.in"


def test_nothing_else_stands_at_the_top() -> None:
    tops = {name.partition("/")[0] for name in OURS}
    folders = {"scraper", "build", "site_templates", "content", "tests", "docs", ".ci", ".github"}
    files = {
        "Makefile", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "pyproject.toml", ".gitignore", ".npmrc",
        ".gitattributes", "package.json", "package-lock.json",
        "requirements.in", "requirements.txt", "requirements-dev.in", "requirements-dev.txt",
    }  # fmt: skip
    assert tops <= folders | files


LONG = "def f() -> None:\n" + "    pass\n" * structure.FUNCTION_LINES


@pytest.mark.parametrize(
    ("rule", "module", "source"),
    [
        pytest.param("imports point one way", "scraper.faq", "import build.cost", id="scraper-imports-build"),
        pytest.param("imports point one way", "build.pages", "from scraper import fetch", id="build-imports-fetch"),
        pytest.param("imports point one way", "build.pages", "from scraper.record import x", id="build-imports-record"),
        pytest.param("imports point one way", "scraper.faq", "from tests.sample import x", id="program-imports-tests"),
        pytest.param("each library has one owner", "build.pages", "import yaml", id="yaml-elsewhere"),
        pytest.param("each library has one owner", "scraper.faq", "def f():\n import httpx._a as b", id="httpx-inside"),
        pytest.param("no library without an owner", "scraper.faq", "import requests", id="unknown-library"),
        pytest.param("only the named modules touch the world", "build.pages", "import socket", id="socket"),
        pytest.param("only the named modules touch the world", "build.pages", "from os import path", id="from-os"),
        pytest.param("only the named modules touch the world", "build.pages", "p.read_text()", id="reads-a-file"),
        pytest.param("only the named modules touch the world", "build.pages", "open('x')", id="opens-a-file"),
        pytest.param(
            "only the named modules touch the world", "build.pages", "datetime.now(UTC)", id="reads-the-clock"
        ),
        pytest.param("only the named modules touch the world", "build.__main__", "open('x')", id="main-opens-a-file"),
        pytest.param("only the named modules touch the world", "build.locales", "p.write_text(x)", id="reader-writes"),
        pytest.param("only __main__ prints and exits", "scraper.faq", "print(1)", id="prints"),
        pytest.param("only __main__ prints and exits", "scraper.faq", "sys.exit(1)", id="exits"),
        pytest.param("only __main__ prints and exits", "scraper.faq", "raise SystemExit", id="raises-exit"),
        pytest.param("only __main__ prints and exits", "scraper.faq", "sys.stderr.write(x)", id="writes-to-stderr"),
        pytest.param("nothing happens at import", "scraper.faq", "register()", id="call-at-import"),
        pytest.param("nothing happens at import", "scraper.faq", "for x in y: pass", id="loop-at-import"),
        pytest.param("everything is annotated", "scraper.faq", "def f(): ...", id="no-return"),
        pytest.param("everything is annotated", "scraper.faq", "def f(a, *, b: int) -> int: ...", id="no-argument"),
        pytest.param("everything is annotated", "scraper.faq", "def f(*a: int, **k) -> int: ...", id="no-keywords"),
        pytest.param("functions are short", "scraper.faq", LONG, id="long-function"),
        pytest.param("modules say what they are for", "scraper.faq", "import re", id="no-docstring"),
    ],
)
def test_a_module_that_breaks_the_rule_is_found(rule: str, module: str, source: str) -> None:
    assert list(MODULE_RULES[rule](ast.parse(source), module))


@pytest.mark.parametrize("rule", MODULE_RULES)
def test_a_sound_module_passes_every_rule(rule: str) -> None:
    source = '"""Sound."""\nfrom re import compile\nfrom scraper.money import x\nA = compile("a")\n'
    source += 'def f(a: int) -> str:\n    return str(a).replace("1", "2")\n'
    assert not list(MODULE_RULES[rule](ast.parse(source), "build.pages"))


def test_a_long_module_is_found_and_comments_do_not_count() -> None:
    full = "a = 1\n" * structure.MODULE_LINES
    assert not list(structure.short_module(full + "# why\n\n" * 50, "build.pages"))
    assert list(structure.short_module(full + "a = 2\n", "build.pages"))
    assert list(structure.short_module('"""' + "\n" * structure.MODULE_LINES + '"""\n', "build.pages"))


@pytest.mark.parametrize("name", ["build.utils", "scraper.helpers", "common"])
def test_a_module_named_after_nothing_is_found(name: str) -> None:
    assert list(structure.named_after_a_noun(name))


@pytest.mark.parametrize(
    ("check", "text"),
    [
        pytest.param(tree.registry_hosts, "--index-url https://mirror.py" + "pi.example/simple", id="package-index"),
        pytest.param(tree.registry_hosts, '"resolved": "https://reg' + 'istry.example/x.tgz"', id="lock-file"),
        pytest.param(tree.machine_paths, "see " + "/ho" + "me/someone/x", id="home-folder"),
        pytest.param(tree.css, "a { background: url(https://example.org/x.png) }", id="css-loads-from-elsewhere"),
        pytest.param(tree.css, "a {\n  margin-left: 1px;\n}", id="css-margin-left"),
        pytest.param(tree.css, "a { inset-inline: 0; left: 0 }", id="css-left"),
        pytest.param(tree.css, "a { text-align: right }", id="css-text-align"),
        pytest.param(tree.script, "node.innerHTML = text;", id="script-inner-html"),
        pytest.param(tree.script, "import {x} from './x.js';", id="script-module"),
        pytest.param(tree.template, '<button onclick="go()">', id="template-handler"),
        pytest.param(tree.template, '<p style="color: red">', id="template-style"),
        pytest.param(tree.template, "<style>p {}</style>", id="template-style-element"),
        pytest.param(tree.template, "<script>go()</script>", id="template-script"),
        pytest.param(tree.template, '<a href="javascript:go()">', id="template-javascript-address"),
        pytest.param(tree.template, '<img src="//example.org/x.png">', id="template-foreign-picture"),
        pytest.param(
            tree.template, '<link rel="stylesheet" href="https://example.org/x.css">', id="template-foreign-css"
        ),
    ],
)
def test_a_text_that_breaks_the_rule_is_found(check: Callable[[str], Iterable[Breach]], text: str) -> None:
    assert list(check(text))


@pytest.mark.parametrize(
    ("check", "text"),
    [
        pytest.param(
            tree.registry_hosts, "pip installs from the registry of your choice", id="a-word-about-registries"
        ),
        pytest.param(tree.machine_paths, "https://example.org/home/x and ./tmp/y and _site/home/", id="paths-of-ours"),
        pytest.param(
            tree.css, "/* margin-left */ a { margin-inline-start: 1px; inset-inline-start: 0 }", id="logical-css"
        ),
        pytest.param(tree.script, "node.textContent = text;", id="plain-script"),
        pytest.param(
            tree.template, '<script src="a.js" defer></script><a href="https://example.org/">x</a>', id="a-link"
        ),
        pytest.param(
            tree.template, '<script type="application/json" id="catalog">{{ data }}</script>', id="inline-data"
        ),
        pytest.param(tree.template, "{# <p style> is not allowed #}", id="template-comment"),
    ],
)
def test_a_sound_text_passes(check: Callable[[str], Iterable[Breach]], text: str) -> None:
    assert not list(check(text))
