"""What YAML files say, by the digest of their bytes, kept beside the site: `._site.values` for `_site/`.

    <SHA-256 of the file> <SHA-256 of this line> <its value as JSON>

These are the content's and the interface's. Reading YAML strictly is the dearest part of a small build, and its outcome
depends on nothing but the bytes and the reader. A cache, never a source: the sum of a line covers the sources of the
reader as well, and a line that isn't sound is no line. Whatever comes from here has still to have its shape, as if it
had just been read.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from build.build_index import beside
from build.inputs import FileState, Inputs
from build.products import key_of
from scraper.catalog import Value
from scraper.store import read_yaml, shaped, text_of

M = TypeVar("M", bound=Value)
T = TypeVar("T")

# Longer lines aren't read: no file of a catalog comes near.
_LONGEST = 64 * 1024 * 1024


class Values:
    """The values of the YAML files below `content` and `templates`, as the last build of `output` left them."""

    def __init__(self, output: Path, content: Path, templates: Path, inputs: Inputs) -> None:
        self._place = beside(output, "values")
        # How the paths below each begin: nothing where the folder is `.`.
        folders = {"content": content, "templates": templates}
        self._folders = {name: str(folder / "x").removesuffix("x") for name, folder in folders.items()}
        self._files = inputs.files
        readers = inputs.digests("code/scraper/", "code/requirements.txt")
        self._reader = key_of(f"{name} {digest}" for name, digest in sorted(readers.items())).encode()
        self._known = self._lines()
        self._used: dict[str, bytes] = {}

    def read(self, shape: type[M], path: Path) -> M | None:
        """What `load` gives, and the errors it raises. A file that can't be read isn't kept."""
        return self._read(path, lambda value: shaped(shape, value, name=str(path)))

    def value(self, path: Path) -> Any | None:
        """What the file says before it has a shape: what `load_value` gives, and the errors it raises."""
        return self._read(path, lambda value: value)

    def _read(self, path: Path, use: Callable[[Any], T]) -> T | None:
        state = self._state(path)
        line = self._known.get(state.digest) if state is not None else None
        if line is not None and state is not None:
            try:
                value = json.loads(line)
            except (ValueError, RecursionError):
                del self._known[state.digest]
            else:
                found = use(value)
                self._used[state.digest] = line
                return found
        text = text_of(path)
        if text is None:
            return None
        value = read_yaml(text, name=str(path))
        found = use(value)
        if state is not None:  # somebody has looked at it
            # Its own digest: it may have been changed since.
            self._used[hashlib.sha256(text.encode()).hexdigest()] = _json(value)
        return found

    def _state(self, path: Path) -> FileState | None:
        """What is known of the file, where it is among the inputs."""
        text = str(path)
        for name, begin in self._folders.items():
            if text.startswith(begin) and (state := self._files.get(f"{name}/{text[len(begin) :]}")) is not None:
                return state
        return None

    def save(self) -> None:
        """Keep what this build has read, all or nothing. Where the disk says no nothing is kept."""
        if self._used.keys() == self._known.keys():
            return
        part = self._place.with_name(f"{self._place.name}.part")
        try:
            part.unlink(missing_ok=True)  # of a build that was killed
            with part.open("xb") as file:
                for digest, line in self._used.items():
                    file.write(b"%s %s %s\n" % (digest.encode(), self._sum(digest.encode(), line), line))
            os.replace(part, self._place)
        except OSError:
            for path in (part, self._place):
                with contextlib.suppress(OSError):
                    path.unlink()

    def _lines(self) -> dict[str, bytes]:
        """The JSON of every line that is as it was written, by the digest of its file."""
        found: dict[str, bytes] = {}
        if not self._place.is_file():
            return found
        with contextlib.suppress(OSError), self._place.open("rb") as file:
            while line := file.readline(_LONGEST):
                digest, _, rest = line.partition(b" ")
                total, _, value = rest.removesuffix(b"\n").partition(b" ")
                if self._sum(digest, value) == total:
                    found[digest.decode("latin-1")] = value
        return found

    def _sum(self, digest: bytes, value: bytes) -> bytes:
        return hashlib.sha256(b"%s %s %s" % (self._reader, digest, value)).hexdigest().encode()


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
