"""Fractions as text: every digit where they end, twelve where they don't, and never zero for something."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build.exact import digits, grouped, money, terminates


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("15", "$15"),
        ("9.5", "$9.50"),
        ("14.25", "$14.25"),
        ("0.00025", "$0.00025"),
        ("1234567.8", "$1,234,567.80"),
        ("0", "$0"),
    ],
)
def test_money_keeps_the_digits_that_matter(value: str, text: str) -> None:
    assert money(Fraction(value), "USD") == text


def test_a_currency_without_a_sign_is_written_by_its_code() -> None:
    assert money(Fraction("2.5"), "CNY") == "2.50 CNY"


@given(st.fractions(min_value=0, max_value=10**20))
def test_something_never_reads_as_nothing(value: Fraction) -> None:
    text = digits(value)
    assert "e" not in text.lower()
    assert (Fraction(text) == 0) == (value == 0)
    assert not ("." in text and text.endswith(("0", ".")))
    assert (Fraction(text) == value) if terminates(value) else abs(Fraction(text) - value) <= Fraction(1, 2 * 10**12)
    assert grouped(value).replace(",", "") == text
