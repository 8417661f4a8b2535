"""Turns: evenly spaced, held back as a whole."""

import asyncio
from datetime import UTC, datetime

import pytest

from scraper.pace import Pace, seconds_asked

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that only waiting moves, to the moment that comes first."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def turns(pace: Pace, clock: Clock, count: int) -> list[float]:
    async def take() -> list[float]:
        times = []
        for _ in range(count):
            await pace.turn()
            times.append(round(clock.now - 100, 6))
        return times

    return asyncio.run(take())


def paced(rate: float) -> tuple[Pace, Clock]:
    clock = Clock()
    return Pace(rate, clock=clock, sleep=clock.sleep), clock


def test_turns_are_spaced_evenly_and_the_first_is_free() -> None:
    assert turns(*paced(4), 5) == [0, 0.25, 0.5, 0.75, 1]


def test_unused_turns_are_not_saved_up() -> None:
    pace, clock = paced(4)
    turns(pace, clock, 1)
    clock.now += 60
    assert turns(pace, clock, 3) == [60, 60.25, 60.5]


def test_a_crawl_delay_slows_and_never_hurries() -> None:
    pace, clock = paced(4)
    pace.slow_to(2)
    pace.slow_to(0.1)
    assert turns(pace, clock, 3) == [0, 2, 4]


def test_a_hold_stops_everybody_until_it_is_over() -> None:
    pace, clock = paced(4)
    turns(pace, clock, 1)
    pace.hold(30)
    pace.hold(5)
    assert turns(pace, clock, 2) == [30, 30.25]


def test_a_hold_also_stops_those_who_wait_for_their_turn_already() -> None:
    clock = Clock()

    async def held_meanwhile(seconds: float) -> None:
        await clock.sleep(seconds)
        if clock.now < 101:
            pace.hold(30)

    pace = Pace(4, clock=clock, sleep=held_meanwhile)
    assert turns(pace, clock, 3) == [0, 30.25, 30.5]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        (" 120 ", 120),
        ("99999999999999999999", 999999999),
        ("Sun, 22 Nov 2026 12:00:30 GMT", 30),
        ("Sun, 22 Nov 2026 11:59:00 GMT", -60),
        ("Sun, 22 Nov 2026 12:00:30", 30),
        (None, None),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("١٢", None),
        ("Sun, 99 Nov 2026 12:00:30 GMT", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(text: str | None, seconds: float | None) -> None:
    assert seconds_asked(text, now=NOW) == seconds
