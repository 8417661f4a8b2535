"""One pull: ask for every page of the catalog, politely, and record what is new.

    options ──> Frontier ──jobs──> Crawl: Fetcher ──answer──> judge ──> Recorder     content/pages/
                   ^                                            │
                   └─────────────── linked_pages <──────────────┘

A run ends in one of three ways, and content/run.yaml says which: it finished, it was stopped (by hand, or by a
server that no longer answers), or it refused to believe that so much of the catalog is gone. Pages are
published at one origin; `--base-url` names a mirror of it, and the manifest still gives the catalog's own
addresses. Environment variables are not looked at: no proxy is used unless it is the base URL.
"""

import asyncio
import contextlib
import math
import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from scraper import addresses, record, robots
from scraper.addresses import Page
from scraper.catalog import Failure
from scraper.crawl import BY_HAND, Crawl, Tally, Watcher
from scraper.discover import linked_pages
from scraper.errors import FetchError, StoreError, UsageError
from scraper.fetch import Fetcher, Patience, Unexpected, tls_context
from scraper.frontier import Frontier
from scraper.origin import Origin, from_base_url
from scraper.pace import Pace
from scraper.pull_summary import PullSummary, mass_loss, summarise
from scraper.record import Entry, Recorder
from scraper.verdict import text_of

AGENT = "runapi-price-book"  # the name robots.txt rules are looked up under
CONTACT = "https://github.com/runapi-price-book/runapi-price-book/issues"
MAX_CONCURRENCY = 64


@dataclass(frozen=True, slots=True)
class PullOptions:
    """What one run is asked to do. Raises UsageError where that makes no sense."""

    content: Path
    base_url: str = addresses.ORIGIN
    locales: tuple[str, ...] = addresses.LOCALES
    models: tuple[str, ...] = ()  # family slugs; the whole catalog where empty
    concurrency: int = 8  # connections at a time
    rate: float = 4.0  # requests a second at most, over all connections
    contact: str = CONTACT  # where the site's owner can complain; part of the User-Agent
    accept_loss: bool = False  # withdraw even more than a fifth of the catalog
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        for locale in self.locales:
            if not addresses.is_locale(locale):
                raise UsageError(f"--locale: expected a tag like zh-TW, got {locale!r}")
        for model in self.models:
            if not addresses.is_slug(model):
                raise UsageError(f"--model: expected a family's slug like minimax, got {model!r}")
        if not 1 <= self.concurrency <= MAX_CONCURRENCY:
            raise UsageError(f"--concurrency: expected 1 to {MAX_CONCURRENCY}, got {self.concurrency}")
        if not (math.isfinite(self.rate) and self.rate > 0):
            raise UsageError(f"--rate: expected requests a second, more than 0, got {self.rate}")
        if not re.fullmatch(r"[!-'*-~]{3,200}", self.contact):
            raise UsageError(f"--contact: expected an address of a page or mailbox, got {self.contact!r}")

    @property
    def agent(self) -> str:
        """The User-Agent: who asks, and where to complain."""
        return f"{AGENT}/1 (+{self.contact})"


def run(
    options: PullOptions,
    watcher: Watcher,
    *,
    now: Callable[[], datetime],
    clock: Callable[[], float] = time.monotonic,
) -> PullSummary:
    """Pull. `now` gives the time of day, `clock` seconds that only go forward.

    Ctrl-C stops it in good order and gives a summary too. Raises StoreError where another run is at work or the
    disk says no, UsageError where the base URL is none.
    """
    from_base_url(options.base_url)  # refused before anything is written
    with Recorder(options.content, base_url=options.base_url, now=now()) as recorder:
        return asyncio.run(_Pull(options, recorder, watcher, now=now, clock=clock).whole())


def plan(options: PullOptions) -> list[str]:
    """The addresses a run would ask for, as far as the recorded pages tell, without asking for anything.

    HTML pages are named once, in the first locale they would be tried in.
    """
    origin, manifest = from_base_url(options.base_url), record.read_manifest(options.content)
    frontier = Frontier(options.locales, options.models)
    jobs = deque(frontier.start(_pages(manifest.values())))
    planned = []
    while jobs:
        page = jobs.popleft()[0]
        planned.append(origin.url(page.address))
        text = text_of(page, record.read_body(options.content, manifest.get(page.path)))
        if text is not None:
            jobs += frontier.found(page, linked_pages(page, text))
    return planned


