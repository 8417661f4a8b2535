"""A loopback HTTP server for a folder of pages.

It does what a polite scraper depends on (ETag and 304, gzip on request, keep-alive) and nothing else.
Every answer, errors included, carries `X-Sample-Catalog: yes`.
"""

import gzip
import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

LABEL = ("X-Sample-Catalog", "yes")

# The address has no ending where the file has `.html`.
_TYPES = {".md": "text/markdown; charset=utf-8", ".txt": "text/plain; charset=utf-8", "": "text/html; charset=utf-8"}


class Server(ThreadingHTTPServer):
    """Serves `tree` on 127.0.0.1; port 0 takes a free one."""

    daemon_threads = True
    request_queue_size = 128  # as many connections as a benchmark opens at once

    def __init__(self, tree: Path, *, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.tree = tree

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def running(tree: Path, *, port: int = 0) -> Iterator[str]:
    """Serve `tree` from a thread for as long as the block lasts. The value is the base URL, without a slash."""
    with Server(tree, port=port) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.base_url
        finally:
            server.shutdown()
            thread.join()


def find(tree: Path, address: str) -> tuple[Path, str] | None:
    """The file of an address and its content type, or None where nothing is published.

    `/models/glm/4.7` is `models/glm/4.7.html`; slugs contain dots, so only a literal `.md` or `.txt` is an ending.
    """
    path = unquote(urlsplit(address).path)
    segments = path.removeprefix("/").split("/")
    if any(segment in ("", ".", "..") or "\\" in segment or "\0" in segment for segment in segments):
        return None
    ending = next((ending for ending in (".md", ".txt") if path.endswith(ending)), "")
    file = tree.joinpath(*segments[:-1], segments[-1] if ending else f"{segments[-1]}.html")
    return (file, _TYPES[ending]) if file.is_file() else None


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 30  # seconds an idle connection is kept
    # Head and body leave in one write: two would wait for each other's acknowledgement on a kept connection.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Quiet: whoever pulls says what was asked for."""

    def version_string(self) -> str:
        return "sample-catalog"

    def _answer(self, *, with_body: bool) -> None:
        found = find(self.server.tree, self.path)
        if found is None:
            body = b"no such page in the sample catalog\n"
            self._send(HTTPStatus.NOT_FOUND, body if with_body else b"", {"Content-Length": str(len(body))})
            return
        file, content_type = found
        body = file.read_bytes()
        # Weak: the same tag stands for the plain and the compressed bytes.
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = {
            "ETag": etag,
            "Last-Modified": formatdate(file.stat().st_mtime, usegmt=True),
            "Cache-Control": "max-age=0, must-revalidate",
            "Vary": "Accept-Encoding",
        }
        if _matches(self.headers.get("If-None-Match", ""), etag):
            self._send(HTTPStatus.NOT_MODIFIED, b"", headers)
            return
        headers["Content-Type"] = content_type
        if _accepts_gzip(self.headers.get("Accept-Encoding", "")):
            body = gzip.compress(body, compresslevel=6, mtime=0)
            headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        self._send(HTTPStatus.OK, body if with_body else b"", headers)

    def _send(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (*headers.items(), LABEL):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _matches(condition: str, etag: str) -> bool:
    """If-None-Match compares weakly (RFC 9110, 13.1.2): `W/` makes no difference."""
    tags = [tag.strip().removeprefix("W/") for tag in condition.split(",")]
    return "*" in tags or etag.removeprefix("W/") in tags


def _accepts_gzip(accepted: str) -> bool:
    """Whether `gzip` is named, and not with a weight of zero."""
    for part in accepted.split(","):
        coding, _, weight = part.partition(";")
        if coding.strip().lower() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
