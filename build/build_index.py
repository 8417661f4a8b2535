"""What the last build read and wrote, kept beside the site: `._site.index` for `_site/`.

A cache, never a source: without it, or where it can't be read, everything is built anew. A page in it is trusted only
while its file has the size and time it was written with.
"""

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from build.inputs import FileState, Inputs


@dataclass(frozen=True, slots=True)
class Made:
    """One file of the site."""

    key: str  # digest of everything its bytes depend on
    size: int  # bytes
    changed: int  # nanoseconds since the epoch
    digest: str  # SHA-256 of its bytes, hexadecimal


@dataclass(frozen=True, slots=True)
class BuildIndex:
    """The last build into one place."""

    inputs: Inputs = field(default_factory=Inputs)
    pages: int = 0
    files: Mapping[str, Made] = field(default_factory=dict)  # by path below the site's root
    stamp: tuple[int, int, int] | None = None  # which file it was read from, and when that was written

    def whole(self, output: Path) -> bool:
        """Whether `output` still holds every file as it was written. Further files in it don't matter."""
        return bool(self.files) and all(untouched(output, path, made) is not None for path, made in self.files.items())


def untouched(output: Path, path: str, made: Made) -> int | None:
    """The inode of a file of the site; None where it isn't there as it was written."""
    try:
        status = os.stat(f"{output}/{path}")
    except OSError:
        return None
    return status.st_ino if (status.st_size, status.st_mtime_ns) == (made.size, made.changed) else None


def beside(output: Path, what: str) -> Path:
    """Where something about the site in `output` is kept."""
    return output.parent / f".{output.name}.{what}"


def load_index(output: Path, known: BuildIndex | None = None) -> BuildIndex:
    """The index of the last build into `output`; an empty one where there is none that can be read.

    `known` is what it was a moment ago: it is read again only where another build has written it since.
    """
    try:
        with beside(output, "index").open("rb") as file:
            status = os.fstat(file.fileno())
            stamp = status.st_ino, status.st_size, status.st_mtime_ns
            if known is not None and known.stamp == stamp:
                return known
            value: dict[str, Any] = json.loads(file.read())
        inputs = value["inputs"]
        return BuildIndex(
            Inputs(
                tuple(map(str, inputs["options"])),
                {
                    name: FileState(int(size), int(time), str(sha))
                    for name, (size, time, sha) in inputs["files"].items()
                },
                int(inputs["looked"]),
            ),
            int(value["pages"]),
            {
                path: Made(str(key), int(size), int(time), str(sha))
                for path, (key, size, time, sha) in value["files"].items()
            },
            stamp,
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return BuildIndex()


def save_index(output: Path, index: BuildIndex) -> None:
    """Write the index, all or nothing. Where the disk says no there is none, and the next build makes everything."""
    target = beside(output, "index")
    value = {
        "inputs": {
            "options": index.inputs.options,
            "files": {name: (one.size, one.changed, one.digest) for name, one in index.inputs.files.items()},
            "looked": index.inputs.looked,
        },
        "pages": index.pages,
        "files": {path: (one.key, one.size, one.changed, one.digest) for path, one in index.files.items()},
    }
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)  # of a build that was killed
        part.write_text(json.dumps(value, separators=(",", ":")), encoding="utf-8")
        os.replace(part, target)
    except OSError:
        for path in (part, target):
            with contextlib.suppress(OSError):
                path.unlink()
