"""The browser's engine on the golden vectors of the reference engine: the same digits, the same notes and refusals."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.tools.prices import vectors

SCRIPTS = Path(__file__).resolve().parents[2] / "site_templates" / "static" / "js"
COSTS = vectors("costs")
QUANTITIES = vectors("quantities")

RUN = """(vector) => {
  const variant = {
    v: "f/v",
    status: vector.status ?? null,
    prices: vector.prices.map(([basis, component, amount, quantity, unit, when, currency]) => ({
      basis, component, amount, per: [Number(quantity), unit], when: when ?? {}, currency: currency ?? "USD",
    })),
  };
  const { digits } = priceBook.decimal;
  try {
    const found = priceBook.cost.cost(variant, vector.ask, vector.when, vector.only);
    return {
      basis: found.basis,
      currency: found.currency,
      total: digits(found.total),
      items: found.items.map((item) => [item.component, digits(item.quantity), digits(item.cost)]),
      interval: found.interval && found.interval.map(digits),
      notes: found.notes.map((note) => note.code),
    };
  } catch (error) {
    if (!error.code) throw error;
    return { error: error.code };
  }
}"""


@pytest.fixture(scope="module")
def engine(browser: Browser) -> Generator[Page]:
    """A blank page with the parts of the calculator that touch no page."""
    page = browser.new_page()
    page.add_script_tag(content="const priceBook = {};")
    for name in ("decimal", "quantity", "cost", "workload"):
        page.add_script_tag(content=(SCRIPTS / f"{name}.js").read_text(encoding="utf-8"))
    yield page
    page.close()


@pytest.mark.parametrize("vector", COSTS, ids=lambda vector: vector["id"])
def test_golden(engine: Page, vector: dict[str, Any]) -> None:
    found = engine.evaluate(RUN, vector)
    if "error" in vector:
        assert found == {"error": vector["error"]}
        return
    assert found == {
        "basis": vector["basis"],
        "currency": vector.get("currency", "USD"),
        "total": vector["total"],
        "items": vector.get("items", found.get("items")),
        "interval": vector.get("interval"),
        "notes": vector.get("notes", []),
    }


def test_quantities_are_read_as_the_reference_reads_them(engine: Page) -> None:
    read = engine.evaluate("(texts) => texts.map((text) => priceBook.quantity.read(text))", list(QUANTITIES["read"]))
    assert read == list(QUANTITIES["read"].values())


def test_what_the_reference_refuses_is_refused(engine: Page) -> None:
    read = engine.evaluate("(texts) => texts.map((text) => priceBook.quantity.read(text))", QUANTITIES["refused"])
    assert dict(zip(QUANTITIES["refused"], read, strict=True)) == dict.fromkeys(QUANTITIES["refused"])


@pytest.mark.parametrize(
    ("locale", "text", "value"),
    [
        ("de", "1.500", "1500"),
        ("de", "1.500,5M", "1500500000"),
        ("de", "1,5M", "1500000"),
        ("de", "1.5M", "1500000"),
        ("de", "1.50", "1.50"),
        ("en", "1,500", "1500"),
        ("en", "1,50", None),
        ("en", "1,500,00", None),
        ("zh-TW", "12,345", "12345"),
        ("ar", "٢٥٠", "250"),
        ("de", "0.923", "0.923"),
        ("de", "00.500", "0.500"),
        ("de", "10.500", "10500"),
        ("ar", "١٬٢٣٤٫٥", "1234.5"),
        ("zh-TW", "１，２３４", "1234"),
        ("en", "1 234 567", "1234567"),
        ("de", "1\u202f234,5k", "1234500"),
        ("en", "1 234 5", None),
        ("en", "12 34", None),
    ],
)
def test_the_readers_own_separators_are_read(engine: Page, locale: str, text: str, value: str | None) -> None:
    script = "([tag, text]) => priceBook.quantity.read(text, priceBook.quantity.separators(tag))"
    assert engine.evaluate(script, [locale, text]) == value


RANK = """(costs) => {
    const read = (text) => priceBook.decimal.read(text);
    const results = costs.map(([total, least, most, leftOut], at) => ({
        variant: { v: String(at), modality: 'text' }, units: ['token'], modality: '', leftOut, byCall: false,
        cost: { basis: 'listed', currency: 'USD', total: read(total), interval: least && [read(least), read(most)] },
    }));
    const [group] = priceBook.workload.ranked(results);
    const order = group.results.map((result) => Number(result.variant.v));
    return [order, group.least, group.differ, Boolean(group.blurred), priceBook.decimal.digits(group.most)];
}"""


@pytest.mark.parametrize(
    ("costs", "expected"),
    [
        ([["2", "", "", []], ["1", "", "", []]], [[1, 0], 1, True, False, "2"]),
        ([["1", "", "", []], ["1", "", "", []]], [[0, 1], 2, False, False, "1"]),
        # The range of the first reaches into that of the third, past one that costs as much as the third.
        ([["1", "0.9", "1.8", []], ["2", "", "", []], ["2", "1.5", "2.5", []]], [[0, 1, 2], 1, True, True, "2.5"]),
        ([["1", "0.9", "1.4", []], ["2", "", "", []], ["2", "1.5", "2.5", []]], [[0, 1, 2], 1, True, False, "2.5"]),
        ([["1", "0.9", "5", []], ["2", "", "", []], ["4", "", "", []]], [[0, 1, 2], 1, True, True, "5"]),
        # What leaves something out isn't the lowest, and is compared with its like alone.
        ([["1", "0.5", "9", ["input"]], ["2", "", "", []], ["3", "", "", []]], [[1, 2, 0], 1, True, False, "9"]),
        ([["1", "", "", ["input"]], ["1", "", "", ["input"]]], [[0, 1], 2, False, False, "1"]),
        ([["1", "", "", ["input"]], ["1", "", "", []]], [[1, 0], 1, True, False, "1"]),
    ],
)
def test_costs_are_ranked_and_overlapping_ranges_told(engine: Page, costs: list[Any], expected: list[Any]) -> None:
    assert engine.evaluate(RANK, costs) == expected


@pytest.mark.parametrize(
    ("period", "every", "runs"),
    [
        ("run", "day", "1"),
        ("day", "day", "10"),
        ("month", "day", "300"),
        ("year", "day", "3650"),
        ("day", "month", "0.333333333333"),
        ("month", "month", "10"),
        ("year", "month", "120"),
    ],
)
def test_periods_count_thirty_days_a_month_and_365_or_twelve_months_a_year(
    engine: Page, period: str, every: str, runs: str
) -> None:
    script = "([period, every]) => priceBook.decimal.digits(priceBook.workload.runsIn(period, '10', every))"
    assert engine.evaluate(script, [period, every]) == runs
