"""How wide the columns of the price table stand.

A browser that measures columns by their content measures them again with every row that arrives or goes, and
everything moves. So the widths are worked out here, from what the columns say, and the table keeps them. They are
estimates: nobody knows the reader's fonts. What turns out longer goes over two lines.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import ceil

from build.locales import Words
from build.views_prices import PriceLine

STEP = 0.5  # rem; site.css has a class c<number of steps> for each width
WIDEST = 40  # steps

# Font sizes of site.css, in rem.
_TEXT, _SMALL = 0.875, 0.75
# What stands beside the text, in rem: the space after a cell; the arrow of a column that sorts.
_GAP, _ARROW = 0.75, 0.9
_BAR = 8.0  # rem, the bar under a price
_MARK = 1.9  # rem, the mark of a contradiction after a price, with the space before it

# Per column: the width of a letter in em, the size of the text in rem, what stands before it in rem (a box to tick).
_SETTING = {"variant": (0.55, _TEXT, 1.75), "endpoint": (0.6, _SMALL, 0.0), "source": (0.5, _SMALL, 0.0)}

# Widths of a character, in em. Letters of the Latin, Arabic and Cyrillic scripts differ around the first.
_LETTER, _DIGIT, _FIGURE, _WIDE = 0.52, 0.556, 0.51, 1.0  # a figure is its digits and the narrower marks in it
_FIRST_WIDE = "\u2e80"  # from here on characters are as wide as high: Chinese, Korean
_NO_ROOM = dict.fromkeys(map(ord, "\u2066\u2069"))  # what holds an amount together in Arabic

# Of the texts of a column, how many hundredths fit on one line. What belongs to a whole row group has room for two.
_FITTING = {"variant": 60, "model": 50, "provider": 50, "status": 90, "endpoint": 50, "source": 80}
_LEAST = {"variant": 9.5, "endpoint": 9.0}  # rem
_MOST = {"variant": 13.0, "what": 8.5, "model": 8.0, "provider": 8.0, "endpoint": 11.0, "source": 13.0}  # rem
_PIECES = re.compile(r"[\s/-]+")  # a line may break there


def text_width(text: str, letter: float = _LETTER) -> float:
    """About how wide a text is, in em."""
    wide = 0 if text.isascii() else sum(char >= _FIRST_WIDE for char in text)
    return (len(text) - wide) * letter + wide * _WIDE


def column_steps(
    words: Words, heads: Mapping[str, str], texts: Mapping[str, Iterable[str]], lines: Iterable[PriceLine], digits: int
) -> list[tuple[str, int]]:
    """(column, width in steps) in the order of `heads`, which are the columns' titles.

    `texts` are what the cells of a column say; prices come as `lines`, their amounts `digits` characters wide.
    """
    shown = tuple(lines)
    million = text_width(f" {words('price.million')}") * _SMALL
    needs: dict[str, float] = {}
    for column, title in heads.items():
        if column == "price":
            after = {(line.per, bool(line.doubts)) for line in shown}
            most = max((text_width(unit, 0.5) * _SMALL + marked * _MARK for unit, marked in after), default=0)
            room = max((digits - 0.5) * _DIGIT * _TEXT + 0.25 + most, _BAR)
        elif column == "million":
            found = {line.million for line in shown if line.million}
            room = (
                max((text_width(text.translate(_NO_ROOM), _FIGURE) for text in found), default=0) * _TEXT + million
                if found
                else 0
            )
        else:
            room = _room(column, tuple(texts[column]))
        needs[column] = max(room, text_width(title) * _SMALL + _ARROW) + _GAP
    return [(column, min(ceil(need / STEP), WIDEST)) for column, need in needs.items()]


@lru_cache(maxsize=32)  # ids, names and addresses are the same in every language
def _room(column: str, texts: tuple[str, ...]) -> float:
    """In rem, so wide that most texts fit, and the longest piece of any that can't be broken."""
    letter, size, before = _SETTING.get(column, (_LETTER, _TEXT, 0.0))
    widths = sorted(text_width(text, letter) for text in texts)
    most = widths[(len(widths) - 1) * _FITTING.get(column, 100) // 100] if widths else 0
    piece = max((text_width(piece, letter) for text in set(texts) for piece in _PIECES.split(text)), default=0)
    room = max(most, piece) * size + before
    return min(max(room, _LEAST.get(column, 0)), _MOST.get(column, WIDEST * STEP))
