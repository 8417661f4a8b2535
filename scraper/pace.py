"""How often a run may ask: evenly spaced turns, held back as a whole when the server asks for it.

Times are seconds of a clock that only goes forward, so a wall clock that jumps changes nothing.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


class Pace:
    """Turns for all connections of a run together: it asks one host, so the limit is per host."""

    def __init__(
        self,
        rate: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`rate` is in requests a second, more than 0. Unused turns are not saved up for a burst."""
        self._interval = 1 / rate
        self._clock, self._sleep = clock, sleep
        self._next = self._held = clock()

    @property
    def rate(self) -> float:
        """The requests a second at most."""
        return 1 / self._interval

    def slow_to(self, interval: float) -> None:
        """Leave at least `interval` seconds between requests from now on (robots.txt's Crawl-delay)."""
        self._interval = max(self._interval, interval)

    def hold(self, seconds: float) -> None:
        """Give no turn for `seconds` from now (Retry-After)."""
        self._held = max(self._held, self._clock() + seconds)

    async def turn(self) -> None:
        """Wait until the next request may be sent."""
        while True:
            now = self._clock()
            at = max(now, self._next)
            self._next = at + self._interval
            if at > now:
                await self._sleep(at - now)
            # A hold may have come while this turn was waited for; the turn is then lost and taken again.
            wait = self._held - self._clock()
            if wait <= 0:
                return
            await self._sleep(wait)


def seconds_asked(retry_after: str | None, *, now: datetime) -> float | None:
    """What a Retry-After header asks for, in seconds, possibly negative; None where it says nothing sensible."""
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        date = parsedate_to_datetime(text)
        return (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
