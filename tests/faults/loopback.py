"""A server on loopback that says exactly the bytes it is told to, and remembers what it was asked.

It speaks to sockets and not through an HTTP library, because most faults are what no library would send.
"""

import asyncio
import gzip
import hashlib
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked for. Header names are lower case."""

    path: str
    headers: dict[str, str]


Answer = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]


class Loopback:
    """Answers from `site`, by path; anything else is a 404. Change `site` at any time."""

    def __init__(self, site: dict[str, Answer] | None = None) -> None:
        self.site: dict[str, Answer] = dict(site or {})
        self.requests: list[Request] = []
        self.connections = 0
        self.port = 0
        self._writers: set[asyncio.StreamWriter] = set()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        """The paths asked for so far, in order, without robots.txt."""
        return [request.path for request in self.requests if request.path != "/robots.txt"]

    def forget(self) -> None:
        """Begin a new list of requests."""
        self.requests.clear()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, for as long as both sides keep it."""
        self.connections += 1
        self._writers.add(writer)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                pairs = (line.partition(":") for line in head[1:] if line)
                request = Request(head[0].split(" ")[1], {name.lower(): value.strip() for name, _, value in pairs})
                self.requests.append(request)
                await self.site.get(request.path, status(404))(request, writer)
                if writer.is_closing():
                    return
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            return  # cancelled only at the end, when nobody is left to be told
        finally:
            self._writers.discard(writer)
            writer.close()

    def abort(self) -> None:
        """Drop every connection, as a server does that ends."""
        for writer in list(self._writers):
            writer.transport.abort()


@contextmanager
def running(server: Loopback) -> Iterator[Loopback]:
    """`server` on a free port, in a thread, for as long as the block lasts."""
    loop = asyncio.new_event_loop()
    started = threading.Event()

    async def whole() -> None:
        ended = asyncio.Event()
        server_of_sockets = await asyncio.start_server(server.serve, "127.0.0.1", 0, backlog=128)
        server.port = server_of_sockets.sockets[0].getsockname()[1]
        stop.append(lambda: loop.call_soon_threadsafe(ended.set))
        started.set()
        await ended.wait()
        server_of_sockets.close()
        server.abort()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    stop: list[Callable[[], object]] = []
    thread = threading.Thread(target=lambda: loop.run_until_complete(whole()), daemon=True)
    thread.start()
    started.wait()
    try:
        yield server
    finally:
        stop[0]()
        thread.join()
        loop.close()


def head(code: int, *headers: tuple[str, str], length: int | None = None, reason: str = "Said") -> bytes:
    """The head of an answer; `length` becomes its Content-Length."""
    lines = [f"HTTP/1.1 {code} {reason}", *(f"{name}: {value}" for name, value in headers)]
    lines += [f"Content-Length: {length}"] if length is not None else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def status(code: int, *headers: tuple[str, str], body: bytes = b"") -> Answer:
    """An answer of any status with a short body."""

    async def answer(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head(code, *headers, length=len(body)) + body)

    return answer


def raw(*pieces: bytes | float, close: bool = True) -> Answer:
    """Exactly these bytes; a number waits so many seconds; then the connection is closed."""

    async def answer(_: Request, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            if isinstance(piece, bytes):
                writer.write(piece)
                await writer.drain()
            else:
                await asyncio.sleep(piece)
        if close:
            writer.close()

    return answer


def body(content: bytes, *headers: tuple[str, str]) -> Answer:
    """A 200 with `content` as it is and its length."""
    return status(200, *headers, body=content)


def in_turn(*answers: Answer) -> Answer:
    """One answer after the other, the last one for ever."""
    left = list(answers)

    async def answer(request: Request, writer: asyncio.StreamWriter) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(request, writer)

    return answer


@dataclass
class Page:
    """An honest page: gzip where it is asked for, an ETag, and 304 to whoever has it."""

    content: bytes
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/markdown; charset=utf-8"),)
    delay: float = 0.0  # seconds before the answer
    etag: str = field(init=False)

    def __post_init__(self) -> None:
        self.etag = f'"{hashlib.sha256(self.content).hexdigest()[:16]}"'

    async def __call__(self, request: Request, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        if self.delay:
            await asyncio.sleep(self.delay)
        tag = ("ETag", self.etag)
        if request.headers.get("if-none-match") == self.etag:
            writer.write(head(304, tag))
            return
        content, headers = self.content, (*self.headers, tag)
        if "gzip" in request.headers.get("accept-encoding", ""):
            content, headers = gzip.compress(content, 1), (*headers, ("Content-Encoding", "gzip"))
        writer.write(head(200, *headers, length=len(content)) + content)
