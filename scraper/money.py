"""Amounts and units: the one module that knows what `$0.010`, `Free` and `1K tokens` mean.

Characters become `amount` (printed digits, ASCII, a dot for the decimals) without ever being a float.
A notation is one entry in FREE, UNPRICED, CURRENCIES or UNITS; see CONTRIBUTING.md for an example.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from scraper.catalog import Basis, Per, Price, Unit
from scraper.errors import NotationError

# Words that mean a price of zero. Compared without case.
FREE = frozenset({
    "free", "免費", "免费", "kostenlos", "gratis", "ücretsiz", "무료", "grátis", "مجاني", "مجانًا", "gratuit",
})  # fmt: skip

# Words that mean that no price is published. Such a price is unknown: it gets no entry and a finding.
UNPRICED = frozenset({
    "", "-", "–", "—", "n/a", "tbd", "contact us", "contact sales", "聯絡我們", "联系我们", "coming soon",
})  # fmt: skip

# Signs and codes before or after an amount. `¥` alone may be yen or yuan and is therefore not readable.
CURRENCIES = {
    "$": "USD", "US$": "USD", "USD": "USD", "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP",
    "NT$": "TWD", "TWD": "TWD", "HK$": "HKD", "HKD": "HKD", "R$": "BRL", "BRL": "BRL", "CN¥": "CNY", "CNY": "CNY",
    "RMB": "CNY", "JP¥": "JPY", "JPY": "JPY", "₩": "KRW", "KRW": "KRW", "₺": "TRY", "TRY": "TRY",
}  # fmt: skip

# Unit words, singular, and how much of which unit one of them is.
UNITS: dict[str, tuple[int, Unit]] = {
    "token": (1, "token"),
    "image": (1, "image"),
    "second": (1, "second"),
    "sec": (1, "second"),
    "minute": (60, "second"),
    "min": (60, "second"),
    "hour": (3600, "second"),
    "character": (1, "character"),
    "char": (1, "character"),
    "call": (1, "call"),
    "request": (1, "call"),  # the older rendering of the HTML pages says request where tables say call
    "song": (1, "song"),
    "次": (1, "call"),
    "張": (1, "image"),
    "张": (1, "image"),
    "秒": (1, "second"),
    "分鐘": (60, "second"),
    "分钟": (60, "second"),
    "首": (1, "song"),
}

_SCALES = {"": 1, "k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "b": 10**9, "billion": 10**9}

# The dearest thing seen costs $1.195. Ten thousand a call is a slipped unit or an account number.
ABSURD = Decimal(10_000)

# Where these are used, `1.500` is as good as `1,500`: both may be fifteen hundred.
_COMMA_DECIMALS = frozenset({"EUR", "BRL", "TRY"})

LONGEST = 200  # characters of a price or a unit; a longer text is prose

# Case counts: `try 5` is no five lira.
SIGN = f"(?-i:{'|'.join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))})"
_NUMBER = r"[0-9][0-9.,]*|\.[0-9]+"
_MONEY = rf"(?:(?P<before{{0}}>{SIGN})\s?(?P<number{{0}}>{_NUMBER})|(?P<tail{{0}}>{_NUMBER})\s?(?P<after{{0}}>{SIGN}))"
_PRICE = re.compile(
    rf"{_MONEY.format(1)}(?:\s?(?:-|–|—|~|to)\s?{_MONEY.format(2)})?(?:\s?(?:/|per\b|每)\s?(?P<unit>.+))?",
    re.IGNORECASE | re.ASCII,
)
_FREE = re.compile(r"(?P<word>[^/]+?)(?:\s?(?:/|\bper\b|每)\s?(?P<unit>.+))?", re.IGNORECASE)
_AMOUNT = re.compile(rf"(?:{SIGN})\s?(?:{_NUMBER})|[0-9]\s?(?:{SIGN})", re.IGNORECASE | re.ASCII)
_UNIT = re.compile(
    r"(?:per\s+|/\s*|每\s*)?(?:(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:\.[0-9]+)?)\s*)?"
    r"(?P<scale>[a-z]*?)\s*(?P<word>[^\W\d_]+)",
    re.IGNORECASE,
)
# What the commas in an amount stand for, where they can be read in one way only.
_COMMAS: dict[Literal["decimals", "thousands"], re.Pattern[str]] = {
    "decimals": re.compile(r"0,[0-9]+|[0-9]+,([0-9]{1,2}|[0-9]{4,})"),
    "thousands": re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?"),
}
# `1.000 tokens`: one or a thousand?
_DOTTED = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Quote:
    """What a price notation says: an amount, or two for a range, and what it buys where the text says so."""

    amount: str
    currency: str
    per: Per | None
    highest: str | None = None  # the upper end of a range


def read_price(text: str) -> Quote:
    """Read `$0.010`, `Free`, `$0.10 / 1M tokens`, `$0.14-$0.24 / image`, `0,010 €`.

    Raises NotationError: `unpriced` where the text says that there is no price, `unknown-unit`, or
    `unreadable-price` for everything else, negative and absurd amounts included.
    """
    plain = _plain(text)
    if plain.casefold() in UNPRICED:
        raise NotationError("unpriced", f"expected an amount like $0.010, got {shown(text)}")
    free = _FREE.fullmatch(plain)
    if free is not None and free["word"].strip().casefold() in FREE:
        return Quote("0", "USD", read_unit(free["unit"]) if free["unit"] else None)
    match = _PRICE.fullmatch(plain)
    if match is None:
        raise NotationError("unreadable-price", f"expected an amount like $0.010, got {shown(text)}")
    amount, currency = _amount(match, 1, text)
    highest = None
    if match["number2"] or match["tail2"]:
        highest, other = _amount(match, 2, text)
        if other != currency or Decimal(highest) < Decimal(amount):
            raise NotationError("unreadable-price", f"expected a range like $0.14-$0.24, got {shown(text)}")
    per = read_unit(match["unit"]) if match["unit"] else None
    return Quote(amount, currency, per, highest if highest != amount else None)


def comma(text: str) -> Literal["decimals", "thousands"] | None:
    """What the commas in an amount stand for, as `read_price` takes them; None where it has none that can be read.

    Amounts of one table are written in one way: `$1,195` beside `$0,010` is no thousand.
    """
    match = _PRICE.fullmatch(_plain(text))
    number = (match["number1"] or match["tail1"]) if match else ""
    return next((kind for kind, written in _COMMAS.items() if written.fullmatch(number)), None)


def looks_priced(text: str) -> bool:
    """Whether an amount of money stands anywhere in `text`."""
    return _AMOUNT.search(text if text.isascii() else text.translate(_FULL_WIDTH)) is not None


def read_unit(text: str) -> Per:
    """Read `1K tokens`, `per call`, `/ 1M tokens`, `minute` (60 seconds).

    Raises NotationError `unknown-unit`, also for `1.000 tokens`, which may be one or a thousand.
    """
    match = _UNIT.fullmatch(_plain(text))
    if match is not None and not _DOTTED.fullmatch(match["number"] or ""):
        for scale, word in _splits(match["scale"].lower(), match["word"].lower()):
            if scale in _SCALES and word in UNITS:
                size, unit = UNITS[word]
                if scale and unit == "second":
                    continue  # `msec` is no million seconds
                number = (match["number"] or "1").replace(",", "")
                quantity = (Fraction(number) if "." in number else int(number)) * _SCALES[scale] * size
                if quantity.denominator == 1 and 0 < quantity <= 10**12:
                    return _per(int(quantity), unit)
    raise NotationError("unknown-unit", f"expected a unit like 1K tokens or call, got {shown(text)}")


@lru_cache(maxsize=256)  # a catalog has a dozen
def _per(quantity: int, unit: Unit) -> Per:
    return Per(quantity=quantity, unit=unit)


@lru_cache(maxsize=16384)
def counted(per: Per) -> str:
    """What a price is for, in a sentence: '1000 tokens', '1 call'."""
    return f"{per.quantity} {per.unit}{'' if per.quantity == 1 else 's'}"


def interval(amount: str) -> tuple[Decimal, Decimal]:
    """What the printed digits imply: half a step of the last one either way, never below zero.

    `0.010` gives 0.0095 and 0.0105, so $0.010 per 1K tokens is $9.50 to $10.50 per 1M.
    """
    exponent = Decimal(amount).as_tuple().exponent
    assert isinstance(exponent, int)
    half = Decimal((0, (5,), exponent - 1))
    return max(Decimal(0), Decimal(amount) - half), Decimal(amount) + half


def is_coarse(price: Price) -> bool:
    """Whether the amount is known only to its printed digits.

    The pages print token prices in whole cents per 1,000 tokens; itemised rates and flat prices per
    call are what is billed, and `Free` is exact.
    """
    return price.basis == "listed" and price.per.unit == "token" and not is_free(price.amount, price.basis, price.per)


def is_free(amount: str, basis: Basis, per: Per) -> bool:
    """Whether an amount says that nothing is billed: `Free`, and zero but in the digits of a listed token price.

    `$0.000` per 1K tokens is what up to $0.50 per 1M is rounded to.
    """
    return not Decimal(amount) and not (basis == "listed" and per.unit == "token" and "." in amount)


def scaled(amount: str | Decimal, per: Per, quantity: int) -> Fraction:
    """The exact amount for `quantity` units at `amount` per `per`."""
    return _scaled(amount, per.quantity, quantity)


@lru_cache(maxsize=65536)  # a catalog repeats its amounts, and a site says each on many pages
def _scaled(amount: str | Decimal, of: int, quantity: int) -> Fraction:
    return Fraction(amount) * quantity / of


def shown(text: str) -> str:
    """Text from a page in a message: quoted, on one line, cut at 60 characters, invisible characters escaped."""
    cut = text if len(text) <= 60 else text[:57] + "..."
    return '"' + "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in cut) + '"'


# Full-width digits, letters and signs, and the ASCII they stand for. Nothing else is folded: compatibility
# forms hold footnote marks, and `$0.010¹` must not become $0.0101.
_FULL_WIDTH: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    0xFFE1: "£",
    0xFFE5: "¥",
    0xFFE6: "₩",
}


def _plain(text: str) -> str:
    """`text` with runs of white space, no-break ones too, as one space. What is too long can't be read as anything."""
    if len(text) > LONGEST:
        return text[:LONGEST] + "…"
    return " ".join((text if text.isascii() else text.translate(_FULL_WIDTH)).split())


