"""Families that have to be read: each on its own, in this process or in several, and back as bytes.

What comes back is small or bytes that wait in the spool: no more families are in memory than are being read.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scraper import ledger, store
from scraper.addresses import Page
from scraper.assemble import Summary, summary_of
from scraper.catalog import Value
from scraper.family import Family, Recorded, read_family_pages
from scraper.findings import Finding

# Below this many pages, starting processes costs more than it saves.
WORTH_PROCESSES = 300
# Families given to each process ahead of the one that is waited for.
AHEAD = 4


@dataclass(frozen=True, slots=True)
class Job:
    """A family that has to be read."""

    name: str
    members: list[Page]
    entries: dict[str, store.Recording]  # what the manifest says of its pages
    generic: frozenset[bytes]  # fingerprints of its questions that other families print as well
    tracks: bytes  # its part of the ledger


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it."""

    name: str
    found: tuple[Finding, ...]
    lost: int  # variants that are withdrawn now and weren't before
    summary: Summary | None  # None where nothing is known of the family
    files: tuple[tuple[str, bytes], ...]  # files of content/ that change
    tracks: bytes | None  # its part of the ledger; None where that stays as it is


def read_jobs(jobs: Iterable[Job], content: Path, *, today: str, processes: int) -> Iterator[Done]:
    """Read families, in their order. `today` is a UTC day, `processes` how many may read at once."""
    read = partial(_read, content, today)
    if processes < 2:
        yield from map(read, jobs)
        return
    with ProcessPoolExecutor(processes) as pool:
        waiting: deque[Future[Done]] = deque()
        for job in jobs:
            waiting.append(pool.submit(read, job))
            if len(waiting) > processes * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _read(content: Path, today: str, job: Job) -> Done:
    family = read_family_pages(job.name, job.members, Recorded(content, job.entries, today), job.generic)
    model = family.model
    tracks = ledger.continued(job.tracks, job.name, model, today=today) if model else None
    summary = summary_of(model) if model else None
    return Done(job.name, family.found, family.lost, summary, tuple(_changed(family, content)), tracks)


def _changed(family: Family, content: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a family that don't hold what they should: words, then facts."""
    values: list[tuple[str, Value]] = [(f"text/{text.locale}/{family.name}.yaml", text) for text in family.texts]
    if family.model is not None:
        values.append((f"models/{family.model.model}.yaml", family.model))
    for file, value in values:
        data = store.yaml_bytes(value)
        if not store.holds(content / file, (data,)):
            yield file, data
