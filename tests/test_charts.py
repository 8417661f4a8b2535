"""Step charts: every coordinate worked out by hand, and nothing that touches anything else."""

import re
from fractions import Fraction
from itertools import pairwise

import pytest

from build.charts import LINES, Chart, Stretch, step_chart

DAYS = {day: f"day {day}" for day in range(1, 400)}


def stretch(begin: int, end: int, amount: str, *, lasts: bool = False, label: str | None = None) -> Stretch:
    return Stretch(begin, end, Fraction(amount), f"${amount}" if label is None else label, lasts)


def chart(*series: list[Stretch], mirrored: bool = False) -> Chart:
    found = step_chart(series, DAYS, mirrored=mirrored)
    assert found is not None
    return found


FALLING = [stretch(1, 51, "2"), stretch(51, 101, "1", lasts=True)]
RISING = [stretch(1, 26, "0.5"), stretch(26, 101, "1.5", lasts=True)]


def test_a_step_is_as_far_along_as_its_day_and_as_high_as_it_is_dear() -> None:
    # 100 days: day 51 is half way. Zero is at 182, the dearest at 22, half of it in the middle.
    line = chart(FALLING).lines[0]
    assert line.path == "M0 22H500V102H1000"
    assert (line.x, line.y, line.lasts) == ("100%", "102", True)


def test_the_scale_begins_at_zero() -> None:
    line = chart([stretch(1, 51, "0.100"), stretch(51, 101, "0.099", lasts=True)]).lines[0]
    assert line.path == "M0 22H500V23.6H1000"


def test_free_lies_on_the_axis() -> None:
    drawn = chart([stretch(1, 51, "0"), stretch(51, 101, "3", lasts=True)])
    assert drawn.lines[0].path == f"M0 {drawn.axis}H500V22H1000"


def test_what_was_always_free_can_be_drawn() -> None:
    assert chart([stretch(1, 51, "0"), stretch(61, 101, "0")]).lines[0].path == "M0 182H500M600 182H1000"


def test_the_pen_is_lifted_where_the_price_was_gone() -> None:
    assert chart([stretch(1, 41, "1"), stretch(61, 101, "1", lasts=True)]).lines[0].path == "M0 22H400M600 22H1000"


def test_a_line_ends_where_its_price_was_gone() -> None:
    ended = [stretch(1, 26, "2"), stretch(26, 76, "1")]
    first, second = chart(ended, RISING).lines
    # Beside letters the plot has 94 % of the width: 75 of 100 days are 70.5 % of it.
    assert (first.x, first.lasts) == ("70.5%", False)
    assert (second.x, second.lasts) == ("94%", True)


def test_a_change_on_the_last_day_is_a_step_at_the_edge() -> None:
    assert chart([stretch(1, 101, "2"), stretch(101, 101, "1", lasts=True)]).lines[0].path == "M0 22H1000V102H1000"


def test_all_on_one_day_is_no_chart() -> None:
    assert step_chart([[stretch(5, 5, "1"), stretch(5, 5, "2", lasts=True)]], DAYS, mirrored=False) is None


def test_a_single_line_has_no_letter_and_the_whole_width() -> None:
    drawn = chart(FALLING)
    assert (drawn.width, drawn.left, drawn.lines[0].letter) == ("100%", "0%", "")


def test_several_lines_have_letters_at_their_ends_that_never_touch() -> None:
    same = [[stretch(1, 51, "2"), stretch(51, 101, "1", lasts=True)] for _ in range(LINES)]
    drawn = chart(*same)
    assert [line.letter for line in drawn.lines] == list("ABCDEF")
    heights = sorted(Fraction(line.letter_y) for line in drawn.lines)
    assert min(below - above for above, below in pairwise(heights)) >= 14
    assert heights[-1] < drawn.height - 14


def test_letters_at_the_bottom_are_pushed_up() -> None:
    low = [[stretch(1, 51, "9"), stretch(51, 101, amount, lasts=True)] for amount in ("0", "0.01", "0.02")]
    assert max(float(line.letter_y) for line in chart(*low).lines) == pytest.approx(182 + 4.2)


def test_in_a_page_from_right_to_left_time_runs_from_right_to_left() -> None:
    drawn, mirrored = chart(FALLING, RISING), chart(FALLING, RISING, mirrored=True)
    assert mirrored.lines[0].path == "M1000 22H500V102H0"
    assert (mirrored.left, mirrored.width) == ("6%", "94%")
    assert mirrored.lines[0].x == "6%"
    for one, other in zip((*drawn.days, *drawn.amounts), (*mirrored.days, *mirrored.amounts), strict=True):
        assert (other.text, other.y, other.anchor, other.shift) == (one.text, one.y, one.anchor, -one.shift)
        assert float(other.x[:-1]) == pytest.approx(100 - float(one.x[:-1]))


