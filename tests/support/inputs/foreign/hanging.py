"""Ways in which a download hangs, in this process or in that of a command.

    python -m tests.support.inputs.foreign.hanging WAY MIRROR COMMAND

runs `lenet-desktop COMMAND` and prints a line once it asks the mirror.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock

from core.data import mnist
from lenet_desktop.__main__ import main
from tests.support.inputs.foreign.mirrors import Request

_HEAD = b"HTTP/1.1 200 OK\r\n"

WAYS: dict[str, Callable[[Request], object]] = {
    "never answers": Request.hang,
    "drips the header": lambda request: request.drip(_HEAD + b"X: " + b"x" * 10_000),
    "drips the body": lambda request: (request.send(_HEAD + b"\r\n"), request.drip(bytes(10_000))),
    "drips the sizes of chunks": lambda request: (
        request.send(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n"),
        request.drip(b"0" * 10_000),
    ),
    "drips a redirect": lambda request: request.drip(
        b"HTTP/1.1 302 Found\r\nLocation: /" + b"x" * 10_000
    ),
    "redirects to one that hangs": lambda request: (
        request.hang()
        if request.path == "/hang"
        else request.send(b"HTTP/1.1 302 Found\r\nLocation: /hang\r\nContent-Length: 0\r\n\r\n")
    ),
    "never ends the TLS handshake": Request.hang,
    "is behind a proxy that hangs": Request.hang,
    "has a name that is never found": Request.hang,
}


def address(way: str, mirror: str) -> str:
    """Return the address under which the mirror is asked."""
    match way:
        case "never ends the TLS handshake":
            return mirror.replace("http:", "https:")
        case "is behind a proxy that hangs" | "has a name that is never found":
            return "https://mnist.invalid/"
        case _:
            return mirror


@contextmanager
def hanging(way: str, mirror: str) -> Iterator[None]:
    """Make the program download from a mirror alone, in this process."""
    environment = {"NO_PROXY": "127.0.0.1"}
    if way == "is behind a proxy that hangs":
        environment["HTTPS_PROXY"] = environment["https_proxy"] = mirror
    mirrors = {"mirrors": (address(way, mirror),)}
    with (
        mock.patch.dict(mnist.download.__kwdefaults__, mirrors),
        mock.patch.dict(os.environ, environment),
        mock.patch.object(socket, "getaddrinfo", _name_finder(way)),
    ):
        yield


def _name_finder(way: str) -> Callable[..., object]:
    found = socket.getaddrinfo

    def find(host: str, *more: object, **options: object) -> object:
        if way == "has a name that is never found" and host == "mnist.invalid":
            time.sleep(20)  # as the system's resolver does, which nothing interrupts
        return found(host, *more, **options)  # type: ignore[arg-type]

    return find


def run_command(way: str, mirror: str, command: str) -> None:
    """Run a command in this process; print a line once it asks the mirror."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # A shell's background ignores it.
    fetch = mnist.fetch

    def fetch_and_tell(*arguments: object) -> object:
        sys.stdout.write("\n")
        sys.stdout.flush()
        return fetch(*arguments)  # type: ignore[arg-type]

    out = ["--out", tempfile.mkdtemp()] if command == "train" else []
    with hanging(way, mirror), mock.patch.object(mnist, "fetch", fetch_and_tell):
        sys.exit(main([command, "--data", "mnist", *out]))


if __name__ == "__main__":
    run_command(*sys.argv[1:])
