"""The site on loopback while it is being worked on: rebuilt when content or templates change, pages reloaded.

The site is built into a temporary folder with one more script, so that `_site/` never holds it.
"""

import http.server
import tempfile
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from scraper.errors import PriceBookError

HOST = "127.0.0.1"
EVENTS = "/.reload"  # where pages wait to hear that there is a new site
_PAUSE = 0.5  # seconds between two looks at the files

Stamp = frozenset[tuple[str, int, int]]


class Bell:
    """Tells waiting pages that there is a new site."""

    def __init__(self) -> None:
        self._rung = threading.Condition()
        self._builds = 0

    def ring(self) -> None:
        with self._rung:
            self._builds += 1
            self._rung.notify_all()

    def wait(self, timeout: float) -> bool:
        """Whether it rang within `timeout` seconds."""
        with self._rung:
            heard = self._builds
            return self._rung.wait_for(lambda: self._builds != heard, timeout)


def stamp(folders: tuple[Path, ...]) -> Stamp:
    """What the files below `folders` look like: path, time and size of each."""
    return frozenset(_stamps(folders))


def _stamps(folders: tuple[Path, ...]) -> Iterator[tuple[str, int, int]]:
    for folder in folders:
        for path in folder.rglob("*"):
            try:
                status = path.stat()
            except OSError:
                continue  # gone since it was listed: the next look sees that
            if path.is_file():
                yield str(path), status.st_mtime_ns, status.st_size


class Watch:
    """Rebuilds when a file changes. A build that fails is told and the last good site stays."""

    def __init__(self, folders: tuple[Path, ...], rebuild: Callable[[], object], tell: Callable[[str], None]) -> None:
        self._folders = folders
        self._rebuild = rebuild
        self._tell = tell
        self._seen = stamp(folders)
        self.bell = Bell()

    def look(self) -> bool:
        """Look once; True where something changed and the site was built again."""
        now = stamp(self._folders)
        if now == self._seen:
            return False
        self._seen = now
        try:
            self._rebuild()
        except PriceBookError as error:
            self._tell(f"{error}\nThe last good site stays.")
            return False
        self._tell("Built again.")
        self.bell.ring()
        return True

    def run(self, stop: threading.Event) -> None:
        while not stop.wait(_PAUSE):
            self.look()


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files of the site, the event stream, and 404.html for the rest."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: Any, bell: Bell, **named: Any) -> None:
        self._bell = bell
        super().__init__(*arguments, **named)

    def do_GET(self) -> None:
        if self.path == EVENTS:
            self._events()
        else:
            super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        missing = Path(self.directory) / "404.html"
        if code != 404 or not missing.is_file():
            super().send_error(code, message, explain)
            return
        body = missing.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *values: Any) -> None:  # noqa: A002 - the base class names it
        """Silent: the reader's terminal is for builds and errors."""

    def _events(self) -> None:
        """An event stream: one `reload` when there is a new site, a comment now and then to notice who left."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            while True:
                self.wfile.write(b"event: reload\ndata: \n\n" if self._bell.wait(15) else b":\n\n")
                self.wfile.flush()
        except OSError:
            return  # the page was closed


def server(folder: Path, port: int, bell: Bell) -> http.server.ThreadingHTTPServer:
    """A server of `folder` on loopback; port 0 takes any free one. Raises OSError where the port is taken."""
    return http.server.ThreadingHTTPServer((HOST, port), partial(Handler, bell=bell, directory=str(folder)))


def serve(build: Callable[[Path], object], folders: tuple[Path, ...], port: int, tell: Callable[[str], None]) -> None:
    """Build into a temporary folder, serve it and keep it fresh until interrupted.

    Raises what `build` raises the first time, and OSError where the port is taken.
    """
    with tempfile.TemporaryDirectory(prefix="price-book-") as temporary:
        folder = Path(temporary) / "site"
        build(folder)
        watch = Watch(folders, lambda: build(folder), tell)
        stop = threading.Event()
        with server(folder, port, watch.bell) as running:
            running.daemon_threads = True
            running.block_on_close = False
            watcher = threading.Thread(target=watch.run, args=(stop,), daemon=True)
            watcher.start()
            address = f"http://{HOST}:{running.server_address[1]}/"
            tell(f"{address} – rebuilt when content or templates change; Ctrl-C ends it.")
            try:
                running.serve_forever()
            finally:
                stop.set()
                watcher.join()
