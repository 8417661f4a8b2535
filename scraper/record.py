"""What was recorded, when and from where: the manifest, the journal of a run, and the lock.

    content/pages/manifest.jsonl     one Entry a line as JSON, sorted by path
    content/pages/manifest.journal   what the run in hand has done so far; merged and removed at its end
    content/pages/.lock              held while a run writes; names its process

A page is written before its journal line, and the manifest before the journal is removed. So a run that is
killed between any two writes leaves pages whose hash doesn't match their entry at worst, and such a page is
asked for again as if it had never been recorded. The next run starts by merging the journal; when the killed
run is less than an hour old it also takes over what that run had already asked for.

An entry is rewritten only when what was recorded changed: an answer of 304, or 200 with the same content,
leaves `fetched` alone. A page that is gone keeps its file and its entry: `status` becomes 404 or 410 and
`misses` counts the runs in a row that missed it. From two on (WITHDRAWN_AFTER) it is withdrawn; the history
made from it stays. A page that comes back has `misses` 0 again.
"""

import contextlib
import hashlib
import json
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from scraper import addresses, store
from scraper.catalog import Heartbeat, PastRun
from scraper.errors import StoreError
from scraper.record_lock import locked
from scraper.runs import after, all_runs

MANIFEST, JOURNAL = "manifest.jsonl", "manifest.journal"
HEARTBEAT = "run.yaml"
WITHDRAWN_AFTER = 2  # runs in a row that missed the page
RESUME_WITHIN = timedelta(hours=1)  # a whole run at four requests a second takes about a quarter of that

# What became of a page in a run. `absent` is a page that isn't there and never was recorded.
Outcome = Literal["changed", "unchanged", "gone", "absent"]
OUTCOMES: tuple[Outcome, ...] = ("changed", "unchanged", "gone", "absent")

_JSON = json.JSONEncoder(ensure_ascii=False)
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One recorded page: a line of the manifest."""

    path: str  # relative to content/pages/, forward slashes
    url: str  # on the catalog's own origin, whatever mirror was asked
    fetched: str  # UTC, 2026-11-22T13:20:00Z: when this content was first seen
    status: int  # of the last answer that changed this entry: 200, or 404 or 410 once the page is gone
    etag: str | None  # as the server sent it, for the next If-None-Match
    last_modified: str | None  # as the server sent it, for the next If-Modified-Since
    sha256: str  # of the recorded file, lower-case hexadecimal
    size: int  # of the recorded file, in bytes
    misses: int = 0  # runs in a row that got 404 or 410

    @property
    def withdrawn(self) -> bool:
        return self.misses >= WITHDRAWN_AFTER


_FIELDS = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run learnt about one page."""

    path: str
    outcome: Outcome
    entry: Entry | None  # as it should stand in the manifest; None for `absent`


def digest(data: bytes) -> str:
    """The SHA-256 of `data` as the manifest writes it."""
    return hashlib.sha256(data).hexdigest()


def stamp(moment: datetime) -> str:
    """`moment` in UTC as content/ writes times."""
    return moment.astimezone(UTC).strftime(_TIME)


def read_manifest(content: Path) -> dict[str, Entry]:
    """The entries of `content`/pages/manifest.jsonl by path, with those of an unfinished run's journal.

    A line that isn't an entry is left out, so its page counts as never recorded. Raises StoreError only where
    the file is there and can't be read.
    """
    entries = {}
    for line in store.read_json_lines(content / "pages" / MANIFEST):
        entry = _entry(line)
        if entry is not None:
            entries[entry.path] = entry
    entries.update(_settled(_read_journal(content)[1].values()))
    return entries


def read_body(content: Path, entry: Entry | None) -> bytes | None:
    """The recorded bytes that `entry` speaks of, or None where they are missing or have another hash."""
    try:
        data = (content / "pages" / entry.path).read_bytes() if entry is not None else None
    except OSError:
        return None
    return data if entry is not None and data is not None and digest(data) == entry.sha256 else None


def write_manifest(content: Path, entries: Iterable[Entry]) -> bool:
    """Write the manifest, sorted by path. False where nothing changed."""
    lines = (_JSON.encode(_plain(entry)) for entry in sorted(entries, key=lambda entry: entry.path))
    return store.write_bytes(content / "pages" / MANIFEST, "".join(f"{line}\n" for line in lines).encode())


def write_heartbeat(content: Path, heartbeat: Heartbeat) -> bool:
    """Write content/run.yaml, the one file that every run changes."""
    return store.save(content / HEARTBEAT, heartbeat)


def read_heartbeat(content: Path) -> Heartbeat | None:
    """What content/run.yaml says of the last run; None where it is missing, or so broken that it says nothing."""
    with contextlib.suppress(StoreError):
        return store.load(Heartbeat, content / HEARTBEAT)
    return None


