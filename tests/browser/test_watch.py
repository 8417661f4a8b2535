"""The watched page notices what a reader would never see: console errors, and requests that leave this machine."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.browser.conftest import SUB_PATH, Hosted, NewPage, leaves
from tests.tools.server import serve

# Reserved for documentation (RFC 5737): nothing answers there.
OUTSIDE = "http://192.0.2.1/x.png"
# Without an icon of its own a page makes the browser ask for /favicon.ico.
HEAD = '<!DOCTYPE html><title>x</title><link rel="icon" href="data:,">'


@pytest.fixture
def corner(tmp_path: Path) -> Generator[Hosted]:
    """A folder on loopback; tests put pages into it."""
    with serve({"/": tmp_path, SUB_PATH: tmp_path}) as origin:
        yield Hosted(origin, tmp_path)


@pytest.mark.parametrize(
    ("script", "noticed"),
    [
        pytest.param("console.error('broken')", "console error: broken", id="console-error"),
        pytest.param("console.warn('doubtful')", "console warning: doubtful", id="console-warning"),
        pytest.param("missing.function()", "uncaught: ", id="uncaught-error"),
        pytest.param(
            f"new Image().src = '{OUTSIDE}'", f"request left this machine: {OUTSIDE}", id="request-that-leaves"
        ),
    ],
)
def test_what_a_script_does_wrong_is_noticed(
    script: str, noticed: str, corner: Hosted, new_page: NewPage, problems: list[str]
) -> None:
    (corner.folder / "index.html").write_text(f"<!DOCTYPE html><script>{script}</script>", encoding="utf-8")
    page = new_page()
    page.route("http://192.0.2.1/**", lambda route: route.abort())
    page.goto(corner.url(), wait_until="networkidle")
    assert any(noticed in problem for problem in problems), problems
    problems.clear()


def test_a_sound_page_is_left_alone(corner: Hosted, new_page: NewPage) -> None:
    (corner.folder / "index.html").write_text(f"{HEAD}<p>x", encoding="utf-8")
    page = new_page()
    for address in (corner.url(), corner.url(below=SUB_PATH), corner.file()):
        page.goto(address)
        assert page.inner_text("p") == "x"


@pytest.mark.parametrize("url", ["http://127.0.0.1:80/", "http://localhost/", "file:///x", "data:,x", "about:blank"])
def test_what_stays_on_this_machine_is_fine(url: str) -> None:
    assert not leaves(url)


@pytest.mark.parametrize("url", ["https://example.org/", "http://192.0.2.1/", "ftp://example.org/", "//example.org/"])
def test_what_leaves_is_not(url: str) -> None:
    assert leaves(url)


def test_the_host_answers_like_a_static_host(corner: Hosted, new_page: NewPage, problems: list[str]) -> None:
    """Folders redirect to their slash, and a missing address gets 404.html."""
    folder = corner.folder / "zh-TW"
    folder.mkdir()
    (folder / "index.html").write_text(f"{HEAD}<p>here", encoding="utf-8")
    (corner.folder / "404.html").write_text(f"{HEAD}<p>nothing", encoding="utf-8")
    page = new_page()
    page.goto(corner.url("zh-TW", below=SUB_PATH))
    assert page.url == corner.url("zh-TW/", below=SUB_PATH)
    answer = page.goto(corner.url("nowhere/", below=SUB_PATH))
    assert answer is not None
    assert answer.status == 404
    assert page.inner_text("p") == "nothing"
    problems.clear()  # the browser itself reports the 404
