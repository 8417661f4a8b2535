"""What people type as a quantity, and what is refused instead of guessed. Both lists are run in the browser too."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build.quantities import MAX_DIGITS, SUFFIXES, parse
from scraper.errors import UsageError
from tests.tools.prices import vectors

GOLDEN = vectors("quantities")


@pytest.mark.parametrize(("text", "value"), GOLDEN["read"].items())
def test_reads(text: str, value: str) -> None:
    assert format(parse(text), "f") == value


@pytest.mark.parametrize("text", GOLDEN["refused"])
def test_refuses(text: str) -> None:
    with pytest.raises(UsageError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1m", "write M for a million"),
        ("-5", "never negative"),
        ("1,500", "without a comma"),
        ("", "a quantity is missing"),
        ("9" * 21, "over 20 digits"),
    ],
)
def test_a_refusal_says_what_to_write_instead(text: str, hint: str) -> None:
    with pytest.raises(UsageError, match=hint):
        parse(text)


def test_a_refusal_shows_the_text_escaped_and_cut() -> None:
    with pytest.raises(UsageError) as caught:
        parse("\x1b[31m" + "é" * 500)
    assert str(caught.value).isascii() or "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_long_number_of_billions_keeps_every_digit() -> None:
    assert parse("9" * MAX_DIGITS + "G") == Decimal("9" * MAX_DIGITS + "0" * 9)


@given(st.text(max_size=30))
def test_any_text_is_a_quantity_or_a_usage_error(text: str) -> None:
    try:
        value = parse(text)
    except UsageError:
        return
    assert value.is_finite()
    assert value >= 0


@given(st.integers(0, 10**15), st.sampled_from(sorted(SUFFIXES)))
def test_suffixes_multiply(number: int, suffix: str) -> None:
    assert parse(f"{number}{suffix}") == number * 10 ** SUFFIXES[suffix]
