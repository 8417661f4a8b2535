"""Amounts keep their digits in every locale; dates and plural forms are CLDR's."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build.numerals import Numerals, language_name, numerals
from scraper.addresses import LOCALES


def of(tag: str) -> Numerals:
    found = numerals(tag)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("tag", "amount", "shown"),
    [
        ("en", "0.010", "$0.010"),
        ("en", "0.00025", "$0.00025"),
        ("en", "0", "$0"),
        ("en", "1234567.5", "$1,234,567.5"),
        ("zh-TW", "0.010", "US$0.010"),
        ("de", "0.010", "0,010\xa0$"),
        ("tr", "0.010", "$0,010"),
    ],
)
def test_an_amount_keeps_its_digits(tag: str, amount: str, shown: str) -> None:
    assert of(tag).amount(amount, "USD") == shown


@given(st.sampled_from(LOCALES), st.from_regex(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,12})?", fullmatch=True))
def test_no_digit_is_lost_in_any_locale(tag: str, amount: str) -> None:
    figure = of(tag).figure(amount, "USD")
    digits = "".join(char for char in figure.text if char.isdigit())
    assert digits == amount.replace(".", "")
    assert figure.digits == len(amount.partition(".")[2])


@given(st.sampled_from(LOCALES), st.decimals(min_value="1e-12", max_value="1e9", places=12))
def test_more_than_nothing_never_shows_as_nothing(tag: str, amount: Decimal) -> None:
    assert set("123456789") & set(of(tag).amount(amount, "USD", least_digits=2))


def test_a_figure_is_cut_at_its_decimal_mark() -> None:
    figure = of("de").figure("0.010", "USD")
    assert (figure.whole, figure.fraction, figure.after) == ("0", ",010", "\xa0$")


def test_a_whole_figure_has_no_fraction() -> None:
    figure = of("de").figure("12", "USD")
    assert (figure.whole, figure.fraction, figure.after) == ("12", "", "\xa0$")


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [("9.5", "10.5", "$9.50–$10.50"), ("95", "105", "$95.00–$105.00"), ("0.0095", "0.0105", "$0.0095–$0.0105")],
)
def test_both_ends_of_an_interval_have_the_same_decimals(low: str, high: str, shown: str) -> None:
    assert of("en").interval(Decimal(low), Decimal(high), "USD") == shown


def test_an_amount_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not a finite amount"):
        of("en").figure(Decimal("NaN"), "USD")


@pytest.mark.parametrize(
    ("tag", "day", "moment"),
    [
        ("en", "November 22, 2026", "Nov 22, 2026, 1:20:00\u202fPM UTC"),
        ("zh-TW", "2026年11月22日", "2026年11月22日 下午1:20:00 UTC"),
        ("de", "22. November 2026", "22.11.2026, 13:20:00 UTC"),
    ],
)
def test_dates_are_written_as_the_locale_does(tag: str, day: str, moment: str) -> None:
    assert of(tag).day("2026-11-22") == day
    assert of(tag).moment("2026-11-22T13:20:00Z") == moment


@pytest.mark.parametrize(
    ("tag", "categories"),
    [("en", ("one", "other")), ("zh-TW", ("other",)), ("ar", ("few", "many", "one", "other", "two", "zero"))],
)
def test_plural_categories_are_the_languages_own(tag: str, categories: tuple[str, ...]) -> None:
    assert of(tag).categories == categories


def test_every_published_locale_is_known() -> None:
    assert [tag for tag in LOCALES if numerals(tag) is None] == []


def test_only_arabic_runs_from_right_to_left() -> None:
    assert [tag for tag in LOCALES if of(tag).right_to_left] == ["ar"]


def test_an_unknown_language_has_no_numerals() -> None:
    assert numerals("xx") is None


def test_a_language_is_named_in_the_readers() -> None:
    assert language_name("hi", of("zh-TW")) == "印地文"
    assert language_name("xx", of("en")) is None


@pytest.mark.parametrize(
    ("tag", "share", "shown"),
    [
        ("en", Fraction(1, 8), "+12.5%"),
        ("en", Fraction(-1, 3), "−33.3%"),
        ("en", Fraction(1, 5), "+20%"),
        ("en", Fraction(19), "+1,900%"),
        ("en", Fraction(0), "0%"),
        ("de", Fraction(-1, 8), "−12,5\xa0%"),
        ("tr", Fraction(1, 8), "+%12,5"),
        ("ar", Fraction(-1, 8), "\u2066−12.5%\u2069"),
        # Something never reads as nothing, nor all but a little as all.
        ("en", Fraction(1, 12345), "+0.01%"),
        ("en", Fraction(-99999, 100000), "−99.999%"),
    ],
)
def test_a_change_is_signed_and_has_one_decimal(tag: str, share: Fraction, shown: str) -> None:
    assert of(tag).percent(share) == shown


@given(st.sampled_from(LOCALES), st.fractions(min_value=-1, max_value=1000, max_denominator=10**9))
def test_a_change_is_no_change_only_where_it_is_none(tag: str, share: Fraction) -> None:
    text = of(tag).percent(share)
    assert bool(set("123456789") & set(text)) == bool(share)
    assert ("+" in text, "−" in text) == (share > 0, share < 0)
    assert ("100" in text and share < 0) == (share == -1)


@pytest.mark.parametrize(
    ("tag", "day", "month"),
    [
        ("en", "Nov 2, 2026", "November 2026"),
        ("zh-TW", "2026年11月2日", "2026年11月"),
        ("de", "2. Nov. 2026", "November 2026"),
        ("pt-BR", "2 de nov. de 2026", "novembro de 2026"),
        ("ar", "2 نوفمبر 2026", "نوفمبر 2026"),
    ],
)
def test_a_short_day_and_a_month(tag: str, day: str, month: str) -> None:
    assert (of(tag).short_day("2026-11-02"), of(tag).month("2026-11")) == (day, month)
