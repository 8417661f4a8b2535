"""Step charts as numbers: where every line, label and tick of some prices through time stands.

    share of the width  0 at the first day, 1 at the last; mirrored where the page runs from right to left
    x                   a percentage of the picture's width, so that a chart is as wide as its place and its text is not
                        stretched; in a line's path thousandths of the plot's width
    y                   pixels from the top; the axis at the bottom is zero, so that a step is as high as it is dear

An amount stands above the step it belongs to wherever it hits nothing, first in a narrow picture, then, marked as
`wide`, in a wide one as well; what finds no room is left to the table that goes with every chart. Several lines
carry a letter each at their ends. `text-anchor` follows the direction of the text, so anchors are the same in both.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from string import ascii_uppercase

from build.exact import digits

LINES = 6  # lines of one chart, as many as have a dash of their own

_TOP, _AXIS, _HEIGHT = 22, 182, 204  # pixels: the highest line, zero, the picture with its days
_PLOT = Fraction(94, 100)  # of the picture, where letters stand beside the plot
_NARROW, _WIDE = 288, 660  # pixels: the widths that labels are tried at, on a screen of 320 and of 768
_DIGIT, _IDEOGRAPH, _LETTER = 7, 12, 14  # pixels: what text takes, a letter's height with room
_GAP = 8  # pixels between two labels

_Box = tuple[Fraction, Fraction, Fraction, Fraction]  # left, right, top, bottom in pixels


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days (as ordinals) at one amount, which is written as `label`; `end` is the first day it no longer held."""

    begin: int
    end: int
    amount: Fraction
    label: str
    lasts: bool = False  # to the end of what is known


@dataclass(frozen=True, slots=True)
class Line:
    """The stretches of one price."""

    path: str  # SVG path data, x in thousandths of the plot, y in pixels
    x: str  # where it ends, % of the picture
    y: str
    lasts: bool  # false where the price was gone before the last day
    letter: str  # '' for the only line
    letter_y: str


