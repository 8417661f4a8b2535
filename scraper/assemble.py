"""From the readings of one family's pages to its facts: one Model, with every price that was printed.

Order of trust. Facts are the same in every language, so one page is enough and the rest is compared
with it (see checks.py): the family table, then the variant page, each in the order of
`addresses.LOCALES` (English first, it is what the other locales are translated from), then whatever
other locales there are. The Related list and `price_from_cents` print no unit and are only compared.
Prices that disagree are all kept, the most trusted first.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scraper.addresses import from_url
from scraper.catalog import WITHDRAWN, Model, Price, PriceKey, Variant
from scraper.prices import RowReading
from scraper.sources import Printed, Sources, distinct, kept_prices, listed_prices, rate_prices


@dataclass(frozen=True, slots=True)
class Summary:
    """What a family is, in a line: enough to compare it with the catalog index."""

    family: str
    source: str
    name: str
    provider: str
    modality: str
    live: int  # variants that aren't withdrawn


def assemble(sources: Sources, previous: Model | None) -> Model | None:
    """The family's facts, or None where nothing usable was read and nothing was known before.

    `previous` lends what couldn't be read this time: rows that were refused, prices in a notation
    nobody knows, pages that stop half-way. It also dates prices that haven't changed.
    """
    families = sources.families
    if not families and not sources.variants:
        return previous
    before = {variant.slug: variant for variant in previous.variants} if previous else {}
    sources.kept = {slug: list(kept_prices(old, sources)) for slug, old in before.items()}
    variants = {slug: _variant(slug, sources, before.get(slug)) for slug in _slugs(sources)}
    first = next(iter(families), None)
    last = None if first else previous  # what only a family page says stays when none could be read
    facts = [reading.facts for reading in sources.variants]
    return Model(
        model=sources.family,
        name=_first((f.name for f in families), (f.get("model") for f in facts)) or sources.family,
        provider=_first((f.provider for f in families), (f.get("provider") for f in facts)) or "unknown",
        modality=_first((f.modality for f in families), (f.get("modality") for f in facts)) or "unknown",
        source=_source(sources, previous),
        endpoints=next((f.endpoints for f in families if f.endpoints), last.endpoints if last else ()),
        variants=tuple(_in_order(variants, before, sources)),
        extra={key: value for family in reversed(families) for key, value in family.extra.items()}
        or (last.extra if last else {}),
    )


def _source(sources: Sources, previous: Model | None) -> str:
    """The address of the most trusted family page; of the one it was while that can't be read."""
    page = from_url(previous.source) if previous else None
    if previous and page and page.path in sources.refused:
        return previous.source
    if sources.families:
        return sources.families[0].page.url
    return previous.source if previous else sources.variants[0].page.url


def summary_of(model: Model) -> Summary:
    """The summary of a model."""
    live = sum(not variant.withdrawn for variant in model.variants)
    return Summary(model.model, model.source, model.name, model.provider, model.modality, live)


def _slugs(sources: Sources) -> list[str]:
    """The variants that exist: rows of the tables in their order, then pages that no table names."""
    rows = [row.slug for reading in sources.live_families for row in reading.rows]
    pages = [
        reading.page.variant
        for reading in sources.variants
        if reading.page.variant is not None and reading.page.path not in sources.gone
    ]
    return list(dict.fromkeys([*rows, *sorted(pages)]))


def _variant(slug: str, sources: Sources, old: Variant | None) -> Variant:
    rows = [row for _, row in sources.rows_of(slug)]
    pages = sources.pages_of(slug)
    facts: dict[str, str] = {}
    for reading in reversed(pages):
        facts.update(reading.facts)
    htmls = sources.htmls_of(slug)
    # What a page that can't be read said last time still counts; what a page that is gone said doesn't.
    last = old if old is not None and not old.withdrawn and _was_refused(slug, sources) else None
    lossy = any(html.keep_last for html in htmls)
    extra = dict(last.extra) if last else {}
    extra.update((key, value) for row in reversed(rows) for key, value in row.extra.items())
    for page_extra in (*(page.extra for page in reversed(pages)), *(html.extra for html in htmls)):
        extra.update(page_extra)
    model_id = _first((row.id for row in rows), [facts.get("variant_id")]) or slug
    if facts.get("sdk_model_id", model_id) != model_id:
        extra["sdk_model_id"] = facts["sdk_model_id"]
    return Variant(
        slug=slug,
        id=model_id,
        status=facts.get("status") or (old.status if old and not old.withdrawn and not pages else None),
        billing_unit=_billing_unit(rows, facts, old),
        task_type=facts.get("task_type") or (last.task_type if last else None),
        endpoint=facts.get("endpoint") or (last.endpoint if last else None),
        rates_label=_first((html.label for html in htmls), [old.rates_label if old and (last or lossy) else None]),
        prices=tuple(_prices(slug, sources, old)),
        extra=extra,
    )


