"""Kept programs are those that compiling gives, or the template is compiled."""

import hashlib
import marshal
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment

from build.compiled import Compiled
from build.inputs import FileState, Inputs
from build.render import Renderer
from scraper.errors import BuildError

SOURCES = {"code/build/render.py": FileState(1, 1, "a" * 64), "code/requirements.txt": FileState(1, 1, "b" * 64)}
VIEW = {"x": "<a & *b*>\x0b"}
PAGES = ("page.html", "page.xml", "page.md")


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    for name in PAGES:
        (folder / name).write_text("{% include 'part' %}: {{ x }}", encoding="utf-8")
    # One text that each way of printing makes another program of.
    (folder / "part").write_text("{{ x }}{{ '*' }}", encoding="utf-8")
    (folder / "broken.html").write_text("{{ x }}\n{% if %}", encoding="utf-8")
    return folder


def renderer(templates: Path, sources: dict[str, FileState] | None = None) -> Renderer:
    return Renderer(templates, Compiled(templates.parent / "site", Inputs((), sources or SOURCES)))


def pages(made: Renderer) -> list[bytes]:
    return [made.page(name, VIEW) for name in PAGES]


def kept(templates: Path) -> Path:
    return templates.parent / ".site.templates"


def noted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that are compiled from now on."""
    names: list[str] = []
    compile_one = Environment.compile

    def compiled(self: Environment, source: str, name: str, filename: str) -> object:
        names.append(name)
        return compile_one(self, source, name, filename)

    monkeypatch.setattr(Environment, "compile", compiled)
    return names


def test_what_is_kept_is_not_compiled_again_and_gives_the_same(
    templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = pages(Renderer(templates))
    assert len(set(expected)) == len(PAGES)
    compiled = noted(monkeypatch)
    assert pages(renderer(templates)) == expected
    assert len(compiled) == len(list(kept(templates).iterdir())) == 6
    compiled.clear()
    assert pages(renderer(templates)) == expected
    assert compiled == []


def test_a_changed_template_is_compiled_anew_and_takes_the_old_ones_place(
    templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages(renderer(templates))
    (templates / "page.md").write_text("new {{ x }}", encoding="utf-8")
    expected, compiled = pages(Renderer(templates)), noted(monkeypatch)
    for names in (["page.md"], []):
        compiled.clear()
        assert pages(renderer(templates)) == expected
        assert compiled == names
    assert len(list(kept(templates).iterdir())) == 6


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_with_other_sources_everything_is_compiled_anew(
    name: str, templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages(renderer(templates))
    compiled = noted(monkeypatch)
    pages(renderer(templates, {**SOURCES, name: FileState(1, 1, "c" * 64)}))
    assert len(compiled) == 6


def test_another_python_compiles_everything_anew(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages(renderer(templates))
    compiled = noted(monkeypatch)
    monkeypatch.setattr(sys, "version", "4.0")
    pages(renderer(templates))
    assert len(compiled) == 6


def _summed(templates: Path, path: Path, data: bytes) -> bytes:
    """`data` with a sum that says it was written here."""
    compiled = Compiled(templates.parent / "site", Inputs((), SOURCES))
    name = next(name for name in (*PAGES, "part") if path.name.endswith(_key(templates, name)))
    source = hashlib.sha1((templates / name).read_bytes()).hexdigest()
    return compiled._sum(path.name, source, data) + data


def _key(templates: Path, name: str) -> str:
    return hashlib.sha1(f"{name}|{templates / name}".encode()).hexdigest()


GARBAGE: dict[str, Callable[[Path, Path, bytes], bytes]] = {
    "empty": lambda _templates, _path, _data: b"",
    "short": lambda _templates, _path, data: data[:20],
    "cut-off": lambda _templates, _path, data: data[: len(data) // 2],
    "one-bit": lambda _templates, _path, data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
    "binary": lambda _templates, _path, _data: bytes(range(256)) * 9,
    "no-program": lambda templates, path, _data: _summed(templates, path, marshal.dumps("text")),
    "no-marshal": lambda templates, path, _data: _summed(templates, path, b"?!"),
    "nothing-in-it": lambda templates, path, _data: _summed(templates, path, b""),
}


@pytest.mark.parametrize("garbage", GARBAGE)
def test_what_is_not_sound_is_compiled_anew_and_put_right(garbage: str, templates: Path) -> None:
    expected = pages(renderer(templates))
    sound = {path: path.read_bytes() for path in kept(templates).iterdir()}
    for path, data in sound.items():
        path.write_bytes(GARBAGE[garbage](templates, path, data))
    assert pages(renderer(templates)) == expected
    assert {path: len(path.read_bytes()) for path in kept(templates).iterdir()} == {
        path: len(data) for path, data in sound.items()
    }


@pytest.mark.parametrize("turn", range(1, 6))
def test_the_program_of_another_template_or_way_is_not_run(turn: int, templates: Path) -> None:
    expected = pages(renderer(templates))
    files = sorted(kept(templates).iterdir())
    held = [path.read_bytes() for path in files]
    for path, data in zip(files, [*held[turn:], *held[:turn]], strict=True):
        path.write_bytes(data)
    assert pages(renderer(templates)) == expected


@pytest.mark.parametrize("what", ["file", "link"])
def test_what_is_no_folder_is_left_alone(what: str, templates: Path) -> None:
    elsewhere = templates.parent / "elsewhere"
    elsewhere.mkdir()
    if what == "file":
        kept(templates).write_bytes(b"precious")
    else:
        kept(templates).symlink_to(elsewhere)
    assert pages(renderer(templates)) == pages(Renderer(templates))
    assert not list(elsewhere.iterdir())
    assert what == "link" or kept(templates).read_bytes() == b"precious"


def test_a_disk_that_is_full_costs_the_cache_and_nothing_else(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    expected = pages(Renderer(templates))
    monkeypatch.setattr(os, "replace", full)
    assert pages(renderer(templates)) == expected


def test_a_broken_template_is_told_each_time_as_without_it(templates: Path) -> None:
    for made in (Renderer(templates), renderer(templates), renderer(templates)):
        with pytest.raises(BuildError, match=r"site_templates/broken\.html:2: "):
            made.page("broken.html", VIEW)
    for made in (Renderer(templates), renderer(templates), renderer(templates)):
        with pytest.raises(BuildError, match=r"site_templates/page\.html.*'x' is undefined"):
            made.page("page.html", {})
