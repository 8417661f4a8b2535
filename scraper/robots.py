"""What robots.txt permits. The only user of protego; RFC 9309 says what a missing or broken file means.

200 with rules        they are obeyed, Crawl-delay too      401, 403, 404, 410 …   everything is allowed
200 with HTML         everything is allowed, and a warning  5xx, 429, no answer    nothing is fetched
"""

from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from scraper.errors import FetchError

ADDRESS = "/robots.txt"
MAX_ROBOTS = 512 * 1024  # bytes; RFC 9309 asks for at least 500 KiB to be read
MAX_DELAY = 60.0  # seconds between requests; a whole catalog at this pace takes two days


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to one crawler."""

    allowed: Callable[[str], bool]  # whether this absolute address may be asked for
    delay: float = 0.0  # seconds to leave between requests
    warning: str | None = None  # why the file was taken for empty


def read_rules(body: bytes | None, *, agent: str) -> Rules:
    """The rules for `agent` in the bytes of a robots.txt; None where the server has none.

    Raises FetchError where the delay asked for is longer than a run can wait.
    """
    if body is None:
        return Rules(lambda _: True)
    text = _complete_lines(body).decode("utf-8-sig", errors="replace")
    if text.lstrip().startswith("<"):
        return Rules(lambda _: True, warning="robots.txt is a web page, not rules; taken as allowing everything")
    rules = Protego.parse(text)
    delay = rules.crawl_delay(agent) or 0.0
    rate = rules.request_rate(agent)
    if rate is not None and rate.requests > 0:
        delay = max(delay, rate.seconds / rate.requests)
    if delay > MAX_DELAY:
        raise FetchError(
            f"robots.txt asks for {delay:g} s between requests, more than {MAX_DELAY:g}; nothing was asked"
        )
    return Rules(lambda url: bool(rules.can_fetch(url, agent)), delay)


def _complete_lines(body: bytes) -> bytes:
    """`body` without a line that the cap cut in two: half a rule is another rule."""
    if len(body) < MAX_ROBOTS:
        return body
    end = max(body.rfind(b"\n"), body.rfind(b"\r"))
    return body[: end + 1]
