"""Content on disk: read strictly, written whole or not at all, and only when it changed."""

import os
import re
import stat
from pathlib import Path

import pytest

from scraper import store, yaml_events
from scraper.catalog import Heartbeat, History, Model, Value
from scraper.errors import StoreError
from scraper.store import load, load_content, parsed, read_yaml, recorded_paths, save, write_bytes
from scraper.yaml_events import read_node
from tests import content_samples

MODEL = Model.model_validate({
    "model": "acme", "name": "A", "provider": "P", "modality": "text", "source": "u",
    "variants": [{"slug": "3.0", "id": "no"}],
})  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 2.10\nb: no\nc: 1:20\nd: 0o17\ne: 1e3\n", {"a": "2.10", "b": "no", "c": "1:20", "d": "0o17", "e": "1e3"}),
        ("a: ~\nb:\nc: null\n", {"a": "~", "b": "", "c": "null"}), ("- a\n- [b, {c: d}]\n", ["a", ["b", {"c": "d"}]]),
        ("", {}), ("a: |\n  b\n  c\n", {"a": "b\nc\n"}), ("text", "text"),
    ],
)  # fmt: skip
def test_every_scalar_is_text(text: str, value: object) -> None:
    assert read_yaml(text, name="x") == value


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: &x b\n", 1), ("a: b\nc: *x\n", 2), ("a: !!int 1\n", 1), ("a: !x b\n", 1), ("a: 1\nb: 2\na: 3\n", 3), ("a: b\n---\nc: d\n", 2),
        ("? [a]\n: b\n", 1), ("a: " + "[" * 17, 1), ("a: " + "[" * 100_000, 1), ("a: [b\n", 2), ("a: b: c\n", 1), ("\x07", 1), ("a: '", 1),
        ("<<: {a: b}\n<<: {c: d}\n", 2), ("a: \ud800", 1),
    ],
)  # fmt: skip
def test_what_is_not_plain_is_refused_with_name_and_line(text: str, line: int) -> None:
    with pytest.raises(StoreError, match=rf"^x\.yaml:{line}: .*; "):
        read_yaml(text, name="x.yaml")


def test_a_yaml_of_any_size_past_the_cap_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MAX_YAML", 10)
    monkeypatch.setattr(yaml_events, "MAX_YAML", 10)
    with pytest.raises(StoreError, match="expected at most 10"):
        read_yaml("a: bcdefghijk", name="x")


def test_nodes_know_their_lines() -> None:
    node = read_node("a: b\nc:\n  d: e\n", name="x")
    assert isinstance(node.value, dict)
    inner = node.value["c"].value
    assert isinstance(inner, dict)
    assert (node.value["a"].line, inner["d"].line) == (1, 3)


def test_what_is_saved_is_loaded_the_same_and_the_same_again_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "acme.yaml"
    assert save(path, MODEL)
    before = path.stat().st_mtime_ns
    assert not save(path, MODEL)
    assert path.stat().st_mtime_ns == before
    assert load(Model, path) == MODEL
    assert load(History, tmp_path / "none.yaml") is None
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "data", [b"\xff", b"model: [", b"model: acme\n", b"model: acme\nunknown: x\n", b"- a\n", b"variants: x\n", b"text"]
)
def test_a_broken_file_is_named_with_what_to_do(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "acme.yaml"
    path.write_bytes(data)
    with pytest.raises(StoreError, match=r"acme\.yaml.*; "):
        load(Model, path)


@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("models/glm.yaml", "models/other.yaml"),
        ("text/en/glm.yaml", "text/en/other.yaml"),
        ("text/en/glm.yaml", "text/de/glm.yaml"),
    ],
)
def test_a_file_that_is_about_something_else_is_named(name: str, new: str, tmp_path: Path) -> None:
    content = content_samples.write(tmp_path / "content")
    (content / new).parent.mkdir(exist_ok=True)
    (content / name).rename(content / new)
    with pytest.raises(StoreError, match=re.escape(new)):
        load_content(content)


def test_what_is_hidden_is_not_read(tmp_path: Path) -> None:
    content = content_samples.write(tmp_path / "content")
    before = load_content(content)
    (content / "text" / ".old").mkdir()
    for name in ("models/._glm.yaml", "models/.glm.yaml", "text/en/._glm.yaml", "text/.old/glm.yaml"):
        (content / name).write_bytes(b"\x00")
    assert load_content(content) == before


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        (Heartbeat, "at: 'video'\nfinished: true\ntried: 1\nchanged: 0\nunchanged: 1\n"),
        (Heartbeat, "at: '2026-13-40T00:00:00Z'\nfinished: true\ntried: 1\nchanged: 0\nunchanged: 1\n"),
        (
            History,
            "tracks:\n- variant: a/b\n  basis: listed\n  component: usage\n  currency: USD\n  per: {quantity: 1, unit: call}\n  points: []\n",
        ),
    ],
    ids=["no moment", "no such day", "no points"],
)
def test_what_no_page_could_show_is_refused(shape: type[Value], text: str) -> None:
    with pytest.raises(StoreError, match="somewhere"):
        parsed(shape, text, name="somewhere")


def test_a_write_that_fails_leaves_the_old_bytes_and_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    write_bytes(path, b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"a: can't be written: No space left on device; "):
        write_bytes(path, b"new")
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("moment", ["fsync", "replace"])
def test_an_interruption_leaves_old_or_new(moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    write_bytes(path, b"old")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, moment, interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_bytes(path, b"new")
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


def test_a_written_file_can_be_read_by_others(tmp_path: Path) -> None:
    write_bytes(tmp_path / "a", b"x")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o644


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(StoreError, match="can't be written"):
        write_bytes(tmp_path / "a", b"x")


def test_recorded_paths_are_sorted_files_with_the_two_endings(tmp_path: Path) -> None:
    for name in ("b.md", "a/m2.1.md", "a/m2.1.html", "x.txt", "manifest.jsonl"):
        write_bytes(tmp_path / "pages" / name, b"")
    (tmp_path / "pages" / "folder.md").mkdir()
    assert recorded_paths(tmp_path) == ["a/m2.1.html", "a/m2.1.md", "b.md"]


def test_a_page_is_read_up_to_one_byte_past_its_cap(tmp_path: Path) -> None:
    write_bytes(tmp_path / "pages" / "a.md", b"x" * 50)
    assert len(store.read_page(tmp_path, "a.md", limit=10)) == 11
    with pytest.raises(StoreError, match="can't be read"):
        store.read_page(tmp_path, "b.md", limit=10)


def test_empty_content_is_content(tmp_path: Path) -> None:
    content = load_content(tmp_path)
    assert (content.models, content.texts, content.history, content.run, content.report) == (
        (),
        {},
        History(),
        None,
        None,
    )


@pytest.mark.parametrize("name", ["a/b.md", "價.md"])
def test_a_name_that_is_text_is_shown_as_it_is(name: str) -> None:
    assert store.printable(name) == name
    assert store.printable("\udcff.md") == "\\udcff.md"
