"""Kept values are those that the strict reader gives, or none at all."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from build import values as module
from build.builder import TEMPLATES
from build.inputs import FileState, Inputs, survey
from build.locales import load_words
from build.values import Values
from scraper.catalog import History, Model, Text
from scraper.errors import StoreError
from scraper.store import load, load_content, read_yaml
from scraper.yaml_text import write_yaml
from tests import content_samples
from tests.test_yaml_text import TREES


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return content_samples.write(tmp_path / "content")


def looked(content: Path) -> Inputs:
    return survey(content, TEMPLATES, (), Inputs())


def kept(content: Path, inputs: Inputs | None = None) -> Values:
    return Values(content.parent / "site", content, TEMPLATES, inputs or looked(content))


def filled(content: Path) -> Path:
    """The file with the values, after everything was read once."""
    values = kept(content)
    load_content(content, values.read)
    values.save()
    return content.parent / ".site.values"


def noted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read as YAML from now on."""
    names: list[str] = []

    def read(text: str, *, name: str) -> Any:
        names.append(Path(name).name)
        return read_yaml(text, name=name)

    monkeypatch.setattr(module, "read_yaml", read)
    return names


def test_what_is_known_is_not_read_again_and_is_the_same(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(content)
    read = noted(monkeypatch)
    assert load_content(content, kept(content).read) == load_content(content)
    assert read == []


def test_it_is_known_however_the_folder_is_called(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(content)
    read = noted(monkeypatch)
    monkeypatch.chdir(content)
    here = Path()
    values = Values(content.parent / "site", here, TEMPLATES, looked(here))
    assert load_content(here, values.read).models == load_content(content).models
    assert read == []


def test_the_words_of_the_interface_are_known_as_well(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    values = kept(content)
    first = load_words(TEMPLATES / "locales", read=values.value)
    values.save()
    read = noted(monkeypatch)
    assert load_words(TEMPLATES / "locales", read=kept(content).value) == first == load_words(TEMPLATES / "locales")
    assert read == []


def test_only_a_changed_file_is_read_and_then_known(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = filled(content)
    path = content / "models" / "hailuo.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("provider: ", "provider: New "), encoding="utf-8")
    lines, read = len(place.read_bytes().splitlines()), noted(monkeypatch)
    for names in (["hailuo.yaml"], []):
        read.clear()
        values = kept(content)
        assert load_content(content, values.read) == load_content(content)
        values.save()
        assert read == names
    assert len(place.read_bytes().splitlines()) == lines  # what the file said before is gone


def test_where_nothing_is_new_nothing_is_written(content: Path) -> None:
    place = filled(content)
    before = place.stat()
    filled(content)
    assert (place.stat().st_ino, place.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_another_reader_reads_everything_again(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(content)
    inputs, read = looked(content), noted(monkeypatch)
    changed = {**inputs.files, "code/scraper/yaml_events.py": FileState(1, 1, "0" * 64)}
    load_content(content, kept(content, replace(inputs, files=changed)).read)
    assert "hailuo.yaml" in read
    assert len(read) > 3


def _line(values: Values, digest: str, value: bytes) -> bytes:
    """A line that is sound, whatever it says."""
    return b"%s %s %s\n" % (digest.encode(), values._sum(digest.encode(), value), value)


def _swapped(_content: Path, sound: bytes) -> bytes:
    """Each value under the digest of another file."""
    lines = [line.split(b" ", 1) for line in sound.splitlines()]
    return b"".join(
        b"%s %s\n" % (digest, rest) for (digest, _), (_, rest) in zip(lines, lines[1:] + lines[:1], strict=True)
    )


def _deep(content: Path, _sound: bytes) -> bytes:
    values = kept(content)
    return b"".join(
        _line(values, state.digest, b"[" * 100_000)
        for name, state in looked(content).files.items()
        if name.startswith("content/")
    )


GARBAGE: dict[str, Callable[[Path, bytes], bytes]] = {
    "empty": lambda _content, _sound: b"",
    "binary": lambda _content, _sound: bytes(range(256)) * 9,
    "cut-off": lambda _content, sound: sound[: len(sound) * 2 // 3],
    "begun-late": lambda _content, sound: sound[7:],
    "one-letter": lambda _content, sound: sound.replace(b"MiniMax", b"MaxiMin").replace(b"hailuo", b"hailou"),
    "no-sums": lambda _content, sound: b"\n".join(line.split(b" ")[0] for line in sound.splitlines()),
    "lists": lambda _content, _sound: b"[1, 2]\nnull\n{}\n",
    "one-long-line": lambda _content, sound: sound.replace(b"\n", b" "),
    "swapped": _swapped,
    "deep": _deep,
}


@pytest.mark.parametrize("garbage", GARBAGE)
def test_what_is_not_sound_is_not_believed_and_put_right(garbage: str, content: Path) -> None:
    place = filled(content)
    sound = place.read_bytes()
    place.write_bytes(GARBAGE[garbage](content, sound))
    values = kept(content)
    assert load_content(content, values.read) == load_content(content)
    values.save()
    assert sorted(place.read_bytes().splitlines()) == sorted(sound.splitlines())


@pytest.mark.parametrize("what", ["folder", "pipe", "dangling"])
def test_what_is_no_file_is_no_cache(what: str, content: Path) -> None:
    place = filled(content)
    place.unlink()
    if what == "folder":
        place.mkdir()
    elif what == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to("nowhere")
    values = kept(content)
    assert load_content(content, values.read) == load_content(content)
    values.save()
    assert not (content.parent / "nowhere").exists()


@pytest.mark.parametrize("data", [b"\xff", b"model: [", b"model: acme\n", b"a: 1\na: 2\n", b"- a\n", b"a: *b\n"])
def test_a_broken_file_is_told_as_without_it_and_never_kept(data: bytes, content: Path) -> None:
    place = filled(content)
    path = content / "models" / "hailuo.yaml"
    path.write_bytes(data)
    with pytest.raises(StoreError) as expected:
        load(Model, path)
    for _ in range(2):
        values = kept(content)
        with pytest.raises(StoreError) as told:
            load_content(content, values.read)
        assert str(told.value) == str(expected.value)
        values.save()
        assert hashlib.sha256(data).hexdigest().encode() not in place.read_bytes()


def test_a_known_value_has_still_to_have_its_shape(content: Path) -> None:
    filled(content)
    path = next(iter(sorted((content / "text").glob("*/*.yaml"))))
    assert kept(content).read(Text, path) == load(Text, path)
    with pytest.raises(StoreError) as expected:
        load(History, path)
    with pytest.raises(StoreError) as told:
        kept(content).read(History, path)
    assert str(told.value) == str(expected.value)


def test_a_file_that_changed_since_it_was_looked_at_is_kept_as_what_it_is(content: Path) -> None:
    inputs, path = looked(content), content / "models" / "hailuo.yaml"
    before = path.read_bytes()
    path.write_bytes(before.replace(b"provider: ", b"provider: New "))
    values = kept(content, inputs)
    load_content(content, values.read)
    values.save()
    path.write_bytes(before)
    assert load_content(content, kept(content).read) == load_content(content)


def test_a_file_that_is_gone_and_one_that_nobody_looked_at(content: Path) -> None:
    filled(content)
    inputs, path = looked(content), content / "models" / "hailuo.yaml"
    added = shutil.copy(path, path.with_name("added.yaml"))
    assert kept(content, inputs).read(Model, Path(added)) == load(Model, path)
    path.unlink()
    assert kept(content, looked(content)).read(Model, path) is None


def test_a_disk_that_is_full_costs_the_cache_and_nothing_else(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        place = filled(content)
    assert not [path for path in place.parent.iterdir() if path.name.startswith(".site")]
    assert filled(content).exists()


@given(TREES)
@settings(max_examples=200)
def test_what_yaml_can_say_survives(tree: dict[str, Any]) -> None:
    value = read_yaml(write_yaml(tree), name="x")
    assert json.loads(module._json(value)) == value
    assert b"\n" not in module._json(value)
