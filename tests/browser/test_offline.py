"""The hosted site without a network: kept whole or not at all, never of two editions, and never old without saying so."""

import shutil
import time
from collections.abc import Callable, Generator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from build.builder import build_site
from scraper.catalog import Heartbeat, Model
from scraper.store import load, save
from tests import content_samples
from tests.browser.conftest import SUB_PATH, NewPage

LOCALES = ("en", "zh-TW")
OLD, NEW = "$0.010", "$0.033"  # the listed price of MiniMax-M2.1 in either edition
PRICED = "models/minimax/m2.1/index.html"


class Host:
    """A host that can put up another edition, break files, keep readers waiting, and go away."""

    def __init__(self, folder: Path, below: str) -> None:
        self.folder, self.below = folder, below
        self.broken: dict[str, bytes | int] = {}  # by path: other bytes, or a status
        self.asked: list[str] = []
        self.waiting = Event()  # while it is set, nobody gets an answer
        self.port = 0
        self.start()

    def start(self) -> None:
        host = self

        class Handler(SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                # Both editions may be built within the second that this header counts in: it would hide the newer one.
                del self.headers["If-Modified-Since"]
                path = urlsplit(self.path).path
                if not path.startswith(host.below):
                    return self.send_error(404)
                self.path = f"/{path.removeprefix(host.below)}"
                name = self.path[1:] + ("index.html" if self.path.endswith("/") else "")
                host.asked.append(name)
                while host.waiting.is_set():
                    time.sleep(0.05)
                harm = host.broken.get(name)
                if isinstance(harm, int):
                    return self.send_error(harm)
                if harm is None:
                    return super().do_GET()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(harm)
                return None

            def log_message(self, format: str, *values: Any) -> None:  # noqa: A002 - the base class's
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), partial(Handler, directory=str(self.folder)))
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.port = self._server.server_address[1]
        Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Go away: nothing answers at this port any longer."""
        self._server.shutdown()
        self._server.server_close()

    def show(self, edition: Path) -> None:
        """Put up what `edition` holds."""
        shutil.rmtree(self.folder)
        shutil.copytree(edition, self.folder)

    def url(self, path: str = "") -> str:
        return f"http://127.0.0.1:{self.port}{self.below}{path}"


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The site before and after a run that found another price."""
    folder = tmp_path_factory.mktemp("editions")
    content = content_samples.write(folder / "content")
    build_site(content, folder / "old", locales=LOCALES)
    path = content / "models" / "minimax.yaml"
    model = load(Model, path)
    assert model is not None
    changed = [
        variant.model_copy(
            update={"prices": tuple(p.model_copy(update={"amount": "0.033", "text": NEW}) for p in variant.prices)}
        )
        if variant.slug == "m2.1"
        else variant
        for variant in model.variants
    ]
    save(path, model.model_copy(update={"variants": tuple(changed)}))
    run = load(Heartbeat, content / "run.yaml")
    assert run is not None
    save(content / "run.yaml", run.model_copy(update={"at": "2026-11-22T14:50:00Z"}))
    build_site(content, folder / "new", locales=LOCALES)
    return folder / "old", folder / "new"


@pytest.fixture
def below(request: pytest.FixtureRequest) -> str:
    """Where the host has the site."""
    return str(getattr(request, "param", "/"))


both = pytest.mark.parametrize("below", ["/", SUB_PATH], ids=["root", "sub-path"], indirect=True)


@pytest.fixture
def host(editions: tuple[Path, Path], tmp_path: Path, below: str) -> Generator[Host]:
    folder = tmp_path / "site"
    shutil.copytree(editions[0], folder)
    running = Host(folder, below)
    yield running
    running.waiting.clear()
    running.stop()


@pytest.fixture
def reader(new_page: NewPage, problems: list[str]) -> Generator[Page]:
    """A reader whose browser may keep the site. A network that is cut on purpose is no complaint."""
    yield new_page(service_workers="allow")
    problems[:] = [line for line in problems if "request failed" not in line and "Failed to load resource" not in line]


Visit = Callable[[str], None]


