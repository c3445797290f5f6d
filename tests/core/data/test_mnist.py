"""The download of MNIST from local servers that fail in various ways."""

from __future__ import annotations

import hashlib
import http.server
import threading
from contextlib import ExitStack, contextmanager, suppress

import pytest

import core.data.mnist
from core.data.mnist import OFFICIAL, OfficialFile, download_missing
from core.errors import UserError
from core.progress import Progress, Stage, result_of


@pytest.fixture
def files(monkeypatch):
    """Small files in place of the official ones: name -> content."""
    contents = {
        name: name.encode() + bytes(size)
        for name, size in zip(OFFICIAL, (150_000, 300, 70_000, 90), strict=True)
    }
    official = {
        name: OfficialFile(len(content), hashlib.sha256(content).hexdigest())
        for name, content in contents.items()
    }
    monkeypatch.setattr(core.data.mnist, "OFFICIAL", official)
    # A proxy of the surroundings must not come between.
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return contents


@contextmanager
def serving(answer):
    """Serve on 127.0.0.1; `answer(request, name)` writes the answer. Yields the base URL."""
    released = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            answer(self, self.path.removeprefix("/").removesuffix(".gz"))

        def log_message(self, *_):
            pass

        def send(self, content, length=None):
            self.send_response(200)
            self.send_header("Content-Length", str(len(content) if length is None else length))
            self.end_headers()
            self.wfile.write(content)

        def hang(self):
            released.wait(30)

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = False  # so that server_close waits for the threads

        def handle_error(self, *_):
            pass  # a client that stops half-way is no error here

    asked = []
    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Mirror(f"http://127.0.0.1:{server.server_port}/", asked)
    finally:
        released.set()
        server.shutdown()
        server.server_close()
        thread.join()


class Mirror(str):
    """A base URL that knows what it was asked for."""

    __slots__ = ("asked",)

    def __new__(cls, url, asked):
        mirror = super().__new__(cls, url)
        mirror.asked = asked
        return mirror