def test_the_first_and_the_last_day_are_always_written() -> None:
    days = chart(FALLING).days
    assert [(label.text, label.x, label.anchor) for label in days] == [
        ("day 1", "0%", "start"),
        ("day 51", "50%", "middle"),
        ("day 101", "100%", "end"),
    ]


def test_every_day_of_a_step_has_a_mark_but_only_days_with_room_are_written() -> None:
    close = [stretch(1, 90, "1"), stretch(90, 95, "2"), stretch(95, 101, "1", lasts=True)]
    drawn = chart(close)
    assert drawn.marks == ("0%", "89%", "94%", "100%")
    assert [label.text for label in drawn.days if not label.wide] == ["day 1", "day 101"]


def test_a_wide_picture_has_room_for_more() -> None:
    drawn = chart([stretch(1, 78, "1"), stretch(78, 101, "2", lasts=True)])
    assert [(label.text, label.wide) for label in drawn.days] == [
        ("day 1", False),
        ("day 78", True),
        ("day 101", False),
    ]


def test_an_amount_stands_above_the_begin_of_its_step() -> None:
    labels = {label.text: label for label in chart(FALLING).amounts}
    assert (labels["$2"].x, labels["$2"].y, labels["$2"].anchor, labels["$2"].shift) == ("0%", "16", "start", 0)
    assert (labels["$1"].x, labels["$1"].y, labels["$1"].anchor, labels["$1"].shift) == ("50%", "96", "start", 4)


def test_an_amount_at_the_right_edge_stands_before_it() -> None:
    drawn = chart([stretch(1, 100, "1"), stretch(100, 101, "2", lasts=True)])
    label = next(label for label in drawn.amounts if label.text == "$2")
    assert (label.x, label.anchor, label.shift) == ("100%", "end", -4)


def test_an_amount_without_room_is_left_to_the_table() -> None:
    crowded = [stretch(day, day + 1, str(1 + day % 2), label="$1.000000") for day in range(1, 60)]
    drawn = chart(crowded)
    assert 0 < len(drawn.amounts) < len(crowded)


def strokes(path: str) -> list[tuple[float, float, float, float]]:
    """The pieces of a path: left, right, top, bottom, x in thousandths."""
    found: list[tuple[float, float, float, float]] = []
    x = y = 0.0
    for command, first, second in re.findall(r"([MHV])([\d.]+)(?: ([\d.]+))?", path):
        at = (
            (float(first), float(second))
            if command == "M"
            else (float(first), y)
            if command == "H"
            else (x, float(first))
        )
        if command != "M":
            found.append((min(x, at[0]), max(x, at[0]), min(y, at[1]), max(y, at[1])))
        x, y = at
    return found


def test_amounts_never_touch_one_another_or_a_line() -> None:
    """Measured anew, from what is drawn: boxes of text in a picture of 288 pixels, capitals 9 pixels high."""
    prices = [
        [stretch(1, 31, f"{n}.5"), stretch(31, 61, f"{n}"), stretch(61, 101, f"{n}.2", lasts=True)] for n in range(6)
    ]
    drawn = chart(*prices)
    boxes = []
    for label in drawn.amounts:
        if not label.wide:
            x, wide = float(label.x[:-1]) * 2.88 + label.shift, 7 * len(label.text)
            left = x - wide if label.anchor == "end" else x
            boxes.append((left, left + wide, float(label.y) - 9, float(label.y)))
    assert len(boxes) >= 6
    lines = [(a * 0.27072, b * 0.27072, c, d) for line in drawn.lines for a, b, c, d in strokes(line.path)]
    assert len(lines) == 6 * 5
    for place, (left, right, top, bottom) in enumerate(boxes):
        for one in [*boxes[place + 1 :], *lines]:
            assert right <= one[0] or one[1] <= left or bottom <= one[2] or one[3] <= top


@pytest.mark.parametrize(("text", "written"), [("12345678", 3), ("一二三四五六七八", 2)], ids=["digits", "ideograms"])
def test_text_takes_the_room_of_its_letters(text: str, written: int) -> None:
    found = step_chart([FALLING], dict.fromkeys((1, 51, 101), text), mirrored=False)
    assert found is not None
    assert sum(not label.wide for label in found.days) == written
