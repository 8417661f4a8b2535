"""A static host on loopback that behaves like GitHub Pages: folders, 404.html, and a sub-path for a project site."""

import gzip
import mimetypes
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit


@contextmanager
def serve(sites: Mapping[str, Path], *, packed: bool = False) -> Generator[str]:
    """Serve each folder of `sites` below its prefix ('/' or '/some-repo/'); gives the origin, without a slash.

    `packed` compresses texts for browsers that take that, as GitHub Pages does: whoever measures wants it.
    """
    longest_first = dict(sorted(sites.items(), key=lambda site: -len(site[0])))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body leave in one write: two would wait for each other's acknowledgement on a kept connection.
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            for prefix, folder in longest_first.items():
                if path == prefix.rstrip("/") and prefix != "/":
                    return self._redirect(prefix)
                if path.startswith(prefix):
                    return self._file(folder, path, path.removeprefix(prefix))
            return self._answer(404, b"nothing is served here", "text/plain")

        do_HEAD = do_GET  # noqa: N815 - the base class's naming

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's
            """Say nothing."""

        def _file(self, folder: Path, path: str, inside: str) -> None:
            target = (folder / inside).resolve()
            if not target.is_relative_to(folder.resolve()):
                return self._answer(404, b"", "text/plain")
            if target.is_dir():
                if not path.endswith("/"):
                    return self._redirect(f"{path}/")
                target /= "index.html"
            if target.is_file():
                kind = mimetypes.guess_type(target.name)[0] or "application/octet-stream"
                return self._answer(200, target.read_bytes(), kind)
            missing = folder / "404.html"
            return self._answer(404, missing.read_bytes() if missing.is_file() else b"", "text/html")

        def _redirect(self, address: str) -> None:
            self._answer(301, b"", "text/plain", Location=address)

        def _answer(self, status: int, body: bytes, kind: str, **headers: str) -> None:
            charset = (
                "; charset=utf-8" if kind.startswith("text/") or kind.endswith(("json", "xml", "javascript")) else ""
            )
            if packed and charset and "gzip" in self.headers.get("Accept-Encoding", ""):
                body = gzip.compress(body, 6)
                headers["Content-Encoding"] = "gzip"
            self.send_response(status)
            self.send_header("Content-Type", kind + charset)
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

    class Server(ThreadingHTTPServer):
        request_queue_size = 128  # a link checker asks for many at once, and a refused connection is a broken link

        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing of a browser that went away in the middle; anything else is a fault of ours."""
            if not isinstance(sys.exception(), ConnectionError):
                super().handle_error(request, client_address)  # type: ignore[arg-type]

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
