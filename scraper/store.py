"""Content on disk: YAML that no reader can misread, written all or nothing and only when it changed.

Reading is strict. Events are checked before anything is built (depth, anchors, tags, duplicate keys,
number of documents), and every scalar stays text: `2.10`, `no` and `1:20` mean themselves.

Writing is in `yaml_text`, which quotes every string that another reader could take for something else.
"""

import contextlib
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml

from scraper.catalog import Heartbeat, History, Model, Report, Text, Value, validated
from scraper.errors import StoreError
from scraper.yaml_own import read_own
from scraper.yaml_text import write_yaml

M = TypeVar("M", bound=Value)

MAX_YAML = 16 * 1024 * 1024  # characters; a family of 300 variants is under 1 MiB
MAX_DEPTH = 16  # our deepest file has 8 levels

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

_Parser = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Recording:
    """When and from where a page was recorded."""

    url: str
    fetched: str  # UTC, 2026-11-22T13:20:00Z
    sha256: str
    misses: int = 0  # consecutive runs in which the page was gone


@dataclass(frozen=True, slots=True)
class Content:
    """Everything `python -m build` needs from `content/`."""

    models: tuple[Model, ...] = ()
    texts: dict[tuple[str, str], Text] = field(default_factory=dict)  # by locale and family
    history: History = field(default_factory=History)
    run: Heartbeat | None = None
    report: Report | None = None
    recorded: dict[str, Recording] = field(default_factory=dict)  # by path below content/pages/


def load_content(content: Path) -> Content:
    """Read the whole of `content/`; a missing file is an empty one, a broken one is a StoreError."""
    texts: dict[tuple[str, str], Text] = {}
    for path in sorted((content / "text").glob("*/*.yaml")):
        text = load(Text, path)
        if text is not None:
            texts[path.parent.name, path.stem] = text
    models = (load(Model, path) for path in known_models(content).values())
    return Content(
        models=tuple(model for model in models if model is not None),
        texts=texts,
        history=load(History, content / "history.yaml") or History(),
        run=load(Heartbeat, content / "run.yaml"),
        report=load(Report, content / "findings.yaml"),
        recorded=read_recordings(content),
    )


def read_recordings(content: Path) -> dict[str, Recording]:
    """The recorded pages by path. A line that can't be read counts as a page never recorded."""
    found: dict[str, Recording] = {}
    for entry in read_json_lines(content / "pages" / "manifest.jsonl"):
        with contextlib.suppress(KeyError, TypeError, ValueError, OverflowError):
            path, url, fetched, digest = (str(entry[key]) for key in ("path", "url", "fetched", "sha256"))
            if _DAY.match(fetched):  # a price is dated by it
                found[path] = Recording(url, fetched, digest, int(entry.get("misses", 0)))
    return found


def recorded_paths(content: Path) -> list[str]:
    """Every Markdown and HTML file below `content/pages/`, as sorted relative paths with forward slashes."""
    pages = content / "pages"
    found = (path for ending in ("*.md", "*.html") for path in pages.rglob(ending))
    return sorted(path.relative_to(pages).as_posix() for path in found if path.is_file())


def printable(path: str) -> str:
    """`path` for a message: bytes of a file's name that are no UTF-8 are shown escaped."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def is_content(content: Path) -> bool:
    """Whether `content` is a folder at all; an empty one is content with nothing in it yet."""
    return content.is_dir()


def known_models(content: Path) -> dict[str, Path]:
    """The stored families and their files."""
    return {path.stem: path for path in sorted((content / "models").glob("*.yaml"))}


def read_page(content: Path, path: str, *, limit: int) -> bytes:
    """The bytes of a recorded page, at most one more than `limit`. Raises StoreError where it can't be read."""
    try:
        with (content / "pages" / path).open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise StoreError(f"{path}: can't be read: {error.strerror}; check the file's permissions") from error


def read_json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file; none where it is missing, broken lines left out."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(f"{path}: can't be read: {error.strerror}; check that it is a readable file") from error
    for line in lines:
        with contextlib.suppress(ValueError, RecursionError):
            value = json.loads(line)
            if isinstance(value, dict):
                yield value


def write_json_lines(path: Path, lines: Iterable[Mapping[str, Any]]) -> bool:
    """Write one JSON object a line, all or nothing. False where the file already held these bytes."""
    text = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    return write_bytes(path, text.encode("utf-8"))


