"""One exchange over the network, bounded in bytes and time, within one origin. The only user of httpx.

What httpx leaves open is closed here: answers are read raw and inflated under a limit (its own inflating has
none), one deadline covers the whole exchange (its time-outs are per read), and every redirect is checked
before it is followed. A Fetcher has one connection and is used by one worker: httpx's shared pool slows
down as connections are added. Its transport is used without its client, which would only add cookies,
redirects and proxies from the environment; a proxy would be a host that nobody named.
"""

import asyncio
import ssl
import time
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import httpx

from scraper.errors import FetchError
from scraper.origin import Origin
from scraper.pace import Pace, seconds_asked

MAX_BODY = 2 * 1024 * 1024  # bytes, as sent and after inflating; the longest page seen has 12 kB
SAMPLE = "x-sample-catalog"  # every answer of the sample catalog has it, so that nobody takes its prices for real
MAX_HOPS = 5  # redirects in a row
MAX_DRAIN = 64 * 1024  # bytes of an unwanted body that are read to keep the connection

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often an answer is waited for. Times in seconds."""

    deadline: float = 30.0  # for one whole exchange, redirects included
    attempts: int = 3  # exchanges for one page, the first included
    shortest: float = 1.0  # before the second attempt; doubled for each further one
    longest: float = 30.0  # before any attempt, whatever Retry-After says


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a page (200), "as you have it" (304), or that it isn't there (404, 410)."""

    status: int
    body: bytes = b""  # inflated, only with 200
    etag: str | None = None
    last_modified: str | None = None
    sample: bool = False  # the server says that all it has is made up


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked for, the same at every hop."""

    address: str  # a path beginning with a slash
    headers: tuple[tuple[str, str], ...]
    limit: int  # bytes of the body
    cut: bool  # keep what is within the limit of a longer one


class Unexpected(FetchError):
    """An answer with a status that no page is answered with."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Unanswered(FetchError):
    """The server gave no answer that says anything about the page: asking again later may help."""


