"""Redirects: what is followed, and what is never even connected to."""

from asyncio import StreamWriter
from pathlib import Path

import pytest

from tests.faults.loopback import Answer, Loopback, Request, raw, running, status
from tests.faults.pulling import ADDRESS, FEW, PATH, pulled, spoilt


def redirect(location: str, *, code: int = 302) -> Answer:
    return status(code, ("Location", location))


@pytest.mark.fault(8)
@pytest.mark.parametrize(
    ("location", "reason"),
    [
        pytest.param("http://{other}/models/alfa/1.5.md", "leaves", id="another-port"),
        pytest.param("https://{other}/models/alfa/1.5.md", "leaves", id="another-scheme"),
        pytest.param("//{other}/models/alfa/1.5.md", "leaves", id="another-host-without-a-scheme"),
        pytest.param("http://{own}@{other}/x", "leaves", id="user-name-that-looks-like-our-host"),
        pytest.param("http://user:secret@{own}/models/alfa/1.5.md", "leaves", id="user-name-on-our-host"),
        pytest.param("http://runapi.ai.example/x", "leaves", id="another-host"),
        pytest.param("file:///etc/passwd", "leaves", id="file"),
        pytest.param("ftp://{own}/x", "leaves", id="ftp"),
        pytest.param("data:text/plain,x", "leaves", id="data"),
        pytest.param("http:\\\\{other}\\x", "characters that no address has", id="backslashes"),
        pytest.param("/\\{other}/x", "characters that no address has", id="backslash-host"),
        pytest.param("http://{own}\t@{other}/x", "characters that no address has", id="tab"),
        pytest.param("http://runapi。ai/x", "characters that no address has", id="wide-full-stop"),
        pytest.param("http://[::1/x", "is no address", id="broken-brackets"),
        pytest.param("http://{own}:99999/x", "is no address", id="impossible-port"),
        pytest.param("", "without saying where", id="empty"),
        pytest.param("  ", "without saying where", id="blank"),
        pytest.param("/models/alfa/1.5.md", "more than 5 redirects", id="loop"),
    ],
)
def test_a_redirect_that_leaves_the_origin_is_refused_unconnected(
    server: Loopback, content: Path, location: str, reason: str
) -> None:
    """Another host, port or scheme, a user name, `file:`, a loop, an empty target: refused, never connected to."""
    with running(Loopback()) as other:
        netloc = {"own": f"127.0.0.1:{server.port}", "other": f"127.0.0.1:{other.port}"}
        encoded = location.format(**netloc).encode("utf-8").decode("latin-1")
        assert reason in spoilt(server, content, redirect(encoded))
        assert other.connections == 0


@pytest.mark.fault(8)
@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_that_says_nothing_is_refused(server: Loopback, content: Path, code: int) -> None:
    """A redirect without a Location is refused."""
    assert "without saying where" in spoilt(server, content, status(code))


@pytest.mark.fault(8)
def test_an_endless_chain_of_redirects_is_refused(server: Loopback, content: Path) -> None:
    """A chain that never comes to a page is left after five hops."""

    async def further(request: Request, writer: StreamWriter) -> None:
        await redirect(f"{request.path}x")(request, writer)

    assert "more than 5 redirects" in spoilt(server, content, in_chain(server, further))
    assert len([path for path in server.paths if path.startswith(ADDRESS)]) == 6


def in_chain(server: Loopback, answer: Answer) -> Answer:
    for number in range(1, 10):
        server.site[ADDRESS + "x" * number] = answer
    return answer


@pytest.mark.fault(8)
@pytest.mark.parametrize(
    "location", ["/moved/1.5.md", "http://127.0.0.1:{port}/moved/1.5.md", "1.5b.md", "?v=2", "/x#y"]
)
def test_a_redirect_within_the_origin_is_followed(server: Loopback, content: Path, location: str) -> None:
    """A redirect to another path of the same origin is followed; the page is recorded where it was asked for."""
    page = server.site[ADDRESS]
    target = location.format(port=server.port)
    server.site[ADDRESS] = redirect(target)
    for path in ("/moved/1.5.md", "/models/alfa/1.5b.md", f"{ADDRESS}?v=2", "/x"):
        server.site[path] = page
    summary = pulled(server.base_url, content, **FEW)
    assert not summary.failed
    assert PATH in summary.changed


@pytest.mark.fault(8)
def test_a_redirect_to_what_robots_txt_forbids_is_refused(server: Loopback, content: Path) -> None:
    """A redirect to an address that robots.txt forbids is refused without asking for it."""
    server.site["/robots.txt"] = status(200, body=b"User-agent: *\nDisallow: /private/\n")
    server.site["/private/1.5.md"] = server.site[ADDRESS]
    assert "robots.txt forbids" in spoilt(server, content, redirect("/private/1.5.md"))
    assert "/private/1.5.md" not in server.paths


@pytest.mark.fault(8)
def test_the_connection_of_a_redirect_is_not_trusted_afterwards(server: Loopback, content: Path) -> None:
    """What follows a redirect on its connection is not taken for the next answer."""
    page = server.site[ADDRESS]
    smuggled = b"HTTP/1.1 302 Found\r\nLocation: /moved.md\r\nContent-Length: 0\r\n\r\nHTTP/1.1 404 No\r\n\r\n"
    server.site[ADDRESS] = raw(smuggled, close=False)
    server.site["/moved.md"] = page
    assert PATH in pulled(server.base_url, content, **FEW).changed
