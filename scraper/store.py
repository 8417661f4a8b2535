"""Content on disk: YAML that no reader can misread, written all or nothing and only when it changed.

Reading is strict and in two halves: `yaml_own` knows what we write, `yaml_events` every other YAML.
Writing is in `yaml_text`, which quotes every string that another reader could take for something else.
"""

import contextlib
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Protocol, TypeVar

from scraper.catalog import Heartbeat, History, Model, Report, Text, Value, validated
from scraper.errors import StoreError
from scraper.yaml_events import MAX_YAML, plain, read_node
from scraper.yaml_own import read_own
from scraper.yaml_text import write_list, write_yaml

M = TypeVar("M", bound=Value)

# What says when pages were recorded: the manifest, and the journal of a pull that was killed.
RECORDED = ("pages/manifest.jsonl", "pages/manifest.journal")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


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


class Read(Protocol):
    """Reads a file as `load` does, which is what every other way of it must come to."""

    def __call__(self, shape: type[M], path: Path) -> M | None: ...


def load_content(
    content: Path, read: Read | None = None, recordings: Callable[[Path], dict[str, Recording]] | None = None
) -> Content:
    """Read the whole of `content/`; a missing file is an empty one, a broken one is a StoreError, and so are
    words without any facts: the whole catalog would go from the site unseen.

    Whoever has read some of it before passes other ways of reading, which must give the same.
    """
    read = read or load
    texts: dict[tuple[str, str], Text] = {}
    for path in sorted((content / "text").glob("[!.]*/[!.]*.yaml")):
        text = read(Text, path)
        if text is not None:
            texts[path.parent.name, path.stem] = text
            _check_place(path, (text.locale, text.model), (path.parent.name, path.stem))
    models: list[Model] = []
    for slug, path in known_models(content).items():
        model = read(Model, path)
        if model is not None:
            models.append(model)
            _check_place(path, (model.model,), (slug,))
    if texts and not models:
        raise StoreError(f"{content / 'models'}: no family there, though text/ has words; parse again, or remove both")
    return Content(
        models=tuple(models),
        texts=texts,
        history=read(History, content / "history.yaml") or History(),
        run=read(Heartbeat, content / "run.yaml"),
        report=read(Report, content / "findings.yaml"),
        recorded=(recordings or read_recordings)(content),
    )


def _check_place(path: Path, says: tuple[str, ...], stands: tuple[str, ...]) -> None:
    if says != stands:
        raise StoreError(f"{path}: it is about {'/'.join(says)}; name it after that, or parse again")


def read_recordings(content: Path) -> dict[str, Recording]:
    """The recorded pages by path. A line that can't be read counts as a page never recorded.

    A pull that was killed has left what it recorded in its journal. What it missed doesn't count before its end.
    """
    manifest, killed = (read_json_lines(content / name) for name in RECORDED)
    entries = (line.get("entry") or {} for line in killed if line.get("outcome") != "gone")
    found: dict[str, Recording] = {}
    for entry in chain(manifest, entries):
        with contextlib.suppress(KeyError, TypeError, ValueError, OverflowError):
            path, url, fetched, digest = (str(entry[key]) for key in ("path", "url", "fetched", "sha256"))
            if _DAY.match(fetched):  # a price is dated by it
                found[path] = Recording(url, fetched, digest, int(entry.get("misses", 0)))
    return found


def recorded_paths(content: Path) -> list[str]:
    """Every Markdown and HTML file below `content/pages/`, as sorted relative paths with forward slashes."""
    return sorted(_pages_in(os.path.join(content, "pages"), ""))