def _billing_unit(rows: list[RowReading], facts: Mapping[str, str], old: Variant | None) -> str | None:
    """As printed; but a price that stays because its row couldn't be read keeps the unit it was printed with."""
    if rows and rows[0].keep_last_price and old is not None and old.billing_unit:
        return old.billing_unit
    return _first((row.billing for row in rows), [facts.get("billing_unit")])


def _was_refused(slug: str, sources: Sources) -> bool:
    own = (f"models/{sources.family}/{slug}.md", f"models/{sources.family}/{slug}.html")
    return _refused_families(sources) or any(path.endswith(own) for path in sources.refused)


def _prices(slug: str, sources: Sources, old: Variant | None) -> Iterator[Price]:
    known = {price.key: price for price in reversed(old.prices)} if old else {}
    # A variant that comes back is priced anew from that day.
    old_amounts = {(price.key, price.amount): price for price in old.prices} if old and not old.withdrawn else {}
    listed = listed_prices(slug, sources)
    if listed:
        yield from _dated(listed, sources.days, old_amounts)
    elif old is not None and _listed_unreadable(slug, sources):
        yield from (price for price in old.prices if price.basis == "listed")
    yield from _dated(rate_prices(slug, sources), sources.days, old_amounts)
    yield from (price for price in known.values() if price.basis == "schedule")


def _listed_unreadable(slug: str, sources: Sources) -> bool:
    rows = [row for _, row in sources.rows_of(slug)]
    pages = sources.pages_of(slug)
    refused = any(f"/{slug}.md" in path or path.endswith(f"/{sources.family}.md") for path in sources.refused)
    return any(row.keep_last_price for row in rows) or any(page.keep_last_price for page in pages) or refused


def _dated(
    printed: list[Printed], days: Mapping[str, str], old_amounts: Mapping[tuple[PriceKey, str], Price]
) -> Iterator[Price]:
    for entries in distinct(printed).values():
        for entry in entries:
            reading = entry.price
            before = old_amounts.get((reading.key, reading.amount))
            yield Price(
                basis=reading.basis,
                component=reading.component,
                amount=reading.amount,
                currency=reading.currency,
                per=reading.per,
                when=reading.when,
                text=reading.text,
                source=entry.source,
                since=before.since if before else days[entry.path],
            )


def _in_order(variants: dict[str, Variant], before: Mapping[str, Variant], sources: Sources) -> list[Variant]:
    """The variants as the pages order them, and each that no page names any more where it stood before."""
    absent = {slug: _absent(old, sources) for slug, old in before.items() if slug not in variants}
    whole = all(family.complete for family in sources.live_families) and not _refused_families(sources)
    first, second = (list(variants), list(before)) if whole else (list(before), list(variants))
    known = {**absent, **variants}
    return [known[slug] for slug in _merged(first, second)]


def _merged(first: list[str], second: list[str]) -> list[str]:
    """`first`, and what only `second` holds after what it follows there."""
    followers: dict[str | None, list[str]] = {}
    taken = set(first)
    anchor: str | None = None
    for name in second:
        if name in taken:
            anchor = name
        else:
            followers.setdefault(anchor, []).append(name)
    return [*followers.get(None, []), *(each for name in first for each in (name, *followers.get(name, [])))]


def _absent(old: Variant, sources: Sources) -> Variant:
    """A variant that no page names any more: withdrawn if the pages are whole, or all gone, else as it was."""
    live = sources.live_families
    whole = bool(live) and all(reading.complete for reading in live) and not _refused_families(sources)
    own = f"models/{sources.family}/{old.slug}.md"
    gone = not live and (bool(sources.families) or any(path.endswith(own) for path in sources.gone))
    if not (whole or (gone and not _refused_families(sources))) or any(path.endswith(own) for path in sources.refused):
        return old
    return old.model_copy(update={"status": WITHDRAWN})


def _refused_families(sources: Sources) -> bool:
    return any(f"/{path}".endswith(f"/models/{sources.family}.md") for path in sources.refused)


def _first(*candidates: Iterable[str | None]) -> str | None:
    return next((value for group in candidates for value in group if value), None)
