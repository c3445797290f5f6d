"""Local mirrors that answer requests with bytes of a test's choice."""

from __future__ import annotations

import re
import socketserver
import threading
from contextlib import contextmanager, suppress


class Mirror(str):
    """A base URL that knows what it was asked for."""

    __slots__ = ("asked",)

    def __new__(cls, url, asked):
        mirror = super().__new__(cls, url)
        mirror.asked = asked
        return mirror


class Request:
    """A request: the name that is asked for, and the means to answer."""

    def __init__(self, connection, released):
        self.connection, self._released = connection, released
        self.head = connection.recv(4096)
        found = re.match(rb"GET (\S+)", self.head)
        self.path = found[1].decode() if found else ""
        self.name = self.path.removeprefix("/").removesuffix(".gz")

    def send(self, *parts):
        """Send bytes as they are."""
        for part in parts:
            self.connection.sendall(part)

    def answer(self, content, *headers, status=b"200 OK", length=None):
        """Send a whole answer, with the length of the content unless another is given."""
        length = len(content) if length is None else length
        lines = (b"HTTP/1.1 " + status, b"Content-Length: %d" % length, *headers)
        self.send(b"\r\n".join((*lines, b"Connection: close", b"", content)))

    def hang(self):
        """Keep the connection until the test ends."""
        self._released.wait(30)

    def drip(self, content, seconds=0.05):
        """Send one byte at a time until the other side or the test ends."""
        for index in range(len(content)):
            if self._released.wait(seconds):
                break
            self.send(content[index : index + 1])


def join_readers():
    """Wait until the threads of downloads that were stopped have ended."""
    for thread in threading.enumerate():
        if thread.name == "download":
            thread.join(30)


@contextmanager
def serving(respond, wrap=lambda connection: connection):
    """Serve on 127.0.0.1; `respond(request)` answers. Yields the base URL as a `Mirror`."""
    released = threading.Event()
    asked = []

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            # A client that stops half-way is not an error here.
            with suppress(OSError):
                request = Request(wrap(self.request), released)
                asked.append(request.path)
                respond(request)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = False  # so that server_close waits for the threads
        allow_reuse_address = True

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Mirror(f"http://127.0.0.1:{server.server_address[1]}/", asked)
    finally:
        released.set()
        server.shutdown()
        server.server_close()
        thread.join()
