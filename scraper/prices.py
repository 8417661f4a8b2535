"""Prices on the Markdown pages: the Variants table, the line under Pricing, the Related list.

A cell becomes a price only together with its unit; an amount that stands alone (Related) is kept for
comparing. What can't be read is a finding at its line, and the row is marked so that its last good
price stays.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, count
from typing import Literal

from scraper import document
from scraper.addresses import from_url, is_slug
from scraper.catalog import Basis, Component, Per, PriceKey
from scraper.errors import NotationError, RefusedPage
from scraper.findings import Collector
from scraper.money import Quote, comma, looks_priced, read_price, read_unit, shown

# Column of the Variants table -> what we call it. Read by name: the order means nothing.
COLUMNS = {"Version": "id", "Variant": "slug", "Pricing": "price", "Billing": "billing", "URL": "url"}


@dataclass(frozen=True, slots=True)
class PriceReading:
    """One amount with its unit, as one page prints it."""

    basis: Basis
    component: Component
    amount: str
    currency: str
    per: Per
    text: str  # verbatim
    line: int
    when: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> PriceKey:
        """That of the `catalog.Price` made from it."""
        per = self.per
        return self.basis, self.component, self.currency, per.quantity, per.unit, tuple(sorted(self.when.items()))


@dataclass(frozen=True, slots=True)
class RowReading:
    """One row of the Variants table."""

    slug: str
    id: str
    line: int
    billing: str | None = None  # as printed
    price: PriceReading | None = None
    keep_last_price: bool = False  # the price couldn't be read: the last good one stays
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RelatedReading:
    """One sibling in a Related list: an amount without a unit, good for comparing only."""

    slug: str
    id: str
    line: int
    quote: Quote | None
    text: str


def read_variants(section: document.Section, found: Collector) -> tuple[RowReading, ...]:
    """The rows of the Variants table, in page order.

    Raises RefusedPage where there is no table with a Variant column. Rows of the wrong width, with an
    unsound slug, or printed twice are left out with a finding of level error.
    """
    tables = [block for block in section.blocks if block.kind == "table"]
    chosen = next((table for table in tables if "Variant" in table.header), None)
    if chosen is None or not chosen.rows:
        raise RefusedPage(
            "missing-table", 'Variants: expected a table with a "Variant" column and rows', line=section.line
        )
    for table in tables:
        if table is not chosen:
            found.add("extra-table", table.line, "Variants: expected one table, got another one")
    _check_around(section, found)
    _check_columns(chosen, found)
    rows: dict[str, RowReading] = {}
    ids: dict[str, RowReading] = {}
    for row in chosen.rows:
        reading = _read_row(chosen.header, row, found)
        if reading is None:
            continue
        if reading.slug in rows:
            what = f"{reading.slug} stands in line {rows[reading.slug].line} already, here it is {reading.id}"
            price = f" for {shown(reading.price.text)}" if reading.price else ""
            found.add("duplicate-variant", row.line, what + price)
            continue
        # Ids are case-sensitive, but two that differ in case alone are one id and a slip.
        twin = ids.setdefault(reading.id.casefold(), reading)
        if twin is not reading:
            what = f"{reading.slug}: the id {shown(reading.id)} is that of {twin.slug} in line {twin.line}"
            found.add("duplicate-variant", row.line, what)
            continue
        rows[reading.slug] = reading
    return tuple(_of_one_way(rows.values(), found))


def _of_one_way(rows: Collection[RowReading], found: Collector) -> Iterator[RowReading]:
    """The rows without amounts whose comma would stand for thousands, where it stands for decimals in others."""
    commas = [comma(row.price.text) if row.price else None for row in rows]
    for row, meant in zip(rows, commas, strict=True):
        doubtful = meant == "thousands" and "decimals" in commas
        if doubtful and row.price:
            found.add("unreadable-price", row.line, f"Pricing: expected decimals, got {shown(row.price.text)}")
        yield replace(row, price=None, keep_last_price=True) if doubtful else row


def _check_around(section: document.Section, found: Collector) -> None:
    """An empty line ends a table, and the rows below it become text; nor should an amount hide in prose."""
    for block in section.blocks:
        for number, text in enumerate(block.text.split("\n")):
            if text.count("|") > 1:
                found.add("row-width", block.line + number, f"Variants: expected a row of the table, got {shown(text)}")
            elif looks_priced(text):
                found.add(
                    "loose-price", block.line + number, f"Variants: expected amounts in the table, got {shown(text)}"
                )


def _check_columns(table: document.Block, found: Collector) -> None:
    for name in COLUMNS:
        if name not in table.header and name != "URL":
            found.add(
                "missing-column", table.line, f"Variants: expected a column {name}, got {', '.join(table.header)}"
            )
    for position, name in enumerate(table.header):
        if name not in COLUMNS or name in table.header[:position]:
            found.add("unknown-column", table.line, f"Variants: column {shown(name)} isn't known")


def _read_row(header: tuple[str, ...], row: document.Row, found: Collector) -> RowReading | None:
    if row.width != len(header):
        found.add(
            "row-width", row.line, f"Variants: expected {len(header)} cells, got {row.width}: {shown(row.cells[0])}"
        )
        return None
    cells: dict[str, str] = {}
    extra: dict[str, str] = {}
    for name, cell in zip(header, row.cells, strict=True):
        if name in COLUMNS and COLUMNS[name] not in cells:
            cells[COLUMNS[name]] = cell
        else:
            extra[free_name(name, extra)] = cell
    slug = cells["slug"]
    if not is_slug(slug):
        found.add("bad-slug", row.line, f"Variants: expected a slug like m2.1, got {shown(slug)}")
        return None
    link = from_url(cells.get("url", ""))
    if link is not None and link.variant != slug:
        found.add("fact-mismatch", row.line, f"Variants: {slug} links to {shown(cells['url'])}")
    price = _listed(cells.get("price"), cells.get("billing"), row.line, found)
    if price is None and _is_range(cells.get("price")):
        extra[free_name("Pricing", extra)] = cells["price"]
    return RowReading(
        slug=slug,
        id=cells.get("id") or slug,
        line=row.line,
        billing=cells.get("billing") or None,
        price=price,
        keep_last_price=price is None and not _says_no_price(cells.get("price")),
        extra=extra,
    )


def free_name(name: str, extra: dict[str, str]) -> str:
    """`name`, or `name (2)` and so on where `extra` holds one already: nothing printed replaces something printed."""
    few = (name, *(f"{name} ({number})" for number in range(2, 10)))
    many = (f"{name} ({number})" for number in count(len(extra) + 1))  # not from 10: that would be quadratic
    return next(free for free in chain(few, many) if free not in extra)


def _says_no_price(text: str | None) -> bool:
    """Whether the cell was understood and holds no single price: `contact us`, nothing, a range."""
    try:
        return text is not None and read_price(text).highest is not None
    except NotationError as error:
        return error.code == "unpriced"


def _is_range(text: str | None) -> bool:
    try:
        return text is not None and read_price(text).highest is not None
    except NotationError:
        return False


def _listed(text: str | None, billing: str | None, line: int, found: Collector) -> PriceReading | None:
    if text is None or billing is None:
        return None  # the column is missing, which is a finding of its own
    try:
        quote = read_price(text)
        per = quote.per or read_unit(billing)
    except NotationError as error:
        found.add(error.code, line, f"Pricing: {error}")
        return None
    if quote.highest is not None:
        found.add("price-range", line, f"Pricing: expected one amount, got {shown(text)}")
        return None
    if quote.per is not None and billing and not _same_unit(billing, quote.per):
        found.add("billing-mismatch", line, f"Pricing: {shown(text)} here, Billing says {shown(billing)}")
    return PriceReading("listed", "usage", quote.amount, quote.currency, per, text, line)


def _same_unit(text: str, per: Per) -> bool:
    try:
        return read_unit(text) == per
    except NotationError:
        return False


# `**$0.020** per 1K tokens`: the amount is set in bold, its unit follows on the same line.
def read_pricing(section: document.Section, found: Collector, extra: dict[str, str]) -> PriceReading | None:
    """The price line of a variant page: the first line that begins with bold text. A range goes to `extra`.

    Every other amount is a finding: beside the price line a doubtful one where it stands in prose, else an
    error, because then it is a price in a form nobody knows.
    """
    chosen: tuple[int, str] | None = None
    others: list[tuple[int, str, bool]] = []
    for line, text, style in _text_lines(section):
        if chosen is None and style == "bold":
            chosen = line, text
        elif looks_priced(text):
            others.append((line, text, style == "prose"))
    for line, text, is_prose in others:
        code = "loose-price" if is_prose and chosen else "unreadable-price"
        found.add(code, line, f"Pricing: expected one line with an amount, got {shown(text)}")
    if chosen is None and others:
        return None
    if chosen is None:
        found.add("unpriced", section.line, "Pricing: expected a line like **$0.020** per 1K tokens, found none")
        return None
    line, text = chosen
    try:
        quote = read_price(text)
    except NotationError as error:
        found.add(error.code, line, f"Pricing: {error}")
        return None
    if quote.highest is not None:
        found.add("price-range", line, f"Pricing: expected one amount, got {shown(text)}")
        extra[free_name("Pricing", extra)] = text
    elif quote.per is None:
        found.add("unknown-unit", line, f"Pricing: expected an amount with its unit, got {shown(text)}")
    else:
        return PriceReading("listed", "usage", quote.amount, quote.currency, quote.per, text, line)
    return None


def _text_lines(section: document.Section) -> Iterator[tuple[int, str, Literal["bold", "prose", "entry"]]]:
    """The lines of a section's text outside code samples: of paragraphs that begin with bold text, of others, the rest.

    An entry is a heading, a row of a table, an item of a list, or a further line of a bold paragraph.
    """
    for block in section.blocks:
        if block.kind == "table":
            yield block.line, " | ".join(block.header), "entry"
            yield from ((row.line, " | ".join(row.cells), "entry") for row in block.rows)
        elif block.kind == "list":
            yield from ((item.line, item.text, "entry") for item in block.items)
        elif block.kind != "code":
            bold = block.kind == "paragraph" and bool(block.spans) and block.spans[0].mark == "strong"
            prose = block.kind == "paragraph" and not bold
            for number, text in enumerate(block.text.split("\n")):
                yield block.line + number, text.strip(), "prose" if prose else "entry" if number or not bold else "bold"


# `[glm-4.6](https://runapi.ai/de/models/glm/4.6.md) — `4.6` · $0.020`, runs of spaces made one
_RELATED = re.compile(r"(?P<id>.+?) — (?P<slug>\S+) · (?P<price>.+)")


def read_related(section: document.Section, found: Collector) -> tuple[RelatedReading, ...]:
    """The siblings listed under Related, each with the amount printed there."""
    related: list[RelatedReading] = []
    for item in (item for block in section.blocks if block.kind == "list" for item in block.items):
        match = _RELATED.fullmatch(" ".join(item.text.split()))
        if match is None or not is_slug(match["slug"]):
            found.add("unknown-field", item.line, f"Related: expected a sibling with its price, got {shown(item.text)}")
            continue
        quote: Quote | None = None
        try:
            quote = read_price(match["price"])
        except NotationError as error:
            found.add("unpriced", item.line, f"Related: {error}")
        related.append(RelatedReading(match["slug"], match["id"], item.line, quote, match["price"]))
    return tuple(related)
