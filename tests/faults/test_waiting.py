"""Servers that are busy, and how long they may make us wait."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from scraper.errors import FetchError
from scraper.fetch import Fetcher, Patience, tls_context
from scraper.origin import from_base_url
from scraper.pace import Pace
from tests.faults.catalog import index
from tests.faults.loopback import Answer, Loopback, in_turn, status
from tests.faults.pulling import ADDRESS, FEW, PATH, pulled, spoilt

ASKED = [
    "0",
    "3600",
    "Wed, 21 Oct 2015 07:28:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "soon",
    "-5",
    "1e9",
    "9" * 400,
    "",
]


def busy(code: int, retry_after: str) -> Answer:
    return status(code, ("Retry-After", retry_after))


class Clock:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


async def waits(server: Loopback, clock: Clock, patience: Patience) -> Sequence[float]:
    """Ask for the page, and tell how long was waited before each attempt but the first, in seconds of `clock`."""
    origin, times = from_base_url(server.base_url), []

    class Noting(Pace):
        async def turn(self) -> None:
            await super().turn()
            times.append(clock())

    pace = Noting(1e6, clock=clock, sleep=clock.sleep)
    fetcher = Fetcher(origin, agent="test", pace=pace, patience=patience, tls=tls_context(origin), sleep=clock.sleep)
    with pytest.raises(FetchError, match="the server answered"):
        await fetcher.get(ADDRESS, accept="text/markdown")
    await fetcher.aclose()
    return [later - earlier for earlier, later in pairwise(times)]


@pytest.mark.fault(7)
@pytest.mark.parametrize("retry_after", ASKED)
@pytest.mark.parametrize("code", [429, 503])
def test_waiting_is_clamped_and_attempts_are_bounded(server: Loopback, code: int, retry_after: str) -> None:
    """Whatever Retry-After says (0, an hour, a past date, garbage, negative), three attempts with 1 to 30 s between."""
    server.site[ADDRESS] = busy(code, retry_after)
    waited = asyncio.run(waits(server, Clock(), Patience()))
    assert len(waited) == 2
    assert all(1 <= seconds <= 30.001 for seconds in waited)
    assert server.paths == [ADDRESS] * 3


@pytest.mark.fault(7)
def test_a_sensible_retry_after_is_obeyed(server: Loopback) -> None:
    """A Retry-After of 12 seconds is waited for."""
    server.site[ADDRESS] = busy(429, "12")
    assert all(12 <= seconds <= 12.001 for seconds in asyncio.run(waits(server, Clock(), Patience())))


@pytest.mark.fault(7)
@pytest.mark.parametrize("code", [408, 425, 429, 500, 502, 503, 504])
def test_a_page_that_comes_at_the_third_attempt_is_recorded(server: Loopback, content: Path, code: int) -> None:
    """A server that is busy twice and then answers loses nothing."""
    server.site[ADDRESS] = in_turn(busy(code, "0"), busy(code, "3600"), server.site[ADDRESS])
    summary = pulled(server.base_url, content, **FEW)
    assert not summary.failed
    assert PATH in summary.changed


@pytest.mark.fault(7)
def test_a_page_that_is_always_busy_fails_and_keeps_what_is_recorded(server: Loopback, content: Path) -> None:
    """A page that stays busy is named as failed; what is recorded stays."""
    assert "the server answered 429" in spoilt(server, content, busy(429, "3600"))


@pytest.mark.fault(7)
def test_a_server_that_stopped_answering_ends_the_run(server: Loopback, content: Path) -> None:
    """After twenty pages in a row without an answer the run stops and says what is left."""
    families = {f"family-{number}": ("1", "2") for number in range(30)}
    server.site = {"/models.md": status(200, body=index("en", families))}
    for family in families:
        server.site[f"/models/{family}.md"] = busy(503, "3600")
    summary = pulled(server.base_url, content, locales=("en",))
    assert summary.stopped == "the server gave no answer for 20 pages in a row"
    assert not summary.finished
    assert summary.left > 0
    assert 20 <= len(summary.failed) < 30
