"""The home page: every variant with every price, as one table that works without JavaScript."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from typing import Any

from build.locales import Words
from build.views_columns import STEP, column_steps
from build.views_prices import MILLION, PriceLine, aligned, lines, ordered, per
from build.views_site import Spot
from scraper.catalog import BASES, UNITS, Model, Per, Variant

# Columns a reader may hide, in the order they stand in; variant and price always show.
COLUMNS = ("what", "million", "basis", "model", "provider", "modality", "status", "endpoint", "source")
HIDDEN_AT_FIRST = ("endpoint",)
# Those that go next where a table is wider than a window of 1440 pixels has room for beside the facets: what the
# variant's own name and the facets say as well.
GIVING_WAY = ("model", "modality", "status", "provider")
ROOM = 73.0  # rem
# Where scripts run, laying out is what takes a browser long:
FIRST = 100  # rows that show before anybody asks for more
STANDING = 72  # and lines of those before anybody scrolls: more than a tall window holds
# What most people come for begins the table; any other modality follows by its name.
MODALITIES = ("text", "image", "video", "audio")
WIDEST = 20  # characters of an amount; site.css has a class for each up to here
_SPAN = {"token": MILLION}


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What is the same about a variant in every table of a language."""

    key: str  # family/variant
    id: str
    family: str
    provider: str
    modality: str  # the value as printed
    modality_name: str
    status: str  # the value as printed, '' where no page says
    status_name: str
    withdrawn: bool
    endpoint: str
    search: str  # lower case, everything a search looks in
    units: str  # space-separated, as are bases: what the facets compare
    bases: str


@dataclass(frozen=True, slots=True)
class Row:
    """One variant; its prices are the lines of its row group."""

    facts: Facts
    href: str
    family_href: str
    lines: tuple[PriceLine, ...]
    rest: bool = False  # whether it waits, where scripts run, until somebody asks for it
    start: bool = False  # whether it is the first of its family

    @property
    def mark(self) -> str:
        """The classes of its row group."""
        marks = (("withdrawn", self.facts.withdrawn), ("rest", self.rest), ("start", self.start))
        return " ".join(name for name, true in marks if true)


@dataclass(frozen=True, slots=True)
class Choice:
    """One box of a facet."""

    value: str
    name: str
    count: str  # how many variants have it, as the reader writes numbers


def table(spot: Spot) -> dict[str, Any]:
    """The view of the home page."""
    models = sorted(spot.site.content.models, key=usual_order)
    listed = ((model, variant) for model in models for variant in model.variants)
    before = accumulate((len(variant.prices) for model in models for variant in model.variants), initial=0)
    rows, width = in_columns(
        [
            row(spot, model, variant, rest=number >= FIRST or lines >= STANDING, start=variant is model.variants[0])
            for number, ((model, variant), lines) in enumerate(zip(listed, before, strict=False))
        ]
    )
    # Only links differ between the page and the one file it is a part of.
    around = spot.site.once(spot.words.tag, "table", lambda: _around(spot, rows, width))
    return {"rows": rows, **around}


def _around(spot: Spot, rows: Sequence[Row], width: int) -> dict[str, Any]:
    """What stands around the rows of the whole table."""
    widths = _widths(spot, rows, width)
    hidden = hidden_at_first(rows, widths)
    return {
        "facets": facets(spot, rows),
        "total": spot.words("table_script.all", count=len(rows)),
        "first": FIRST,
        "more": spot.words("table_script.more", count=len(rows) - FIRST) if len(rows) > FIRST else "",
        "width": width,
        "widths": widths,
        "coarse": next((line.million for row in rows for line in row.lines if line.coarse), ""),
        "disputed": any(line.doubts for row in rows for line in row.lines),
        "units": _spans(spot, rows),
        "columns": [(column, spot.words(f"column.{column}"), column not in hidden) for column in COLUMNS],
        "hidden": hidden,
    }


def _widths(spot: Spot, rows: Sequence[Row], digits: int) -> list[tuple[str, int]]:
    """(column, width in steps) of every column, in their order."""
    words = spot.words
    shown = [line for row in rows for line in row.lines]
    texts = {
        "variant": [row.facts.id for row in rows],
        "what": [line.what for line in shown],
        "basis": [line.basis_name for line in shown],
        "model": [row.facts.family for row in rows],
        "provider": [row.facts.provider for row in rows],
        "modality": [row.facts.modality_name for row in rows],
        "status": [row.facts.status_name for row in rows],
        "endpoint": [row.facts.endpoint for row in rows],
        "source": [line.source for line in shown],
    }
    titles = {"variant": words("table.variant"), "price": words("table.price")}
    titles |= {column: words(f"column.{column}") for column in COLUMNS}
    return column_steps(words, titles, texts, shown, digits)


