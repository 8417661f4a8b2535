"""A variant page: price, facts with their lines, spec sheet and siblings; contradictions within it are told."""

import pytest

from scraper.addresses import Page
from scraper.errors import RefusedPage
from scraper.findings import Collector
from scraper.variant_page import VariantReading, read_variant
from tests.pages import variant

PAGE = Page("en", "acme", "one")
SPECS = "| Task type | synchronous |"


def read(text: str) -> tuple[VariantReading, list[tuple[str, int]]]:
    found = Collector(PAGE.path)
    reading = read_variant(PAGE, text.encode(), found)
    return reading, [(finding.code, finding.line) for finding in found.found]


def test_a_variant_is_its_price_and_its_facts_with_lines() -> None:
    specs = f"{SPECS}\n| API endpoint | `/v1/chat` |\n| Status | active |\n| Model ID | `Acme-one` |"
    reading, found = read(variant().replace(SPECS, specs))
    assert reading.price is not None
    assert (reading.price.amount, reading.price.line, reading.price.text) == ("0.010", 20, "$0.010 per 1K tokens")
    assert reading.facts == {
        "model": "Acme", "provider": "Acme Labs", "modality": "text", "variant_id": "Acme-one",
        "billing_unit": "1K tokens", "status": "active", "task_type": "synchronous", "endpoint": "/v1/chat",
    }  # fmt: skip
    assert (reading.lines["task_type"], reading.lines["endpoint"], reading.lines["status"]) == (26, 27, 11)
    assert found == []


@pytest.mark.parametrize(
    ("specs", "found", "extra"),
    [
        pytest.param("| Region | EU |", [("unknown-field", 26)], {"Region": "EU"}, id="an unknown field"),
        pytest.param("| Region | EU |\n| Region | US |", [("unknown-field", 26), ("unknown-field", 27)],
                     {"Region": "EU", "Region (2)": "US"}, id="an unknown field twice"),
        pytest.param("| Status | disabled |", [("fact-mismatch", 26)], {}, id="another status than the head"),
        pytest.param("| Status | active | x |", [("row-width", 26)], {}, id="a row too wide"),
        pytest.param("| Status |", [("row-width", 26)], {}, id="a row too narrow"),
    ],
)  # fmt: skip
def test_the_spec_sheet_loses_nothing(specs: str, found: object, extra: dict[str, str]) -> None:
    reading, got = read(variant().replace(SPECS, specs))
    assert got == found
    assert reading.extra == extra


def test_a_spec_sheet_of_one_column_is_told_row_by_row() -> None:
    text = variant().replace("| Field | Value |\n|---|---|", "| Field |\n|---|")
    assert read(text)[1] == [("row-width", 26)]


def test_a_spec_sheet_without_a_table_is_told() -> None:
    text = variant().replace(f"| Field | Value |\n|---|---|\n{SPECS}", "Task type: synchronous")
    assert read(text)[1] == [("missing-table", 22)]


def test_a_page_without_pricing_keeps_the_last_price_and_is_told() -> None:
    reading, found = read(variant().replace("## Pricing", "## Costs"))
    assert (reading.price, reading.keep_last_price) == (None, True)
    assert ("no-evidence", 13) in found


def test_a_range_is_kept_as_printed() -> None:
    reading, found = read(variant(pricing="**$0.14-$0.24** per image"))
    assert (reading.price, reading.keep_last_price) == (None, False)
    assert reading.extra == {"Pricing": "$0.14-$0.24 per image"}
    assert ("price-range", 20) in found


def test_a_second_pricing_section_is_told() -> None:
    reading, found = read(variant(body="## Pricing\n\n**$9** per call\n"))
    assert reading.price is not None
    assert reading.price.amount == "0.010"
    assert found == [("extra-table", 28)]


def test_half_a_page_is_refused() -> None:
    with pytest.raises(RefusedPage) as refusal:
        read(variant().partition("## Pricing")[0])
    assert refusal.value.code == "no-evidence"


@pytest.mark.parametrize(
    "code",
    ["```\n## Pricing\n\n**$9** per call\n```", "    ## Pricing\n\n    **$9** per call", "`**$9** per call`"],
)
def test_prices_in_code_are_never_taken(code: str) -> None:
    reading, found = read(variant(body=f"## Quickstart\n\n{code}\n"))
    assert reading.price is not None
    assert reading.price.amount == "0.010"
    assert found == []


def test_siblings_come_with_line_and_amount() -> None:
    body = "## Related\n\n- [Acme-two](https://runapi.ai/models/acme/two.md) — `two` · $0.020\n"
    (sibling,) = read(variant(body=body))[0].related
    assert (sibling.slug, sibling.id, sibling.line, sibling.text) == ("two", "Acme-two", 30, "$0.020")
