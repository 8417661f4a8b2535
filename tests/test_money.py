"""Amounts and units: every notation of the source, those it may yet print, and those that must not be guessed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import money
from scraper.catalog import Per, Price
from scraper.errors import NotationError
from scraper.money import Quote, interval, is_coarse, is_free, looks_priced, read_price, read_unit, scaled, shown


def per(quantity: int, unit: str) -> Per:
    return Per.model_validate({"quantity": quantity, "unit": unit})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$0.010", Quote("0.010", "USD", None)),
        ("$0.140", Quote("0.140", "USD", None)),
        ("$0.140 per call", Quote("0.140", "USD", per(1, "call"))),
        ("$0.020 per 1K tokens", Quote("0.020", "USD", per(1000, "token"))),
        ("$0.10 / 1M tokens", Quote("0.10", "USD", per(10**6, "token"))),
        ("$0.14-$0.24 / image", Quote("0.14", "USD", per(1, "image"), "0.24")),
        ("$0.10 / request", Quote("0.10", "USD", per(1, "call"))),
        ("Free", Quote("0", "USD", None)),
        # not seen yet, to be handled
        ("$1.195", Quote("1.195", "USD", None)),
        ("$12", Quote("12", "USD", None)),
        ("$1,195.50", Quote("1195.50", "USD", None)),
        ("$0", Quote("0", "USD", None)),
        ("$0.000", Quote("0.000", "USD", None)),
        ("Free / 1M tokens", Quote("0", "USD", per(10**6, "token"))),
        ("Free per call", Quote("0", "USD", per(1, "call"))),
        ("免費", Quote("0", "USD", None)),
        ("KOSTENLOS", Quote("0", "USD", None)),
        ("$0.05 / second", Quote("0.05", "USD", per(1, "second"))),
        ("$0.60/minute", Quote("0.60", "USD", per(60, "second"))),
        ("$0.10 / 6 seconds", Quote("0.10", "USD", per(6, "second"))),
        ("$0.30 / song", Quote("0.30", "USD", per(1, "song"))),
        ("$15 / 1M characters", Quote("15", "USD", per(10**6, "character"))),
        ("€0.10 / image", Quote("0.10", "EUR", per(1, "image"))),
        ("0,010 €", Quote("0.010", "EUR", None)),
        ("0.010 €", Quote("0.010", "EUR", None)),
        ("1.500,25 €", Quote("1500.25", "EUR", None)),
        ("R$ 0,50 / imagem".replace("imagem", "image"), Quote("0.50", "BRL", per(1, "image"))),
        ("USD 0.01", Quote("0.01", "USD", None)),
        ("NT$3", Quote("3", "TWD", None)),
        ("HK$3", Quote("3", "HKD", None)),
        ("$0.02 每 次", Quote("0.02", "USD", per(1, "call"))),
        ("$.5", Quote("0.5", "USD", None)),
        ("＄０．０１０", Quote("0.010", "USD", None)),
        ("$\u00a00.010 /\u00a01K\u00a0tokens", Quote("0.010", "USD", per(1000, "token"))),
        ("$0.10-$0.10", Quote("0.10", "USD", None)),
    ],
)
def test_a_notation_is_read_to_the_printed_digits(text: str, expected: Quote) -> None:
    assert read_price(text) == expected


@pytest.mark.parametrize("text", ["", " ", "-", "—", "n/a", "N/A", "Contact us", "contact sales", "聯絡我們", "TBD"])
def test_a_price_that_is_not_published_is_unknown_and_not_zero(text: str) -> None:
    with pytest.raises(NotationError) as error:
        read_price(text)
    assert error.value.code == "unpriced"


@pytest.mark.parametrize(
    "text",
    [
        "0.010",  # no currency
        "call us", "NaN", "$NaN", "inf", "$inf", "$1e-3", "$0x10", "-$0.01", "$-0.01", "−$0.01", "($0.01)", "+$1",
        "$12345678901234567890", "$10001", "$1.2.3", "$1,2,3", "$00.10", "$1.", "$", "$0.01 $0.02",
        "$0.010¹", "$0.010①", "$0.010*", "$0.010 †", "$0.010[1]", "~$0.01", "from $0.01", "$0.01+",
        "$0.01 or less", "$0.24-$0.14", "$0.14-€0.24", "$0.14-0.24",
        "¥5", "元 5", "1,500 €", "1.500 €", "€1.500", "R$ 1.500", "usd 5", "try 5",
        "٠٫٠١٠ $", "$\u0660.01", "$\u200f0.010", "$0\u200b.010", "$0.\u00ad010", "$0.0l0", "$O.010",
        "HK\u212a$5", "H\u212a$5", "U\u017f$5",
        "$½", "$1⁄2", "~~$0.010~~", "`$0.010`", "Free?", "Freemium", "free of charge",
        "$0.010 per 1K tokens" + " " * 190 + "on Sundays", "$" + "0" * 300,
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_an_error_and_never_a_number(text: str) -> None:
    with pytest.raises(NotationError) as error:
        read_price(text)
    assert error.value.code in {"unreadable-price", "unknown-unit"}
    assert "expected" in str(error.value)
    assert "got" in str(error.value)


@pytest.mark.parametrize(
    ("text", "quantity", "unit"),
    [
        ("1K tokens", 1000, "token"), ("1k token", 1000, "token"), ("1Ktokens", 1000, "token"),
        ("1M tokens", 10**6, "token"), ("1,000 tokens", 1000, "token"), ("million tokens", 10**6, "token"),
        ("1.5K tokens", 1500, "token"), ("call", 1, "call"), ("per call", 1, "call"), ("/ request", 1, "call"),
        ("Call", 1, "call"), ("calls", 1, "call"), ("image", 1, "image"), ("10 images", 10, "image"),
        ("second", 1, "second"), ("sec", 1, "second"), ("min", 60, "second"), ("minutes", 60, "second"),
        ("hour", 3600, "second"), ("0.5 minute", 30, "second"), ("character", 1, "character"),
        ("1K characters", 1000, "character"), ("song", 1, "song"), ("次", 1, "call"), ("每張", 1, "image"),
        ("分鐘", 60, "second"),
    ],
)  # fmt: skip
def test_a_unit_is_a_quantity_of_something_counted(text: str, quantity: int, unit: str) -> None:
    assert read_unit(text) == per(quantity, unit)


@pytest.mark.parametrize(
    "text",
    ["", "wombat", "1K", "K", "megapixel", "msec", "ksec", "0 tokens", "1.5 tokens", "-1 call", "1K wombats",
     "1e3 tokens", "1.000 tokens", "/ 1.000K tokens", "саll", "99999999999999 tokens", "image (1k)", "x" * 5000],
)  # fmt: skip
def test_an_unknown_unit_is_told(text: str) -> None:
    with pytest.raises(NotationError) as error:
        read_unit(text)
    assert error.value.code == "unknown-unit"


def test_a_new_unit_is_one_entry_in_one_table(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotationError):
        read_price("$0.05 / clip")
    monkeypatch.setitem(money.UNITS, "clip", (1, "call"))
    assert read_price("$0.05 / clip") == Quote("0.05", "USD", per(1, "call"))


@pytest.mark.parametrize(
    ("amount", "low", "high"),
    [("0.010", "0.0095", "0.0105"), ("0.02", "0.015", "0.025"), ("1", "0.5", "1.5"), ("0", "0", "0.5")],
)
def test_printed_digits_imply_half_a_step_either_way(amount: str, low: str, high: str) -> None:
    assert interval(amount) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("basis", "unit", "amount", "coarse"),
    [("listed", "token", "0.010", True), ("listed", "token", "0", False), ("listed", "call", "0.140", False),
     ("listed", "token", "0.000", True), ("listed", "call", "0.00", False), ("rates", "token", "0.00", False),
     ("rates", "token", "0.30", False), ("schedule", "token", "0.30", False)],
)  # fmt: skip
def test_only_a_listed_token_price_is_coarse(basis: str, unit: str, amount: str, *, coarse: bool) -> None:
    price = Price.model_validate({
        "basis": basis, "component": "usage", "amount": amount, "currency": "USD", "text": "x",
        "per": {"quantity": 1, "unit": unit}, "source": "models/a.md:1", "since": "2026-11-22",
    })  # fmt: skip
    assert is_coarse(price) is coarse
    assert is_free(price.amount, price.basis, price.per) is (not price.value and not coarse)


def test_costs_are_exact() -> None:
    assert scaled("0.010", per(1000, "token"), 1_500_000) == 15
    assert scaled("0.1", per(3, "image"), 1) == Fraction(1, 30)


@pytest.mark.parametrize("text", ["$5", "was $5.00 elsewhere", "5 €", "0,30€", "US$5", "USD 5", "＄5", "a NT$ 5"])
def test_an_amount_anywhere_in_a_text_is_noticed(text: str) -> None:
    assert looks_priced(text)


@pytest.mark.parametrize("text", ["", "five dollars", "$", "$PATH", "Try 5 images", "5 eur", "1K tokens", "m2.1"])
def test_text_without_an_amount_of_money_is_left_alone(text: str) -> None:
    assert not looks_priced(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [("a", '"a"'), ("a\nb", '"a\\u000ab"'), ("\u202ea", '"\\u202ea"'), ("x" * 70, '"' + "x" * 57 + '..."')],
)
def test_a_message_shows_text_on_one_line_and_hides_nothing(text: str, message: str) -> None:
    assert shown(text) == message


@given(st.text(max_size=30) | st.from_regex(r"[$€¥]?\s?[0-9.,]{1,12}\s?(-|/|per)?\s?\w{0,8}", fullmatch=True))
@settings(deadline=None, max_examples=300)
def test_any_text_is_read_or_refused_and_never_becomes_a_float(text: str) -> None:
    try:
        quote = read_price(text)
    except NotationError:
        return
    digits = "".join(char for char in quote.amount if char.isdigit()).lstrip("0")
    assert Decimal(quote.amount) >= 0
    assert quote.amount == "0" or digits in "".join(filter(str.isdigit, money._plain(text)))


@given(st.decimals(min_value=0, max_value=9999, places=4))
@settings(deadline=None, max_examples=100)
def test_an_amount_keeps_every_printed_digit(value: Decimal) -> None:
    assert read_price(f"${value}").amount == str(value)
