"""`prices.csv`: every price of the catalog, one a row, for spreadsheets and scripts.

RFC 4180: a line of names, CRLF, every cell quoted. A cell that a spreadsheet would take for a formula gets an
apostrophe before it, as in the table's own export. UTF-8 without a byte order mark, which half the readers of CSV
would take for a part of the first name. Columns keep their order; new ones are added at the end.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from build.api_facts import allowed, pricing
from build.exact import digits
from build.files import CSV
from build.pages import Page
from build.references import default_locale, default_spot, reference
from build.views_site import Site
from scraper.catalog import Model, Price, Variant
from scraper.money import is_free, scaled

# What a spreadsheet takes for the beginning of a formula, or drops before one.
_FORMULA = re.compile(r"[=+\-@\t\r]")
# Cells are one line: a line break inside one is legal and breaks half the readers there are.
_LINES = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Priced:
    """A price with what it belongs to."""

    site: Site
    model: Model
    variant: Variant
    price: Price


# Every column with its values; what each means stands in the interface strings, as `data.column_<name>`.
COLUMNS: dict[str, Callable[[Priced], str]] = {
    "variant": lambda row: f"{row.model.model}/{row.variant.slug}",
    "id": lambda row: row.variant.id,
    "model": lambda row: row.model.name,
    "provider": lambda row: row.model.provider,
    "modality": lambda row: row.model.modality,
    "status": lambda row: row.variant.status or "",
    "pricing": lambda row: pricing(row.variant),
    "basis": lambda row: row.price.basis,
    "component": lambda row: row.price.component,
    "when": lambda row: "; ".join(f"{name}={value}" for name, value in sorted(row.price.when.items())),
    "amount": lambda row: row.price.amount,
    "currency": lambda row: row.price.currency,
    "per_quantity": lambda row: str(row.price.per.quantity),
    "per_unit": lambda row: row.price.per.unit,
    "free": lambda row: "yes" if is_free(row.price.amount, row.price.basis, row.price.per) else "no",
    "low": lambda row: (allowed(row.price) or {}).get("low", ""),
    "high": lambda row: (allowed(row.price) or {}).get("high", ""),
    "amount_for_one": lambda row: digits(scaled(row.price.amount, row.price.per, 1)),
    "text": lambda row: row.price.text,
    "since": lambda row: row.price.since,
    "disputed": lambda row: "yes" if row.site.doubts(row.model, row.price) else "no",
    "source": lambda row: row.price.source,
    "source_url": lambda row: default_spot(row.site).source(row.price.source) or "",
    "page": lambda row: reference(
        row.site, CSV, Page(default_locale(row.site), "variant", row.model.model, row.variant.slug).path
    ),
}


def price_csv(site: Site) -> bytes:
    """The whole file, in the order of the models, their variants and their prices."""
    rows = [list(COLUMNS), *([value(row) for value in COLUMNS.values()] for row in _rows(site))]
    return "".join(f"{','.join(map(quoted, row))}\r\n" for row in rows).encode()


def quoted(cell: str) -> str:
    """One cell, ready: in quotes, on one line, and never a formula."""
    safe = f"'{cell}" if _FORMULA.match(cell) else cell
    return f'"{_LINES.sub(" ", safe).replace(chr(34), chr(34) * 2)}"'


def _rows(site: Site) -> Iterator[Priced]:
    for model in site.content.models:
        for variant in model.variants:
            for price in variant.prices:
                yield Priced(site, model, variant, price)