def file_states(folder: Path, names: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Size in bytes and time of change in nanoseconds of the files among `names` that exist below `folder`."""
    found: dict[str, tuple[int, int]] = {}
    for name in names:
        with contextlib.suppress(OSError):
            state = (folder / name).stat()
            found[name] = (state.st_size, state.st_mtime_ns)
    return found


def digest_of_sources(folder: Path) -> str:
    """A digest of the Python sources in `folder`: what was made by other sources is made anew."""
    sources = hashlib.sha256()
    for path in sorted(folder.glob("*.py")):
        sources.update(path.read_bytes())
    return sources.hexdigest()


def load(shape: type[M], path: Path) -> M | None:
    """The value stored at `path`, or None where there is no such file.

    Raises StoreError where the file can't be read, is not strict YAML, or doesn't have the shape.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path}: can't be read: {error}; restore it from version control") from error
    value = read_yaml(text, name=str(path))
    try:
        return validated(shape, value)
    except ValueError as error:
        raise StoreError(f"{path}: {error}; correct it or parse again") from error


def save(path: Path, value: Value | Mapping[str, Any]) -> bool:
    """Write `value` as YAML, all or nothing. False where the file already held these bytes."""
    plain = value.plain() if isinstance(value, Value) else value
    return write_bytes(path, write_yaml(plain).encode("utf-8"))


def save_json(path: Path, value: Mapping[str, Any]) -> bool:
    """Write `value` as indented JSON, all or nothing. False where the file already held these bytes."""
    return write_bytes(path, (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> bool:
    """Write `data` to `path` through a temporary file beside it, so that a reader sees old or new, never a mix.

    False where the file already held these bytes. Raises StoreError, naming the file, when the disk says no.
    """
    try:
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_size == len(data) and path.read_bytes() == data:
                return False
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
        try:
            with open(descriptor, "wb") as file:
                os.fchmod(descriptor, 0o644)  # mkstemp makes it private
                file.write(data)
                file.flush()
                os.fsync(descriptor)
            os.replace(name, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise
    except OSError as error:
        raise StoreError(
            f"{path}: can't be written: {error.strerror}; free space or permit writing, then repeat"
        ) from (error)
    return True


# Reading


def read_yaml(text: str, *, name: str) -> Any:
    """Dicts, lists and strings from strict YAML. `name` is how a StoreError calls the text."""
    own = read_own(text) if len(text) <= MAX_YAML else None
    return _plain(read_node(text, name=name)) if own is None else own


@dataclass(slots=True)
class Node:
    """A value with the 1-based line it stands on, counted from the first line of the text."""

    value: "str | list[Node] | dict[str, Node]"
    line: int


def read_node(text: str, *, name: str) -> Node:
    """The same as `read_yaml`, with lines. Raises StoreError with the line of what isn't allowed."""
    if len(text) > MAX_YAML:
        raise StoreError(f"{name}:1: {len(text)} characters of YAML, expected at most {MAX_YAML}; look at the file")
    root: Node | None = None
    stack: list[tuple[Node, str | None]] = []  # the open collections, each with the key that waits for its value
    try:
        for event in yaml.parse(text, Loader=_Parser):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, (yaml.AliasEvent, yaml.DocumentStartEvent)):
                if isinstance(event, yaml.AliasEvent) or root is not None:
                    raise _refused(name, line, "an alias or a second document")
                continue
            if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                stack.pop()
                continue
            if not isinstance(event, yaml.NodeEvent):
                continue
            if event.anchor is not None or getattr(event, "tag", None) is not None:
                raise _refused(name, line, "an anchor or a tag")
            node = Node(_empty(event), line)
            if root is None:
                root = node
            else:
                stack[-1] = _attach(node, *stack[-1], name=name)
            if not isinstance(event, yaml.ScalarEvent):
                stack.append((node, None))
                if len(stack) > MAX_DEPTH:
                    raise _refused(name, line, f"more than {MAX_DEPTH} levels")
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        raise StoreError(
            f"{name}:{mark.line + 1 if mark else 1}: not YAML: {problem}; correct the line or restore the file"
        ) from error
    return root or Node({}, 1)


def _refused(name: str, line: int, what: str) -> StoreError:
    return StoreError(f"{name}:{line}: {what}, expected plain mappings, lists and text; write it out")


def _empty(event: Any) -> str | list[Node] | dict[str, Node]:
    if isinstance(event, yaml.ScalarEvent):
        return str(event.value)
    return {} if isinstance(event, yaml.MappingStartEvent) else []


def _attach(node: Node, parent: Node, key: str | None, *, name: str) -> tuple[Node, str | None]:
    if isinstance(parent.value, list):
        parent.value.append(node)
        return parent, None
    assert isinstance(parent.value, dict)
    if key is not None:
        parent.value[key] = node
        return parent, None
    if not isinstance(node.value, str):
        raise _refused(name, node.line, "a key that isn't text")
    if node.value in parent.value:
        raise StoreError(f"{name}:{node.line}: key {node.value!r} stands twice; keep one")
    return parent, node.value


def _plain(node: Node) -> Any:
    # Recursion is bounded by MAX_DEPTH.
    if isinstance(node.value, dict):
        return {key: _plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [_plain(child) for child in node.value]
    return node.value
