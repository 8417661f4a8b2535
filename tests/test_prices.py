"""Prices on the Markdown pages: by column name, with their unit and line; a row that is not sound is told and left out."""

import pytest

from scraper.document import read_document
from scraper.errors import RefusedPage
from scraper.findings import Collector
from scraper.prices import PriceReading, RowReading, free_name, read_pricing, read_related, read_variants
from tests.pages import HEADER, row

Found = list[tuple[str, int]]


def variants(text: str) -> tuple[dict[str, RowReading], Found]:
    found = Collector("models/acme.md")
    section = read_document(f"## Variants\n\n{text}\n").sections[0]
    rows = read_variants(section, found)
    return {reading.slug: reading for reading in rows}, [(finding.code, finding.line) for finding in found.found]


def table(*rows: str, header: str = HEADER) -> tuple[dict[str, RowReading], Found]:
    """The first row stands on line 5."""
    return variants("\n".join([header, *rows]))


def pricing(text: str) -> tuple[PriceReading | None, Found]:
    found = Collector("models/acme/one.md")
    price = read_pricing(read_document(f"## Pricing\n\n{text}\n").sections[0], found, {})
    return price, [(finding.code, finding.line) for finding in found.found]


def test_a_row_is_an_id_a_slug_and_a_price_with_unit_and_line() -> None:
    rows, found = table(row("m2.1", "$0.010", "1K tokens", id="MiniMax-M2.1"))
    reading = rows["m2.1"]
    assert (reading.id, reading.line, reading.billing, reading.keep_last_price) == (
        "MiniMax-M2.1",
        5,
        "1K tokens",
        False,
    )
    assert reading.price is not None
    assert (reading.price.amount, reading.price.currency, reading.price.text) == ("0.010", "USD", "$0.010")
    assert (reading.price.per.quantity, reading.price.per.unit, reading.price.line) == (1000, "token", 5)
    assert found == []


def test_columns_are_read_by_name_in_any_order() -> None:
    rows, found = variants(
        "| Billing | Pricing | Variant | Version |\n|---|---|---|---|\n| call | $0.140 | `a` | A |\n"
    )
    assert (rows["a"].id, rows["a"].billing) == ("A", "call")
    assert rows["a"].price is not None
    assert found == []


def test_an_unknown_column_is_kept_and_told() -> None:
    rows, found = variants(
        "| Version | Variant | Pricing | Billing | Tier | Tier | Pricing |\n|---|---|---|---|---|---|---|\n"
        "| A | `a` | $0.140 | call | gold | silver | $0.200 |\n"
    )
    assert rows["a"].extra == {"Tier": "gold", "Tier (2)": "silver", "Pricing": "$0.200"}
    assert rows["a"].price is not None
    assert rows["a"].price.amount == "0.140"
    assert found == [("unknown-column", 3)] * 3


@pytest.mark.parametrize("gone", ["Version", "Pricing", "Billing"])
def test_a_missing_column_is_an_error_and_the_last_price_stays(gone: str) -> None:
    names = [name for name in ("Version", "Variant", "Pricing", "Billing") if name != gone]
    cells = {"Version": "A", "Variant": "`a`", "Pricing": "$0.140", "Billing": "call"}
    lines = [names, ["---"] * len(names), [cells[name] for name in names]]
    rows, found = variants("\n".join("| " + " | ".join(line) + " |" for line in lines))
    assert found == [("missing-column", 3)]
    assert (rows["a"].price is None) is (gone != "Version")
    assert rows["a"].keep_last_price is (gone != "Version")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        pytest.param("| a | `a` | $0.010 | call |", "row-width", id="too narrow"),
        pytest.param("| a | `a` | $0.010 | call | u | more |", "row-width", id="too wide"),
        pytest.param("| a | `a|b` | $0.010 | call | u |", "row-width", id="a pipe inside a code span"),
        pytest.param("Prices may change.", "row-width", id="text glued under the table"),
        pytest.param("| a | `` | $0.010 | call | u |", "bad-slug", id="an empty code span"),
        pytest.param("| a |  | $0.010 | call | u |", "bad-slug", id="no slug"),
        pytest.param(row("../x"), "bad-slug", id="a path"), pytest.param(row("con"), "bad-slug", id="a device"),
        pytest.param(row("a" * 300), "bad-slug", id="300 characters"), pytest.param(row("cafe\u0301"), "bad-slug", id="NFD"),
        pytest.param(row("M2"), "bad-slug", id="upper case"), pytest.param(row("m\u0430x"), "bad-slug", id="a Cyrillic letter"),
        pytest.param(row("m2\u200b"), "bad-slug", id="zero width"), pytest.param(row(".hidden"), "bad-slug", id="hidden"),
        pytest.param(row("a..b"), "bad-slug", id="two dots"), pytest.param(row("a/b"), "bad-slug", id="a slash"),
        pytest.param(row("two", id="Acme-TWO"), None, id="a sound row"),
    ],
)  # fmt: skip
def test_a_row_that_is_not_sound_is_told_and_the_others_are_read(line: str, code: str | None) -> None:
    rows, found = table(row("one"), line, row("three"))
    assert [at for at in found if at[0] != "fact-mismatch"] == ([(code, 6)] if code else [])
    assert list(rows) == (["one", "three"] if code else ["one", "two", "three"])
    assert [reading.line for reading in rows.values()] == ([5, 7] if code else [5, 6, 7])