@dataclass(frozen=True, slots=True)
class Label:
    """A text in the picture."""

    text: str
    x: str  # %
    y: str
    anchor: str  # start, middle or end, in the direction of the text
    shift: int  # pixels to add to x
    wide: bool  # only in a wide picture


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture. The plot stands at `left` and is `width` wide, both in %."""

    height: int
    axis: int
    left: str
    width: str
    aside: int  # pixels from the end of a line to its letter
    lines: tuple[Line, ...]
    amounts: tuple[Label, ...]
    days: tuple[Label, ...]
    marks: tuple[str, ...]  # x of every day on which a line steps, begins or ends


def step_chart(series: Sequence[Sequence[Stretch]], days: Mapping[int, str], *, mirrored: bool) -> Chart | None:
    """The chart of up to LINES prices, each with its stretches in order of time.

    `days` is how every day of a step is written. None where all is on one day: there is no time to draw.
    """
    drawing = _Drawing(series, mirrored=mirrored)
    if drawing.first == drawing.last:
        return None
    return Chart(
        height=_HEIGHT,
        axis=_AXIS,
        left=drawing.percent(0 if not mirrored else 1 - drawing.plot),
        width=drawing.percent(drawing.plot),
        aside=-8 if mirrored else 8,
        lines=tuple(drawing.lines()),
        amounts=tuple(drawing.amounts()),
        days=tuple(drawing.days(days)),
        marks=tuple(drawing.x(day) for day in drawing.steps),
    )


class _Drawing:
    def __init__(self, series: Sequence[Sequence[Stretch]], *, mirrored: bool) -> None:
        self.series, self.mirrored = series, mirrored
        self.plot = _PLOT if len(series) > 1 else Fraction(1)
        stretches = [stretch for line in series for stretch in line]
        self.steps = sorted({day for one in stretches for day in (one.begin, one.end)})
        self.first, self.last = self.steps[0], self.steps[-1]
        self.most = max(one.amount for one in stretches) or Fraction(1)

    def share(self, day: int) -> Fraction:
        """How far into the time, and so into the plot, a day is."""
        return Fraction(day - self.first, self.last - self.first)

    def x(self, day: int) -> str:
        into = self.share(day) * self.plot
        return self.percent(1 - into if self.mirrored else into)

    def percent(self, share: Fraction | int) -> str:
        return f"{digits(round(Fraction(share) * 100, 2))}%"

    def y(self, amount: Fraction) -> Fraction:
        return round(_AXIS - (_AXIS - _TOP) * amount / self.most, 1)

    def lines(self) -> Iterator[Line]:
        ends = [self.y(line[-1].amount) for line in self.series]
        for number, (line, y) in enumerate(zip(self.series, _apart(ends), strict=True)):
            last = line[-1]
            yield Line(
                path=self._path(line),
                x=self.x(last.end),
                y=digits(self.y(last.amount)),
                lasts=last.lasts,
                letter=ascii_uppercase[number] if len(self.series) > 1 else "",
                letter_y=digits(y + _LETTER * Fraction(3, 10)),
            )

    def _path(self, line: Sequence[Stretch]) -> str:
        """Across each stretch, up or down to the next; the pen is lifted where the price was gone."""
        drawn: list[str] = []
        for before, stretch in pairwise([None, *line]):
            assert stretch is not None
            begin, end, y = self._along(stretch.begin), self._along(stretch.end), digits(self.y(stretch.amount))
            joined = before is not None and before.end == stretch.begin
            drawn.append(f"{f'V{y}' if joined else f'M{begin} {y}'}H{end}")
        return "".join(drawn)

    def _along(self, day: int) -> str:
        share = self.share(day)
        return digits(round((1 - share if self.mirrored else share) * 1000, 1))

    def amounts(self) -> Iterator[Label]:
        """The amounts that find room, those of today first, then where each line begins."""
        order = [line[-1] for line in self.series] + [line[0] for line in self.series]
        order = list(dict.fromkeys([*order, *(stretch for line in self.series for stretch in line)]))
        taken: dict[Stretch, tuple[str, bool]] = {}
        for width, wide in ((_NARROW, False), (_WIDE, True)):
            boxes = [self._box(stretch, place, width) for stretch, (place, _) in taken.items()]
            for stretch in order:
                room = None if stretch in taken else self._room(stretch, width, boxes)
                if room:
                    taken[stretch] = (room, wide)
                    boxes.append(self._box(stretch, room, width))
        for stretch, (place, wide) in taken.items():
            at_end = "end" in place
            y = self.y(stretch.amount) + (15 if "below" in place else -6)
            shift = 0 if stretch.begin == self.first and not at_end else -4 if at_end else 4
            x = self.x(stretch.end if at_end else stretch.begin)
            yield Label(
                stretch.label, x, digits(y), "end" if at_end else "start", -shift if self.mirrored else shift, wide
            )

    def _room(self, stretch: Stretch, width: int, boxes: Iterable[_Box]) -> str | None:
        """The first place beside a step where its amount hits no line, no other amount and no edge."""
        for place in ("above start", "above end", "below start", "below end"):
            left, right, top, bottom = box = self._box(stretch, place, width)
            inside = left >= 0 and right <= width * self.plot and top >= 0 and bottom < _AXIS
            if inside and not any(_overlap(box, other) for other in [*boxes, *self._strokes(width)]):
                return place
        return None

    def _box(self, stretch: Stretch, place: str, width: int) -> _Box:
        at_end, long = "end" in place, _length(stretch.label)
        x = self.share(stretch.end if at_end else stretch.begin) * self.plot * width
        left = x - long - 4 if at_end else x + (0 if stretch.begin == self.first else 4)
        top = self.y(stretch.amount) + (3 if "below" in place else -17)
        return left, left + long, top, top + 13

    def _strokes(self, width: int) -> Iterator[_Box]:
        """Every piece of every line as a box, in the direction of time: mirroring changes nothing about hits."""
        for line in self.series:
            for before, stretch in pairwise([None, *line]):
                assert stretch is not None
                begin, end = (self.share(day) * self.plot * width for day in (stretch.begin, stretch.end))
                y = self.y(stretch.amount)
                yield begin, end, y - 1, y + 1
                if before is not None and before.end == stretch.begin:
                    low, high = sorted((self.y(before.amount), y))
                    yield begin - 1, begin + 1, low, high

    def days(self, written: Mapping[int, str]) -> Iterator[Label]:
        """The first and the last day, and those between that find room; the newest first."""
        placed: dict[int, tuple[str, bool]] = {self.first: ("start", False), self.last: ("end", False)}
        for width, wide in ((_NARROW, False), (_WIDE, True)):
            for day in reversed(self.steps[1:-1]):
                taken = [self._span(one, written[one], anchor, width) for one, (anchor, _) in placed.items()]
                left, right = self._span(day, written[day], "middle", width)
                if day not in placed and all(right + _GAP <= begin or end + _GAP <= left for begin, end in taken):
                    placed[day] = ("middle", wide)
        for day, (anchor, wide) in sorted(placed.items()):
            yield Label(written[day], self.x(day), str(_HEIGHT - 4), anchor, 0, wide)

    def _span(self, day: int, text: str, anchor: str, width: int) -> tuple[Fraction, Fraction]:
        x, long = self.share(day) * self.plot * width, _length(text)
        left = x - {"start": Fraction(0), "middle": Fraction(long, 2), "end": Fraction(long)}[anchor]
        return left, left + long


def _length(text: str) -> int:
    """About how many pixels a text takes at twelve to the em, rather more than too few."""
    visible = (char for char in text if unicodedata.category(char) != "Cf")
    return sum(_IDEOGRAPH if unicodedata.east_asian_width(char) in "WF" else _DIGIT for char in visible)


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _apart(heights: Sequence[Fraction]) -> list[Fraction]:
    """The heights, moved as little as it takes for letters at them not to touch, none below the axis."""
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    moved = list(heights)
    for above, place in pairwise(order):
        moved[place] = max(moved[place], moved[above] + _LETTER)
    limit = Fraction(_AXIS)
    for place in reversed(order):
        moved[place] = min(moved[place], limit)
        limit = moved[place] - _LETTER
    return moved
