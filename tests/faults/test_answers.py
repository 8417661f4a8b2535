"""Answers that are too long, wrongly encoded, cut, or never end."""

import gzip
import socket
import struct
import tracemalloc
import zlib
from asyncio import StreamWriter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scraper.fetch import MAX_BODY, Patience
from tests.faults.loopback import Answer, Loopback, Page, Request, body, head, in_turn, raw
from tests.faults.pulling import ADDRESS, FEW, PATH, pulled, spoilt

MIB = 1024 * 1024
GZIP = ("Content-Encoding", "gzip")


@contextmanager
def measured() -> Iterator[Callable[[], int]]:
    """Gives how many bytes were held at once, at most, within the block."""
    tracemalloc.start()
    tracemalloc.reset_peak()
    try:
        yield lambda: tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def bomb(size: int) -> bytes:
    """`size` bytes of spaces, compressed."""
    packer = zlib.compressobj(6, wbits=31)
    return b"".join([packer.compress(b" " * MIB) for _ in range(size // MIB)]) + packer.flush()


@pytest.mark.fault(1)
def test_a_gzip_bomb_is_refused_at_the_cap_in_little_memory(server: Loopback, content: Path) -> None:
    """A page that inflates to 64 MiB is refused at 2 MiB; peak memory grows by less than 10 MiB."""
    with measured() as peak:
        assert f"longer than {MAX_BODY} bytes" in spoilt(server, content, body(bomb(64 * MIB), GZIP))
        assert peak() < 10 * MIB


@pytest.mark.fault(1)
def test_a_chain_of_encodings_is_refused(server: Loopback, content: Path) -> None:
    """`gzip, gzip` is refused before anything is inflated."""
    answer = body(gzip.compress(bomb(MIB)), ("Content-Encoding", "gzip, gzip"))
    assert "only gzip was asked for" in spoilt(server, content, answer)


@pytest.mark.fault(1)
def test_the_body_of_a_redirect_is_never_read(server: Loopback, content: Path) -> None:
    """A redirect with a bomb for a body is followed without reading it."""
    packed = bomb(16 * MIB)
    good = server.site[ADDRESS]
    location = ("Location", "/moved.md")
    server.site[ADDRESS] = raw(head(302, location, GZIP, length=len(packed)) + packed, close=False)
    server.site["/moved.md"] = good
    with measured() as peak:
        assert not pulled(server.base_url, content, **FEW).failed
        assert peak() < 10 * MIB


@pytest.mark.fault(1)
def test_a_long_plain_answer_is_refused_at_the_cap(server: Loopback, content: Path) -> None:
    """A page of 3 MiB without compression is refused as well."""
    assert "longer than" in spoilt(server, content, body(b" " * (3 * MIB)))


@pytest.mark.fault(2)
@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "x-unheard-of", "gzip;q=1"])
def test_an_encoding_that_was_not_asked_for_is_refused(server: Loopback, content: Path, encoding: str) -> None:
    """Brotli, Zstandard, deflate and unknown encodings are refused, not guessed at."""
    answer = body(b"\x1b\x00\x00\x04", ("Content-Encoding", encoding))
    assert "only gzip was asked for" in spoilt(server, content, answer)


WHOLE = gzip.compress(b"---\ntitle: x\n---\n" * 50)


@pytest.mark.fault(3)
@pytest.mark.parametrize(
    ("packed", "reason"),
    [
        pytest.param(WHOLE[:-9], "stops before its end", id="truncated"),
        pytest.param(b"", "stops before its end", id="nothing"),
        pytest.param(WHOLE + b"junk", "follows the end", id="trailing-junk"),
        pytest.param(WHOLE + WHOLE, "follows the end", id="two-members"),
        pytest.param(b"---\ntitle: plain\n---\n", "says it is gzip and isn't", id="not-gzip-at-all"),
    ],
)
def test_compressed_data_that_is_not_whole_is_refused(
    server: Loopback, content: Path, packed: bytes, reason: str
) -> None:
    """Truncated gzip, junk after it and plain text under its name are refused."""
    assert reason in spoilt(server, content, body(packed, GZIP))


@pytest.mark.fault(3)
def test_gzip_under_no_name_is_refused(server: Loopback, content: Path) -> None:
    """Compressed bytes without a Content-Encoding are no text, and refused."""
    assert "expected UTF-8" in spoilt(server, content, body(WHOLE))


def reset() -> Answer:
    """Half an answer, then a reset instead of an end."""

    async def answer(_: Request, writer: StreamWriter) -> None:
        writer.write(head(200, length=1000) + b"half")
        await writer.drain()
        linger = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        writer.transport.abort()

    return answer


BROKEN = {
    "short-body": raw(head(200, length=1000) + b"half"),
    "cut-chunk": raw(head(200, ("Transfer-Encoding", "chunked")) + b"3e8\r\nhalf"),
    "no-last-chunk": raw(head(200, ("Transfer-Encoding", "chunked")) + b"4\r\nhalf\r\n"),
    "bad-chunk": raw(head(200, ("Transfer-Encoding", "chunked")) + b"zz\r\nhalf"),
    "no-answer": raw(),
    "half-a-head": raw(b"HTTP/1.1 200 OK\r\nContent-"),
    "no-http": raw(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "head-without-end": raw(b"HTTP/1.1 200 OK\r\n" + b"X-Long: y\r\n" * 20_000),
    "reset": reset(),
}


@pytest.mark.fault(4)
@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_transfer_is_tried_three_times_and_refused(server: Loopback, content: Path, broken: str) -> None:
    """A body shorter than announced, a cut chunk, a reset: three attempts, then refused."""
    assert "the connection failed" in spoilt(server, content, BROKEN[broken])
    assert server.paths.count(ADDRESS) == 3


@pytest.mark.fault(4)
@pytest.mark.parametrize("broken", ["short-body", "reset"])
def test_a_transfer_that_breaks_once_is_no_failure(server: Loopback, content: Path, broken: str) -> None:
    """A transfer that breaks once and then comes whole is recorded."""
    server.site[ADDRESS] = in_turn(BROKEN[broken], server.site[ADDRESS])
    summary = pulled(server.base_url, content)
    assert not summary.failed
    assert PATH in summary.changed


# Bytes, and seconds to wait after them.
DRIP: tuple[bytes, float] = (b"1\r\n.\r\n", 0.02)
CONTINUE: tuple[bytes, float] = (b"HTTP/1.1 100 Continue\r\n\r\n", 0.02)


def dripping() -> Answer:
    """A body that never ends, a byte at a time."""

    async def answer(_: Request, writer: StreamWriter) -> None:
        writer.write(head(200, ("Transfer-Encoding", "chunked")))
        await raw(*DRIP * 1000)(_, writer)

    return answer


def endless() -> Answer:
    """A body that never ends, as fast as it goes."""

    async def answer(_: Request, writer: StreamWriter) -> None:
        writer.write(head(200))
        while not writer.is_closing():
            writer.write(b" " * 65536)
            await writer.drain()

    return answer


@pytest.mark.fault(6)
@pytest.mark.parametrize(
    "slow",
    [
        pytest.param(raw(3600.0), id="no-head"),
        pytest.param(raw(b"HTTP/1.1 200 OK\r\n", 3600.0), id="half-a-head"),
        pytest.param(raw(head(200, length=10) + b"1", 3600.0), id="half-a-body"),
        pytest.param(raw(*CONTINUE * 1000), id="informational-for-ever"),
        pytest.param(dripping(), id="a-byte-at-a-time"),
    ],
)
def test_one_deadline_covers_the_whole_exchange(server: Loopback, content: Path, slow: Answer) -> None:
    """Slow heads, slow bodies and endless drips end at one deadline."""
    patience = Patience(deadline=1.0, shortest=0.01, longest=0.02)
    assert "no complete answer within 1 s" in spoilt(server, content, slow, patience=patience, concurrency=1)


@pytest.mark.fault(6)
def test_a_fast_body_that_never_ends_is_refused_at_the_cap(server: Loopback, content: Path) -> None:
    """An endless body that comes fast is refused at 2 MiB."""
    assert "longer than" in spoilt(server, content, endless())


def test_a_page_is_asked_for_with_gzip_only(server: Loopback, content: Path) -> None:
    pulled(server.base_url, content)
    assert {request.headers["accept-encoding"] for request in server.requests} == {"gzip"}


def test_what_was_recorded_is_what_was_sent(server: Loopback, content: Path) -> None:
    pulled(server.base_url, content)
    page = server.site[ADDRESS]
    assert isinstance(page, Page)
    assert (content / "pages" / PATH).read_bytes() == page.content