@pytest.mark.parametrize(
    ("second", "what"),
    [
        pytest.param(row("one", "$0.020", id="Acme-other"), "$0.020", id="a slug twice"),
        pytest.param(row("two", id="Acme-one"), "Acme-one", id="an id twice"),
        pytest.param(row("two", id="ACME-ONE"), "ACME-ONE", id="ids that differ by case"),
    ],
)
def test_of_two_rows_for_one_variant_the_first_is_used_and_the_other_is_told(second: str, what: str) -> None:
    found = Collector("models/acme.md")
    rows = read_variants(read_document(f"## Variants\n\n{HEADER}\n{row('one')}\n{second}\n").sections[0], found)
    assert [(reading.slug, reading.price and reading.price.amount) for reading in rows] == [("one", "0.010")]
    (finding,) = found.found
    assert (finding.code, finding.line, finding.level) == ("duplicate-variant", 6, "error")
    assert what in finding.what
    assert "line 5" in finding.what


def test_a_comma_means_the_same_in_all_rows_of_a_table() -> None:
    """`$1,195` is a thousand where nothing else is known, and nothing beside decimal commas."""
    rows, found = table(row("one", "$0,010", "image"), row("two", "$1,195", "image"), row("three", "$2,50", "image"))
    assert found == [("unreadable-price", 6)]
    assert [reading.price and reading.price.amount for reading in rows.values()] == ["0.010", None, "2.50"]
    assert rows["two"].keep_last_price
    rows, found = table(row("one", "$0.010 / 1,000 tokens", "1K tokens"), row("two", "$1,195", "image"))
    assert found == []
    assert [reading.price and reading.price.amount for reading in rows.values()] == ["0.010", "1195"]


@pytest.mark.parametrize(
    ("cell", "billing", "code", "keeps"),
    [
        ("call us", "call", "unreadable-price", True), ("$0.010*", "call", "unreadable-price", True),
        ("-$0.010", "call", "unreadable-price", True), ("$0.010", "wombat", "unknown-unit", True),
        ("$0.010", "", "unknown-unit", True), ("contact us", "call", "unpriced", False), ("", "call", "unpriced", False),
        ("—", "call", "unpriced", False), ("$0.14-$0.24", "image", "price-range", False),
        ("~~$0.010~~", "call", "unreadable-price", True), ("$0.010¹", "call", "unreadable-price", True),
        ("<del>$0.02</del> $0.01", "call", "unreadable-price", True), ("$0.0 10", "call", "unreadable-price", True),
        ("$0.010[1](#note)", "call", "unreadable-price", True), ("**$0.010**1", "call", "unreadable-price", True),
        ("$0.010 ![$0.020](x.png)", "call", "unreadable-price", True), ("$0.010<br>$0.020", "call", "unreadable-price", True),
    ],
)  # fmt: skip
def test_a_price_that_is_none_is_told_at_its_line(cell: str, billing: str, code: str, *, keeps: bool) -> None:
    rows, found = table(row("one", cell, billing))
    assert found == [(code, 5)]
    assert rows["one"].price is None
    assert rows["one"].keep_last_price is keeps


def test_a_range_in_a_table_is_kept_as_printed() -> None:
    assert table(row("one", "$0.14-$0.24", "image"))[0]["one"].extra == {"Pricing": "$0.14-$0.24"}


@pytest.mark.parametrize(("cell", "billing"), [("$0.14 / image", "call"), ("$0.02 per 1K tokens", "1M tokens")])
def test_a_unit_in_the_price_that_contradicts_billing_is_told(cell: str, billing: str) -> None:
    rows, found = table(row("one", cell, billing))
    assert found == [("billing-mismatch", 5)]
    assert rows["one"].price is not None


