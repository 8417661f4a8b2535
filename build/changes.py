"""The ledger read as news: what changed on which day, newest first, and the pages it fills.

A day's news about a variant is an `Event`; it holds one `Change` for each price that changed, appeared or went.
What stood in the ledger on its first day is where the record begins and no news.

Events and changes have anchors that stay what they are, and stand for good on the page of their month. A month with
more changes than a page takes has several pages. They fill up from its first day on, so that a link to a change stays
true once its day is over.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import Literal

from scraper.catalog import BASES, COMPONENTS, UNITS, History, Point, Track

# What happened to a variant: first seen, seen again after it had no price, left without one, or priced anew.
EventKind = Literal["new", "back", "gone", "priced"]

PAGE = 250  # changes on a page, unless one variant alone has more


@dataclass(frozen=True, slots=True)
class Change:
    """One price on the day it changed, appeared (`old` is None) or went (`new` is None)."""

    track: Track
    old: Point | None
    new: Point | None
    again: bool  # whether a price that appears was there before
    anchor: str  # '2026-11-22:glm/4.7:rates:input:USD:1000000token'


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to the prices of one variant on one UTC day."""

    day: str
    variant: str  # family/variant
    kind: EventKind
    changes: tuple[Change, ...]  # the most trusted basis first

    @property
    def anchor(self) -> str:
        return f"{self.day}:{self.variant}"


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a month."""

    month: str  # '2026-11'
    number: int  # 1 for the first page of the month
    events: tuple[Event, ...]  # newest day first

    @property
    def name(self) -> str:
        """The page's folder: '2026-11', '2026-11-2'."""
        return self.month if self.number == 1 else f"{self.month}-{self.number}"

    @property
    def count(self) -> int:
        return sum(len(event.changes) for event in self.events)


class Ledger:
    """The ledger with the indexes that pages look things up in. `run` is the UTC day of the last run, if known."""

    def __init__(self, history: History, run: str | None) -> None:
        days = [day for track in history.tracks for point in track.points for day in (point.since, point.until) if day]
        self.begin = min(days, default=None)  # the first day anything is known of
        self.end = max([*days, *([run] if run else [])], default=None)  # the last
        self.tracks: dict[str, list[Track]] = {}  # by family/variant
        for track in history.tracks:
            self.tracks.setdefault(track.variant, []).append(track)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """All news, the newest day first, a day's by variant."""
        found = (event for variant, tracks in self.tracks.items() for event in _events(variant, tracks, self.begin))
        return tuple(sorted(sorted(found, key=lambda one: one.variant), key=lambda one: one.day, reverse=True))

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The pages of the months, the newest first."""
        pages = [
            page
            for month, events in groupby(reversed(self.events), key=lambda event: event.day[:7])
            for page in _pages(month, list(events))
        ]
        return tuple(reversed(pages))

    @property
    def newest(self) -> tuple[Event, ...]:
        """As much news as one page takes, newest first."""
        taken = 0
        for place, event in enumerate(self.events):
            taken += len(event.changes)
            if place and taken > PAGE:
                return self.events[:place]
        return self.events


def lasting(track: Track) -> list[Point]:
    """The stretches of a price that lasted beyond the day they began on."""
    return [point for point in track.points if point.until != point.since]


def _events(variant: str, tracks: Sequence[Track], begin: str | None) -> Iterable[Event]:
    lives = [lasting(track) for track in tracks]
    starts = {point.since for life in lives for point in life}
    ends = {point.until for life in lives for point in life if point.until}
    for day in sorted(starts | ends):
        if day == begin:
            continue
        before = any(_held(point, day, before=True) for life in lives for point in life)
        after = any(_held(point, day, before=False) for life in lives for point in life)
        kind: EventKind = "priced"
        if not before:
            kind = "new" if day == min(starts) else "back"
        elif not after:
            kind = "gone"
        changes = _changes(variant, day, tracks)
        if changes:
            yield Event(day, variant, kind, tuple(changes))


def _held(point: Point, day: str, *, before: bool) -> bool:
    """Whether a stretch held just before `day` began, or when it was over."""
    if before:
        return point.since < day and (point.until is None or point.until >= day)
    return point.since <= day and (point.until is None or point.until > day)


def _changes(variant: str, day: str, tracks: Iterable[Track]) -> list[Change]:
    found: list[Change] = []
    anchors: set[str] = set()
    for track in sorted(tracks, key=track_order):
        life = lasting(track)
        old = next((point for point in life if point.until == day), None)
        new = next((point for point in life if point.since == day), None)
        if old is None and new is None:
            continue
        stem = anchor = ":".join((day, variant, *_address(track)))
        while anchor in anchors:
            anchor = f"{stem}:{len(anchors)}"
        anchors.add(anchor)
        found.append(Change(track, old, new, old is None and life[0].since < day, anchor))
    return found


def track_order(track: Track) -> tuple[int, int, int, str, int, Fraction, list[tuple[str, str]]]:
    """How prices are ordered, as in tables: the most trusted basis first, components as usual, cheaper tiers first."""
    return (
        BASES.index(track.basis),
        UNITS.index(track.per.unit),
        COMPONENTS.index(track.component),
        track.currency,
        track.per.quantity,
        Fraction(track.points[-1].amount),
        sorted(track.when.items()),
    )


def _address(track: Track) -> tuple[str, ...]:
    # Parameters are the source's words; an address takes only plain ones.
    when = (re.sub(r"[^A-Za-z0-9._-]+", "-", f"{name}-{value}") for name, value in sorted(track.when.items()))
    return (track.basis, track.component, track.currency, f"{track.per.quantity}{track.per.unit}", *when)


def _pages(month: str, events: Sequence[Event]) -> list[Part]:
    """The events of a month, oldest first, cut into pages."""
    pages: list[list[Event]] = [[]]
    for event in events:
        if pages[-1] and sum(len(one.changes) for one in pages[-1]) + len(event.changes) > PAGE:
            pages.append([])
        pages[-1].append(event)
    return [Part(month, number, tuple(reversed(page))) for number, page in enumerate(pages, 1)]
