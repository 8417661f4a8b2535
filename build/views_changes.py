"""The changes: which price changed when, newest first, by day and variant; older ones on the pages of their months."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from build.changes import Change, Event, Part
from build.pages import Page
from build.views_history import Amount, Column, Move, amount_of, listed, move, what
from build.views_prices import per
from build.views_site import Spot
from scraper.catalog import Variant


@dataclass(frozen=True, slots=True)
class Row:
    """One price that changed, appeared or went."""

    anchor: str
    name: str  # 'Rates, Input'
    what: str  # component and parameters, '' for plain usage
    basis: str
    before: Amount | None  # None where there was no price
    after: Amount | None
    per: str  # of both: 'per 1K tokens'
    kind: str  # what happened where it isn't from one amount to another: 'first seen'
    move: Move | None
    source: str  # path:line, where the new amount was read, or the last one that is known
    source_href: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """What happened to the prices of one variant on one day."""

    anchor: str
    id: str
    href: str | None  # None for a variant that has no page any more
    family: str  # the model's slug
    family_name: str
    kind: str  # what happened to the whole variant: 'withdrawn', '' for mere prices
    search: str  # lower case, everything a search looks in
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """The changes of one UTC day."""

    iso: str
    name: str
    count: str
    groups: tuple[Group, ...]
    width: int  # of the amounts, in characters


def changes(spot: Spot) -> dict[str, Any]:
    """The view of the changes: of one of the months' pages, or of the newest there are."""
    ledger, words = spot.site.ledger, spot.words
    part = next((part for part in ledger.parts if part.name == spot.page.part), None)
    events = part.events if part else ledger.newest
    shown = sum(len(event.changes) for event in events)
    total = sum(one.count for one in ledger.parts)
    days = [_day(spot, day, list(found)) for day, found in groupby(events, key=lambda event: event.day)]
    groups = [group for day in days for group in day.groups]
    return {
        "part": _month(spot, part) if part else "",
        "home": spot.link("changes"),
        "days": days,
        "models": sorted({(group.family_name, group.family) for group in groups}, key=lambda pair: pair[0].lower()),
        "total": words("changes.total", count=shown if part else total),
        "begin": words("changes.begin", date=words.numerals.day(ledger.begin)) if ledger.begin else "",
        "recent": words("changes.recent", count=shown) if not part and shown < total else "",
        "prices": words("changes.watched", count=len(spot.site.content.history.tracks)),
        "months": [
            {
                "name": _month(spot, one),
                "href": spot.file(Page(spot.page.locale, "changes", part=one.name).path),
                "count": words.numerals.number(one.count),
                "current": one is part,
            }
            for one in ledger.parts
        ],
    }


def month_title(spot: Spot) -> str:
    """What a month's page is called."""
    part = next(part for part in spot.site.ledger.parts if part.name == spot.page.part)
    return spot.words("changes.month_title", month=_month(spot, part))


def _month(spot: Spot, part: Part) -> str:
    month = spot.words.numerals.month(part.month)
    return month if part.number == 1 else spot.words("changes.part", month=month, number=part.number)


def _day(spot: Spot, day: str, events: Sequence[Event]) -> Day:
    groups = [_group(spot, event) for event in events]
    column = Column.of(amount for group in groups for row in group.rows for amount in (row.before, row.after))
    return Day(
        iso=day,
        name=spot.words.numerals.day(day),
        count=spot.words("changes.total", count=sum(len(group.rows) for group in groups)),
        groups=tuple(replace(group, rows=tuple(_set(row, column) for row in group.rows)) for group in groups),
        width=column.width,
    )


def _set(row: Row, column: Column) -> Row:
    return replace(row, before=row.before and column.set(row.before), after=row.after and column.set(row.after))


def _group(spot: Spot, event: Event) -> Group:
    family, _, slug = event.variant.partition("/")
    model = spot.site.models.get(family)
    variant = next((one for one in model.variants if one.slug == slug), None) if model else None
    name, provider = (model.name, model.provider) if model else (family, "")
    found = (variant.id if variant else "", event.variant, name, provider)
    return Group(
        anchor=event.anchor,
        id=variant.id if variant else event.variant,
        href=spot.link("variant", family, slug) if variant else None,
        family=family,
        family_name=name,
        kind=spot.words(f"changes.{_kind(spot, event, variant)}") if event.kind != "priced" else "",
        search=" ".join(dict.fromkeys(part.lower() for part in found if part)),
        rows=tuple(_row(spot, change) for change in event.changes),
    )


def _kind(spot: Spot, event: Event, variant: Variant | None) -> str:
    """What to call an event. Only the catalog itself says of a variant without prices whether it was withdrawn."""
    if event.kind != "gone":
        return f"variant_{event.kind}"
    later = any(one.variant == event.variant and one.day > event.day for one in spot.site.ledger.events)
    return "variant_withdrawn" if not later and (variant is None or variant.withdrawn) else "variant_gone"


def _row(spot: Spot, change: Change) -> Row:
    track, old, new = change.track, change.old, change.new
    known = new or old
    assert known is not None
    kind = "" if old and new else "price_gone" if old else "price_back" if change.again else "price_new"
    basis, which = spot.words(f"basis.{track.basis}"), what(spot, track)
    return Row(
        anchor=change.anchor,
        name=listed(spot, basis, which),
        what=which,
        basis=basis,
        before=amount_of(spot, track, old) if old else None,
        after=amount_of(spot, track, new) if new else None,
        per=per(spot.words, track.per),
        kind=spot.words(f"changes.{kind}") if kind else "",
        move=move(spot, old, new) if old and new else None,
        source=known.source,
        source_href=spot.source(known.source),
    )
