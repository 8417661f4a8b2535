"""Atom feeds of price changes (RFC 4287): of everything and of each model, in each language.

An entry is what happened to one variant on one UTC day. Its id is the same in every feed that has it, and stays:

    tag:example.org,2026-11-22:/prices/zh-TW/2026-11-22:glm/4.7     where the site's address is known
    urn:uuid:0c7f…                                                   where it isn't: a tag needs a host of one's own,
                                                                     so a UUID is worked out from the same words

Dates come from the ledger, never from a clock; a feed that has no entry yet is as old as the record. Where the address
isn't known, links are relative to the feed, which is what a reader resolves them against.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from build.changes import Change, Event
from build.depends import Dependencies
from build.files import feed_file
from build.locales import Words
from build.pages import Page
from build.products import Product, key_of
from build.references import is_sample, reference
from build.render import Renderer
from build.views_history import amount_of, move, what
from build.views_prices import per
from build.views_site import Site, Spot
from scraper.catalog import Model

NEWEST = 100  # entries of a feed: months of a busy catalog; the pages of the changes have all
_BEGIN = "1970-01-01"  # for a feed of a catalog that nobody ever recorded: Atom demands a date
_YEAR = "2026"  # of the ids of feeds: the project's first


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, in the feed's language."""

    id: str
    title: str
    day: str
    href: str
    family: str  # the model's slug
    name: str  # the model's name
    lines: tuple[str, ...]  # one per price


def feed_products(site: Site, depends: Dependencies, renderer: Renderer) -> Iterator[Product]:
    """Every feed of the site."""
    parts = {event.anchor: part.name for part in site.ledger.parts for event in part.events}
    events: dict[str, list[Event]] = {}
    for event in site.ledger.events:
        events.setdefault(event.variant.partition("/")[0], []).append(event)
    # A family's page doesn't show what left the catalog, nor on which page a change stands; its feed does.
    marks = {family: [f"{parts[one.anchor]} {one!r}" for one in found[:NEWEST]] for family, found in events.items()}
    for tag in site.words:
        make = partial(_feed, renderer, site, tag, parts)
        yield Product(feed_file(tag), depends.page(Page(tag, "changes")), partial(make, None, site.ledger.events), tag)
        for model in site.models.values():
            page = Page(tag, "family", model.model)
            key = key_of([depends.page(page), *marks.get(model.model, [])])
            yield Product(feed_file(tag, model.model), key, partial(make, model, events.get(model.model, [])), tag)


def _feed(
    renderer: Renderer, site: Site, tag: str, parts: dict[str, str], model: Model | None, events: Sequence[Event]
) -> bytes:
    return renderer.page("feed.xml", feed(site, tag, parts, model, events))


def feed(site: Site, tag: str, parts: dict[str, str], model: Model | None, events: Sequence[Event]) -> dict[str, Any]:
    """What a feed's template shows. `parts` says on which page of the changes each event stands."""
    words = site.words[tag]
    page = Page(tag, "family", model.model) if model else Page(tag, "changes")
    spot, start = Spot(site, page, words), feed_file(tag, model.model if model else None)
    last: dict[str, str] = {}
    for event in events:
        last.setdefault(event.variant, event.day)
    shown = [_entry(spot, start, one, parts[one.anchor], last=one.day == last[one.variant]) for one in events[:NEWEST]]
    newest = shown[0].day if shown else site.ledger.begin or site.newest[:10] or _BEGIN
    return {
        "lang": tag,
        "dir": words.direction,
        "id": _id(site, start, _YEAR),
        "title": _line(words, model.name, words("changes.title")) if model else words("changes.title"),
        "subtitle": words("site.sample" if is_sample(site) else "changes.lead"),
        "author": words("site.name"),
        "rights": words("footer.unofficial"),
        "updated": f"{newest}T00:00:00Z",
        "own": reference(site, start, start),
        "page": reference(site, start, page.path, "history" if model and shown else ""),
        "entries": shown,
    }


def _entry(spot: Spot, start: str, event: Event, part: str, *, last: bool) -> Entry:
    site, words = spot.site, spot.words
    family, _, slug = event.variant.partition("/")
    model = site.models.get(family)
    variant = next((one for one in model.variants if one.slug == slug), None) if model else None
    lines = tuple(_news(spot, change) for change in event.changes)
    if event.kind != "priced":
        # As on the pages of the changes: what has a price again later was never withdrawn.
        withdrawn = event.kind == "gone" and last and (variant is None or variant.withdrawn)
        news = words("changes.variant_withdrawn" if withdrawn else f"changes.variant_{event.kind}")
    else:
        news = lines[0] if len(lines) == 1 else words("changes.total", count=len(lines))
    page = Page(spot.page.locale, "changes", part=part).path
    return Entry(
        id=_id(site, f"{spot.page.locale}/{event.anchor}", event.day),
        title=_line(words, variant.id if variant else event.variant, news),
        day=event.day,
        href=reference(site, start, page, event.anchor),
        family=family,
        name=model.name if model else family,
        lines=lines,
    )


def _news(spot: Spot, change: Change) -> str:
    """One price in one line: 'Rates, Output, per 1M tokens: $2.40 → $2.00 (−16.7%)'."""
    words, track = spot.words, change.track
    parts = (words(f"basis.{track.basis}"), what(spot, track), per(words, track.per))
    name = words("mark.comma").join(filter(None, parts))
    old, new = (amount_of(spot, track, point).text if point else "" for point in (change.old, change.new))
    if change.old and change.new:
        percent = move(spot, change.old, change.new).percent
        moved = words("feed.from_to", old=old, new=new)
        return _line(words, name, f"{moved} ({percent})" if percent else moved)
    kind = "price_gone" if change.old else "price_back" if change.again else "price_new"
    return _line(words, name, words("feed.seen", amount=old or new, kind=words(f"changes.{kind}")))


def _line(words: Words, name: str, news: str) -> str:
    return words("feed.line", name=name, news=news)


def _id(site: Site, name: str, day: str) -> str:
    """An id that no other feed in the world has, and that this one keeps."""
    host = urlsplit(site.url).hostname if site.url else None
    if host and site.url:
        return f"tag:{host},{day}:{urlsplit(site.url).path}{name}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"price-book:{name}").urn
