"""The data the browser gets is the YAML, nothing rounded and nothing made up."""

import json

from build.catalog_data import catalog_data
from scraper.catalog import Model, Per, Price, Variant

PRICE = Price(
    basis="rates",
    component="usage",
    amount="0.010",
    currency="USD",
    per=Per(quantity=1, unit="image"),
    when={"output_resolution": "1k"},
    text="$0.010 </script>",
    source="models/a/b.html:4",
    since="2026-11-22",
)


def model(*variants: Variant) -> Model:
    return Model(model="a", name="A", provider="P", modality="image", source="https://x", variants=variants)


def test_a_variant_with_its_prices() -> None:
    variant = Variant(slug="b.1", id="A-b.1", status="active", billing_unit="image", prices=(PRICE,))
    assert catalog_data([model(variant)]) == {
        "variants": [
            {
                "v": "a/b.1",
                "id": "A-b.1",
                "name": "A",
                "provider": "P",
                "modality": "image",
                "status": "active",
                "billing": "image",
                "prices": [
                    {
                        "basis": "rates",
                        "component": "usage",
                        "amount": "0.010",
                        "currency": "USD",
                        "per": [1, "image"],
                        "when": {"output_resolution": "1k"},
                        "text": "$0.010 </script>",
                        "source": "models/a/b.html:4",
                    }
                ],
            }
        ]
    }


def test_what_no_page_states_is_null_and_an_unknown_price_is_no_price() -> None:
    (data,) = catalog_data([model(Variant(slug="b", id="B"))])["variants"]
    assert (data["status"], data["billing"], data["prices"]) == (None, None, [])


def test_variants_keep_the_order_of_the_tables() -> None:
    data = catalog_data([model(Variant(slug="z", id="Z"), Variant(slug="a", id="A")), model(Variant(slug="m", id="M"))])
    assert [entry["v"] for entry in data["variants"]] == ["a/z", "a/a", "a/m"]


def test_it_is_json() -> None:
    data = catalog_data([model(Variant(slug="b", id="B", prices=(PRICE,)))])
    assert json.loads(json.dumps(data)) == data
