"""The hosted site with the network cut: a reader's browser kept it on one visit, and shows every kind of page from that."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

# What a cut network makes the browser itself say.
_EXPECTED = re.compile(r"Failed to load resource|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED")
_PATIENCE = 20_000  # milliseconds for whatever a page must show
_KEEPING = 60_000  # milliseconds for a browser to keep the language
# Whether the browser came to keep the language; one that can't may never say so.
_KEPT = """patience => Promise.race([
  priceBook.offline.ready.then(done => done !== null),
  new Promise(resolve => setTimeout(resolve, patience, false)),
])"""


@dataclass(frozen=True, slots=True)
class Stop:
    """A page of the walk, and where on it a price, or what else it is for, must be seen."""

    path: str  # below the language's folder
    shows: str  # a CSS selector
    figure: bool = True  # whether that must hold a digit


def stops(variant: str) -> tuple[Stop, ...]:
    """The walk: the table, `variant` (minimax/m2.1) alone and in comparison, the calculator, the FAQ, the changes."""
    return (
        Stop("", "#prices tbody .amount"),
        Stop(f"models/{variant}/", "#prices + .frame .amount"),
        Stop("calculator/", "#total"),
        Stop("faq/", "main section", figure=False),
        Stop(f"compare/?v={variant}", "#comparison td strong"),
        Stop("changes/", "#checked"),
    )


def walk(browser: Browser, home: str, variant: str, cut: Callable[[], None]) -> Iterator[str]:
    """What goes wrong on a walk through the language whose first page is at `home`.

    The site is visited once; when the browser has kept the language, `cut` stops the server, the browser is told that
    there is no network, and every page must come as if there were.
    """
    context = browser.new_context(service_workers="allow")
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    said: list[str] = []
    page.on(
        "console", lambda told: said.append(f"{told.type}: {told.text}") if told.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: said.append(f"uncaught: {error}"))
    try:
        page.goto(home)
        kept = page.evaluate(_KEPT, _KEEPING)
        yield from _complaints(home, said)
        cut()
        if not kept:
            yield f"{home}: the service worker did not come to work; nothing was kept"
            return
        context.set_offline(True)
        for stop in stops(variant):
            yield from _look(page, f"{home}{stop.path}", stop)
            yield from _complaints(f"{home}{stop.path}, without a network", said)
    except PlaywrightError as error:
        yield f"{home}: {error.message.splitlines()[0]}"
    finally:
        context.close()


def _look(page: Page, address: str, stop: Stop) -> Iterator[str]:
    try:
        page.goto(address)
        shown = page.locator(stop.shows)
        (shown.filter(has_text=re.compile(r"\d")) if stop.figure else shown).first.wait_for()
        page.locator("#notice").wait_for()  # that it is a copy
    except PlaywrightError as error:
        yield f"{address}, without a network: {error.message.splitlines()[0]} ({stop.shows})"


def _complaints(where: str, said: list[str]) -> Iterator[str]:
    yield from (f"{where}: {line}" for line in said if not _EXPECTED.search(line))
    said.clear()
