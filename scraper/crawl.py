"""The workers of one pull: each has a connection, takes jobs, and hands what it got to one writer.

    queue of jobs ──> worker: ask ──> judge ──> a thread: page, then journal line
         ^                                │
         └────────── new jobs <───────────┘

Writing is done by a thread beside the workers, in batches, so that a slow disk doesn't hold up the network and
what has been handed over is finished even when the run is stopped.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Protocol

from scraper.addresses import Page
from scraper.catalog import Failure
from scraper.discover import linked_pages
from scraper.errors import FetchError
from scraper.fetch import Fetcher, Unanswered
from scraper.frontier import MAX_JOBS, Frontier, Job
from scraper.record import Entry, Outcome, Recorder, Seen
from scraper.verdict import Verdict, judge, text_of

GIVE_UP_AFTER = 20  # pages in a row that the server gave no answer for
MAX_UNWRITTEN = 64  # pages waiting for the disk; bounds the memory that a slow one costs
LARGE = 64 * 1024  # bytes of HTML that take a while to reduce

BY_HAND = "stopped by hand"
THERE: frozenset[Outcome] = frozenset({"changed", "unchanged"})
ACCEPT = {"md": "text/markdown, text/plain;q=0.9, */*;q=0.1", "html": "text/html"}


class Watcher(Protocol):
    """Whoever looks on while a run goes."""

    def page(self, path: str, outcome: Outcome | None, why: str | None, *, done: int, total: int) -> None:
        """A page is done: what became of it, or None and `why` it failed; `done` of the `total` known so far."""

    def note(self, text: str) -> None:
        """Something about the run as a whole."""


@dataclass(slots=True)
class Tally:
    """What became of the pages, in the order they were done."""

    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    gone: list[Entry] = field(default_factory=list)  # as they would stand in the manifest
    failed: list[Failure] = field(default_factory=list)

    @property
    def tried(self) -> int:
        return len(self.changed) + len(self.unchanged) + len(self.absent) + len(self.gone) + len(self.failed)


class Crawl:
    """One run over the frontier. `tally` says what it did, `stopped` why it ended early."""

    def __init__(
        self,
        frontier: Frontier,
        recorder: Recorder,
        watcher: Watcher,
        *,
        connect: Callable[[], Fetcher],
        origins: tuple[str, ...],
        now: Callable[[], datetime],
    ) -> None:
        """`connect` makes a worker's Fetcher; links to `origins` are links to the catalog."""
        self._frontier, self._recorder, self._watcher = frontier, recorder, watcher
        self._connect, self._origins, self._now = connect, origins, now
        self._queue: asyncio.Queue[Job] = asyncio.Queue()
        self._unwritten: list[Verdict] = []
        self._writing: asyncio.Future[None] | None = None
        self._halt = asyncio.Event()
        self._done = self._unanswered = 0
        self.tally = Tally()
        self.sample = False  # some answer said that it is made up
        self.stopped: str | None = None

    @property
    def left(self) -> int:
        """Pages known and not done."""
        return self._frontier.total - self._done

    async def run(self, recorded: Iterable[Page], *, concurrency: int) -> None:
        """Ask for everything, beginning with the frontier's start and the pages `recorded` before.

        Being cancelled stops it in good order. Raises StoreError when the disk says no.
        """
        self._add(self._frontier.start(recorded))
        ended, halted = asyncio.create_task(self._queue.join()), asyncio.create_task(self._halt.wait())
        workers = [asyncio.create_task(self._work()) for _ in range(concurrency)]
        try:
            await asyncio.wait([ended, halted, *workers], return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            self.stopped = BY_HAND
        for task in (ended, halted, *workers):
            task.cancel()
        results = await asyncio.gather(*workers, return_exceptions=True)
        while (writing := self._writing) is not None:
            await writing
            await asyncio.sleep(0)  # lets `_written` begin the next batch, if there is one
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _work(self) -> None:
        fetcher = self._connect()
        try:
            while True:
                job = await self._queue.get()
                await self._do(fetcher, job)
                self._queue.task_done()
        finally:
            await fetcher.aclose()

    async def _do(self, fetcher: Fetcher, job: Job) -> None:
        """Try the pages of `job` until one is there."""
        for page in job:
            try:
                verdict = await self._ask(fetcher, page)
            except FetchError as error:
                self._failed(page, error)
                return
            self._unanswered = 0
            if verdict.text is not None:
                links = linked_pages(page, verdict.text, origins=self._origins)
                self._add(self._frontier.found(page, links))
            there = verdict.seen.outcome in THERE
            self._count(verdict.seen, last=there or page is job[-1])
            if there:
                return

    async def _ask(self, fetcher: Fetcher, page: Page) -> Verdict:
        recorder = self._recorder
        entry, recorded = recorder.entries.get(page.path), recorder.body(page.path)
        earlier = recorder.earlier.get(page.path)
        if earlier is not None and (recorded is not None or earlier.outcome == "absent"):
            return Verdict(earlier, text=text_of(page, recorded) if earlier.outcome in THERE else None)
        known = entry if recorded is not None else None
        answer = await fetcher.get(
            page.address,
            accept=ACCEPT[page.form],
            etag=known.etag if known else None,
            last_modified=known.last_modified if known else None,
        )
        self.sample = self.sample or answer.sample
        weigh = partial(judge, page, answer, entry=entry, recorded=recorded, now=self._now(), origins=self._origins)
        large = page.form == "html" and len(answer.body) > LARGE
        verdict = await asyncio.to_thread(weigh) if large else weigh()
        await self._write(verdict)
        return verdict

    async def _write(self, verdict: Verdict) -> None:
        """Hand a page to the writer, and wait only while too many are waiting already."""
        self._unwritten.append(verdict)
        if self._writing is None:
            self._write_on()
        while len(self._unwritten) > MAX_UNWRITTEN and self._writing is not None:
            await asyncio.wait([self._writing])

    def _write_on(self) -> None:
        """Let a thread write all that waits; what comes meanwhile goes in the next batch."""
        batch, self._unwritten = self._unwritten, []
        self._writing = asyncio.get_running_loop().run_in_executor(None, self._write_all, batch)
        self._writing.add_done_callback(self._written)

    def _write_all(self, batch: list[Verdict]) -> None:
        for verdict in batch:
            self._recorder.record(verdict.seen, verdict.data)

    def _written(self, future: asyncio.Future[None]) -> None:
        if future.exception() is not None:
            self._halt.set()  # the future stays, so that `run` raises what it holds
        elif self._unwritten:
            self._write_on()
        else:
            self._writing = None

    def _add(self, jobs: list[Job]) -> None:
        for job in jobs:
            self._queue.put_nowait(job)
        if self._frontier.total > MAX_JOBS:
            self._stop(f"more than {MAX_JOBS} pages are linked, which no catalog has")

    def _count(self, seen: Seen, *, last: bool) -> None:
        if seen.outcome == "gone":
            self.tally.gone += [seen.entry] if seen.entry is not None else []
        else:
            getattr(self.tally, seen.outcome).append(seen.path)
        self._tell(seen.path, seen.outcome, None, last=last)

    def _failed(self, page: Page, error: FetchError) -> None:
        self.tally.failed.append(Failure(path=page.path, why=str(error)))
        self._tell(page.path, None, str(error), last=True)
        self._unanswered = self._unanswered + 1 if isinstance(error, Unanswered) else 0
        if self._unanswered >= GIVE_UP_AFTER:
            self._stop(f"the server gave no answer for {GIVE_UP_AFTER} pages in a row")

    def _stop(self, why: str) -> None:
        self.stopped = self.stopped or why
        self._halt.set()

    def _tell(self, path: str, outcome: Outcome | None, why: str | None, *, last: bool) -> None:
        self._done += last
        self._watcher.page(path, outcome, why, done=self._done, total=self._frontier.total)
