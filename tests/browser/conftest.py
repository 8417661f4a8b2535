"""Chromium, built sites on loopback and on disk, and a page that fails its test on anything it complains about.

site, rich_site     folders: the first recorded page's content built, and a richer made-up catalog built
hosted, rich_hosted the same on loopback, at the root and below /some-repo/: `hosted.url("zh-TW/")`
new_page, page      watched pages: a console error, an uncaught error or a request that leaves fails the test
problems            what the watched pages complained about so far; a test that expects one takes it out
violations          the accessibility rules a page breaks
"""

import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests import content_samples
from tests.offline.guard import is_local
from tests.tools.programs import AXE, CHROMIUM_FLAGS, ROOT, SEED, driver_starts, find_headless
from tests.tools.server import serve

SUB_PATH = "/some-repo/"
# The day the made-up content was read, a little later: what a page says of its age must not hang on today's date.
NOW = "2026-11-22T15:00:00Z"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what broke a rule is described and handed over: for each thing that keeps one, that takes longer than the rules.
AXE_RUN = """(which) => axe.run({ runOnly: which, resultTypes: ["violations"] }).then(({ violations }) => violations)"""


class NewPage(Protocol):
    """Opens a watched page. Options are those of a Playwright context: color_scheme, viewport, locale, …"""

    def __call__(self, **options: Any) -> Page: ...


@dataclass(frozen=True)
class Hosted:
    """A site on loopback."""

    origin: str
    folder: Path

    def url(self, path: str = "", *, below: str = "/") -> str:
        """The address of `path`, relative to the site's root, at the domain's root or `below` a sub-path."""
        return f"{self.origin}{below}{path}"

    def file(self, path: str = "index.html") -> str:
        """The same page opened from disk."""
        return (self.folder / path).as_uri()


@pytest.fixture(scope="session")
def browser() -> Generator[Browser]:
    """One Chromium for all tests of a worker."""
    chromium = find_headless()
    if chromium is None:
        pytest.skip("no Chromium on this machine; `make test` gets one where it may")
    if not driver_starts():
        pytest.skip("Playwright's driver does not start on this machine; `make test` gets what it needs where it may")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        yield running
        running.close()


def build(content: Path, output: Path) -> Path:
    """Build the site as a person would, with the command."""
    command = [sys.executable, "-m", "build", "--content", str(content), "--output", str(output)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return output


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first recorded page's content, built."""
    return build(SEED, tmp_path_factory.mktemp("site") / "out")


@pytest.fixture(scope="session")
def hosted(site: Path) -> Generator[Hosted]:
    with serve({"/": site, SUB_PATH: site}) as origin:
        yield Hosted(origin, site)


@pytest.fixture(scope="session")
def rich_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up catalog that has everything a page must handle (tests/content_samples.py), built."""
    content = content_samples.write(tmp_path_factory.mktemp("rich") / "content")
    return build(content, content.parent / "out")


@pytest.fixture(scope="session")
def rich_hosted(rich_site: Path) -> Generator[Hosted]:
    with serve({"/": rich_site, SUB_PATH: rich_site}) as origin:
        yield Hosted(origin, rich_site)


@pytest.fixture
def problems() -> list[str]:
    """What watched pages complained about. What is still in here when the test ends fails it."""
    return []


@pytest.fixture
def new_page(browser: Browser, problems: list[str]) -> Generator[NewPage]:
    contexts = []

    def open_page(**options: Any) -> Page:
        # Only tests of it want the service worker: it would load every page of the language in each of the others.
        context = browser.new_context(**{"service_workers": "block", **options})
        contexts.append(context)
        context.clock.set_fixed_time(NOW)
        page = context.new_page()
        page.set_default_timeout(15_000)
        watch(page, problems)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A watched page as most readers have it: light, wide, JavaScript on."""
    return new_page()


# What Playwright says in a page that it lets have no service worker.
_BLOCKED = "Service Worker registration blocked by Playwright"


def watch(page: Page, problems: list[str]) -> None:
    """Note every console error and warning, uncaught error, failed request and request that leaves this machine."""
    page.on(
        "console",
        lambda message: (
            problems.append(f"console {message.type}: {message.text} ({page.url})")
            if message.type in {"error", "warning"} and message.text != _BLOCKED
            else None
        ),
    )
    page.on("pageerror", lambda error: problems.append(f"uncaught: {error} ({page.url})"))
    page.on("request", lambda request: problems.extend(leaves(request.url)))
    page.on(
        "requestfailed",
        lambda request: (
            # A page that is left takes back what it still asked for, such as its icon.
            problems.append(f"request failed: {request.url}: {request.failure}")
            if request.failure != "net::ERR_ABORTED"
            else None
        ),
    )


def leaves(url: str) -> list[str]:
    """What is wrong with asking for `url`: nothing where it stays on this machine."""
    parts = urlsplit(url)
    if parts.scheme in {"file", "data", "blob", "about"} or is_local(parts.hostname or "?"):
        return []
    return [f"request left this machine: {url}"]


@pytest.fixture(scope="session")
def violations() -> Callable[..., list[str]]:
    """Runs axe on an open page and gives each violation as one line: rule, help, where. `only` limits it to some rules."""
    # Lighthouse's is newer than the one of the Python package, has more rules on, and is done in half the time.
    script = (Axe.from_file(AXE) if AXE.is_file() else Axe()).axe_script

    def run(page: Page, only: Sequence[str] = ()) -> list[str]:
        which = {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": AXE_TAGS}
        if not page.evaluate("'run' in (window.axe ?? {})"):
            page.evaluate(script)
        found = page.evaluate(AXE_RUN, which)
        return [
            f"{rule['id']}: {rule['help']}: {node['target']} {node['html'][:160]} {node.get('failureSummary', '')}"
            for rule in found
            for node in rule["nodes"]
        ]

    return run
