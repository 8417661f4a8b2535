"""The catalog as the browser gets it: every variant with its prices, for the scripts of the site.

    <script type="application/json" id="catalog"> {"variants": [{"v": "minimax/m2.1", …, "prices": […]}]} </script>

Numbers that are counted or added up stay strings; only the quantity a price is for, a whole number
of at most 10^12, is a JSON number. Keys and order are those of the YAML.
"""

from collections.abc import Iterable
from typing import Any

from scraper.catalog import Model, Price, Variant


def catalog_data(models: Iterable[Model]) -> dict[str, Any]:
    """`{"variants": [...]}`, in the order of the models and their tables.

    A status or billing unit that no page states is null; a variant without a known price has an
    empty list of prices, which isn't the same as a price of '0'.
    """
    return {"variants": [_variant(model, variant) for model in models for variant in model.variants]}


def _variant(model: Model, variant: Variant) -> dict[str, Any]:
    return {
        "v": f"{model.model}/{variant.slug}",
        "id": variant.id,
        "name": model.name,
        "provider": model.provider,
        "modality": model.modality,
        "status": variant.status,
        "billing": variant.billing_unit,
        "prices": [_price(price) for price in variant.prices],
    }


def _price(price: Price) -> dict[str, Any]:
    return {
        "basis": price.basis,
        "component": price.component,
        "amount": price.amount,
        "currency": price.currency,
        "per": [price.per.quantity, price.per.unit],
        "when": dict(price.when),
        "text": price.text,
        "source": price.source,
    }
