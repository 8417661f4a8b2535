"""One price, one number: the page, its twin, the API, the CSV, the JSON-LD and `build cost` say the same, digit for digit.

Each is read by a reader of its own from the built site, as somebody outside would; only what the catalog's files hold
is taken as given.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from build.builder import TEMPLATES, build_site
from build.cost_report import cost_command
from build.locales import load_words
from build.views_prices import ordered, per
from scraper.catalog import UNITS, Model, Per, Price, Variant
from scraper.store import load_content
from tests import content_samples
from tests.tools.programs import SEED

# What stands between the digits of a number, and before its decimals.
MARKS = {"en": ".", "zh-TW": ".", "de": ",", "ar": ".", "tr": ","}
LOCALES = tuple(MARKS)
WORDS = load_words(TEMPLATES / "locales", LOCALES)
# What `build cost` calls a quantity of what a price is for.
KEYS = {"image": "images", "second": "seconds", "character": "characters", "call": "calls", "song": "songs"}

PRICE = "contains(concat(' ', @class, ' '), ' price ')"


@dataclass(frozen=True)
class Built:
    """A site with the content it was made from."""

    folder: Path
    models: tuple[Model, ...]

    def variants(self) -> Iterator[tuple[Model, Variant]]:
        return ((model, variant) for model in self.models for variant in model.variants)


@pytest.fixture(scope="module", params=["sample", "repository"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("numbers")
    content = SEED
    if request.param == "sample":
        content = content_samples.write(folder / "content")
    build_site(content, folder / "site", locales=LOCALES)
    return Built(folder / "site", load_content(content).models)


Number = tuple[str, str, str, str]  # basis, component, amount, currency


def number(one: Price) -> Number:
    return one.basis, one.component, one.amount, one.currency


def digits(shown: str, tag: str) -> str:
    """The digits of an amount as a language writes it: 'US$1,234.50', '1.234,50 $', 'Free'."""
    if shown.strip() == WORDS[tag]("price.free"):
        return "0"
    found = re.sub(r"[^\d.,]", "", shown)
    mark = MARKS[tag]
    return found.replace("." if mark == "," else ",", "").replace(mark, ".")


def folder(built: Built, tag: str, model: Model, variant: Variant) -> Path:
    return built.folder / ("" if tag == "en" else tag) / "models" / model.model / variant.slug


def named(tag: str) -> dict[str, str]:
    """A basis by what a language calls it."""
    return {WORDS[tag](f"basis.{basis}"): basis for basis in ("schedule", "rates", "listed")}


def on_page(path: Path, tag: str) -> list[tuple[str, str, str]]:
    """The price table of a variant's page: (basis, amount's digits, unit as shown)."""
    page = html.fromstring(path.read_text(encoding="utf-8"))
    found = []
    for row in page.xpath("//section[@aria-labelledby='prices']//table[contains(@class, 'prices')]/tbody/tr"):
        basis = next(iter(row.xpath("./th")[0].itertext())).strip()
        amount = row.xpath(f".//td[{PRICE}]//span[contains(@class, 'amount')]")[0].text_content()
        unit = "".join(row.xpath(f".//td[{PRICE}]//span[@class='per']//text()"))
        found.append((named(tag)[basis], digits(amount, tag), unit))
    return found


def in_twin(path: Path, tag: str) -> list[tuple[str, str, str]]:
    """The first table of its twin in Markdown, the same way."""
    found = []
    for line in path.read_text(encoding="utf-8").partition("\n|---")[2].partition("\n\n")[0].splitlines()[1:]:
        basis, _, price, *_ = (cell.strip() for cell in line.strip("|").split("|"))
        shown = price.partition(" ≠ ")[0]
        unit = next((unit for unit in units(tag) if shown.endswith(unit)), "")
        found.append((named(tag)[basis], digits(shown.removesuffix(unit), tag), unit))
    return found


def units(tag: str) -> list[str]:
    """Every unit that the pages of a language show, longest first."""
    amounts = [Per(quantity=quantity, unit=unit) for unit in UNITS for quantity in (1, 60, 1000, 1_000_000)]
    return sorted({per(WORDS[tag], amount) for amount in amounts}, key=len, reverse=True)


def in_jsonld(path: Path) -> list[dict[str, Any]]:
    text = (
        path.read_text(encoding="utf-8").partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    )
    products = [thing for thing in json.loads(text)["@graph"] if thing["@type"] == "Product"]
    return [offer["priceSpecification"] for product in products for offer in product["offers"]]


def order(variant: Variant) -> list[Price]:
    """The prices of a variant in the order its page sets them."""
    return ordered(variant.prices)


def test_there_are_prices_of_every_kind_to_compare(built: Built) -> None:
    prices = [one for _, variant in built.variants() for one in variant.prices]
    assert prices
    if len(built.models) > 1:
        assert {"token", "image", "second", "call"} <= {one.per.unit for one in prices}
        assert {"0", "0.00025", "0.010", "1.195"} <= {one.amount for one in prices}


def test_the_api_has_every_price(built: Built) -> None:
    def told(model: dict[str, Any]) -> list[tuple[Any, ...]]:
        return [
            (variant["variant"], one["basis"], one["component"], one["amount"], one["currency"], one["per"], one["when"],
             one["text"], one["source"], one["since"], one["free"])
            for variant in model["variants"] for one in variant["prices"]
        ]  # fmt: skip

    catalog = json.loads((built.folder / "api/v1/catalog.json").read_text(encoding="utf-8"))["models"]
    for model, whole in zip(built.models, catalog, strict=True):
        expected = [
            (f"{model.model}/{variant.slug}", *number(one), {"quantity": one.per.quantity, "unit": one.per.unit}, one.when,
             one.text, one.source, one.since, one.amount == "0")
            for variant in model.variants for one in variant.prices
        ]  # fmt: skip
        alone = json.loads((built.folder / f"api/v1/models/{model.model}.json").read_text(encoding="utf-8"))
        assert told(whole) == told(alone) == expected


def test_the_csv_has_every_price(built: Built) -> None:
    text = (built.folder / "prices.csv").read_bytes().decode("utf-8")
    rows = [
        (row["variant"], (row["basis"], row["component"], row["amount"], row["currency"]), row["per_quantity"],
         row["per_unit"], row["text"], row["source"], row["since"], row["free"])
        for row in csv.DictReader(io.StringIO(text, newline=""))
    ]  # fmt: skip
    assert rows == [
        (f"{model.model}/{variant.slug}", number(one), str(one.per.quantity), one.per.unit, one.text, one.source,
         one.since, "yes" if one.amount == "0" else "no")
        for model, variant in built.variants() for one in variant.prices
    ]  # fmt: skip


@pytest.mark.parametrize("tag", LOCALES)
def test_a_page_and_its_twin_show_every_price(tag: str, built: Built) -> None:
    for model, variant in built.variants():
        place = folder(built, tag, model, variant)
        shown = on_page(place / "index.html", tag)
        assert [(basis, amount) for basis, amount, _ in shown] == [(one.basis, one.amount) for one in order(variant)]
        if variant.prices:
            assert in_twin(place / "index.md", tag) == shown
        else:
            assert WORDS[tag]("variant.no_price") in (place / "index.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("tag", LOCALES)
def test_what_search_engines_are_told_is_every_price(tag: str, built: Built) -> None:
    for model, variant in built.variants():
        offers = in_jsonld(folder(built, tag, model, variant) / "index.html")
        assert [
            (
                one["price"],
                one["priceCurrency"],
                one["referenceQuantity"]["value"],
                one["referenceQuantity"]["unitText"],
            )
            for one in offers
        ] == [(one.amount, one.currency, one.per.quantity, one.per.unit) for one in order(variant)]


def test_the_home_page_and_its_twin_show_every_price(built: Built) -> None:
    page = html.fromstring((built.folder / "index.html").read_text(encoding="utf-8"))
    shown = {
        body.get("data-v"): [
            digits(one.text_content(), "en") for one in body.xpath(f".//td[{PRICE}]//span[contains(@class, 'amount')]")
        ]
        for body in page.xpath("//table[@id='prices']/tbody")
    }  # fmt: skip
    expected = {f"{model.model}/{one.slug}": [price.amount for price in order(one)] for model, one in built.variants()}
    assert shown == expected
    twin = (built.folder / "index.md").read_text(encoding="utf-8")
    lines = [line for line in twin.splitlines() if line.startswith("| [")]
    told: dict[str, list[str]] = {}
    for line in lines:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        name = re.search(r"\(models/(.+)/index\.md\)", cells[0])
        assert name
        amounts = told.setdefault(name[1], [])
        if cells[1] not in {"Not published", "Not offered"}:
            amounts.append(digits(cells[1].partition(" per ")[0], "en"))
    assert told == expected


def test_build_cost_charges_every_price(built: Built) -> None:
    """As much as one price is for costs exactly that price."""
    tried = 0
    for model, variant in built.variants():
        seen = set()
        for one in variant.prices:
            same = (one.basis, one.component, one.per.unit, tuple(sorted(one.when.items())))
            if same in seen:
                continue  # a contradiction: the first is used
            seen.add(same)
            quantity = str(one.per.quantity)
            key = KEYS.get(one.per.unit) or {"usage": "tokens"}.get(one.component, one.component)
            # Cached and written tokens are part of the input.
            words = [f"{key}={quantity}", *([f"input={quantity}"] if key.startswith("cache_") else [])]
            words += [f"basis={one.basis}", *(f"{name}={value}" for name, value in one.when.items())]
            answer = json.loads(cost_command(built.models, f"{model.model}/{variant.slug}", words, as_json=True))
            assert Fraction(answer["total"]) == Fraction(one.amount), (variant.id, one)
            assert answer["currency"] == one.currency
            charged = next(item for item in answer["items"] if item["quantity"] == quantity)
            assert charged["amount"] == one.amount
            assert charged["per"] == {"quantity": quantity, "unit": one.per.unit}
            tried += 1
    assert tried >= min(len(built.models), 5)
