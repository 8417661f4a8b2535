"""What one exchange asks for and gives back. Misbehaving servers are in tests/faults/."""

import asyncio
import gzip
import ssl
from collections.abc import Callable, Sequence

import httpx
import pytest

from scraper.errors import FetchError
from scraper.fetch import Answer, Fetcher, Patience, Unanswered, Unexpected, tls_context
from scraper.origin import from_base_url
from scraper.pace import Pace

Reply = Callable[[httpx.Request], httpx.Response]
ORIGIN = from_base_url("https://runapi.ai")
QUICK = Patience(shortest=0, longest=0)


class Asked:
    """A transport that answers from a list, and keeps what it was asked."""

    def __init__(self, replies: Sequence[httpx.Response | Exception]) -> None:
        self.replies = list(replies)
        self.requests: list[httpx.Request] = []
        self.connections = 0

    def connect(self) -> httpx.AsyncBaseTransport:
        self.connections += 1
        return httpx.MockTransport(self.reply)

    def reply(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply


def got(asked: Asked, **options: object) -> Answer:
    async def get() -> Answer:
        fetcher = Fetcher(
            ORIGIN,
            agent="runapi-price-book/1 (+https://example.org/)",
            pace=Pace(1e6),
            patience=QUICK,
            tls=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            connect=asked.connect,
        )
        try:
            return await fetcher.get("/models.md", **{"accept": "text/markdown", **options})  # type: ignore[arg-type]
        finally:
            await fetcher.aclose()

    return asyncio.run(get())


def page(content: bytes = b"text", **headers: str) -> httpx.Response:
    """A 200 whose body goes by as bytes on the wire do."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(200, headers=names, stream=httpx.ByteStream(content))


def test_a_request_says_who_asks_and_for_what() -> None:
    asked = Asked([page()])
    got(asked, etag='"1"', last_modified="Sun, 01 Nov 2026 00:00:00 GMT")
    request = asked.requests[0]
    assert (request.method, str(request.url)) == ("GET", "https://runapi.ai/models.md")
    assert dict(request.headers) == {
        "host": "runapi.ai",
        "user-agent": "runapi-price-book/1 (+https://example.org/)",
        "accept": "text/markdown",
        "accept-encoding": "gzip",
        "if-none-match": '"1"',
        "if-modified-since": "Sun, 01 Nov 2026 00:00:00 GMT",
    }


def test_a_page_comes_with_its_tags() -> None:
    answer = got(Asked([page(b"text", ETag='"1"', Last_Modified="Sun")]))
    assert answer == Answer(200, b"text", '"1"', "Sun")


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", " x-gzip "])
def test_gzip_is_inflated(encoding: str) -> None:
    assert got(Asked([page(gzip.compress(b"text" * 999), Content_Encoding=encoding)])).body == b"text" * 999


@pytest.mark.parametrize("encoding", ["", "identity"])
def test_a_plain_body_stays_as_it_is(encoding: str) -> None:
    assert got(Asked([page(b"\x1f\x8b", Content_Encoding=encoding)])).body == b"\x1f\x8b"


@pytest.mark.parametrize("size", [9, 10])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_body_may_be_as_long_as_the_limit(size: int, pack: Callable[[bytes], bytes]) -> None:
    headers = {"Content_Encoding": "gzip"} if pack is gzip.compress else {}
    assert len(got(Asked([page(pack(b" " * size), **headers)]), limit=10).body) == size


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_longer_body_is_refused_or_cut(pack: Callable[[bytes], bytes]) -> None:
    headers = {"Content_Encoding": "gzip"} if pack is gzip.compress else {}
    with pytest.raises(FetchError, match="longer than 10 bytes"):
        got(Asked([page(pack(b" " * 11), **headers)]), limit=10)
    assert got(Asked([page(pack(b" " * 11), **headers)]), limit=10, cut=True).body == b" " * 10


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_not_there_is_an_answer(status: int) -> None:
    assert got(Asked([httpx.Response(status, stream=httpx.ByteStream(b"no"))])) == Answer(status)


@pytest.mark.parametrize("status", [201, 204, 206, 300, 305, 400, 401, 403, 418, 451, 501])
def test_any_other_status_is_refused_at_once(status: int) -> None:
    asked = Asked([httpx.Response(status)])
    with pytest.raises(Unexpected, match=f"the server answered {status}") as refused:
        got(asked)
    assert refused.value.status == status
    assert len(asked.requests) == 1


@pytest.mark.parametrize(
    "trouble",
    [httpx.ConnectError("refused"), httpx.ReadError(""), httpx.RemoteProtocolError("bad"), httpx.Response(502)],
    ids=["no-connection", "cut", "no-http", "bad-gateway"],
)
def test_trouble_is_met_three_times_each_on_a_new_connection(trouble: httpx.Response | Exception) -> None:
    asked = Asked([trouble] * 3)
    with pytest.raises(Unanswered):
        got(asked)
    assert (len(asked.requests), asked.connections) == (3, 3)
    assert got(Asked([trouble, trouble, page()])).body == b"text"


def test_a_304_is_an_answer_to_a_condition() -> None:
    unchanged = httpx.Response(304, headers={"ETag": '"1"'}, stream=httpx.ByteStream(b""))
    assert got(Asked([unchanged]), etag='"1"') == Answer(304, etag='"1"')


def test_made_up_data_says_so() -> None:
    assert got(Asked([page(X_Sample_Catalog="yes")])).sample
    assert not got(Asked([page()])).sample


def test_a_page_that_robots_txt_forbids_is_not_asked_for() -> None:
    asked = Asked([])

    async def get() -> None:
        fetcher = Fetcher(
            ORIGIN, agent="x", pace=Pace(1e6), patience=QUICK, tls=tls_context(from_base_url("http://127.0.0.1")),
            allowed=lambda url: url != "https://runapi.ai/models.md", connect=asked.connect,
        )  # fmt: skip
        with pytest.raises(FetchError, match=r"robots\.txt forbids https://runapi\.ai/models\.md"):
            await fetcher.get("/models.md", accept="text/markdown")

    asyncio.run(get())
    assert asked.requests == []


def test_servers_are_verified() -> None:
    context = tls_context(ORIGIN)
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert context.get_ca_certs()
