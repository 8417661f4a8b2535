"""Serving while working: only on loopback, every page as it is now, the last good site kept, pages told to reload."""

import http.client
import socket
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import build.site
from build import serve as serving
from build.live import LiveSite
from build.products import Product
from build.serve import EVENTS, HOST, Watch, server
from tests import content_samples


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return content_samples.write(tmp_path / "content")


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def watch(content: Path, templates: Path, told: list[str]) -> Watch:
    site = LiveSite(content, templates, ["en"], told.append)
    site.look()
    return Watch(site, told.append)


@pytest.fixture
def client(watch: Watch) -> Iterator[http.client.HTTPConnection]:
    with server(watch.site, 0, watch.bell) as running:
        threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
        connection = http.client.HTTPConnection(HOST, running.server_address[1], timeout=10)
        yield connection
        connection.close()
        running.shutdown()


def ask(
    client: http.client.HTTPConnection, path: str, method: str = "GET"
) -> tuple[int, http.client.HTTPMessage, bytes]:
    client.request(method, path)
    answer = client.getresponse()
    return answer.status, answer.headers, answer.read()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/models/glm/", "text/html; charset=utf-8"),
        ("/index.md", "text/markdown; charset=utf-8"),
        ("/static/js/page.js", "text/javascript; charset=utf-8"),
        ("/static/css/site.css", "text/css; charset=utf-8"),
        ("/static/icon.svg", "image/svg+xml"),
        ("/api/v1/catalog.json", "application/json"),
        ("/feed.atom", "application/atom+xml"),
        ("/prices.csv", "text/csv; charset=utf-8"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/?v=minimax/m2.1", "text/html; charset=utf-8"),
    ],
)
def test_a_file_is_served_as_what_it_is_and_never_kept(
    client: http.client.HTTPConnection, path: str, kind: str
) -> None:
    status, heads, body = ask(client, path)
    assert (status, heads["Content-Type"], heads["Cache-Control"], bool(body)) == (200, kind, "no-store", True)


def test_an_answer_is_sent_in_one_piece(client: http.client.HTTPConnection) -> None:
    """In two, the second would wait 40 ms on a kept connection, and a page asks for ten files."""
    with socket.create_connection((client.host, client.port), timeout=10) as kept:
        for _ in range(20):
            kept.sendall(b"GET /static/icon.svg HTTP/1.1\r\nHost: here\r\n\r\n")
            assert kept.recv(65_536).endswith(b"</svg>\n")


def test_what_stands_at_an_address_can_be_asked_without_it(client: http.client.HTTPConnection) -> None:
    _, _, body = ask(client, "/")
    status, heads, nothing = ask(client, "/", "HEAD")
    assert (status, int(heads["Content-Length"]), nothing) == (200, len(body), b"")


def test_a_folder_without_its_slash_is_led_to_where_its_links_are_right(client: http.client.HTTPConnection) -> None:
    status, heads, _ = ask(client, "/models/glm?a=b")
    assert (status, heads["Location"]) == (301, "/models/glm/?a=b")


@pytest.mark.parametrize(
    "path", ["/models/gone/", "/../secret", "/%2e%2e/%2e%2e/etc/passwd", "//index.html/x", "/.git/"]
)
def test_any_other_address_gets_the_sites_own_page(client: http.client.HTTPConnection, path: str) -> None:
    missing = ask(client, "/404.html")[2]
    assert ask(client, path)[::2] == (404, missing)


def test_a_page_that_shows_another_edition_hears_of_it(client: http.client.HTTPConnection) -> None:
    """Also where the change came between the page and its asking: it is told at once."""
    client.request("GET", f"{EVENTS}?another")
    answer = client.getresponse()
    assert answer.headers["Content-Type"] == "text/event-stream"
    assert answer.readline() == b"event: reload\n"


def test_who_only_asks_about_the_stream_gets_no_events(client: http.client.HTTPConnection) -> None:
    assert ask(client, f"{EVENTS}?another", "HEAD")[::2] == (200, b"")