@pytest.fixture
def visit(reader: Page, host: Host) -> Visit:
    """Open a page and wait until its language is kept."""

    def go(path: str) -> None:
        reader.goto(host.url(path))
        reader.evaluate("() => priceBook.offline.ready")

    return go


def state(page: Page) -> Any:
    return page.evaluate("() => priceBook.offline.ask({ ask: 'state' })")


def caches(page: Page) -> list[str]:
    return page.evaluate("() => caches.keys()")  # type: ignore[no-any-return]


def cut(page: Page, host: Host, how: str) -> None:
    if how == "network":
        page.context.set_offline(True)
    else:
        host.stop()


def look(page: Page) -> None:
    """What a page does by itself on every visit and every hour. A failure is the reader's browser's to forget."""
    page.evaluate("() => navigator.serviceWorker.getRegistration().then(found => found.update()).catch(() => {})")


# Looks for a newer edition, and what became of it.
UPDATED = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  const found = new Promise(resolve => registration.addEventListener('updatefound', () => resolve(registration.installing)));
  await registration.update();
  const worker = await found;
  while (worker.state === 'installing') await new Promise(resolve => worker.addEventListener('statechange', resolve, { once: true }));
  return worker.state;
}"""


@both
@pytest.mark.fault(35)
@pytest.mark.parametrize("how", ["network", "server"])
def test_after_one_visit_everything_in_the_readers_language_works_without_a_network(
    reader: Page, host: Host, visit: Visit, how: str
) -> None:
    """Without a network, everything in the reader's language is there after one visit."""
    visit("zh-TW/")
    kept = state(reader)["languages"]
    assert kept["zh-TW"]["have"] == kept["zh-TW"]["all"] > 20
    assert kept["en"]["have"] == 0
    cut(reader, host, how)
    reader.goto(host.url("zh-TW/index.html?q=m2.1"))
    expect(reader.locator("#prices tbody:visible")).to_have_count(1)
    expect(reader.locator("#notice")).to_contain_text("無法連上網路")
    reader.locator("#prices tbody:visible .variant a").click()
    expect(reader.locator("h1")).to_have_text("MiniMax-M2.1")
    assert reader.evaluate("getComputedStyle(document.querySelector('.masthead')).display") == "flex"
    for path in ("zh-TW/calculator/", "zh-TW/faq/", "zh-TW/changes/", "zh-TW/findings/", "zh-TW/about/"):
        reader.goto(host.url(path))
        expect(reader.locator("h1")).to_be_visible()
        expect(reader.locator("#checked")).to_contain_text("最近查核：2026年11月22日")
    reader.goto(host.url("zh-TW/calculator/"))
    expect(reader.locator("#total")).not_to_be_empty()


def test_a_page_that_is_not_kept_leads_to_the_page_that_says_so(reader: Page, host: Host, visit: Visit) -> None:
    visit("zh-TW/")
    reader.context.set_offline(True)
    reader.goto(host.url("models/glm/4.7/"))
    assert "/zh-TW/offline/index.html?missing=" in reader.url
    expect(reader.locator("#missing")).to_contain_text("models/glm/4.7/index.html")
    reader.goto(host.url("zh-TW/faq"))  # without its slash, as a person writes it
    expect(reader.locator("h1")).to_have_text("常見問題")


@both
def test_the_scope_is_the_sites_own_folder(reader: Page, host: Host, visit: Visit) -> None:
    visit("")
    reader.evaluate("() => caches.open('price-book /another/ 1').then(cache => cache.put('/x', new Response('')))")
    scopes = "() => navigator.serviceWorker.getRegistrations().then(all => all.map(one => new URL(one.scope).pathname))"
    assert reader.evaluate(scopes) == [host.below]
    assert sorted(name.rpartition(" ")[0] for name in caches(reader)) == sorted(
        ["price-book /another/", f"price-book {host.below}"]
    )