class _Pull:
    """One run: its options, what it writes with, and the clocks it reads."""

    def __init__(
        self,
        options: PullOptions,
        recorder: Recorder,
        watcher: Watcher,
        *,
        now: Callable[[], datetime],
        clock: Callable[[], float],
    ) -> None:
        self._options, self._recorder, self._watcher = options, recorder, watcher
        self._now, self._clock, self._started = now, clock, clock()
        self._origin, self._pace = from_base_url(options.base_url), Pace(options.rate)
        self._tls = tls_context(self._origin)
        self._sample = recorder.sample

    async def whole(self) -> PullSummary:
        """Ask for robots.txt, then for the catalog."""
        try:
            rules = await self._rules()
        except asyncio.CancelledError:
            return self._paused(self._summary(Tally(), BY_HAND))
        except FetchError as error:
            failure = Failure(path="robots.txt", why=str(error))
            return self._paused(self._summary(Tally(), f"robots.txt can't be read: {error}", failed=(failure,)))
        if rules.warning:
            self._watcher.note(rules.warning)
        self._pace.slow_to(rules.delay)
        return await self._crawl(rules)

    async def _rules(self) -> robots.Rules:
        """What robots.txt says. Raises FetchError where it couldn't be had."""
        fetcher = self._connect(replace(self._origin, prefix=""), lambda _: True)
        try:
            answer = await fetcher.get(robots.ADDRESS, accept="text/plain", limit=robots.MAX_ROBOTS, cut=True)
            self._sample = self._sample or answer.sample
            return robots.read_rules(answer.body if answer.status == 200 else None, agent=AGENT)
        except Unexpected as error:
            if 400 <= error.status < 500:
                return robots.read_rules(None, agent=AGENT)
            raise
        finally:
            await fetcher.aclose()

    async def _crawl(self, rules: robots.Rules) -> PullSummary:
        options, recorder, origin = self._options, self._recorder, self._origin
        crawl = Crawl(
            Frontier(options.locales, options.models),
            recorder,
            self._watcher,
            connect=partial(self._connect, origin, rules.allowed),
            origins=(addresses.ORIGIN, *([] if origin.prefix else [origin.root])),
            now=self._now,
        )
        try:
            await crawl.run(_pages(recorder.entries.values()), concurrency=options.concurrency)
        except StoreError as error:
            failure = Failure(path=record.MANIFEST, why=str(error))
            with contextlib.suppress(StoreError):
                self._paused(self._summary(crawl.tally, str(error), left=crawl.left, failed=(failure,)))
            raise
        self._sample = self._sample or crawl.sample
        if crawl.stopped is not None:
            return self._paused(self._summary(crawl.tally, crawl.stopped, left=crawl.left))
        loss = None if options.accept_loss else mass_loss(crawl.tally, recorder.entries)
        failed = () if loss is None else (Failure(path=record.MANIFEST, why=loss),)
        summary = self._summary(crawl.tally, loss, failed=failed)
        recorder.finish(crawl.tally.gone if loss is None else (), summary.heartbeat(sample=self._sample))
        return summary

    def _connect(self, origin: Origin, allowed: Callable[[str], bool]) -> Fetcher:
        return Fetcher(
            origin,
            agent=self._options.agent,
            pace=self._pace,
            patience=self._options.patience,
            tls=self._tls,
            allowed=allowed,
        )

    def _summary(
        self, tally: Tally, stopped: str | None, *, left: int = 0, failed: tuple[Failure, ...] = ()
    ) -> PullSummary:
        at, seconds = record.stamp(self._now()), self._clock() - self._started
        return summarise(tally, stopped, at=at, seconds=seconds, left=left, failed=failed)

    def _paused(self, summary: PullSummary) -> PullSummary:
        self._recorder.pause(summary.heartbeat(sample=self._sample))
        return summary


def _pages(entries: Iterable[Entry]) -> Iterator[Page]:
    """The recorded pages that are still there."""
    pages = (addresses.from_path(entry.path) for entry in entries if not entry.withdrawn)
    return (page for page in pages if page is not None)
