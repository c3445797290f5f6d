"""Whatever a mirror answers: the official bytes, or a reason in one line, without waiting."""

from __future__ import annotations

import random
import signal
import socket
import ssl
import struct
import subprocess
import threading
import time
from contextlib import closing

import pytest

from core.data import fetch as fetching
from core.data.fetch import MirrorError, fetch
from tests.support.inputs.foreign.mirrors import join_readers, serving

CONTENT = bytes(range(256)) * 200
SIZE = len(CONTENT)
WHOLE = (
    b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(CONTENT) + CONTENT
)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield
    join_readers()


def fetched(url, size=SIZE, timeout=5.0):
    return b"".join(fetch(url + "file.gz", size, timeout))


def reason(url, size=SIZE, timeout=5.0):
    with pytest.raises(MirrorError) as caught:
        fetched(url, size, timeout)
    assert str(caught.value).isprintable()
    return str(caught.value)


def moved_to(location):
    return b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n"


def test_a_whole_answer_is_read():
    with serving(lambda request: request.send(WHOLE)) as mirror:
        assert fetched(mirror) == CONTENT


def test_a_redirect_is_followed_without_reading_its_body():
    def respond(request):
        if request.path.endswith("file.gz"):
            request.send(b"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 99999\r\n\r\n")
            request.hang()
        else:
            request.send(WHOLE)

    with serving(respond) as mirror:
        assert fetched(mirror, timeout=20.0) == CONTENT
        assert mirror.asked == ["/file.gz", "/there"]


def test_no_credentials_are_read_or_sent(tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("default login me password secret")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    heads = []

    def respond(request):
        heads.append(request.head)
        request.send(WHOLE if len(heads) == 2 else moved_to(b"/there"))

    with serving(respond) as mirror:
        assert fetched(mirror) == CONTENT
    assert len(heads) == 2
    assert all(b"Authorization" not in head for head in heads)


def test_a_compressed_answer_is_not_decompressed():
    with serving(lambda request: request.answer(CONTENT, b"Content-Encoding: gzip")) as mirror:
        assert fetched(mirror) == CONTENT


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b"", "connection failed"),
        (b"220 ftp.example.com\r\n", "connection failed"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n<html>", "sent 6 of 51200 bytes"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<html>", "connection failed"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "connection failed"),
        (b"HTTP/1.1 200 OK\r\n\r\n<html></html>", "sent 13 of 51200 bytes"),
        (WHOLE[:-1], "connection failed"),
        (WHOLE.replace(b"51200", b"99999") + bytes(48799), "sent more than the official file"),
        (b"HTTP/1.1 503 Slow\x07 Down\r\nContent-Length: 0\r\n\r\n", "answered 503 Slow"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", "sent 0 of 51200 bytes"),
        (moved_to(b"/file.gz"), "redirected too often"),
        (moved_to(b"http://[::1/x"), "redirected to an invalid address"),
        (moved_to(b"http://127.0.0.1:99999/"), "redirected to an invalid address"),
        (moved_to(b"http://.example/"), "redirected to an invalid address"),
        (moved_to(b"file:///etc/passwd"), "redirected to an invalid address"),
        (moved_to(b"/caf\xe9\xff"), "redirected to an invalid address"),
    ],
)
def test_an_odd_answer_is_given_up_with_a_reason(answer, expected):
    with serving(lambda request: request.send(answer)) as mirror:
        assert reason(mirror).startswith(expected)


# urllib3 does not close the connection.
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_an_answer_with_two_lengths_is_given_up():
    two = b"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n"
    with serving(lambda request: request.send(two)) as mirror:
        assert reason(mirror) == "sent an invalid answer"


def test_a_connection_that_is_reset_is_given_up():
    def reset(request):
        request.send(WHOLE[:1000])
        linger = struct.pack("ii", 1, 0)
        request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        request.connection.close()

    with serving(reset) as mirror:
        assert reason(mirror) == "connection failed"


def test_not_more_than_the_size_is_read():
    sent = 0

    def counted(request):
        nonlocal sent
        request.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            request.send(bytes(10**5))
            sent += 10**5

    with serving(counted) as mirror:
        assert reason(mirror) == "sent more than the official file"
    assert sent < 50e6


SLOW = {
    "never answers": lambda request: request.hang(),
    "drips its header": lambda request: request.drip(WHOLE),
    "drips its body": lambda request: (request.send(WHOLE[:100]), request.drip(WHOLE[100:])),
    "drips a redirect": lambda request: request.drip(moved_to(b"/" + b"x" * 1000)),
    "drips a chunk size": lambda request: (
        request.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        request.drip(b"0" * 1000),
    ),
}


@pytest.mark.parametrize("way", SLOW)
def test_a_slow_mirror_is_given_up(way):
    with serving(SLOW[way]) as mirror:
        assert reason(mirror, timeout=0.1) in ("timed out", "too slow")