@pytest.fixture
def mirror(files):
    """Start mirrors: "good" or one way to fail."""

    def cut_off(request, name):
        request.send(files[name][: len(files[name]) // 2], length=len(files[name]))

    def stall(request, name):
        request.send(files[name][: len(files[name]) // 2], length=len(files[name]))
        request.hang()

    answers = {
        "good": lambda request, name: request.send(files[name]),
        "not found": lambda request, name: request.send_error(404),
        "cut off": cut_off,
        "wrong": lambda request, name: request.send(files[name][::-1]),
        "longer": lambda request, name: request.send(files[name] + b"more"),
        "page": lambda request, name: request.send(b"<html>Please log in</html>"),
        "silent": lambda request, name: request.hang(),
        "stalled": stall,
    }
    with ExitStack() as stack:
        yield lambda way: stack.enter_context(serving(answers[way]))


FAILURES = {
    "not found": "404 Not Found",
    "cut off": "connection failed",
    "wrong": "not the official file",
    "longer": "not the official file",
    "page": "not the official file",
    "silent": "timed out",
    "stalled": "connection failed",
}


def held(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def zipped(files):
    return {f"{name}.gz": content for name, content in files.items()}


def test_all_four_files_are_downloaded_into_a_new_folder(tmp_path, files, mirror, capfd):
    result_of(download_missing(tmp_path / "data" / "mnist", mirrors=[mirror("good")]))
    assert held(tmp_path / "data" / "mnist") == zipped(files)
    assert capfd.readouterr() == ("", "")


def test_progress_counts_up_over_all_files(tmp_path, files, mirror):
    reported = list(download_missing(tmp_path, mirrors=[mirror("good")]))
    total = sum(map(len, files.values()))
    counts = [progress.done for progress in reported]
    assert {(progress.stage, progress.total) for progress in reported} == {
        (Stage.DOWNLOADING, total)
    }
    assert counts == sorted(counts)
    assert counts[0] < len(files["train-images-idx3-ubyte"])
    assert counts[-1] == total


@pytest.mark.parametrize("way", FAILURES)
def test_the_second_mirror_steps_in_and_is_asked_first_from_then_on(tmp_path, files, mirror, way):
    bad, good = mirror(way), mirror("good")
    result_of(download_missing(tmp_path, mirrors=[bad, good], timeout=0.5))
    assert held(tmp_path) == zipped(files)
    assert bad.asked == ["/train-images-idx3-ubyte.gz"]


def test_progress_starts_a_file_over_with_the_second_mirror(tmp_path, files, mirror):
    mirrors = [mirror("wrong"), mirror("good")]
    reported = download_missing(tmp_path, ["train-images-idx3-ubyte"], mirrors=mirrors)
    counts = [progress.done for progress in reported]
    size = len(files["train-images-idx3-ubyte"])
    second = counts.index(size) + 1
    assert any(done < size for done in counts[second:])
    assert counts[-1] == size


@pytest.mark.parametrize("way", FAILURES)
def test_if_all_mirrors_fail_the_reasons_and_the_folder_are_reported(tmp_path, mirror, way):
    bad, missing = mirror(way), mirror("not found")
    with pytest.raises(UserError) as caught:
        result_of(download_missing(tmp_path, mirrors=[bad, missing], timeout=0.5))
    assert f"{bad[7:-1]}: {FAILURES[way]}; {missing[7:-1]}: 404 Not Found" in str(caught.value)
    assert f"to {tmp_path}." in str(caught.value)
    assert held(tmp_path) == {}


def test_a_missing_network_is_reported(tmp_path, files):
    with serving(lambda request, name: None) as gone:
        pass
    with pytest.raises(UserError, match=r"connection failed.*Check the internet connection"):
        result_of(download_missing(tmp_path, mirrors=[gone]))


@pytest.mark.parametrize("name", ["{}.gz", "{}"])
def test_files_already_there_need_no_network(tmp_path, files, name):
    for file in files:
        (tmp_path / name.format(file)).write_bytes(b"copied")
    result_of(download_missing(tmp_path, mirrors=[]))
    assert set(held(tmp_path).values()) == {b"copied"}


def test_only_what_is_missing_is_downloaded_and_counted(tmp_path, files, mirror):
    (tmp_path / "train-images-idx3-ubyte").write_bytes(b"copied")
    good = mirror("good")
    *_, last = download_missing(tmp_path, mirrors=[good])
    assert len(good.asked) == 3
    total = sum(map(len, files.values())) - len(files["train-images-idx3-ubyte"])
    assert last == Progress(Stage.DOWNLOADING, total, total)


def test_closing_stops_the_download_at_once_and_leaves_only_complete_files(tmp_path, files, mirror):
    complete = [len(content) for content in files.values()][:2]
    good = mirror("good")
    download = download_missing(tmp_path, mirrors=[good])
    for progress in download:
        if progress.done > sum(complete):
            break
    download.close()
    assert next(download, None) is None
    assert held(tmp_path) == {name: zipped(files)[name] for name in list(zipped(files))[:2]}
    assert len(good.asked) == 3


def test_a_mirror_that_sends_without_end_is_given_up(tmp_path, files):
    def send_without_end(request, name):
        request.send(files[name], length=10**12)
        with suppress(OSError):  # until the other side hangs up
            while True:
                request.wfile.write(bytes(10**6))

    with (
        serving(send_without_end) as endless,
        pytest.raises(UserError, match="not the official file"),
    ):
        result_of(download_missing(tmp_path, mirrors=[endless]))
    assert held(tmp_path) == {}


def test_a_folder_that_cannot_be_made_is_named(tmp_path, files, mirror):
    (tmp_path / "taken").touch()
    with pytest.raises(UserError, match=r"MNIST cannot be saved in .*taken.mnist: "):
        result_of(download_missing(tmp_path / "taken" / "mnist", mirrors=[mirror("good")]))


def test_the_checksums_are_those_of_the_official_files(mnist_dir):
    for name, official in OFFICIAL.items():
        content = (mnist_dir / f"{name}.gz").read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (
            official.size,
            official.sha256,
        )