def _amount(match: re.Match[str], side: int, text: str) -> tuple[str, str]:
    before = match[f"before{side}"]
    number: str = match[f"number{side}"] or match[f"tail{side}"]
    sign = before or match[f"after{side}"]
    english = before is not None and CURRENCIES[sign] not in _COMMA_DECIMALS
    amount = _digits(number, english=english)
    if amount is None or not re.fullmatch(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,12})?", amount):
        raise NotationError("unreadable-price", f"expected an amount like $0.010, got {shown(text)}")
    if Decimal(amount) > ABSURD:
        raise NotationError("unreadable-price", f"expected an amount up to {ABSURD}, got {shown(text)}")
    return amount, CURRENCIES[sign]


def _digits(number: str, *, english: bool) -> str | None:
    """Digits with a dot for the decimals, or None where `1,500` could mean two things.

    A sign before the number is the English way of writing: `$1,500` has thousands, `$1.500` decimals. After it
    (`1,500 €`), either may be either.
    """
    if not english and re.fullmatch(r"[1-9][0-9]{0,2}(,[0-9]{3}|\.[0-9]{3})", number):
        return None
    if re.fullmatch(r"[0-9]*\.?[0-9]+", number):
        return number if number[0] != "." else f"0{number}"
    if _COMMAS["thousands"].fullmatch(number):
        return number.replace(",", "")
    if re.fullmatch(r"[1-9][0-9]{0,2}(\.[0-9]{3})+,[0-9]+", number):
        return number.replace(".", "").replace(",", ".")
    if _COMMAS["decimals"].fullmatch(number):
        return number.replace(",", ".")
    return None


def _splits(scale: str, word: str) -> list[tuple[str, str]]:
    """`1K tokens` and `1Ktokens` alike: the scale may stand apart or lead the word."""
    whole = scale + word
    stems = [whole, whole.removesuffix("s")]
    return [(stem[:cut], stem[cut:]) for stem in stems for cut in range(len(stem)) if stem[:cut] in _SCALES]