@both
@pytest.mark.fault(35)
def test_a_newer_edition_is_offered_and_taken_when_the_reader_says_so(
    reader: Page, host: Host, visit: Visit, editions: tuple[Path, Path]
) -> None:
    """A stale service worker offers the newer edition, and takes it when the reader says so."""
    visit(PRICED)
    reader.evaluate("() => caches.open('price-book /another/ 1')")
    before = next(name for name in caches(reader) if "another" not in name)
    host.show(editions[1])
    look(reader)
    expect(reader.locator("#notice")).to_contain_text("A newer edition of these prices is ready.")
    expect(reader.locator("#prices + .frame .amount").first).to_have_text(OLD)  # nothing changes under the reader
    assert before in caches(reader)
    reader.get_by_role("button", name="Show it").click()
    expect(reader.locator("#prices + .frame .amount").first).to_have_text(NEW)
    expect(reader.locator("#notice")).to_have_count(0)
    left = caches(reader)
    assert before not in left
    assert len(left) == 2  # the new one, and that of another project, which isn't ours to remove
    reader.context.set_offline(True)
    reader.reload()
    expect(reader.locator("#prices + .frame .amount").first).to_have_text(NEW)


def test_who_never_answers_still_reads_the_newest_price_on_the_next_page(
    reader: Page, host: Host, visit: Visit, editions: tuple[Path, Path]
) -> None:
    visit("")
    before = caches(reader)
    host.show(editions[1])
    look(reader)
    expect(reader.locator("#notice")).to_be_visible()
    reader.goto(host.url(PRICED))
    expect(reader.locator("#prices + .frame .amount").first).to_have_text(NEW)
    reader.wait_for_function(f"() => caches.keys().then(names => names.length === 1 && names[0] !== '{before[0]}')")
    expect(reader.locator("#notice")).to_have_count(0)


def test_a_page_open_in_another_tab_learns_of_the_newer_edition(
    reader: Page, host: Host, visit: Visit, editions: tuple[Path, Path]
) -> None:
    visit(PRICED)
    reader.reload()
    other = reader.context.new_page()
    other.goto(host.url("about/"))
    host.show(editions[1])
    look(other)
    other.get_by_role("button", name="Show it").click()
    expect(reader.locator("#notice")).to_contain_text("A newer edition")
    expect(reader.locator("#prices + .frame .amount").first).to_have_text(OLD)
    reader.get_by_role("button", name="Show it").click()
    expect(reader.locator("#prices + .frame .amount").first).to_have_text(NEW)


@both
@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(503, id="the server fails half way"),
        pytest.param(b"<!doctype html><title>Signed in?</title>", id="a page is of no edition"),
    ],
)
def test_an_interrupted_update_leaves_the_edition_before_whole(
    reader: Page, host: Host, visit: Visit, editions: tuple[Path, Path], harm: bytes | int
) -> None:
    visit(PRICED)
    before, kept = caches(reader), state(reader)
    host.show(editions[1])
    host.broken["about/index.html"] = harm
    host.asked.clear()
    assert reader.evaluate(UPDATED) == "redundant"
    assert {"sw.js", "about/index.html"} <= set(host.asked)
    assert caches(reader) == before
    assert state(reader) == kept
    reader.context.set_offline(True)
    for path, heading in ((PRICED, "MiniMax-M2.1"), ("about/", "About this price book"), ("", "RunAPI model prices")):
        reader.goto(host.url(path))
        expect(reader.locator("h1")).to_have_text(heading)
    reader.goto(host.url(PRICED))
    expect(reader.locator("#prices + .frame .amount").first).to_have_text(OLD)
    # The network is back and the server mended: the update comes all the same.
    host.broken.clear()
    reader.context.set_offline(False)
    look(reader)
    reader.get_by_role("button", name="Show it").click()
    expect(reader.locator("#prices + .frame .amount").first).to_have_text(NEW)
    assert caches(reader) != before


def test_an_update_loads_only_what_changed(reader: Page, host: Host, visit: Visit, editions: tuple[Path, Path]) -> None:
    visit("")
    host.show(editions[1])
    host.asked.clear()
    look(reader)
    expect(reader.locator("#notice")).to_be_visible()
    assert "models/minimax/m2.1/index.html" in host.asked
    assert "models/seedream/index.html" not in host.asked
    assert "static/css/site.css" not in host.asked


