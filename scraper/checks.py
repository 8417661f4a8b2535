"""Where pages contradict each other: every disagreement is a finding that names both places.

Nothing is decided here. assemble.py keeps every price that was printed; this module says which of
them can't all be true.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from scraper.assemble import Summary
from scraper.catalog import Model, Per, Variant
from scraper.checks_within import unlike, unnamed
from scraper.findings import Finding
from scraper.index_page import IndexReading
from scraper.money import Quote, counted, interval, is_coarse, scaled, shown
from scraper.prices import PriceReading
from scraper.sources import Printed, Sources, distinct, listed_prices, rate_prices

# How an answer says that calls, not tokens, are billed. One entry per wording seen, by locale of the wording.
BILLED_PER_CALL = (
    "per call", "per request", "按次計費", "按次收費", "按次计费", "按次收费", "pro aufruf", "por llamada",
    "per aanroep", "çağrı başına", "호출당", "호출 단위", "por chamada", "لكل استدعاء",
)  # fmt: skip

# Units of which a call makes one.
RESULTS = frozenset({"call", "image", "song"})

_HOST = re.compile(r"https://((?:api\.)?runapi\.ai(?:/api)?)/v1\b")


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of one page."""

    value: str
    path: str
    line: int


def check(sources: Sources, model: Model) -> list[Finding]:
    """All contradictions within one family, sorted by place."""
    found: list[Finding] = []
    for variant in model.variants:
        if variant.withdrawn:
            found.append(_withdrawn(variant, model, sources))
            continue
        listed = listed_prices(variant.slug, sources)
        rates = rate_prices(variant.slug, sources)
        found += _price_mismatches([*listed, *rates])
        found += _basis_mismatch(variant, listed, rates)
        found += _coarse(variant)
        found += _related(variant, listed, sources)
        found += _variant_facts(variant, sources)
        found += _missing(variant, sources)
    found += _cents(sources)
    found += _family_facts(sources)
    found += _billed_per_call(sources, model)
    found += _hosts(sources)
    found += unnamed(sources, model)
    found += unlike(sources)
    return sorted(set(found))


def check_index(indexes: list[IndexReading], summaries: list[Summary]) -> list[Finding]:
    """Families that the index names without a recorded page, and facts and counts that differ."""
    by_slug = {summary.family: summary for summary in summaries}
    found: list[Finding] = []
    for index in indexes:
        for entry in index.entries.values():
            place = index.page.path, entry.line
            summary = by_slug.get(entry.family)
            if summary is None:
                found.append(Finding(*place, "missing-family", f"no page of {entry.family} is recorded"))
                continue
            for name in ("name", "provider", "modality"):
                here, there = entry.facts.get(name), str(getattr(summary, name))
                if here is not None and here.casefold() != there.casefold():
                    what = f"{entry.family}: {name} is {shown(here)} here and {shown(there)} on {summary.source}"
                    found.append(Finding(*place, "fact-mismatch", what))
            count = entry.facts.get("variants")
            if count is not None and count != str(summary.live):
                what = f"{entry.family}: the index says {shown(count)} variants, {summary.live} were read"
                found.append(Finding(*place, "count-mismatch", what))
    return sorted(found)


def _withdrawn(variant: Variant, model: Model, sources: Sources) -> Finding:
    path = sources.families[0].page.path if sources.families else model.source.rpartition("runapi.ai/")[2]
    return Finding(path, 1, "withdrawn", f"{model.model}/{variant.slug}: no page names it any more")


def _price_mismatches(printed: list[Printed]) -> Iterator[Finding]:
    """Every page that prints another amount than the most trusted one, each a finding of its own."""
    if len(printed) < 2:
        return
    trusted = {key: entries[0] for key, entries in distinct(printed).items()}
    for entry in printed:
        first = trusted[entry.key]
        if entry.value != first.value:
            apart = entry.price.per != first.price.per  # `$0.020` twice says little without its quantities
            here, there = (shown(one.price.text) + f" per {one.price.per.quantity}" * apart for one in (entry, first))
            yield Finding(entry.path, entry.price.line, "price-mismatch", f"{here} here, {there} at {first.source}")
        elif entry.price.per != first.price.per:
            what = (
                f"per {entry.price.per.quantity} here, per {first.price.per.quantity} at {first.source}, the same price"
            )
            yield Finding(entry.path, entry.price.line, "billing-mismatch", what)
    units = {entry.price.per.unit: entry for entry in reversed(printed) if entry.price.basis == "listed"}
    listed = [entry for entry in printed if entry.price.basis == "listed"]
    for entry in listed:
        # Another currency may be another way to say it, but not with the same digits.
        if entry.price.currency != listed[0].price.currency and entry.value == listed[0].value:
            what = f"{shown(entry.price.text)} here, {shown(listed[0].price.text)} at {listed[0].source}"
            yield Finding(entry.path, entry.price.line, "price-mismatch", what)
    for unit, entry in units.items():
        if unit != listed[0].price.per.unit:
            what = f"billed per {unit} here, per {listed[0].price.per.unit} at {listed[0].source}"
            yield Finding(entry.path, entry.price.line, "billing-mismatch", what)


