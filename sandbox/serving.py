"""Serve a WSGI app over HTTP/1.1 with keep-alive, a thread per connection, silent.

Two properties a stand-in needs and ordinary development servers lack: connections are kept alive, and a handler may
do its work and then hang up without an answer (raise `HangUp`). A client that gave up does not stop a request: the
app always runs to its end.
"""

from __future__ import annotations

import io
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

Headers = list[tuple[str, str]]


class HangUp(ConnectionAbortedError):
    """Raised by an app to close the connection without a single byte of answer."""


class Answer:
    """What an app answered: collected whole, so that nothing is on the wire before all the work is done.

    `drip`: seconds between its bytes, from the body's first one or, with `whole`, from the status line on.
    """

    def __init__(self, status: str, headers: Headers, body: bytes, drip: float = 0.0, whole: bool = False) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.drip = drip
        self.whole = whole

    def replay(self, start_response: StartResponse) -> Iterable[bytes]:
        start_response(self.status, self.headers)
        return _Body([self.body], self.drip, self.whole)


class _Body(list[bytes]):
    """Carries an answer's pace through the WSGI interface."""

    def __init__(self, parts: Iterable[bytes], drip: float, whole: bool) -> None:
        super().__init__(parts)
        self.drip = drip
        self.whole = whole


def collect(app: WSGIApplication, environ: dict[str, Any]) -> Answer:
    """Run `app` to its end and return its answer; raise whatever the app raises, `HangUp` included."""
    started: list[tuple[str, Headers]] = []

    def start_response(status: str, headers: Headers, exc_info: object = None) -> Callable[[bytes], object]:
        started.append((status, headers))
        return lambda _: None

    parts = app(environ, start_response)
    try:
        body = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()
    status, headers = started[-1]
    return Answer(status, headers, body, getattr(parts, "drip", 0.0), getattr(parts, "whole", False))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _HttpServer

    def setup(self) -> None:
        super().setup()
        self.server.opened(self.connection)

    def finish(self) -> None:
        self.server.closed(self.connection)
        super().finish()

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            answer = collect(self.server.app, self._environ(body))
        except HangUp:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        except Exception as error:  # a bug in a stand-in must not look like a hang-up
            text = f"stand-in bug: {type(error).__name__}: {error}".encode()
            answer = Answer("500 Internal Server Error", [("Content-Type", "text/plain")], text)
            self.server.bugs.append(error)
        self._write(answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _serve

    def _write(self, answer: Answer) -> None:
        """One write: header and body in two segments would wait for the peer's delayed acknowledgement."""
        code, _, reason = answer.status.partition(" ")
        lines = [f"HTTP/1.1 {code} {reason}"]
        lines += [f"{name}: {value}" for name, value in answer.headers if name.lower() != "content-length"]
        lines.append(f"Content-Length: {len(answer.body)}")
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        body = b"" if self.command == "HEAD" else answer.body
        at_once = b"" if answer.whole else head if answer.drip else head + body
        try:
            self.wfile.write(at_once)
            for byte in (head + body)[len(at_once) :]:
                time.sleep(answer.drip)
                self.wfile.write(bytes([byte]))
        except OSError:  # the client gave up while we worked
            self.close_connection = True

    def _environ(self, body: bytes) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "RAW_URI": self.path,  # as sent: signatures need it
            "REQUEST_URI": self.path,
            "SERVER_PROTOCOL": self.request_version,
            "SERVER_NAME": self.server.host,
            "SERVER_PORT": str(self.server.port),
            "REMOTE_ADDR": self.client_address[0],
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in self.headers.items():
            key = name.upper().replace("-", "_")
            key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
            environ[key] = f"{environ[key]},{value}" if key in environ else value
        return environ

    def log_message(self, format: str, *args: Any) -> None:
        pass


class _HttpServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # an idle kept-alive connection would block for ever
    request_queue_size = 128

    def __init__(self, app: WSGIApplication, host: str, port: int) -> None:
        self.app = app
        self.bugs: list[Exception] = []
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        super().__init__((host, port), _Handler)
        self.host, self.port = str(self.server_address[0]), int(self.server_address[1])

    def opened(self, connection: socket.socket) -> None:
        with self._lock:
            self._connections.add(connection)

    def closed(self, connection: socket.socket) -> None:
        with self._lock:
            self._connections.discard(connection)

    def hang_up(self) -> None:
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # already gone

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # peers that vanish are ordinary here


class Server:
    """A running server. A context manager; `close` is safe to call twice. `bugs` holds what an app raised."""

    def __init__(self, app: WSGIApplication, host: str, port: int) -> None:
        self._http = _HttpServer(app, host, port)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Base URL without a trailing slash, e.g. http://127.0.0.1:40123."""
        return f"http://{self._http.host}:{self._http.port}"

    @property
    def port(self) -> int:
        return self._http.port

    @property
    def bugs(self) -> list[Exception]:
        return self._http.bugs

    def wait(self) -> None:
        """Block until the server is closed."""
        self._thread.join()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._http.hang_up()
        self._thread.join(timeout=5)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def serve(app: WSGIApplication, host: str = "127.0.0.1", port: int = 0) -> Server:
    """Start serving `app` in the background; port 0 takes a free one, see `Server.url`."""
    return Server(app, host, port)
