"""The site on loopback while it is being worked on: pages show what content and templates say, and reload on a change.

The site isn't written anywhere: `live` makes each file when it is asked for, so that `_site/` never holds a page that
was made for working.
"""

import contextlib
import gc
import html
import http.server
import mimetypes
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from build.live import LiveSite
from scraper.errors import BuildError, PriceBookError

HOST = "127.0.0.1"
EVENTS = "/.reload"  # where pages wait to hear that there is something new
_PAUSE = 0.05  # seconds between two looks at the files, or more where a look takes long
_SHARE = 10  # a look that finds nothing takes at most one part in so many of the time
_BEAT = 15  # seconds between two comments to a page that waits
_TYPES = {  # machines differ about these
    ".js": "text/javascript",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".xml": "application/xml",
    ".atom": "application/atom+xml",
    ".webmanifest": "application/manifest+json",
}


class Bell:
    """Tells waiting pages which edition of the site there is."""

    def __init__(self) -> None:
        self._rung = threading.Condition()
        self._edition = ""

    def ring(self, edition: str) -> None:
        with self._rung:
            self._edition = edition
            self._rung.notify_all()

    def wait(self, shown: str, timeout: float) -> bool:
        """Whether there is another edition than the one `shown`, now or within `timeout` seconds."""
        with self._rung:
            return self._rung.wait_for(lambda: self._edition != shown, timeout)


class Watch:
    """Looks at the files again and again. What can't be read is told, and the last good site stays."""

    def __init__(self, site: LiveSite, tell: Callable[[str], object]) -> None:
        self.site, self._tell = site, tell
        self._told = ""  # the fault that there was at the last look
        self.bell = Bell()
        self.bell.ring(site.edition)

    def look(self) -> bool:
        """Look once; True where something changed and could be read."""
        try:
            if not self.site.look():
                return False
        except PriceBookError as error:
            if str(error) != self._told:
                self._tell(f"{error}\nThe last good site stays.")
            self._told = str(error)
            return False
        self._told = ""
        self._tell("Changed: pages show it.")
        self.bell.ring(self.site.edition)
        with contextlib.suppress(BuildError):  # whoever asks for a page is told
            self.site.prepare()  # while the browser is on its way
        return True

    def run(self, stop: threading.Event) -> None:
        pause = _PAUSE
        while not stop.wait(pause):
            begun = time.monotonic()
            pause = _PAUSE if self.look() else max(_PAUSE, _SHARE * (time.monotonic() - begun))


class Handler(http.server.BaseHTTPRequestHandler):
    """Files of the site, the event stream, and 404.html for the rest."""

    protocol_version = "HTTP/1.1"
    # Head and body in one piece, and at once: in two, each answer would wait 40 ms for the first one's acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True

    def __init__(self, *arguments: Any, site: LiveSite, bell: Bell, **named: Any) -> None:
        self._site, self._bell = site, bell
        super().__init__(*arguments, **named)

    def do_GET(self) -> None:
        if self.headers.get("Content-Length", "0") != "0":
            self.close_connection = True  # what it sent would be taken for the next request
        try:
            address = urlsplit(self.path)
        except ValueError:
            self._answer(HTTPStatus.BAD_REQUEST, b"That is no address.\n", "wrong.txt")
            return
        if address.path == EVENTS:
            self._events(address.query)
            return
        path = unquote(address.path).lstrip("/")
        try:
            self._find(path, address)
        except ConnectionError:
            raise  # the browser is gone
        except BuildError as error:
            self._failed(path, str(error))
        except Exception as error:  # noqa: BLE001 - a fault of one page is no reason to leave others unanswered
            self._failed(path, f"{type(error).__name__}: {error}\nThis is a fault of the build itself.")

    do_HEAD = do_GET  # noqa: N815 - http.server looks for this name

    def _find(self, path: str, address: SplitResult) -> None:
        is_folder = path and not path.endswith("/") and path not in self._site
        if is_folder and f"{path}/index.html" in self._site:
            self._answer(
                HTTPStatus.MOVED_PERMANENTLY, b"", Location=f"{address.path}/{address.query and '?'}{address.query}"
            )
            return
        self._file(f"{path}index.html" if not path or path.endswith("/") else path)

    def _file(self, path: str) -> None:
        if path in self._site:
            self._answer(HTTPStatus.OK, self._site.get(path), path)
        elif "404.html" in self._site:
            self._answer(HTTPStatus.NOT_FOUND, self._site.get("404.html"), "404.html")
        else:
            self._answer(HTTPStatus.NOT_FOUND, b"There is no such file.\n", "missing.txt")

    def _failed(self, path: str, problem: str) -> None:
        self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, _failed(path or "index.html", problem), "error.html")

    def _answer(self, status: HTTPStatus, body: bytes, name: str = "", **heads: str) -> None:
        self.send_response(status)
        ending = name[name.rfind(".") :]
        kind = _TYPES.get(ending) or mimetypes.guess_type(name)[0] or "text/plain"
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        for head, value in heads.items():
            self.send_header(head, value)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *values: Any) -> None:  # noqa: A002 - the base class names it
        """Silent: the reader's terminal is for changes and errors."""

    def _events(self, shown: str) -> None:
        """Say `reload` once there is another edition than `shown`; a comment now and then notices who left."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        if self.command == "HEAD":
            return
        try:
            self.wfile.flush()
            while not self._bell.wait(shown, _BEAT):
                self.wfile.write(b":\n\n")
                self.wfile.flush()
            self.wfile.write(b"event: reload\ndata: \n\n")
        except OSError:
            return  # the page was closed


def _failed(name: str, problem: str) -> bytes:
    """A page that says why there is none, and that reloads like any other."""
    scripts = ("static/js/page.js", "edition/edition.js", "static/js/reload.js")
    tags = "".join(f'<script defer src="/{script}"></script>' for script in scripts)
    head = f'<!doctype html><html lang="en"><title>{html.escape(name)}</title>{tags}'
    return f"{head}<pre>{html.escape(problem)}</pre>".encode()


class Server(http.server.ThreadingHTTPServer):
    """A thread for each connection; they end with the process."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no news; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def server(site: LiveSite, port: int, bell: Bell) -> Server:
    """A server of `site` on loopback; port 0 takes any free one. Raises OSError where the port is taken."""
    return Server((HOST, port), partial(Handler, site=site, bell=bell))


def serve(site: LiveSite, port: int, tell: Callable[[str], object]) -> None:
    """Serve `site` and keep it fresh until interrupted.

    Raises BuildError or StoreError where it can't be read the first time, OSError where the port is taken.
    """
    site.look()
    gc.freeze()  # the whole catalog stays in memory: to look through it for garbage at every change takes 50 ms
    watch = Watch(site, tell)
    stop = threading.Event()
    with server(site, port, watch.bell) as running:
        watcher = threading.Thread(target=watch.run, args=(stop,), daemon=True)
        watcher.start()
        address = f"http://{HOST}:{running.server_address[1]}/"
        tell(f"{address} – shows every change of content and templates; Ctrl-C ends it.")
        try:
            running.serve_forever()
        finally:
            stop.set()
            watcher.join()