def test_a_page_that_was_closed_is_no_news(
    client: http.client.HTTPConnection, watch: Watch, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serving, "_BEAT", 0.02)
    running = threading.active_count()
    page = socket.create_connection((client.host, client.port), timeout=10)
    page.sendall(f"GET {EVENTS}?{watch.site.edition} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
    assert page.recv(4096)
    page.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # gone without a word
    page.close()
    for _ in range(500):
        if threading.active_count() == running:
            break
        time.sleep(0.01)
    assert threading.active_count() == running
    assert capfd.readouterr().err == ""


def test_a_request_that_brings_something_is_answered_alone(client: http.client.HTTPConnection) -> None:
    with socket.create_connection((client.host, client.port), timeout=10) as kept:
        kept.sendall(
            b"GET /static/icon.svg HTTP/1.1\r\nHost: here\r\nContent-Length: 23\r\n\r\nGET /gone HTTP/1.1\r\n\r\n"
        )
        answer = b"".join(iter(lambda: kept.recv(65_536), b""))
    assert answer.count(b"HTTP/1.1 ") == 1


def test_what_is_no_address_is_told(client: http.client.HTTPConnection) -> None:
    with socket.create_connection((client.host, client.port), timeout=10) as one:
        one.sendall(b"GET http://[ HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        assert one.recv(4096).startswith(b"HTTP/1.1 400 ")


def test_a_waiting_page_hears_of_a_change(client: http.client.HTTPConnection, watch: Watch, content: Path) -> None:
    client.request("GET", f"{EVENTS}?{watch.site.edition}")
    answer = client.getresponse()
    (content / "run.yaml").unlink()
    assert watch.look()
    assert answer.readline() == b"event: reload\n"


def test_a_page_that_can_not_be_made_says_why(
    client: http.client.HTTPConnection, watch: Watch, templates: Path
) -> None:
    home = templates / "home.html"
    home.write_text(home.read_text(encoding="utf-8").replace("<h1>", "<h1>{{ nobody['<b>'] }}"), encoding="utf-8")
    assert watch.look()
    status, heads, body = ask(client, "/")
    assert (status, heads["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert b"home.html" in body
    assert b"static/js/reload.js" in body
    assert b"<b>" not in body


def test_what_can_not_be_read_is_told_and_the_last_good_site_stays(
    client: http.client.HTTPConnection, watch: Watch, content: Path, told: list[str]
) -> None:
    before = ask(client, "/")
    (content / "models" / "glm.yaml").write_text("- {", encoding="utf-8")
    assert not watch.look()
    assert "glm.yaml" in told[-1]
    assert told[-1].endswith("\nThe last good site stays.")
    assert ask(client, "/")[::2] == before[::2]


@pytest.mark.parametrize("fault", ["{{ 1 / 0 }}", "{{ t('nope.nope') }}", "{% include 'about.html' %}", "\\xe9"])
def test_a_template_that_fails_in_any_way_is_told(
    fault: str, client: http.client.HTTPConnection, watch: Watch, templates: Path
) -> None:
    text = (templates / "about.html").read_bytes()
    new = fault.encode().replace(rb"\xe9", b"\xe9")
    (templates / "about.html").write_bytes(text.replace(b"{% block main %}", b"{% block main %}" + new))
    assert watch.look()
    status, _, body = ask(client, "/about/")
    assert (status, b"site_templates/about.html" in body) == (500, True)


def test_a_fault_that_stays_is_told_once(watch: Watch, content: Path, told: list[str]) -> None:
    (content / "models" / "zz.yaml").symlink_to(content / "nowhere.yaml")
    assert [watch.look() for _ in range(3)] == [False] * 3
    assert len(told) == 1
    (content / "models" / "zz.yaml").unlink()
    watch.look()
    (content / "models" / "zz.yaml").symlink_to(content / "nowhere.yaml")
    assert not watch.look()
    assert len([text for text in told if "zz.yaml" in text]) >= 1


def test_changes_are_looked_for_until_it_is_stopped(watch: Watch, content: Path) -> None:
    stop, before = threading.Event(), watch.site.edition
    looking = threading.Thread(target=watch.run, args=(stop,))
    looking.start()
    try:
        (content / "run.yaml").unlink()
        assert watch.bell.wait(before, 10)
    finally:
        stop.set()
        looking.join(10)
    assert not looking.is_alive()
    assert watch.site.edition != before


def test_files_that_can_not_be_listed_are_told_and_the_watch_goes_on(
    watch: Watch, client: http.client.HTTPConnection, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_folder: Path) -> Iterator[Product]:
        raise FileNotFoundError(2, "No such file or directory", "page.js")

    model = content / "models" / "glm.yaml"
    with monkeypatch.context() as patch:
        patch.setattr(build.site, "static_files", gone)
        model.write_text(model.read_text(encoding="utf-8").replace("provider: ", "provider: New "), encoding="utf-8")
        assert watch.look()
        for path in ("/", "/models/glm", "/no/such/page/"):
            status, _, body = ask(client, path)
            assert (status, b"page.js: can&#x27;t be read: No such file" in body) == (500, True)
    status, _, body = ask(client, "/models/glm/")
    assert (status, b"New " in body) == (200, True)
