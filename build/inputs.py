"""What a build reads, and what of it changed since the last one.

    content/models, text, history.yaml, …     content/…
    site_templates/                           templates/…
    our own sources, requirements.txt         code/…

A file with the size and time it had last is taken to be the same; any other is read and hashed. Hardly
anything is imported here: to say that nothing changed must not cost the imports of a whole build.
"""

import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scraper.errors import BuildError

ROOT = Path(__file__).resolve().parent.parent

FACTS = "content/models/"
WORDS = "content/text/"

# A file changed this shortly before it was looked at may change again within the same tick of the disk's clock.
_TICK = 2_000_000_000  # nanoseconds


@dataclass(frozen=True, slots=True)
class FileState:
    """One file as it lies on the disk."""

    size: int  # bytes
    changed: int  # nanoseconds since the epoch
    digest: str  # SHA-256 of its bytes, hexadecimal


@dataclass(frozen=True, slots=True)
class Inputs:
    """Every file a build reads, by its name here, and the options it was called with."""

    options: tuple[str, ...] = ()
    files: Mapping[str, FileState] = field(default_factory=dict)
    looked: int = 0  # when, nanoseconds since the epoch

    def same(self, other: "Inputs") -> bool:
        """Whether a build of the two gives the same site."""
        return self.options == other.options and self.digests() == other.digests()

    def factless(self, content: Path) -> list[str]:
        """A sentence about every family of `content` that has words but no facts: the site can't show it."""
        facts = {name.removeprefix(FACTS) for name in self.files if name.startswith(FACTS)}
        words = {name.rpartition("/")[2] for name in self.files if name.startswith(WORDS)}
        return [
            f"{content / 'models' / name}: not there, though {content / 'text'} has words about it, so the site leaves "
            "it out; restore it, or remove its words"
            for name in sorted(words - facts)
        ]

    def digests(self, *prefixes: str) -> dict[str, str]:
        """Digest by name, of the files whose name begins with one of `prefixes`; of all without any."""
        return {name: state.digest for name, state in self.files.items() if name.startswith(prefixes or "")}


def present(content: Path) -> None:
    """Raises BuildError where there is no such folder."""
    if not content.is_dir():
        raise BuildError(f"{content}: no such folder; run `python -m scraper parse` first, or name it with --content")


def survey(content: Path, templates: Path, options: Iterable[str], last: Inputs) -> Inputs:
    """Look at every file a build of `content` with `templates` reads. Raises BuildError where one can't be read."""
    present(content)
    looked = time.time_ns()
    try:
        files = dict(_states(content, templates, last))
    except OSError as error:
        raise BuildError(f"{error.filename}: can't be read: {error.strerror}; permit reading, then repeat") from error
    return Inputs(tuple(options), files, looked)


def _states(content: Path, templates: Path, last: Inputs) -> Iterator[tuple[str, FileState]]:
    trusted = last.looked - _TICK
    for name, entry in _listed(content, templates):
        status = entry.stat()
        known = last.files.get(name)
        # Programs set the first of the two times as they like (`touch -r`, `cp -p`), the second nobody can.
        changed = max(status.st_mtime_ns, status.st_ctime_ns)
        if known is None or (known.size, known.changed) != (status.st_size, changed) or changed > trusted:
            digest = hashlib.sha256(Path(entry).read_bytes()).hexdigest()
            known = FileState(status.st_size, changed, digest)
        yield name, known


def _listed(content: Path, templates: Path) -> Iterator[tuple[str, "os.DirEntry[str] | Path"]]:
    """Every file a build reads, by its name."""
    yield from _below(content / "models", FACTS, ".yaml")
    yield from _below(content / "text", WORDS, ".yaml")
    single = {f"content/{name}": content / name for name in ("history.yaml", "run.yaml", "findings.yaml")}
    # When pages were recorded: scraper.store.RECORDED, which takes long to import.
    for name in ("manifest.jsonl", "manifest.journal"):
        single[f"content/pages/{name}"] = content / "pages" / name
    single["code/requirements.txt"] = ROOT / "requirements.txt"
    yield from ((name, path) for name, path in single.items() if path.is_file())
    yield from _below(templates, "templates/", "")
    for package in ("build", "scraper"):
        yield from _below(ROOT / package, f"code/{package}/", ".py")


def _below(folder: Path | str, name: str, ending: str) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue  # nothing hidden is read: .DS_Store, an editor's copies
        if entry.is_dir():
            yield from _below(entry.path, f"{name}{entry.name}/", ending)
        elif entry.name.endswith(ending):
            yield f"{name}{entry.name}", entry