def test_an_answer_that_fails_or_does_not_come_gives_the_copy(reader: Page, host: Host, visit: Visit) -> None:
    visit("")
    host.broken[PRICED] = 503
    reader.goto(host.url(PRICED))
    expect(reader.locator("h1")).to_have_text("MiniMax-M2.1")
    expect(reader.locator("#notice")).to_contain_text("The network can’t be reached")
    host.waiting.set()
    reader.goto(host.url("faq/"))
    expect(reader.locator("h1")).to_have_text("Frequently asked questions")
    host.waiting.clear()


def test_another_language_is_kept_when_asked_for_and_removed_again(reader: Page, host: Host, visit: Visit) -> None:
    visit("offline/")
    pages = state(reader)["languages"]["en"]["all"]
    whole, none = f"{pages} of {pages} pages", f"0 of {pages} pages"
    row = reader.locator("#kept tr[data-locale=zh-TW]")
    expect(reader.locator("#kept tr[data-locale=en] td").first).to_have_text(whole)
    host.waiting.set()
    row.get_by_role("button", name="Keep 繁體中文（台灣） on this device").click()
    expect(row.locator("progress")).to_be_visible()
    host.waiting.clear()
    expect(row.locator("td").first).to_have_text(whole)
    reader.context.set_offline(True)
    reader.goto(host.url("zh-TW/models/glm/4.7/"))
    expect(reader.locator("h1")).to_have_text("glm-4.7")
    reader.goto(host.url("offline/"))
    row.get_by_role("button", name="Remove 繁體中文（台灣） from this device").click()
    expect(row.locator("td").first).to_have_text(none)
    expect(reader.locator("#kept tr[data-locale=en] td").first).to_have_text(whole)


def test_a_language_whose_keeping_breaks_off_goes_on_later(reader: Page, host: Host, visit: Visit) -> None:
    visit("offline/")
    row = reader.locator("#kept tr[data-locale=zh-TW]")
    host.broken["zh-TW/models/glm/4.7/index.html"] = 503
    row.get_by_role("button", name="Keep").click()
    expect(reader.locator("#stopped")).to_contain_text("What is kept stays")
    host.broken.clear()
    reader.goto(host.url("zh-TW/"))
    reader.evaluate("() => priceBook.offline.ready")
    kept = state(reader)["languages"]["zh-TW"]
    assert kept["have"] == kept["all"]


def test_a_page_of_another_language_is_kept_once_it_was_read(reader: Page, host: Host, visit: Visit) -> None:
    visit("")
    reader.goto(host.url("zh-TW/models/glm/4.7/"))
    reader.wait_for_function(
        "() => priceBook.offline.ask({ ask: 'state' }).then(found => found.languages['zh-TW'].have === 1)"
    )
    reader.context.set_offline(True)
    reader.reload()
    expect(reader.locator("h1")).to_have_text("glm-4.7")


def test_where_data_is_to_be_saved_only_the_overviews_are_kept(
    new_page: NewPage, host: Host, problems: list[str]
) -> None:
    page = new_page(service_workers="allow")
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    page.goto(host.url())
    page.evaluate("() => priceBook.offline.ready")
    kept = state(page)["languages"]["en"]
    assert 0 < kept["have"] < kept["all"]
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("$0.00025")).to_be_visible()  # every price is on them
    problems.clear()


def test_the_site_can_be_installed(reader: Page, host: Host, visit: Visit) -> None:
    visit("zh-TW/")
    session = reader.context.new_cdp_session(reader)
    found = session.send("Page.getAppManifest")
    assert found["url"] == host.url("zh-TW/manifest.webmanifest")
    assert found["errors"] == []
    # A private window installs nothing, which is what a test's context is.
    wrong = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in wrong] in ([], ["in-incognito"])


def test_a_folder_on_disk_needs_nothing_kept(page: Page, editions: tuple[Path, Path]) -> None:
    page.goto((editions[0] / "offline" / "index.html").as_uri())
    expect(page.locator("#disk")).to_be_visible()
    assert page.evaluate("priceBook.offline") is None
    expect(page.get_by_role("link", name="runapi-prices.en.html")).to_be_visible()
