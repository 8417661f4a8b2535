"""The calculator page: what it shows before, or without, any script, and the data its scripts work on.

A ready-made table per preset is computed here by the reference engine. Variants are ranked only with those
that are costed on the same basis, in the same currency and for the same units.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from build import exact
from build.catalog_data import catalog_data
from build.locales import Words
from build.numerals import MONEY_DIGITS
from build.price_list import CostError
from build.views_prices import when as conditions
from build.views_site import Site, Spot
from build.workload import PRESETS, Costed, Preset, costed, runs_a_month
from scraper.catalog import BASES, Model
from scraper.money import is_free

SHOWN = 20  # rows of a ready-made group; the scripts know them all
PERIODS = ("run", "day", "month", "year")

# The fields of the form, by what they count. `tokens` are for those who don't divide theirs.
FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("tokens", ("input", "cache_read", "output")),
    ("more_tokens", ("cache_write", "cache_write_5m", "cache_write_1h", "tokens")),
    ("media", ("images", "seconds", "characters", "songs", "calls")),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One variant's cost of a preset."""

    id: str
    href: str
    when: str  # the parameters it is costed with, '' where it has none
    run: str  # the cost of one run
    month: str
    interval: str  # of a month, '' where the prices are exact
    left_out: str  # what isn't counted, '' where everything is
    disputed: str  # where a finding says that a price of it is contradicted, '' where none does


@dataclass(frozen=True, slots=True)
class Group:
    """Variants that may be ranked with one another, the cheapest first."""

    title: str  # 'Tokens, listed, USD'
    rows: tuple[Row, ...]
    total: str  # '300 variants', '' where all are shown


@dataclass(frozen=True, slots=True)
class Found:
    """A variant with its cost, before it is put in words."""

    model: Model
    slug: str
    id: str
    answer: Costed


def calculator(spot: Spot) -> dict[str, Any]:
    """The view of the calculator page."""
    models = spot.site.content.models
    catalog, sources, disputed = spot.site.once(
        "", "catalog", lambda: (catalog_data(models), _sources(spot), _disputed(spot.site))
    )
    return {
        "presets": [_preset(spot, preset, models) for preset in PRESETS],
        "bases": BASES,
        "periods": PERIODS,
        "fields": [(group, [(key, spot.words(f"calculator.field_{key}")) for key in keys]) for group, keys in FIELDS],
        "data": {
            **catalog,
            "page": spot.link("family", "{v}"),  # a variant's, by family/variant
            "finding": spot.link("findings", anchor="{id}"),
            "sources": sources,
            "disputed": disputed,  # the ids of findings, by the source of the price that each disputes
            "presets": {
                preset.code: {
                    "modality": preset.modality,
                    "quantities": dict(preset.quantities),
                    "runs": preset.runs,
                    "every": preset.every,
                }
                for preset in PRESETS
            },
        },
    }


def _sources(spot: Spot) -> dict[str, str]:
    """The addresses of the pages that prices were read from, by their paths."""
    prices = (price for model in spot.site.content.models for variant in model.variants for price in variant.prices)
    paths = sorted({price.source.rpartition(":")[0] for price in prices})
    return {path: url for path in paths if (url := spot.source(f"{path}:1"))}


def _disputed(site: Site) -> dict[str, str]:
    """The id of the first finding that disputes a price, by the price's source."""
    prices = ((model, price) for model in site.content.models for variant in model.variants for price in variant.prices)
    return {price.source: site.anchors[doubts[0]] for model, price in prices if (doubts := site.doubts(model, price))}


def _preset(spot: Spot, preset: Preset, models: Iterable[Model]) -> dict[str, Any]:
    words = spot.words
    every = f"calculator.runs_{preset.every}"
    parts = [
        (words(f"calculator.field_{key}"), words.numerals.number(Decimal(value)))
        for key, value in preset.quantities.items()
    ]
    return {
        "code": preset.code,
        "name": words(f"calculator.preset_{preset.code}"),
        "parts": [*parts, (words(every), words.numerals.number(Decimal(preset.runs)))],
        "groups": [_group(spot, preset, found) for found in _ranked_once(spot, models, preset)],
    }


def _ranked_once(spot: Spot, models: Iterable[Model], preset: Preset) -> list[list[Found]]:
    # Costs are the same in every language, and exact arithmetic over a whole catalog takes its time.
    return spot.site.once("", ("ranked", preset.code), lambda: _ranked(models, preset))


def _ranked(models: Iterable[Model], preset: Preset) -> list[list[Found]]:
    """Every variant that prices something of the preset, in groups that may be ranked."""
    quantities = {key: Decimal(value) for key, value in preset.quantities.items()}
    groups: dict[tuple[Any, ...], list[Found]] = {}
    for model in models:
        if model.modality.lower() != preset.modality:
            continue
        for variant in model.variants:
            if variant.withdrawn:
                continue
            try:
                answer = costed(variant, f"{model.model}/{variant.slug}", quantities)
            except CostError:
                continue  # a price without an answer here, such as cached tokens without a price for input
            if answer is not None:
                groups.setdefault(answer.group, []).append(Found(model, variant.slug, variant.id, answer))
    # Sorting is stable: variants that cost the same keep the order of the catalog.
    return [sorted(found, key=lambda one: one.answer.rank) for _, found in sorted(groups.items())]


def _group(spot: Spot, preset: Preset, found: list[Found]) -> Group:
    words = spot.words
    answer = found[0].answer
    basis, currency = answer.cost.basis, answer.cost.currency
    names = words("language.list").join(words(f"unit.{unit}") for unit in answer.units)
    return Group(
        title=words("calculator.group", units=names, basis=words(f"basis.{basis}"), currency=currency),
        rows=tuple(_row(spot, preset, one) for one in found[:SHOWN]),
        total=words("calculator.shown", count=len(found)) if len(found) > SHOWN else "",
    )


def _row(spot: Spot, preset: Preset, found: Found) -> Row:
    words, answer = spot.words, found.answer.cost
    runs = runs_a_month(Decimal(preset.runs), preset.every)
    missing = words("language.list").join(words(f"calculator.field_{key}") for key in found.answer.left_out)
    doubts = [doubt for item in answer.items for doubt in spot.site.doubts(found.model, item.price)]
    free = all(is_free(item.amount, item.price.basis, item.price.per) for item in answer.items)
    return Row(
        id=found.id,
        href=spot.link("variant", found.model.model, found.slug),
        when=conditions(words, found.answer.when),
        run=words("price.free") if free else _money(words, answer.total, answer.currency),
        month=words("price.free") if free else _money(words, answer.total * runs, answer.currency),
        interval=_interval(words, [end * runs for end in answer.interval], answer.currency) if answer.interval else "",
        left_out=words("calculator.by_call" if found.answer.by_call else "calculator.left_out", what=missing)
        if missing
        else "",
        disputed=spot.finding(doubts[0]) if doubts else "",
    )


def _money(words: Words, value: Fraction, currency: str) -> str:
    return words.numerals.amount(Decimal(exact.digits(value)), currency, least_digits=MONEY_DIGITS)


def _interval(words: Words, ends: list[Fraction], currency: str) -> str:
    low, high = (Decimal(exact.digits(end)) for end in ends)
    return words.numerals.interval(low, high, currency)
