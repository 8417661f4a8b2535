"""Amounts, numbers, dates and plural forms as the reader's locale writes them.

The one module that knows Babel. Amounts never lose a digit: CLDR's currency patterns print two
decimals and would show $0.00025 as $0.00, so the number of digits is always set from the amount.
"""

from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from babel import Locale as CldrLocale
from babel import UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import NumberPattern, format_decimal, get_decimal_symbol

# Around an amount in a right-to-left sentence: U+2066 left-to-right isolate, U+2069 pop.
_LEFT_TO_RIGHT, _ISOLATED = "\u2066", "\u2069"
_NO_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))

# Money is written with at least this many decimals when the digits are ours and not the source's.
MONEY_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount cut at its decimal mark, so that a column can be aligned there."""

    whole: str  # what stands before the decimal mark, the currency sign included: '$0'
    fraction: str  # the mark and what follows: '.010', or '' for a whole number
    after: str  # what follows the digits: ' $' in German, else ''

    @property
    def text(self) -> str:
        return self.whole + self.fraction + self.after

    @property
    def digits(self) -> int:
        """How many decimals are printed."""
        return max(len(self.fraction) - 1, 0)


@dataclass(frozen=True, slots=True)
class Numerals:
    """One locale's way of writing numbers. `tag` is BCP 47; `cldr` is what Babel calls it."""

    tag: str
    cldr: str

    @property
    def categories(self) -> tuple[str, ...]:
        """The CLDR plural categories the language has, `other` included."""
        return tuple(sorted({*_locale(self.cldr).plural_form.tags, "other"}))

    @property
    def right_to_left(self) -> bool:
        return _right_to_left(self.cldr)

    def plural(self, count: int) -> str:
        """The plural category of `count`: 'one', 'other', …"""
        return str(_locale(self.cldr).plural_form(count))

    def number(self, value: int | Decimal) -> str:
        """A plain number with its own digits and the locale's grouping."""
        return _number(self.cldr, str(value))

    def figure(self, amount: Decimal | str, currency: str, *, least_digits: int = 0) -> Figure:
        """An amount of `currency` with exactly the digits it has, and at least `least_digits` decimals.

        '0.010' stays three decimals. Pass characters for a printed amount: they say how exact it is.
        """
        # As characters: 0.10 and 0.1 are equal numbers, and not the same printed amount.
        return _figure(self.cldr, str(amount), currency, least_digits)

    def amount(self, amount: Decimal | str, currency: str, *, least_digits: int = 0) -> str:
        """`figure` as one string. An amount reads left to right in every script, so it is isolated in Arabic."""
        text = self.figure(amount, currency, least_digits=least_digits).text
        return f"{_LEFT_TO_RIGHT}{text}{_ISOLATED}" if self.right_to_left else text

    def interval(self, low: Decimal, high: Decimal, currency: str) -> str:
        """Two amounts with the same number of decimals, at least two: '$9.50–$10.50'."""
        digits = max(MONEY_DIGITS, *(_fraction_digits(value.normalize()) for value in (low, high)))
        ends = (self.amount(value.normalize(), currency, least_digits=digits) for value in (low, high))
        return "–".join(ends)  # an en dash: a range, not a minus

    def day(self, day: str) -> str:
        """A day ('2026-11-22') in the locale's long form."""
        return _day(self.cldr, day)

    def short_day(self, day: str) -> str:
        """A day in the locale's short form with the month in letters, where space is scarce: 'Nov 22, 2026'."""
        return _skeleton(self.cldr, "yMMMd", day)

    def month(self, month: str) -> str:
        """A month ('2026-11') in the locale's long form: 'November 2026'."""
        return _skeleton(self.cldr, "yMMMM", f"{month}-01")

    def percent(self, share: Fraction) -> str:
        """A change, signed: 1/8 is '+12.5%'. One decimal, and more only where it would print as nothing or all."""
        text = f"{'+' if share > 0 else '−' if share < 0 else ''}{_percent(self.cldr, abs(share))}"
        return f"{_LEFT_TO_RIGHT}{text}{_ISOLATED}" if self.right_to_left else text

    def moment(self, moment: str) -> str:
        """A moment in UTC ('2026-11-22T13:20:00Z') in the locale's medium form, the zone named."""
        at = datetime.fromisoformat(moment).astimezone(UTC)
        return f"{format_datetime(at, format='medium', tzinfo=UTC, locale=self.cldr)} UTC"


