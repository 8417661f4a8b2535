"""Everything read about one family, in the order of trust, and the prices in it with their places.

What couldn't be read this time is lent by the last good facts, price by price: a price stays where the
page, the row or the line it was read from is there and can't be read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from scraper.addresses import LOCALES, Page, from_path
from scraper.catalog import Variant
from scraper.family_page import FamilyReading
from scraper.html_prices import HtmlReading
from scraper.prices import PriceReading, RelatedReading, RowReading
from scraper.variant_page import VariantReading

Reading = FamilyReading | VariantReading | HtmlReading


@dataclass(slots=True)
class Sources:
    """Everything read about one family."""

    family: str
    families: list[FamilyReading] = field(default_factory=list)
    variants: list[VariantReading] = field(default_factory=list)
    htmls: list[HtmlReading] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)  # paths of recorded pages that must not be used
    faulty: set[str] = field(default_factory=set)  # paths of pages that were read but for some line
    gone: set[str] = field(default_factory=set)  # paths of recorded pages that two runs missed
    days: dict[str, str] = field(default_factory=dict)  # path -> day it was recorded
    kept: "dict[str, list[Printed]]" = field(default_factory=dict)  # slug -> last good prices that weren't read anew

    _pages: dict[str | None, list[VariantReading]] = field(default_factory=dict)
    _rows: dict[str, list[tuple[FamilyReading, RowReading]]] = field(default_factory=dict)
    _htmls: dict[str | None, list[HtmlReading]] = field(default_factory=dict)
    _related: dict[str, list[tuple[VariantReading, RelatedReading]]] = field(default_factory=dict)

    def add(self, reading: Reading | None) -> None:
        """Take what a reader made of one page; None where the page holds nothing that is used."""
        if isinstance(reading, FamilyReading):
            self.families.append(reading)
        elif isinstance(reading, VariantReading):
            self.variants.append(reading)
        elif reading is not None:
            self.htmls.append(reading)

    def sort(self) -> None:
        """Bring the readings into the order of trust. Call it once, when everything is read."""
        self.families.sort(key=lambda reading: trust(reading.page))
        self.variants.sort(key=lambda reading: trust(reading.page))
        self.htmls.sort(key=lambda reading: trust(reading.page))
        for reading in self.variants:
            if reading.page.path not in self.gone:
                self._pages.setdefault(reading.page.variant, []).append(reading)
            for entry in reading.related:
                self._related.setdefault(entry.slug, []).append((reading, entry))
        for family in self.live_families:
            for row in family.rows:
                self._rows.setdefault(row.slug, []).append((family, row))
        for html in self.htmls:
            if html.page.path not in self.gone:
                self._htmls.setdefault(html.page.variant, []).append(html)

    def rows_of(self, slug: str) -> list[tuple[FamilyReading, RowReading]]:
        """The rows of one variant in tables that aren't gone, in the order of trust."""
        return self._rows.get(slug, [])

    def htmls_of(self, slug: str) -> list[HtmlReading]:
        """The HTML twins of one variant that aren't gone, in the order of trust."""
        return self._htmls.get(slug, [])

    def pages_of(self, slug: str) -> list[VariantReading]:
        """The pages of one variant that aren't gone, in the order of trust."""
        return self._pages.get(slug, [])

    def related_to(self, slug: str) -> list[tuple[VariantReading, RelatedReading]]:
        """Where siblings name one variant in their Related lists."""
        return self._related.get(slug, [])

    @property
    def related_slugs(self) -> list[str]:
        return sorted(self._related)

    @property
    def readings(self) -> list[FamilyReading | VariantReading]:
        """Everything read from Markdown, family pages first, in the order of trust."""
        return [*self.families, *self.variants]

    @property
    def live_families(self) -> list[FamilyReading]:
        return [reading for reading in self.families if reading.page.path not in self.gone]


@dataclass(frozen=True, slots=True)
class Printed:
    """A price and the page it stands on."""

    price: PriceReading
    path: str

    @property
    def source(self) -> str:
        return f"{self.path}:{self.price.line}"

    @property
    def value(self) -> Fraction:
        """The exact amount for one unit."""
        return _for_one(self.price.amount, self.price.per.quantity)

    @property
    def key(self) -> tuple[str, str, str, str, tuple[tuple[str, str], ...]]:
        """Prices with the same key claim to be the same price."""
        price = self.price
        return price.basis, price.component, price.currency, price.per.unit, tuple(sorted(price.when.items()))


@lru_cache(maxsize=1024)  # a catalog prints a few hundred amounts, and each is compared with several others
def _for_one(amount: str, quantity: int) -> Fraction:
    return Fraction(amount) / quantity


def trust(page: Page) -> tuple[int, str, str]:
    """The place of a page in the order of trust, lowest first."""
    position = LOCALES.index(page.locale) if page.locale in LOCALES else len(LOCALES)
    return position, page.locale, page.path


def listed_prices(slug: str, sources: Sources) -> list[Printed]:
    """Every listed price of a variant, in the order of trust: tables of all locales, then variant pages."""
    rows = [Printed(row.price, family.page.path) for family, row in sources.rows_of(slug) if row.price is not None]
    pages = [Printed(reading.price, reading.page.path) for reading in sources.pages_of(slug) if reading.price]
    return _with_kept([*rows, *pages], "listed", slug, sources)


def rate_prices(slug: str, sources: Sources) -> list[Printed]:
    """Every itemised rate of a variant."""
    rates = [Printed(price, reading.page.path) for reading in sources.htmls_of(slug) for price in reading.prices]
    return _with_kept(rates, "rates", slug, sources)


def _with_kept(printed: list[Printed], basis: str, slug: str, sources: Sources) -> list[Printed]:
    kept = [entry for entry in sources.kept.get(slug, []) if entry.price.basis == basis]
    if not kept:
        return printed
    kept = [entry for entry in kept if basis == "listed" or all(entry.key != other.key for other in printed)]
    return sorted([*printed, *kept], key=lambda entry: (_rank(entry.path), entry.price.line))


def _rank(path: str) -> tuple[bool, tuple[int, str, str]]:
    page = from_path(path)
    assert page is not None, path
    return page.kind == "variant", trust(page)


def kept_prices(old: Variant, sources: Sources) -> Iterator[Printed]:
    """The last good prices whose page, row or line couldn't be read this time; they stay as they were."""
    for price in old.prices:
        path, _, line = price.source.rpartition(":")
        if price.basis != "schedule" and path not in sources.gone and _is_unread(path, price.basis, old.slug, sources):
            sources.days.setdefault(path, price.since)
            reading = PriceReading(
                price.basis, price.component, price.amount, price.currency, price.per, price.text, int(line), price.when
            )
            yield Printed(reading, path)


def _is_unread(path: str, basis: str, slug: str, sources: Sources) -> bool:
    if path in sources.refused:
        return True
    if basis == "rates":  # of a twin that isn't recorded any more they stay as well
        return all(html.keep_last for html in sources.htmls if html.page.path == path)
    for family in sources.families:
        if family.page.path == path:
            rows = [row for page, row in sources.rows_of(slug) if page is family]
            return any(row.keep_last_price for row in rows) if rows else not family.complete
    return any(page.keep_last_price for page in sources.pages_of(slug) if page.page.path == path)


def distinct(printed: Iterable[Printed]) -> dict[tuple[object, ...], list[Printed]]:
    """Prices by key, each with one place for every different value, most trusted first."""
    found: dict[tuple[object, ...], list[Printed]] = {}
    for entry in printed:
        values = found.setdefault(entry.key, [])
        if all(entry.value != other.value for other in values):
            values.append(entry)
    return found