@pytest.mark.parametrize("way", SLOW)
def test_whatever_a_mirror_does_the_reader_can_stop_at_any_time(way):
    with serving(SLOW[way]) as mirror, closing(fetch(mirror, 10**6, timeout=60.0)) as parts:
        # Each item is a moment at which a job, or Ctrl-C, can stop.
        assert len(next(parts) + next(parts)) < 1000


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs timers that send signals")
def test_a_long_interruption_does_not_make_the_reader_wait_for_the_mirror():
    def pass_the_time(*_):
        time.sleep(2 * fetching._POLL_SECONDS)

    before = signal.signal(signal.SIGALRM, pass_the_time)
    try:
        with serving(SLOW["never answers"]) as mirror, closing(fetch(mirror, 9, 2.0)) as parts:
            signal.setitimer(signal.ITIMER_REAL, fetching._POLL_SECONDS / 2)
            assert next(parts) == b""
    finally:
        signal.signal(signal.SIGALRM, before)


def test_a_handshake_that_never_ends_can_be_stopped():
    with serving(lambda request: request.hang()) as mirror:
        secure = mirror.replace("http:", "https:")
        with closing(fetch(secure, 10**6, timeout=2.0)) as parts:
            assert next(parts) == b""


def test_the_thread_of_a_stopped_download_ends():
    with serving(SLOW["drips its body"]) as mirror:
        with closing(fetch(mirror, 10**6, timeout=60.0)) as parts:
            while not next(parts):
                pass
            (thread,) = (t for t in threading.enumerate() if t.name == "download")
        thread.join(10)
        assert not thread.is_alive()


def test_a_proxy_that_cannot_be_used_is_named(monkeypatch):
    monkeypatch.delenv("NO_PROXY")
    for proxy in ("http://127.0.0.1:9", "http://", "socks5://127.0.0.1:9"):
        monkeypatch.setenv("HTTP_PROXY", proxy)
        monkeypatch.setenv("http_proxy", proxy)
        assert reason("http://mnist.invalid/").startswith("the proxy cannot be used: check HTTPS")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificate")
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    made += ["-nodes", "-keyout", "key.pem", "-out", "own.pem", "-days", "2"]
    try:
        subprocess.run(
            [*made, "-subj", "/CN=own", "-addext", "subjectAltName=IP:127.0.0.1"],
            cwd=folder, check=True, capture_output=True,
        )  # fmt: skip
    except OSError:
        pytest.skip("needs openssl")
    return folder


@pytest.fixture
def secure_mirror(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "own.pem", certificate / "key.pem")

    def wrap(connection):
        return context.wrap_socket(connection, server_side=True)

    with serving(lambda request: request.send(WHOLE), wrap) as mirror:
        yield mirror.replace("http:", "https:")


def test_a_certificate_that_is_not_trusted_is_named(secure_mirror):
    assert reason(secure_mirror) == "its certificate is not trusted"


def test_certificates_that_cannot_be_read_are_named(secure_mirror, tmp_path, monkeypatch):
    for content in (None, b"", b"damaged"):
        if content is not None:
            (tmp_path / "own.pem").write_bytes(content)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "own.pem"))
        assert "check REQUESTS_CA_BUNDLE" in reason(secure_mirror)


def test_a_server_without_encryption_is_reported():
    with serving(lambda request: request.send(WHOLE)) as mirror:
        assert reason(mirror.replace("http:", "https:")) == "no secure connection"


HEADS = [
    WHOLE[: -len(CONTENT)],
    moved_to(b"/file.gz?again"),
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nc800\r\n",
]
INTERESTING = [
    b"",
    b"\r\n",
    b"\r\n\r\n",
    b"\x00",
    b"\xff\xfe",
    b"%",
    b"-1",
    b"9" * 5000,
    b":",
    b";",
]


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_mutated_answers_are_read_or_given_up():
    rng = random.Random("answers")
    outcomes = []

    def respond(request):
        answer = bytearray(rng.choice(HEADS))
        for _ in range(rng.choice([0, 1, 1, 2, 8])):
            at = rng.randrange(len(answer))
            answer[at : at + rng.choice([0, 1, 5])] = rng.choice(
                [bytes([rng.randrange(256)]), rng.choice(INTERESTING), answer[at : at + 20]]
            )
        request.send(bytes(answer), CONTENT)

    with serving(respond) as mirror:
        for _ in range(60):
            try:
                outcomes.append(len(fetched(mirror, timeout=0.3)))
            except MirrorError as error:
                outcomes.append(str(error))
    lengths = {outcome for outcome in outcomes if isinstance(outcome, int)}
    assert lengths == {SIZE}
    reasons = {outcome for outcome in outcomes if isinstance(outcome, str)}
    assert all(map(str.isprintable, reasons))
    assert len(reasons) > 2