def _basis_mismatch(variant: Variant, listed: list[Printed], rates: list[Printed]) -> Iterator[Finding]:
    """A listed price that none of the itemised rates of its unit can have been rounded to."""
    for entry in listed[:1]:
        unit = entry.price.per.unit
        priced = [rate for rate in rates if rate.price.currency == entry.price.currency]
        peers = [rate for rate in priced if rate.price.per.unit == unit]
        # One call makes one result, as far as the pages tell: a renewed page says `image` where the table says `call`.
        if not peers and unit in RESULTS:
            peers = [rate for rate in priced if rate.price.per.unit in RESULTS]
        peers = [rate for rate in peers if rate.value > 0] or peers  # a free part among others contradicts nothing
        if not peers:
            continue
        low, high = (Fraction(end) / entry.price.per.quantity for end in interval(entry.price.amount))
        cheapest, dearest = min(rate.value for rate in peers), max(rate.value for rate in peers)
        if low <= dearest and high >= cheapest:
            continue
        more, less = (entry.value, dearest) if entry.value > dearest else (cheapest, entry.value)
        ratio = more / less if less else Fraction(0)
        times = f"{Decimal(round(ratio * 10)) / 10} times" if ratio else "far"
        nearest = dearest if entry.value > dearest else cheapest
        rate = next(rate for rate in peers if rate.value == nearest)
        what = (
            f"{variant.slug}: listed {shown(entry.price.text)} per {counted(entry.price.per)}, "
            f"{times} from the nearest itemised rate; {shown(rate.price.text)} at {rate.source}"
        )
        yield Finding(entry.path, entry.price.line, "basis-mismatch", what)


def _coarse(variant: Variant) -> Iterator[Finding]:
    for price in variant.prices:
        if is_coarse(price):
            low, high = _for_a_million(price.amount, price.per)
            path, _, line = price.source.rpartition(":")
            printed = f"{price.amount} {price.currency} per {price.per.quantity} tokens"
            what = f"{variant.slug}: {printed} means {low} to {high} per 1M"
            yield Finding(path, int(line), "coarse-price", what)


@lru_cache(maxsize=256)  # nearly all token prices are one of a few dozen amounts
def _for_a_million(amount: str, per: Per) -> tuple[str, str]:
    low, high = (scaled(end, per, 10**6) for end in interval(amount))
    return _money(low), _money(high)


def _money(value: Fraction) -> str:
    amount = Decimal(value.numerator) / Decimal(value.denominator)
    # A tiny price is never told as nothing.
    return f"{amount:.2f}" if amount >= Decimal("0.01") else f"{amount.normalize():f}"


def _related(variant: Variant, listed: list[Printed], sources: Sources) -> Iterator[Finding]:
    """The amounts siblings print for this variant; those without a unit are compared as they stand."""
    if not listed:
        return
    first = listed[0]
    for reading, entry in sources.related_to(variant.slug):
        if entry.quote is not None and not _says_the_same(entry.quote, first.price):
            what = f"Related: {variant.slug} for {shown(entry.text)} here, {shown(first.price.text)} at {first.source}"
            yield Finding(reading.page.path, entry.line, "price-mismatch", what)


def _says_the_same(quote: Quote, price: PriceReading) -> bool:
    if quote.currency != price.currency:
        return quote.amount != price.amount  # nothing tells how two currencies compare, but one of two signs is wrong
    if quote.per is not None and quote.per.unit == price.per.unit:
        return scaled(quote.amount, quote.per, 1) == scaled(price.amount, price.per, 1)
    return quote.amount == price.amount or Decimal(quote.amount) == Decimal(price.amount)


def _variant_facts(variant: Variant, sources: Sources) -> Iterator[Finding]:
    rows = sources.rows_of(variant.slug)
    pages = sources.pages_of(variant.slug)
    ids = [Fact(row.id, family.page.path, row.line) for family, row in rows]
    ids += [_fact(page.facts, page.lines, "variant_id", page.page.path) for page in pages]
    ids += [Fact(entry.id, page.page.path, entry.line) for page, entry in sources.related_to(variant.slug)]
    ids += [Fact(html.model_id or "", html.page.path, 1) for html in sources.htmls_of(variant.slug)]
    yield from _differing("id", ids, exact=True)
    billing = [Fact(row.billing, family.page.path, row.line) for family, row in rows if row.billing]
    billing += [_fact(page.facts, page.lines, "billing_unit", page.page.path) for page in pages]
    yield from _differing("billing unit", billing, code="billing-mismatch")
    for key in ("provider", "modality", "status", "task_type", "endpoint") if len(pages) > 1 else ():
        yield from _differing(key, [_fact(page.facts, page.lines, key, page.page.path) for page in pages])


