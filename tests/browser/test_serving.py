"""`build serve` in a browser: an open page shows a change, and pages nobody looks at hold no connection."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from build.builder import TEMPLATES
from build.live import LiveSite
from build.serve import HOST, Watch, server
from tests import content_samples
from tests.browser.conftest import NewPage

# More than a browser opens connections to one host.
MANY = 8
OUT_OF_SIGHT = "Object.defineProperty(Document.prototype, 'hidden', { get: () => !window.seen });"
LOOKED_AT = "window.seen = true; document.dispatchEvent(new Event('visibilitychange'));"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return content_samples.write(tmp_path / "content")


@pytest.fixture
def watch(content: Path) -> Watch:
    site = LiveSite(content, TEMPLATES, ["en"], print)
    site.look()
    return Watch(site, print)


@pytest.fixture
def address(watch: Watch) -> Iterator[str]:
    with server(watch.site, 0, watch.bell) as running:
        threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://{HOST}:{running.server_address[1]}/models/minimax/m2.5-highspeed/"
        running.shutdown()


def test_open_pages_show_a_change(address: str, watch: Watch, content: Path, new_page: NewPage) -> None:
    seen = new_page()
    seen.goto(address)
    unseen = [seen.context.new_page() for _ in range(MANY)]
    for page in unseen:
        page.add_init_script(OUT_OF_SIGHT)
        page.goto(address)
    path = content / "models" / "minimax.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("0.020", "0.027"), encoding="utf-8")
    assert watch.look()
    expect(seen.locator("main")).to_contain_text("$0.027")
    expect(unseen[0].locator("main")).not_to_contain_text("$0.027")
    unseen[0].evaluate(LOOKED_AT)
    expect(unseen[0].locator("main")).to_contain_text("$0.027")
