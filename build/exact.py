"""Exact numbers as text: fractions to digits and to amounts of money, never through a float.

A price per minute divides by sixty, so a cost can be a fraction without an end; everything else here
has a finite number of digits and is written with all of them.
"""

from fractions import Fraction
from functools import lru_cache

PLACES = 12  # decimals of what has no end

# How an amount is written for people; any other currency is written after the number, by its code.
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}


def terminates(value: Fraction) -> bool:
    """Whether `value` has a finite number of decimal digits: no prime but 2 and 5 in the denominator."""
    return _places(value.denominator) is not None


@lru_cache(maxsize=65536)  # amounts are said again and again, in every language
def digits(value: Fraction) -> str:
    """`value` in decimal digits: no exponent, no trailing zeros.

    Exact where it terminates, else rounded to 12 decimals; where those would all be zero, to
    24, 36 and so on, so that something never reads as nothing.
    """
    places = _places(value.denominator)
    if places is None:
        places = PLACES
        while round(value * 10**places) == 0:
            places += PLACES
    scaled = abs(round(value * 10**places))
    whole, part = divmod(scaled, 10**places)
    text = f"{whole}.{part:0{places}d}".rstrip("0").rstrip(".") if places else str(whole)
    return f"-{text}" if value < 0 else text


def grouped(value: Fraction) -> str:
    """The digits with commas between thousands, for reading."""
    whole, dot, part = digits(value).partition(".")
    return f"{int(whole):,}{dot}{part}"


def money(value: Fraction, currency: str) -> str:
    """An amount for people: `$15`, `$14.25`, `$9.50`, `$0.00025`, `12 CNY`; every digit that matters is kept."""
    whole, dot, part = grouped(value).partition(".")
    # One decimal reads as a slip of the pen in an amount of money; more than two are needed as they are.
    number = f"{whole}{dot}{part}0" if len(part) == 1 else f"{whole}{dot}{part}"
    symbol = SYMBOLS.get(currency)
    return f"{symbol}{number}" if symbol else f"{number} {currency}"


def printed_money(amount: str, currency: str) -> str:
    """A printed amount with its currency, digit for digit: `$0.010` keeps its last zero."""
    symbol = SYMBOLS.get(currency)
    return f"{symbol}{amount}" if symbol else f"{amount} {currency}"


def _places(denominator: int) -> int | None:
    """How many decimals 1/denominator needs, or None where it has no end."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None