def _fact(facts: dict[str, str], lines: dict[str, int], key: str, path: str) -> Fact:
    return Fact(facts.get(key, ""), path, lines.get(key, 1))


def _differing(name: str, facts: list[Fact], *, code: str = "fact-mismatch", exact: bool = False) -> Iterator[Finding]:
    """Every fact that isn't the first one. Case is a difference only where `exact`: `Text` and `text` are the same."""
    stated = [fact for fact in facts if fact.value]
    for fact in stated[1:]:
        first = stated[0]
        if fact.value != first.value and (exact or fact.value.casefold() != first.value.casefold()):
            what = f"{name}: {shown(fact.value)} here, {shown(first.value)} at {first.path}:{first.line}"
            yield Finding(fact.path, fact.line, code, what)


def _missing(variant: Variant, sources: Sources) -> Iterator[Finding]:
    rows = [(family.page.path, row.line) for family, row in sources.rows_of(variant.slug)]
    pages = sources.pages_of(variant.slug)
    if rows and not pages:
        yield Finding(*rows[0], "missing-variant-page", f"{variant.slug}: none of its own pages is recorded")
    if pages and not rows and sources.live_families:
        yield Finding(pages[0].page.path, 1, "missing-row", f"{variant.slug}: no Variants table names it")


def _cents(sources: Sources) -> Iterator[Finding]:
    """`price_from_cents` against the page it stands on: whole cents, so less than a cent is rounding."""
    for family in sources.families:
        prices = [row.price for row in family.rows if row.price]
        lowest = min(prices, key=lambda price: Decimal(price.amount), default=None)
        place = family.page.path, family.key_lines.get("price_from_cents", 1)
        yield from _cents_of(lowest, family.price_from_cents, *place)
    for page in sources.variants:
        place = page.page.path, page.lines.get("price_from_cents", 1)
        yield from _cents_of(page.price, page.price_from_cents, *place)


def _cents_of(price: PriceReading | None, cents: int | None, path: str, line: int) -> Iterator[Finding]:
    if price is not None and cents is not None and abs(Decimal(price.amount) * 100 - cents) >= 1:
        what = (
            f"price_from_cents says {cents}, the lowest price on the page is {shown(price.text)} at line {price.line}"
        )
        yield Finding(path, line, "cents-mismatch", what)


def _family_facts(sources: Sources) -> Iterator[Finding]:
    for name in ("name", "provider", "modality"):
        key = "model" if name == "name" else name
        facts = [
            Fact(getattr(reading, name) or "", reading.page.path, reading.key_lines.get(key, 1))
            for reading in sources.families
        ]
        facts += [_fact(page.facts, page.lines, key, page.page.path) for page in sources.variants]
        yield from _differing(name, facts)


def _billed_per_call(sources: Sources, model: Model) -> Iterator[Finding]:
    """An answer that says calls are billed, in a family whose table prices tokens."""
    billed = next(
        (
            (variant.billing_unit, price.source)
            for variant in model.variants
            for price in variant.prices
            if price.basis == "listed" and price.per.unit == "token"
        ),
        None,
    )
    if billed is None:
        return
    for reading in sources.readings:
        for part, line in (pair for question in reading.questions for pair in question.parts):
            folded = part.casefold()
            wording = next((words for words in BILLED_PER_CALL if words in folded), None)
            if wording is not None:
                what = f'FAQ: "{wording}" (per call) here, {shown(billed[0] or "tokens")} at {billed[1]}'
                yield Finding(reading.page.path, line, "billing-mismatch", what)


def _hosts(sources: Sources) -> Iterator[Finding]:
    """Another host for the same API, in the code samples of one family: the first place, and how many there are."""
    places: dict[str, list[Fact]] = {}
    for reading in sources.readings:
        for sample, line in reading.code:
            for host in dict.fromkeys(_HOST.findall(sample)):
                places.setdefault(host, []).append(Fact(host, reading.page.path, line))
    if not places:
        return
    (first, *_), *others = places.values()
    for facts in others:
        more = f" and in {len(facts) - 1} more places" if len(facts) > 1 else ""
        what = f"code calls {facts[0].value} here{more}, {first.value} at {first.path}:{first.line}"
        yield Finding(facts[0].path, facts[0].line, "host-mismatch", what)