def _pages_in(folder: str, prefix: str) -> Iterator[str]:
    # With a Path for each of ten thousand files this would take most of a parse in which nothing changed.
    with contextlib.suppress(FileNotFoundError, NotADirectoryError, PermissionError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _pages_in(entry.path, f"{prefix}{entry.name}/")
            elif entry.name.endswith((".md", ".html")) and entry.is_file():
                yield prefix + entry.name


def printable(path: str) -> str:
    """`path` for a message: bytes of a file's name that are no UTF-8 are shown escaped."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def is_content(content: Path) -> bool:
    """Whether `content` is a folder at all; an empty one is content with nothing in it yet."""
    return content.is_dir()


def known_models(content: Path) -> dict[str, Path]:
    """The stored families and their files. What is hidden is an editor's or a system's."""
    return {path.stem: path for path in sorted((content / "models").glob("[!.]*.yaml"))}


def read_page(content: Path, path: str, *, limit: int) -> bytes:
    """The bytes of a recorded page, at most one more than `limit`. Raises StoreError where it can't be read."""
    try:
        with open(os.path.join(content, "pages", path), "rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise StoreError(f"{path}: can't be read: {error.strerror}; check the file's permissions") from error


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a text of ours, one at a time; none where it is missing."""
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            yield from lines
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(f"{path}: can't be read: {error.strerror}; check that it is a readable file") from error


def read_json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file; none where it is missing, broken lines left out."""
    for line in read_lines(path):
        with contextlib.suppress(ValueError, RecursionError):
            value = json.loads(line)
            if isinstance(value, dict):
                yield value


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
    text = text_of(path)
    return None if text is None else parsed(shape, text, name=str(path))


def load_value(path: Path) -> Any | None:
    """What the strict YAML at `path` says, or None where there is no such file; raises StoreError as `load` does."""
    text = text_of(path)
    return None if text is None else read_yaml(text, name=str(path))


def text_of(path: Path) -> str | None:
    """The text of a file of ours, or None where there is no such file. Raises StoreError where it can't be read."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path}: can't be read: {error}; restore it from version control") from error


def parsed(shape: type[M], text: str, *, name: str) -> M:
    """The value that `text` holds as YAML. `name` is how a StoreError calls the text."""
    return shaped(shape, read_yaml(text, name=name), name=name)


def shaped(shape: type[M], value: Any, *, name: str) -> M:
    """`value`, which a YAML held that a StoreError calls `name`, in its shape."""
    try:
        return validated(shape, value)
    except ValueError as error:
        raise StoreError(f"{name}: {error}; correct it or parse again") from error


def save(path: Path, value: Value | Mapping[str, Any]) -> bool:
    """Write `value` as YAML, all or nothing. False where the file already held these bytes."""
    return write_bytes(path, yaml_bytes(value))


def yaml_bytes(value: Value | Mapping[str, Any]) -> bytes:
    """What `save` writes."""
    return write_yaml(value.plain() if isinstance(value, Value) else value).encode("utf-8")


def list_bytes(key: str, values: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """What `save` writes for one key with its list, an entry at a time."""
    return (text.encode("utf-8") for text in write_list(key, values))


def save_json(path: Path, value: Mapping[str, Any]) -> bool:
    """Write `value` as indented JSON, all or nothing. False where the file already held these bytes."""
    return write_bytes(path, (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> bool:
    """Write `data` to `path` through a temporary file beside it, so that a reader sees old or new, never a mix.

    False where the file already held these bytes. Raises StoreError, naming the file, when the disk says no.
    """
    return write_parts(path, lambda: (data,))


def write_parts(path: Path, parts: Callable[[], Iterable[bytes]]) -> bool:
    """The same for what is too long to be in memory as a whole; `parts` gives it from the start each time."""
    if holds(path, parts()):
        return False
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
        try:
            with open(descriptor, "wb") as file:
                os.fchmod(descriptor, 0o644)  # mkstemp makes it private
                file.writelines(parts())
                file.flush()
                os.fsync(descriptor)
            os.replace(name, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise
    return True


def holds(path: Path, parts: Iterable[bytes]) -> bool:
    """Whether the file at `path` is there and holds exactly these bytes. Raises StoreError where it can't be read."""
    with told(path), contextlib.suppress(FileNotFoundError), path.open("rb") as file:
        return all(file.read(len(part)) == part for part in parts) and not file.read(1)
    return False


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Errors of the disk as StoreError that names `path`."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{path}: can't be written: {error.strerror}; free space or permit writing, then repeat"
        ) from error


def read_yaml(text: str, *, name: str) -> Any:
    """Dicts, lists and strings from strict YAML. `name` is how a StoreError calls the text."""
    own = read_own(text) if len(text) <= MAX_YAML else None
    return plain(read_node(text, name=name)) if own is None else own
