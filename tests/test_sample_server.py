"""The sample's loopback server: what a polite scraper depends on, over a real connection."""

import gzip
import http.client
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.sample.generate import generate
from tests.sample.serve import find, running


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sample on disk."""
    folder = tmp_path_factory.mktemp("sample") / "site"
    generate(folder, families=2, locales=("en", "zh-TW"))
    return folder


@pytest.fixture(scope="module")
def connection(site: Path) -> Iterator[http.client.HTTPConnection]:
    """One kept connection to a server of that sample."""
    with running(site) as base_url:
        link = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=10)
        yield link
        link.close()


def ask(
    connection: http.client.HTTPConnection, address: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers by their lower-case names, body."""
    connection.request(method, address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def test_a_page_is_served_byte_for_byte(connection: http.client.HTTPConnection, site: Path) -> None:
    status, headers, body = ask(connection, "/zh-TW/models/minimax/m2.1.md")
    assert status == 200
    assert body == (site / "zh-TW/models/minimax/m2.1.md").read_bytes()
    assert headers["content-type"] == "text/markdown; charset=utf-8"
    assert headers["last-modified"] == "Sun, 01 Nov 2026 00:00:00 GMT"


def test_the_html_page_is_at_the_address_without_its_ending(connection: http.client.HTTPConnection, site: Path) -> None:
    status, headers, body = ask(connection, "/models/glm/4.7")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert body == (site / "models/glm/4.7.html").read_bytes()


def test_an_unchanged_page_is_a_304_without_a_body(connection: http.client.HTTPConnection) -> None:
    _, headers, _ = ask(connection, "/models.md")
    status, again, body = ask(connection, "/models.md", If_None_Match=headers["etag"])
    assert (status, body, again["etag"]) == (304, b"", headers["etag"])
    status, _, body = ask(connection, "/models.md", If_None_Match='"of another page"')
    assert status == 200
    assert body


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5"])
def test_gzip_is_used_when_asked_for(connection: http.client.HTTPConnection, site: Path, accepted: str) -> None:
    status, headers, body = ask(connection, "/models.md", Accept_Encoding=accepted)
    assert (status, headers["content-encoding"], headers["content-length"]) == (200, "gzip", str(len(body)))
    assert gzip.decompress(body) == (site / "models.md").read_bytes()


@pytest.mark.parametrize("accepted", ["identity", "br", "gzip;q=0"])
def test_gzip_is_not_used_when_not_asked_for(connection: http.client.HTTPConnection, accepted: str) -> None:
    _, headers, body = ask(connection, "/models.md", Accept_Encoding=accepted)
    assert "content-encoding" not in headers
    assert body.startswith(b"---")


@pytest.mark.parametrize(
    "address",
    ["/models/none.md", "/models", "/models/", "/", "/models/glm/4.7.html", "/%2e%2e/site/models.md",
     "/..%2fsite/models.md", "/models%00.md"],
)  # fmt: skip
def test_what_is_not_published_is_a_404(connection: http.client.HTTPConnection, address: str) -> None:
    status, headers, _ = ask(connection, address)
    assert status == 404
    assert headers["x-sample-catalog"] == "yes"


def test_every_answer_says_that_it_is_a_sample(connection: http.client.HTTPConnection) -> None:
    status, headers, body = ask(connection, "/robots.txt")
    assert (status, headers["x-sample-catalog"]) == (200, "yes")
    assert body.startswith(b"# Sample catalog")
    _, headers, _ = ask(connection, "/robots.txt", If_None_Match=headers["etag"])
    assert headers["x-sample-catalog"] == "yes"


def test_a_head_request_has_the_headers_of_the_page_and_no_body(connection: http.client.HTTPConnection) -> None:
    status, headers, body = ask(connection, "/models.md", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 0


def test_a_client_that_goes_away_is_no_news_and_the_next_one_is_served(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(site) as base_url:
        place = urlsplit(base_url)
        with socket.create_connection((place.hostname, place.port)) as impatient:
            impatient.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close with a reset
            impatient.sendall(b"GET /models.md HTTP/1.1\r\nHost: x\r\n\r\n")
        link = http.client.HTTPConnection(place.netloc, timeout=10)
        assert ask(link, "/models.md")[0] == 200
        link.close()
    assert capsys.readouterr().err == ""


def test_the_command_serves_until_it_is_interrupted(site: Path, root: Path) -> None:
    def heed() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a test run in the background hands down that it is ignored

    command = [sys.executable, "-m", "tests.sample", "serve", str(site), "--port", "0"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=root, stdout=pipe, stderr=pipe, text=True, preexec_fn=heed) as server:
        assert server.stdout is not None
        link = http.client.HTTPConnection(urlsplit(server.stdout.readline().strip()).netloc, timeout=10)
        assert ask(link, "/models.md")[0] == 200
        link.close()
        server.send_signal(signal.SIGINT)
        assert server.communicate(timeout=30) == ("", "")
        assert server.returncode == 0


def test_no_address_leaves_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("mine")
    (tmp_path / "site").mkdir()
    assert find(tmp_path / "site", "/../secret.md") is None
    assert find(tmp_path / "site", "/%2e%2e/secret.md") is None
