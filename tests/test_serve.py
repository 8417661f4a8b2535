"""Serving while working: only on loopback, rebuilt on change, the last good site kept, pages told to reload."""

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from build.builder import build_site
from build.serve import EVENTS, HOST, Bell, Watch, server
from scraper.errors import BuildError
from tests import content_samples


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def client(tmp_path: Path, bell: Bell) -> Iterator[http.client.HTTPConnection]:
    (tmp_path / "index.html").write_text("home", encoding="utf-8")
    (tmp_path / "404.html").write_text("nothing here", encoding="utf-8")
    with server(tmp_path, 0, bell) as running:
        running.daemon_threads = True
        running.block_on_close = False
        threading.Thread(target=running.serve_forever, daemon=True).start()
        connection = http.client.HTTPConnection(HOST, running.server_address[1], timeout=10)
        yield connection
        connection.close()
        running.shutdown()


def test_a_page_is_served_and_never_kept(client: http.client.HTTPConnection) -> None:
    client.request("GET", "/index.html")
    answer = client.getresponse()
    assert (answer.status, answer.read(), answer.headers["Cache-Control"]) == (200, b"home", "no-store")


def test_an_unknown_address_gets_the_sites_own_page(client: http.client.HTTPConnection) -> None:
    client.request("GET", "/models/gone/")
    answer = client.getresponse()
    assert (answer.status, answer.read()) == (404, b"nothing here")


@pytest.mark.parametrize("path", ["/../secret", "/%2e%2e/%2e%2e/etc/passwd"])
def test_nothing_outside_the_site_is_served(client: http.client.HTTPConnection, path: str) -> None:
    client.request("GET", path)
    assert client.getresponse().status == 404


def test_a_waiting_page_hears_of_a_new_site(client: http.client.HTTPConnection, bell: Bell) -> None:
    stop = threading.Event()

    def keep_ringing() -> None:
        while not stop.wait(0.02):
            bell.ring()

    ringer = threading.Thread(target=keep_ringing)
    ringer.start()
    try:
        client.request("GET", EVENTS)
        answer = client.getresponse()
        assert answer.headers["Content-Type"] == "text/event-stream"
        assert answer.readline() == b"event: reload\n"
    finally:
        stop.set()
        ringer.join()


@pytest.fixture
def watched(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "a.yaml").write_text("1", encoding="utf-8")
    return folder


def test_nothing_is_built_while_nothing_changes(watched: Path) -> None:
    builds: list[int] = []
    assert not Watch((watched,), lambda: builds.append(1), print).look()
    assert builds == []


@pytest.mark.parametrize("change", ["a.yaml", "new.yaml"], ids=["a file changes", "a file is added"])
def test_a_change_is_built(watched: Path, change: str) -> None:
    builds: list[int] = []
    watch = Watch((watched,), lambda: builds.append(1), print)
    (watched / change).write_text("changed", encoding="utf-8")
    assert watch.look()
    assert not watch.look()
    assert builds == [1]


def test_a_removed_file_is_a_change(watched: Path) -> None:
    watch = Watch((watched,), lambda: None, print)
    (watched / "a.yaml").unlink()
    assert watch.look()


def test_a_build_that_fails_is_told_and_tried_again_after_the_next_change(watched: Path) -> None:
    told: list[str] = []

    def fail() -> None:
        raise BuildError("a.yaml:1: broken")

    watch = Watch((watched,), fail, told.append)
    (watched / "a.yaml").write_text("22", encoding="utf-8")
    assert not watch.look()
    assert told == ["a.yaml:1: broken\nThe last good site stays."]


def test_only_served_pages_carry_the_reload_script(tmp_path: Path) -> None:
    content = content_samples.write(tmp_path / "content")
    build_site(content, tmp_path / "out", locales=["en"])
    assert "reload.js" not in (tmp_path / "out/index.html").read_text(encoding="utf-8")
    build_site(content, tmp_path / "live", locales=["en"], live=True)
    assert "reload.js" in (tmp_path / "live/index.html").read_text(encoding="utf-8")
