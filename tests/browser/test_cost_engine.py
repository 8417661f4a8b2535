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
    ],
)
def test_the_readers_own_separators_are_read(engine: Page, locale: str, text: str, value: str | None) -> None:
    script = "([tag, text]) => priceBook.quantity.read(text, priceBook.quantity.separators(tag))"
    assert engine.evaluate(script, [locale, text]) == value


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