def test_a_free_variant_costs_zero_and_says_free() -> None:
    price = table(row("one", "Free", "call"))[0]["one"].price
    assert price is not None
    assert (price.amount, price.text) == ("0", "Free")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("no table here", id="text"),
        pytest.param("| A | B |\n|---|---|\n| 1 | 2 |", id="another table"),
        pytest.param(HEADER, id="a table without rows"),
        pytest.param(f"```\n{HEADER}\n{row('one')}\n```", id="in code"),
        pytest.param(f"- x\n\n  {HEADER}".replace("\n|", "\n  |"), id="in a list"),
    ],
)
def test_a_section_without_the_table_is_refused(text: str) -> None:
    with pytest.raises(RefusedPage) as refusal:
        variants(text)
    assert (refusal.value.code, refusal.value.line) == ("missing-table", 1)


def test_a_second_table_is_told() -> None:
    rows, found = variants(f"{HEADER}\n{row('one')}\n\n{HEADER}\n{row('two')}")
    assert list(rows) == ["one"]
    assert found == [("extra-table", 7)]


def test_a_link_to_another_variant_is_told() -> None:
    _, found = table(row("one", url="https://runapi.ai/models/acme/two.md"))
    assert found == [("fact-mismatch", 5)]


@pytest.mark.parametrize(
    ("text", "amount", "quantity", "unit"),
    [("**$0.020** per 1K tokens", "0.020", 1000, "token"), ("**$0.140** per call", "0.140", 1, "call"),
     ("**Free** per call", "0", 1, "call"), ("**$1.20** / minute", "1.20", 60, "second"),
     ("**$0.020 per 1K tokens**", "0.020", 1000, "token")],
)  # fmt: skip
def test_the_price_line_of_a_variant_page(text: str, amount: str, quantity: int, unit: str) -> None:
    price, found = pricing(f"{text}\n\nA failed run is not charged.")
    assert price is not None
    assert (price.amount, price.per.quantity, price.per.unit, price.line) == (amount, quantity, unit, 3)
    assert price.text == text.replace("**", "")
    assert found == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Nothing here.", [("unpriced", 1)], id="no line at all"),
        pytest.param("", [("unpriced", 1)], id="nothing"),
        pytest.param("**Contact us**", [("unpriced", 3)], id="in words"),
        pytest.param("**$0.020**", [("unknown-unit", 3)], id="no unit"),
        pytest.param("**$0.020** per wombat", [("unknown-unit", 3)], id="unknown unit"),
        pytest.param("**$0.020**[1](#note) per call", [("unreadable-price", 3)], id="a footnote mark"),
        pytest.param("**about $0.020** per call", [("unreadable-price", 3)], id="about"),
        pytest.param("**$0.14-$0.24** per image", [("price-range", 3)], id="a range"),
        pytest.param("$0.020 per call", [("unreadable-price", 3)], id="not bold"),
        pytest.param("- $0.020 per call", [("unreadable-price", 3)], id="a list"),
        pytest.param("| $0.020 |\n|---|\n| $0.030 |", [("unreadable-price", 3), ("unreadable-price", 5)], id="a table"),
        pytest.param("### $0.020 per call", [("unreadable-price", 3)], id="a heading"),
        pytest.param("```\n$0.020 per call\n```", [("unpriced", 1)], id="a code sample is no price"),
    ],
)
def test_a_price_line_that_is_none_is_told(text: str, found: Found) -> None:
    assert pricing(text) == (None, found)


@pytest.mark.parametrize(
    ("more", "found"),
    [
        pytest.param("**$0.24** per image", [("unreadable-price", 5)], id="a second price line"),
        pytest.param("- 2k: $0.24", [("unreadable-price", 5)], id="tiers in a list"),
        pytest.param("It was $0.50 before.", [("loose-price", 5)], id="an amount in prose"),
    ],
)
def test_no_further_amount_is_passed_over(more: str, found: Found) -> None:
    price, got = pricing(f"**$0.14** per image\n\n{more}")
    assert price is not None
    assert price.amount == "0.14"
    assert got == found


def test_siblings_are_read_with_their_amounts() -> None:
    found = Collector("de/models/glm/4.7.md")
    text = "## Related\n\nOthers:\n\n- [glm-4.6](https://runapi.ai/de/models/glm/4.6.md) — `4.6` · $0.020\n- x\n- a — b · soon\n"
    first, second = read_related(read_document(text).sections[0], found)
    assert (first.slug, first.id, first.line, first.text) == ("4.6", "glm-4.6", 5, "$0.020")
    assert first.quote is not None
    assert first.quote.amount == "0.020"
    assert (second.slug, second.quote) == ("b", None)
    assert [(finding.code, finding.line) for finding in found.found] == [("unknown-field", 6), ("unpriced", 7)]


def test_names_that_are_taken_get_a_number() -> None:
    extra: dict[str, str] = {}
    for value in "abc":
        extra[free_name("x", extra)] = value
    assert extra == {"x": "a", "x (2)": "b", "x (3)": "c"}
    for number in range(100):
        extra[free_name("x", extra)] = str(number)
    assert len(extra) == 103
