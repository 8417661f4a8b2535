"""prices.csv: one row a price, read the same by every reader of CSV, and never a formula in a spreadsheet."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build.builder import TEMPLATES
from build.locales import load_words
from build.price_csv import COLUMNS, price_csv, quoted
from build.views_site import Site
from scraper.catalog import Model, Variant
from tests import content_samples
from tests.content_samples import price

WORDS = load_words(TEMPLATES / "locales", ["en"])
SITE = Site(content_samples.content(), WORDS)


def rows(site: Site) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(price_csv(site).decode(), newline=""), strict=True))


def test_there_is_a_row_for_each_price_and_for_nothing_else() -> None:
    expected = [
        (f"{model.model}/{variant.slug}", one.basis, one.component, one.amount, one.source)
        for model in content_samples.MODELS
        for variant in model.variants
        for one in variant.prices
    ]
    found = [tuple(row[name] for name in ("variant", "basis", "component", "amount", "source")) for row in rows(SITE)]
    assert found == expected
    assert not any(row["variant"] == "glm/5" for row in rows(SITE))  # unknown is no row


def test_the_columns_keep_their_order() -> None:
    """A new column goes to the end: whoever reads by place must find what was there."""
    assert list(COLUMNS) == [
        "variant", "id", "model", "provider", "modality", "status", "pricing", "basis", "component", "when", "amount",
        "currency", "per_quantity", "per_unit", "free", "low", "high", "amount_for_one", "text", "since", "disputed",
        "source", "source_url", "page",
    ]  # fmt: skip
    assert list(rows(SITE)[0]) == list(COLUMNS)


def test_a_row_says_what_the_page_says() -> None:
    row = next(row for row in rows(SITE) if row["variant"] == "glm/4.7" and row["basis"] == "listed")
    assert row == {
        "variant": "glm/4.7",
        "id": "glm-4.7",
        "model": "GLM",
        "provider": "Z.ai",
        "modality": "text",
        "status": "active",
        "pricing": "priced",
        "basis": "listed",
        "component": "usage",
        "when": "",
        "amount": "0.020",
        "currency": "USD",
        "per_quantity": "1000",
        "per_unit": "token",
        "free": "no",
        "low": "0.0195",
        "high": "0.0205",
        "amount_for_one": "0.00002",
        "text": "$0.020",
        "since": "2026-11-22",
        "disputed": "yes",
        "source": "models/glm.md:22",
        "source_url": "https://runapi.ai/models/glm.md",
        "page": "models/glm/4.7/index.html",
    }


def test_free_is_said_and_exact_prices_have_no_range() -> None:
    free = next(row for row in rows(SITE) if row["component"] == "cache_write_5m")
    assert (free["amount"], free["free"], free["low"], free["high"]) == ("0", "yes", "", "")


def test_what_a_price_depends_on_stands_in_one_cell() -> None:
    assert [row["when"] for row in rows(SITE) if row["variant"] == "seedream/4.0-pro"] == [
        f"output_resolution={size}" for size in ("1k", "2k", "4k")
    ]


def test_what_was_withdrawn_is_not_offered() -> None:
    gone = Variant(slug="x", id="x", status="withdrawn", prices=(price("1", "call"),))
    model = Model(model="m", name="M", provider="P", modality="text", source="https://runapi.ai", variants=(gone,))
    assert [row["pricing"] for row in rows(Site(content_samples.content(models=(model,)), WORDS))] == ["not_offered"]


def test_the_file_is_rfc_4180_in_utf_8_without_a_mark() -> None:
    data = price_csv(SITE)
    assert not data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8").split("\r\n")
    assert lines[-1] == ""
    assert "\n" not in "".join(lines)
    assert all(line.startswith('"') and line.endswith('"') for line in lines[:-1])


def test_a_site_without_prices_has_the_names_of_the_columns() -> None:
    empty = price_csv(Site(content_samples.content(models=()), WORDS)).decode()
    assert empty == ",".join(f'"{name}"' for name in COLUMNS) + "\r\n"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", '"\'=1+1"'),
        ("+1", '"\'+1"'),
        ("-1", '"\'-1"'),
        ("@sum", '"\'@sum"'),
        ("\tx", '"\' x"'),
        ("\rx", '"\' x"'),
        ("=1\r\n=2", '"\'=1 =2"'),
        ('say "hi"', '"say ""hi"""'),
        ("a\nb", '"a b"'),
        ("a,b", '"a,b"'),
        ("1-2", '"1-2"'),
        ("", '""'),
    ],
)
def test_a_cell_is_never_a_formula_and_always_one_line(cell: str, written: str) -> None:
    assert quoted(cell) == written


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), min_size=1, max_size=4))
def test_any_cells_come_back_harmless(cells: list[str]) -> None:
    (back,) = csv.reader(io.StringIO(",".join(map(quoted, cells)) + "\r\n", newline=""), strict=True)
    assert len(back) == len(cells)
    for cell, read in zip(cells, back, strict=True):
        assert read[:1] not in set("=+-@\t\r")
        assert not set("\t\n\v\f\r\x85\u2028\u2029") & set(read)
        if not set("\t\n\v\f\r\x85\u2028\u2029") & set(cell):
            assert read in {cell, f"'{cell}"}


def test_hostile_names_are_cells() -> None:
    hostile = '=HYPERLINK("https://evil.example"),\r\n"x"'
    model = content_samples.HAILUO.model_copy(update={"name": hostile, "provider": "@cmd|'/c calc'"})
    found = rows(Site(content_samples.content(models=(model,)), WORDS))
    assert {row["model"] for row in found} == {'\'=HYPERLINK("https://evil.example"), "x"'}
    assert {row["provider"] for row in found} == {"'@cmd|'/c calc'"}
    assert len(found) == sum(len(variant.prices) for variant in model.variants)


def test_amounts_are_those_of_the_source_digit_for_digit() -> None:
    for row in rows(SITE):
        assert Decimal(row["amount"]) == Decimal(row["amount_for_one"]) * int(row["per_quantity"])
