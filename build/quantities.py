"""Reading what people type as a quantity: `250`, `0.5`, `500k`, `1.5M`.

The browser reads the same (static/js/quantity.js), and the reader's own separators besides:

    quantity = digits [ "." digits ] [ suffix ]        suffix = k K M G B 萬 万 만 億 亿 억

A comma is refused rather than guessed: 1,500 is fifteen hundred in one language and one and a half in another.
So is a lower-case m, which is milli, minute or million, depending on who reads it.
"""

import re
from decimal import Decimal

from scraper.errors import UsageError

MAX_DIGITS = 20

# Powers of ten. B is the billion of 10^9; the last two rows are how Chinese and Korean count.
SUFFIXES: dict[str, int] = {
    "": 0, "k": 3, "K": 3, "M": 6, "G": 9, "B": 9,
    "萬": 4, "万": 4, "만": 4,
    "億": 8, "亿": 8, "억": 8,
}  # fmt: skip

# Full-width, Arabic-Indic and extended Arabic-Indic digits, the Arabic decimal separator, full-width letters.
_PLAIN = str.maketrans(
    "０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹．٫ｋＫＭＧＢ",
    "0123456789" * 3 + "..kKMGB",
)
_QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]+)?|\.[0-9]+) ?([^0-9.\s]?)")
_EXPECTED = "expected a number like 250, 0.5, 500k or 1.5M"


def parse(text: str) -> Decimal:
    """The quantity that `text` says, exactly and never negative.

    Raises UsageError for anything else: signs, exponents, names of numbers, separators, over 20 digits.
    """
    plain = text.strip().translate(_PLAIN)
    if not plain:
        raise UsageError(f"a quantity is missing; {_EXPECTED}")
    match = _QUANTITY.fullmatch(plain)
    if match is None or match[2] not in SUFFIXES:
        raise UsageError(f"{_shown(text)} is no quantity; {_EXPECTED}{_hint(plain)}")
    if len(match[1].replace(".", "")) > MAX_DIGITS:
        raise UsageError(f"{_shown(text)} has over {MAX_DIGITS} digits; {_EXPECTED}")
    # scaleb would round to the context's 28 digits; a 20-digit number of billions needs 29.
    sign, digits, exponent = Decimal(match[1]).as_tuple()
    assert isinstance(exponent, int)  # the grammar has no NaN and no infinity
    return Decimal((sign, digits, exponent + SUFFIXES[match[2]]))


def _hint(plain: str) -> str:
    if plain.endswith("m"):
        return "; m could mean milli, minute or million: write M for a million"
    if plain.startswith("-"):
        return "; a quantity is never negative"
    if "," in plain:
        return "; write it without a comma"
    return ""


def _shown(text: str) -> str:
    """The text as it can be shown on a terminal: escaped, and cut where it is long."""
    return ascii(text if len(text) <= 40 else text[:39] + "…")