@lru_cache(maxsize=1024)  # for each unknown tag CLDR's folder of a thousand files is listed
def numerals(tag: str) -> Numerals | None:
    """The numerals of a BCP 47 tag, or None where CLDR knows no such language."""
    try:
        cldr = CldrLocale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    return Numerals(tag, str(cldr))


def _fraction_digits(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"not a finite amount: {value}")
    return max(-exponent, 0)


def _digits_pattern(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


@lru_cache(maxsize=64)
def _locale(cldr: str) -> CldrLocale:
    return CldrLocale.parse(cldr)


@lru_cache(maxsize=64)
def _right_to_left(cldr: str) -> bool:
    return bool(_locale(cldr).text_direction == "rtl")


@lru_cache(maxsize=256)
def _currency_pattern(cldr: str, digits: int) -> NumberPattern:
    pattern: NumberPattern = copy(_locale(cldr).currency_formats["standard"])
    pattern.frac_prec = (digits, digits)
    return pattern


# A catalog repeats its amounts, days and counts on thousands of pages; Babel takes 0.1 ms for each.
@lru_cache(maxsize=65536)
def _figure(cldr: str, amount: str, currency: str, least_digits: int) -> Figure:
    value = Decimal(amount)
    digits = max(_fraction_digits(value), least_digits)
    pattern = _currency_pattern(cldr, digits)
    text = str(pattern.apply(value, _locale(cldr), currency=currency, currency_digits=False))
    text = text.translate(_NO_MARKS)  # CLDR's own direction marks don't hold an amount together
    if not digits:
        end = max((place for place, char in enumerate(text) if char.isdigit()), default=len(text) - 1) + 1
        return Figure(text[:end], "", text[end:])
    mark = text.rindex(get_decimal_symbol(_locale(cldr)))
    return Figure(text[:mark], text[mark : mark + 1 + digits], text[mark + 1 + digits :])


@lru_cache(maxsize=16384)
def _number(cldr: str, value: str) -> str:
    number = Decimal(value)
    pattern = _digits_pattern(_fraction_digits(number)) if "." in value else None
    return format_decimal(number, format=pattern, locale=_locale(cldr))


@lru_cache(maxsize=4096)
def _day(cldr: str, day: str) -> str:
    return format_date(date.fromisoformat(day), format="long", locale=_locale(cldr))


@lru_cache(maxsize=4096)
def _skeleton(cldr: str, skeleton: str, day: str) -> str:
    return str(format_skeleton(skeleton, date.fromisoformat(day), locale=_locale(cldr)))


@lru_cache(maxsize=4096)
def _percent(cldr: str, share: Fraction) -> str:
    places = 1
    while (share and round(share * 100, places) == 0) or (share < 1 and round(share * 100, places) == 100):
        places += 1  # neither something as nothing nor the whole but a little as the whole
    rounded = round(share * 100, places)
    if rounded == int(rounded):
        places = 0
    pattern: NumberPattern = copy(_locale(cldr).percent_formats[None])
    pattern.frac_prec = (places, places)
    value = Decimal(rounded.numerator) / rounded.denominator / 100
    return str(pattern.apply(value, _locale(cldr))).translate(_NO_MARKS)


@lru_cache(maxsize=4096)
def language_name(tag: str, reader: Numerals) -> str | None:
    """What a language is called in the reader's: 'English', '英文'; None where CLDR has no name for it."""
    try:
        name = CldrLocale.parse(tag, sep="-").get_display_name(reader.cldr)
    except (UnknownLocaleError, ValueError):
        return None
    return name or None
