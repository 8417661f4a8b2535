"""Prices and variants as the golden vectors write them, for every test that costs something."""

import json
from pathlib import Path
from typing import Any

from scraper.catalog import Model, Per, Price, Variant

GOLDEN = Path(__file__).resolve().parent.parent / "golden"


def vectors(name: str) -> Any:
    """A file of tests/golden/. The same files are run in the browser."""
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def price(
    basis: str,
    component: str,
    amount: str,
    quantity: str = "1",
    unit: str = "call",
    when: dict[str, str] | None = None,
    currency: str = "USD",
    source: str = "models/glm.md:30",
) -> Price:
    """A price in the order of a golden vector's row."""
    return Price.model_validate(
        {
            "basis": basis,
            "component": component,
            "amount": amount,
            "currency": currency,
            "per": Per.model_validate({"quantity": int(quantity), "unit": unit}),
            "when": when or {},
            "text": "Free" if amount == "0" else f"${amount}",
            "source": source,
            "since": "2026-11-22",
        }
    )


def variant(slug: str, *rows: tuple[Any, ...], status: str | None = None) -> Variant:
    """A variant with the prices of some rows."""
    return Variant(slug=slug, id=slug.upper(), status=status, prices=tuple(price(*row) for row in rows))


def model(*variants: Variant, slug: str = "glm", modality: str = "text") -> Model:
    return Model(model=slug, name=slug.upper(), provider="P", modality=modality, source="https://x", variants=variants)


GLM = variant(
    "4.7",
    ("listed", "usage", "0.020", "1000", "token"),
    ("rates", "input", "0.30", "1000000", "token"),
    ("rates", "output", "1.10", "1000000", "token"),
)
M21 = Variant(slug="m2.1", id="MiniMax-M2.1", prices=(price("listed", "usage", "0.010", "1000", "token"),))
MODELS = (model(GLM), model(M21, slug="minimax"))
