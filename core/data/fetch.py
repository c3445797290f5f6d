"""Reading a file from a mirror on a thread that can be left behind."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import suppress
from queue import Empty, Queue
from threading import Event, Thread

import requests
import urllib3

from core.errors import Message, reason_of

_CHUNK_SIZE = 16 * 1024
_POLL_SECONDS = 0.1
_SLOWEST = 2048
"""Bytes per second, averaged: a slower mirror is given up."""


class MirrorError(Exception):
    """A mirror did not deliver a file; `reason` says why, to follow the mirror's name."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


def fetch(url: str, size: int, timeout: float) -> Generator[bytes, None, None]:
    """Read a file whose size is known.

    The network is read on a thread of its own: whatever the mirror does, the generator yields
    several times a second and can be closed at once.

    Parameters
    ----------
    url
        The address of the file; redirects are followed.
    size
        The size of the file in bytes. Not more than one chunk is read beyond it.
    timeout
        Seconds to wait for a connection and for the next bytes. In total, a mirror has four times
        as long, and more time with every byte.

    Yields
    ------
    bytes
        The next part of the file; empty if nothing has arrived.

    Raises
    ------
    MirrorError
        If the mirror does not deliver exactly `size` bytes in time.
    """
    reader = _Reader(url, size, timeout)
    reader.start()
    started = latest = time.monotonic()
    received = 0
    try:
        while received <= size:
            part = reader.next_part()
            if part is None:
                break
            now = time.monotonic()
            received += len(part)
            latest = now if part else latest
            if now - latest > 2 * timeout:
                raise MirrorError(Message("timed out"))
            if now - started > 4 * timeout + received / _SLOWEST:
                raise MirrorError(Message("too slow"))
            yield part
    finally:
        reader.abandon()
    if received < size:
        raise MirrorError(
            Message("sent {found} of {expected} bytes", {"found": received, "expected": size})
        )
    if received > size:
        raise MirrorError(Message("sent more than the official file"))


class _Reader(Thread):
    """Reads the parts of a file; a daemon, because nothing can interrupt a connection attempt."""

    def __init__(self, url: str, size: int, timeout: float) -> None:
        super().__init__(name="download", daemon=True)
        self._url, self._size, self._timeout = url, size, timeout
        # A `SimpleQueue` waits for ever if the time passes while it is interrupted.
        self._parts: Queue[bytes | Message | None] = Queue()
        self._is_abandoned = Event()
        self._session = _Session()
        self._response: requests.Response | None = None

    def next_part(self) -> bytes | None:
        """Return the next part: empty if none has arrived, None at the end."""
        try:
            part = self._parts.get(timeout=_POLL_SECONDS)
        except Empty:
            return b""
        if isinstance(part, Message):
            raise MirrorError(part)
        return part

    def abandon(self) -> None:
        """Let the thread end as soon as it can."""
        self._is_abandoned.set()
        if self._response is not None:
            with suppress(ValueError, RuntimeError, OSError):  # It has ended already.
                self._response.raw.shutdown()

    def run(self) -> None:
        failure = None
        try:
            self._read()
        except Exception as error:  # noqa: BLE001 - an odd answer raises anything
            failure = _reason(error, self._session.was_redirected)
        self._parts.put(failure)

    def _read(self) -> None:
        # The file is compressed; what a server would compress again would be another file.
        headers = {"Accept-Encoding": "identity"}
        read = 0
        with (
            self._session as session,
            session.get(self._url, stream=True, timeout=self._timeout, headers=headers) as response,
        ):
            response.raise_for_status()
            self._response = response
            while read <= self._size and not self._is_abandoned.is_set():
                part = response.raw.read1(_CHUNK_SIZE, decode_content=False)
                if not part:
                    break
                read += len(part)
                self._parts.put(part)


class _Session(requests.Session):
    """A session that reads no bodies of redirects, which may be endless, and no ``.netrc``."""

    was_redirected = False

    def __init__(self) -> None:
        super().__init__()
        self.auth = _without_credentials

    def rebuild_auth(
        self, prepared_request: requests.PreparedRequest, response: requests.Response
    ) -> None:
        """Send no credentials after a redirect either."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        if resp.is_redirect:
            self.was_redirected = True
            resp.raw.close()
        return super().get_redirect_target(resp)


def _without_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _reason(error: Exception, was_redirected: bool) -> Message:
    """Describe why a mirror failed."""
    match error:
        case requests.HTTPError(response=requests.Response() as response):
            text = reason_of(Exception(response.reason))
            return Message(
                "answered {status} {text}", {"status": response.status_code, "text": text}
            )
        case requests.exceptions.ProxyError():
            return _PROXY
        case requests.Timeout() | urllib3.exceptions.TimeoutError():
            return Message("timed out")
        case requests.exceptions.SSLError() | urllib3.exceptions.SSLError():
            return _insecure(error)
        case requests.TooManyRedirects():
            return Message("redirected too often")
        case ValueError() | urllib3.exceptions.LocationParseError() if was_redirected:
            return Message("redirected to an invalid address")
        case (
            # Of the proxy: the mirror's own address is valid.
            requests.exceptions.InvalidURL()
            | requests.exceptions.InvalidSchema()
            | urllib3.exceptions.LocationParseError()
        ):
            return _PROXY
        case requests.ConnectionError() | urllib3.exceptions.ProtocolError():
            return Message("connection failed")
        case requests.RequestException() | urllib3.exceptions.HTTPError():
            return Message("sent an invalid answer")
        case OSError():  # requests raises it, without a number, for missing certificates.
            return _CERTIFICATES
        case _:
            return Message("sent an invalid answer")


def _insecure(error: Exception) -> Message:
    text = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return Message("its certificate is not trusted")
    if "[X509" in text:
        return _CERTIFICATES
    return Message("no secure connection")


_PROXY = Message("the proxy cannot be used: check HTTPS_PROXY and HTTP_PROXY")
_CERTIFICATES = Message("the certificates cannot be read: check REQUESTS_CA_BUNDLE")
