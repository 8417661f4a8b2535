"""The compare page: everything needed to set chosen variants side by side, already in the reader's language.

The page chooses by address (`?v=minimax/m2.1,glm/4.7`), so all variants are in its data. Amounts come formatted:
one formatter, in Python, decides how a price is written.
"""

from typing import Any

from build.views_prices import PriceLine
from build.views_site import Spot
from build.views_table import Row, row
from scraper.catalog import Variant

MOST = 6  # columns that still fit a desk screen


def compare(spot: Spot) -> dict[str, Any]:
    """The view of the compare page; `comparison` is what its script reads."""
    pairs = [(row(spot, model, variant), variant) for model in spot.site.content.models for variant in model.variants]
    heads: dict[tuple[str, ...], PriceLine] = {}
    for shown, _ in pairs:
        for line in shown.lines:
            heads.setdefault(_key(line), line)
    keys = sorted(heads, key=lambda key: (heads[key].price.basis != "schedule", heads[key].group, key))
    return {
        "families": [
            (model.name, spot.link("family", model.model), spot.words("family.lead", count=len(model.variants)))
            for model in sorted(spot.site.content.models, key=lambda model: model.name.lower())
        ],
        "comparison": {
            "most": MOST,
            "facts": [
                spot.words(f"variant.{name}")
                for name in ("provider", "modality", "task_type", "billing", "endpoint", "status")
            ],
            "prices": [_head(heads[key]) for key in keys],
            "variants": [_variant(shown, variant, keys) for shown, variant in pairs],
        },
    }


def _head(line: PriceLine) -> list[str | bool]:
    """A row of prices: its words; its unit, basis and component in one; its unit; whether parameters narrow it."""
    return [line.basis_name, line.what, line.per, line.group, line.price.per.unit, bool(line.price.when)]


def _variant(shown: Row, variant: Variant, keys: list[tuple[str, ...]]) -> dict[str, Any]:
    place = {key: index for index, key in enumerate(keys)}
    return {
        "v": shown.facts.key,
        "id": shown.facts.id,
        "family": shown.facts.family,
        "href": shown.href,
        "facts": [
            shown.facts.provider,
            shown.facts.modality_name,
            variant.task_type or "",
            variant.billing_unit or "",
            shown.facts.endpoint,
            shown.facts.status_name,
        ],
        "withdrawn": shown.facts.withdrawn,
        # place in `prices`, amount, range per 1M tokens or '', source line, its address, the finding that disputes it
        "prices": [
            [
                place[_key(line)],
                line.figure.text if line.figure else line.text,
                line.million if line.coarse else "",
                line.source,
                line.source_href or "",
                line.doubts[0].href if line.doubts else "",
            ]
            for line in shown.lines
        ],
    }


def _key(line: PriceLine) -> tuple[str, ...]:
    return line.basis, line.group, line.what, line.per
