"""The walk of the check before publishing: a sound site passes it, and what a reader without a network misses is named."""

from collections.abc import Callable, Generator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from build.builder import build_site
from tests import content_samples
from tests.browser.conftest import SUB_PATH
from tests.tools import published_walk
from tests.tools.server import serve

Walk = Callable[[str], list[str]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    build_site(content_samples.write(tmp_path / "content"), tmp_path / "site", locales=["en"])
    return tmp_path / "site"


@pytest.fixture
def walk(site: Path, browser: Browser) -> Generator[Walk]:
    """Walk the site with this variant on the way; gives what went wrong."""
    with ExitStack() as host:
        home = f"{host.enter_context(serve({SUB_PATH: site}))}{SUB_PATH}"
        yield lambda variant: list(published_walk.walk(browser, home, variant, host.close))


def test_a_sound_site_is_walked_without_a_word(walk: Walk) -> None:
    assert walk("glm/4.7") == []


def test_a_site_that_no_browser_can_keep_is_named(walk: Walk, site: Path) -> None:
    (site / "sw.js").unlink()
    assert any("nothing was kept" in problem for problem in walk("glm/4.7"))


def test_a_page_without_a_price_is_named(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published_walk, "_PATIENCE", 6000)
    found = walk("glm/5")  # it has none, neither on its page nor in a comparison
    assert [problem for problem in found if "models/glm/5/" in problem]
    assert [problem for problem in found if "compare/?v=glm/5" in problem]
    assert len(found) == 2


def test_an_error_in_a_page_is_named(walk: Walk, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published_walk, "_KEEPING", 3000)
    page = site / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("<main", "<script>1</script><main"), encoding="utf-8")
    found = walk("glm/4.7")
    assert any("Content Security Policy" in problem for problem in found)
    assert any("nothing was kept" in problem for problem in found)  # the page isn't what the edition says it is