class Recorder:
    """Everything one run writes below content/pages/. Use it as a context manager: it holds the lock.

    `entries` is the manifest as it stands, `earlier` what a run killed within the last hour had already seen,
    `sample` whether what was recorded before is made-up data.
    Leaving the context merges nothing: a run calls `finish` when it has come to its end, `pause` when it was stopped.
    """

    def __init__(self, content: Path, *, base_url: str, now: datetime) -> None:
        self._content, self._pages = content, content / "pages"
        self._header: dict[str, Any] = {"run": stamp(now), "base_url": base_url}
        self._started = now
        self._writing = threading.Lock()
        self._stack = contextlib.ExitStack()
        self._past: tuple[PastRun, ...] = ()
        self.entries: dict[str, Entry] = {}
        self.earlier: dict[str, Seen] = {}
        self.sample = False

    def __enter__(self) -> "Recorder":
        with contextlib.ExitStack() as stack:
            stack.enter_context(locked(self._pages, since=self._header["run"]))
            _sweep(self._content)
            header, seen = _read_journal(self._content)
            self.entries = read_manifest(self._content)
            if seen:
                write_manifest(self._content, self.entries.values())
            if header.get("base_url") == self._header["base_url"] and self._is_fresh(header.get("run")):
                self._header, self.earlier = header, seen
            self._look_back()
            self._start_journal()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def body(self, path: str) -> bytes | None:
        """The recorded bytes of `path`, or None where they are missing or aren't what the manifest says."""
        return read_body(self._content, self.entries.get(path))

    def record(self, seen: Seen, data: bytes | None = None) -> None:
        """Write `data` (None: the file stays as it is) and note what was seen. Safe to call from a thread.

        `gone` is only noted: it counts when the run comes to its end. Raises StoreError when the disk says no.
        """
        if data is not None:
            store.write_bytes(self._pages / seen.path, data)
        with self._writing:
            _append(self._journal, {"path": seen.path, "outcome": seen.outcome, "entry": _plain(seen.entry)})
            self.entries.update(_settled([seen]))

    def finish(self, gone: Iterable[Entry], heartbeat: Heartbeat) -> None:
        """Merge everything into the manifest with the pages that are `gone`, and write the heartbeat."""
        self.entries.update((entry.path, entry) for entry in gone)
        self.pause(heartbeat)
        self._journal.unlink(missing_ok=True)

    def pause(self, heartbeat: Heartbeat) -> None:
        """The same for a run that was stopped: the journal stays, for the next run to go on from."""
        write_manifest(self._content, self.entries.values())
        write_heartbeat(self._content, after(heartbeat, self._past))

    @property
    def _journal(self) -> Path:
        return self._pages / JOURNAL

    def _look_back(self) -> None:
        """Take over from content/run.yaml what is to be remembered."""
        before, found = read_heartbeat(self._content), _digest_of(self._content / HEARTBEAT)
        # A run that is gone on with is no run of its own: where it left a record of itself, ours takes its place.
        told = self._header.setdefault("found", found) != found
        if before is not None:
            self.sample = before.sample
            self._past = before.earlier if told else all_runs(before)

    def _is_fresh(self, run: object) -> bool:
        try:
            age = self._started - datetime.strptime(str(run), _TIME).replace(tzinfo=UTC)
        except ValueError:
            return False
        return timedelta(0) <= age <= RESUME_WITHIN  # a clock set back makes it negative

    def _start_journal(self) -> None:
        """Begin a new journal, or the taken-over one anew without its torn last line."""
        lines: list[dict[str, Any]] = [self._header]
        lines += [{"path": s.path, "outcome": s.outcome, "entry": _plain(s.entry)} for s in self.earlier.values()]
        store.write_bytes(self._journal, "".join(f"{json.dumps(line)}\n" for line in lines).encode())


def _digest_of(path: Path) -> str | None:
    try:
        return digest(path.read_bytes())
    except OSError:
        return None


def _append(path: Path, line: dict[str, Any]) -> None:
    # Not synced to the disk: a lost tail costs a request each, while a line can't outlive a crash that lost its page
    # unnoticed, because the page's hash wouldn't match.
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
    except OSError as error:
        raise StoreError(f"{path}: can't be written: {error.strerror}; free space or permit writing") from error


def _read_journal(content: Path) -> tuple[dict[str, Any], dict[str, Seen]]:
    header: dict[str, Any] = {}
    seen: dict[str, Seen] = {}
    for line in store.read_json_lines(content / "pages" / JOURNAL):
        entry, path = _entry(line.get("entry")), line.get("path")
        outcome = next((known for known in OUTCOMES if known == line.get("outcome")), None)
        if "run" in line:
            header = line
        elif isinstance(path, str) and outcome is not None and (entry is None) == (outcome == "absent"):
            seen[path] = Seen(path, outcome, entry)
    return header, seen


def _settled(seen: Iterable[Seen]) -> Iterator[tuple[str, Entry]]:
    """What may stand in the manifest before the run is over: losses may not, a run can still refuse them."""
    return ((one.path, one.entry) for one in seen if one.entry is not None and one.outcome != "gone")


def _plain(entry: Entry | None) -> dict[str, Any] | None:
    # What dataclasses.asdict gives, ten times faster: it copies every value.
    return None if entry is None else {name: getattr(entry, name) for name in _FIELDS}


def _entry(line: object) -> Entry | None:
    """A line as an Entry, or None where it is anything else. A path that leaves the tree is anything else."""
    if not isinstance(line, dict):
        return None
    values = {name: line.get(name) for name in _FIELDS}
    texts = (values["path"], values["url"], values["fetched"], values["sha256"])
    tags = (values["etag"], values["last_modified"])
    numbers = (values["status"], values["size"], values["misses"])
    if (
        not all(isinstance(text, str) for text in texts)
        or not all(tag is None or isinstance(tag, str) for tag in tags)
        or not all(type(number) is int and number >= 0 for number in numbers)
        or addresses.from_path(str(values["path"])) is None
        or _SHA256.fullmatch(str(values["sha256"])) is None
    ):
        return None
    return Entry(**values)  # type: ignore[arg-type]  # every field was checked above


def _sweep(content: Path) -> None:
    """Remove the temporary files a killed run left behind; the lock says that nobody is writing them."""
    for part in [*content.glob(".part-*"), *(content / "pages").rglob(".part-*")]:
        part.unlink(missing_ok=True)