def usual_order(model: Model) -> tuple[int, str, str, str]:
    """Where a family stands as long as nobody sorts: by modality, then by provider and name."""
    return (*_modality(model.modality), model.provider.lower(), model.name.lower())


def _modality(value: str) -> tuple[int, str]:
    known = value.lower() in MODALITIES
    return (MODALITIES.index(value.lower()) if known else len(MODALITIES), value.lower())


def row(spot: Spot, model: Model, variant: Variant, *, rest: bool = False, start: bool = False) -> Row:
    """A variant as a row of any table of variants."""
    return Row(
        spot.site.once(spot.words.tag, ("facts", id(variant)), lambda: _facts(spot.words, model, variant)),
        spot.link("variant", model.model, variant.slug),
        spot.link("family", model.model),
        lines(spot, model, variant),
        rest,
        start,
    )


def _facts(words: Words, model: Model, variant: Variant) -> Facts:
    prices = ordered(variant.prices)
    status = variant.status or ""
    endpoint = variant.endpoint or ", ".join(model.endpoints)
    modality = words.label("modality", model.modality)
    found = (variant.id, variant.slug, model.model, model.name, model.provider, modality, model.modality, endpoint)
    return Facts(
        key=f"{model.model}/{variant.slug}",
        id=variant.id,
        family=model.name,
        provider=model.provider,
        modality=model.modality,
        modality_name=modality,
        status=status,
        status_name=words.label("status", status) if status else words("status.unknown"),
        withdrawn=variant.withdrawn,
        endpoint=endpoint,
        search=" ".join(dict.fromkeys(part.lower() for part in found if part)),
        units=" ".join(dict.fromkeys(price.per.unit for price in prices)),
        bases=" ".join(dict.fromkeys(price.basis for price in prices)),
    )


def hidden_at_first(rows: Iterable[Row], widths: Sequence[tuple[str, int]] = ()) -> list[str]:
    """The columns that a table of these rows begins without: empty from top to bottom, rarely needed, or too much.

    `widths` are the columns with their widths in steps, for a table beside facets.
    """
    empty = [] if any(line.what for row in rows for line in row.lines) else ["what"]
    hidden = [*empty, *HIDDEN_AT_FIRST]
    for column in GIVING_WAY:
        if sum(steps for name, steps in widths if name not in hidden) * STEP > ROOM:
            hidden.append(column)
    return hidden


def in_columns(rows: Sequence[Row]) -> tuple[list[Row], int]:
    """The rows of one table with their prices aligned, and the width of the price column in characters."""
    columns, width = aligned([row.lines for row in rows])
    return [replace(row, lines=lines) for row, lines in zip(rows, columns, strict=True)], min(width, WIDEST)


def _spans(spot: Spot, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The units a price range can be given in. Tokens go by the million: nobody thinks in single ones."""
    there = {unit for row in rows for unit in row.facts.units.split()}
    return [
        {
            "code": unit,
            "name": per(spot.words, Per(quantity=_SPAN.get(unit, 1), unit=unit)),
            "group": str(UNITS.index(unit)),  # how PriceLine.group begins
            "scale": _SPAN.get(unit, 1),
        }
        for unit in UNITS
        if unit in there
    ]


def facets(spot: Spot, rows: Iterable[Row]) -> list[tuple[str, str, list[Choice]]]:
    """(code, title, choices) per facet, with how many variants each choice has."""
    words = spot.words
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("modality", "provider", "unit", "status", "basis")}
    for row in rows:
        counts["modality"][row.facts.modality] += 1
        counts["provider"][row.facts.provider] += 1
        counts["status"][row.facts.status] += 1
        counts["unit"].update(row.facts.units.split())
        counts["basis"].update(row.facts.bases.split())

    def name(facet: str, value: str) -> str:
        if facet == "status" and not value:
            return words("status.unknown")
        return value if facet == "provider" else words.label(facet, value)

    def place(facet: str, value: str) -> tuple[int, str]:
        if facet == "modality":
            return _modality(value)
        fixed = {"unit": UNITS, "basis": BASES}.get(facet, ())
        return (list(fixed).index(value) if value in fixed else len(fixed), value.lower())

    return [
        (
            facet,
            words(f"table.facet_{facet}"),
            [
                Choice(value, name(facet, value), words.numerals.number(count[value]))
                for value in sorted(count, key=partial(place, facet))
            ],
        )
        for facet, count in counts.items()
        if count
    ]
