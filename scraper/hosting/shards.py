"""The parts of a pull that was shared out by language, put together as if one run had made them.

    part 1/pages, run.yaml ──┐
    part 2/pages, run.yaml ──┼──> what differs from content/ ──> Recorder ──> content/pages, run.yaml
    part 3/pages, run.yaml ──┘

Every part began as a copy of the same content/, so only what differs from it counts. Each also asked for the English
index and for the HTML page of every variant, in English where there is one: of several answers the newest that is
there is taken, and such a page is gone only where every part says so. What one part may not lose alone, a fifth of the
catalog, the parts may not lose together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from scraper.addresses import DEFAULT_LOCALE, Page, from_path
from scraper.catalog import Failure, Heartbeat
from scraper.crawl import Tally
from scraper.pull_summary import mass_loss
from scraper.record import MANIFEST, Entry, Recorder, Seen, read_body, read_heartbeat, read_manifest, stamp


@dataclass(frozen=True, slots=True)
class Part:
    """One part: a folder like content/, what its run says of itself, and its manifest."""

    folder: Path
    run: Heartbeat
    entries: Mapping[str, Entry]


def merge(
    content: Path, folders: Sequence[Path], *, expected: int, now: datetime, accept_loss: bool = False
) -> Heartbeat:
    """Put the parts in `folders` into `content`, and give what content/run.yaml then says of the run as a whole.

    A part that left no record of its own counts as stopped; there should be `expected` of them. Of a run that isn't
    finished nothing is withdrawn. Raises StoreError where a pull is at work or the disk says no.
    """
    with Recorder(content, base_url="parts", now=now) as recorder:
        before, base = read_heartbeat(content), dict(recorder.entries)
        parts = [
            Part(folder, run, read_manifest(folder))
            for folder in sorted(folders)
            if (run := read_heartbeat(folder)) is not None and run != before
        ]
        missing = expected - len(parts)
        lost = f"{missing} of {expected} parts left no record; look at the logs of their jobs"
        stopped = [part.run.stopped or "ended early" for part in parts if not part.run.finished]
        stopped += [lost] if missing > 0 else []
        paths = sorted({path for part in parts for path in part.entries})
        taken = {path: _take(path, parts, recorder) for path in paths}
        gone = [] if stopped else _gone(parts, base)
        loss = None if accept_loss else mass_loss(Tally(gone=gone), base)
        if loss is not None:
            stopped, gone = [loss], []
        run = Heartbeat(
            at=max((part.run.at for part in parts), default=stamp(now)),
            finished=not stopped,
            stopped="; ".join(dict.fromkeys(stopped)) or None,
            tried=sum(part.run.tried for part in parts),
            changed=sum(outcome == "changed" for outcome in taken.values()),
            unchanged=sum(part.run.unchanged for part in parts),
            failed=_failed(parts, [path for path, outcome in taken.items() if outcome == "torn"], loss),
            sample=recorder.sample or any(part.run.sample for part in parts),
        )
        recorder.finish(gone, run)
    return run


def _take(path: str, parts: Sequence[Part], recorder: Recorder) -> Literal["changed", "unchanged", "torn"]:
    """Record the newest of what the parts have at `path`, where it differs from what is there.

    Torn is a page that is new to a part whose file isn't what its manifest says: what is there stays.
    """
    ours = recorder.entries.get(path)
    whole = recorder.body(path) is not None
    found = [(part.entries[path], part) for part in parts if path in part.entries]
    there = [(entry, part) for entry, part in found if not entry.misses and (entry != ours or not whole)]
    for entry, part in sorted(there, key=lambda one: one[0].fetched, reverse=True):
        if ours is not None and whole and entry.sha256 == ours.sha256:
            recorder.record(Seen(path, "unchanged", entry))
            return "unchanged"
        data = read_body(part.folder, entry)
        if data is not None:
            recorder.record(Seen(path, "changed", entry), data)
            return "changed"
    return "torn" if there else "unchanged"


def _gone(parts: Sequence[Part], base: Mapping[str, Entry]) -> list[Entry]:
    """The recorded pages that aren't there any more, each as it should stand in the manifest."""
    gone: list[Entry] = []
    for path, ours in sorted(base.items()):
        missed = [part.entries[path] for part in parts if path in part.entries and part.entries[path].misses]
        missed = [entry for entry in missed if entry != ours]
        page = from_path(path)
        if missed and (len(missed) == len(parts) or not (page and _asked_for_by_all(page))):
            gone.append(missed[0])
    return gone


def _asked_for_by_all(page: Page) -> bool:
    return page.locale == DEFAULT_LOCALE and (page.form == "html" or page.family is None)


def _failed(parts: Sequence[Part], torn: Sequence[str], loss: str | None) -> tuple[Failure, ...]:
    failed = [failure for part in parts for failure in part.run.failed]
    failed += [Failure(path=path, why="the part's file isn't what its manifest says; pull it again") for path in torn]
    failed += [Failure(path=MANIFEST, why=loss)] if loss is not None else []
    return tuple(sorted(dict.fromkeys(failed), key=lambda failure: (failure.path, failure.why)))