class _Busy(Unanswered):
    def __init__(self, message: str, retry_after: str | None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Fetcher:
    """One connection to `origin`. Close it with `aclose`."""

    def __init__(
        self,
        origin: Origin,
        *,
        agent: str,
        pace: Pace,
        patience: Patience,
        tls: ssl.SSLContext,
        allowed: Callable[[str], bool] = lambda _: True,
        connect: Callable[[], httpx.AsyncBaseTransport] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`agent` is the User-Agent; `allowed` says whether robots.txt permits an address.

        `connect`, which gives a transport, and `sleep` are for tests.
        """
        self._origin, self._pace, self._patience = origin, pace, patience
        self._allowed, self._sleep = allowed, sleep
        self._connect = connect or (lambda: _single_connection(tls))
        self._transport: httpx.AsyncBaseTransport | None = None
        self._headers = [("Host", origin.root.partition("//")[2]), ("User-Agent", agent), ("Accept-Encoding", "gzip")]

    async def get(
        self,
        address: str,
        *,
        accept: str,
        etag: str | None = None,
        last_modified: str | None = None,
        limit: int = MAX_BODY,
        cut: bool = False,
    ) -> Answer:
        """Ask for the page at `address` (a path beginning with a slash), again where that may help.

        `accept` is the media type wanted; `etag` and `last_modified` make the request conditional; a body of
        more than `limit` bytes is refused, or with `cut` kept up to there. Raises Unanswered where the server
        couldn't be made to answer, FetchError where its answer can't be used.
        """
        tags = (("If-None-Match", etag), ("If-Modified-Since", last_modified))
        conditions = tuple((name, value) for name, value in tags if value)
        request = _Request(address, (("Accept", accept), *conditions), limit, cut)
        answer = await self._persist(request)
        if answer.status == 304 and (not conditions or _differ(etag, answer.etag)):
            # It claims that we have something we don't have. Asked plainly, past any cache, it has to show it.
            plain = (("Accept", accept), ("Cache-Control", "no-cache"))
            answer = await self._persist(replace(request, headers=plain))
            if answer.status == 304:
                raise FetchError("the server says unchanged (304) though it was asked without conditions")
        return answer

    async def aclose(self) -> None:
        """Close the connection; a later `get` opens another."""
        transport, self._transport = self._transport, None
        if transport is not None:
            await transport.aclose()

    async def _persist(self, request: _Request) -> Answer:
        # A loop of our own instead of stamina: its custom delays ignore the longest wait, and Retry-After has to
        # hold back every connection, not only the one that was told.
        for attempt in range(1, self._patience.attempts + 1):
            try:
                return await self._exchange(request)
            except FetchError as error:
                await self.aclose()
                if not isinstance(error, _Busy) or attempt == self._patience.attempts:
                    raise
                shortest = min(self._patience.shortest * 2 ** (attempt - 1), self._patience.longest)
                asked = seconds_asked(error.retry_after, now=datetime.now(UTC))
                if asked is None:
                    await self._sleep(shortest)
                else:
                    self._pace.hold(min(max(asked, shortest), self._patience.longest))
            except BaseException:  # cancelled in the middle: what is left on the connection belongs to nobody
                await self.aclose()
                raise
        raise AssertionError("attempts is at least 1")

    async def _exchange(self, request: _Request) -> Answer:
        url, left = self._origin.url(request.address), self._patience.deadline
        for _ in range(MAX_HOPS + 1):
            if not self._allowed(url):
                raise FetchError(f"robots.txt forbids {url}")
            await self._pace.turn()  # waiting for our own turn is no time of the server's
            started = time.monotonic()
            try:
                async with asyncio.timeout(left):
                    answer = await self._hop(url, request)
            except TimeoutError as error:
                raise Unanswered(f"no complete answer within {self._patience.deadline:g} s") from error
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
                raise _Busy(f"the connection failed: {str(error) or type(error).__name__}", None) from error
            if isinstance(answer, Answer):
                return answer
            left -= time.monotonic() - started
            url = answer
        raise FetchError(f"more than {MAX_HOPS} redirects, the last one to {url}")

    async def _hop(self, url: str, request: _Request) -> Answer | str:
        """One request: its answer, or the address it redirects to."""
        if self._transport is None:
            self._transport = self._connect()
        response = await self._transport.handle_async_request(
            httpx.Request("GET", url, headers=[*self._headers, *request.headers])
        )
        try:
            status, got = response.status_code, response.headers
            if status in _REDIRECTS:
                await self.aclose()  # its body is never read
                return self._origin.follow(url, got.get("location", ""))
            if status in _BUSY:
                raise _Busy(f"the server answered {status} {response.reason_phrase}".rstrip(), got.get("retry-after"))
            if status not in _GONE and status not in (200, 304):
                raise Unexpected(f"the server answered {status} {response.reason_phrase}".rstrip(), status)
            if status == 200:
                body = await _read(response, request)
            else:
                body = b""
                await self._drain(response)
            return Answer(status, body, got.get("etag"), got.get("last-modified"), sample=SAMPLE in got)
        finally:
            await response.aclose()

    async def _drain(self, response: httpx.Response) -> None:
        size = 0
        async for chunk in response.aiter_raw():
            size += len(chunk)
            if size > MAX_DRAIN:
                await self.aclose()
                return


def tls_context(origin: Origin) -> ssl.SSLContext:
    """What every connection of a run verifies servers with; made once, because it reads all certificates."""
    if origin.scheme == "http":
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # never used, and trusts nobody
    return httpx.create_ssl_context(trust_env=False)


async def _read(response: httpx.Response, request: _Request) -> bytes:
    """The body, inflated, never holding more than the limit of it and one chunk as sent."""
    limit = request.limit
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchError(f"the answer is encoded as {encoding[:40]!r}; only gzip was asked for")
    inflater = zlib.decompressobj(wbits=31) if "gzip" in encoding else None
    body = bytearray()
    async for chunk in response.aiter_raw():
        room = limit + 1 - len(body)  # one more than allowed shows that there was more
        if inflater is None:
            body += chunk[:room]
        else:
            try:
                body += inflater.decompress(chunk, room)
            except zlib.error as error:
                raise FetchError(f"the answer says it is gzip and isn't: {error}") from error
            if inflater.unused_data:
                raise FetchError("something follows the end of the compressed answer")
        if len(body) > limit:
            if request.cut:
                return bytes(body[:limit])
            raise FetchError(f"the answer is longer than {limit} bytes; no page of the catalog is")
    if inflater is not None and not inflater.eof:
        raise FetchError("the compressed answer stops before its end")
    return bytes(body)


def _differ(asked: str | None, answered: str | None) -> bool:
    """Whether a 304 speaks of another version. Weak and strong are the same here: compressing makes one the other."""
    return asked is not None and answered is not None and asked.removeprefix("W/") != answered.removeprefix("W/")


def _single_connection(tls: ssl.SSLContext) -> httpx.AsyncBaseTransport:
    limits = httpx.Limits(max_connections=1, max_keepalive_connections=1)
    return httpx.AsyncHTTPTransport(verify=tls, trust_env=False, limits=limits)
