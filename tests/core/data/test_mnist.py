"""The download of MNIST from local mirrors that fail in various ways."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack

import pytest

import core.data.mnist
from core.data.mnist import OFFICIAL, OfficialFile, download
from core.errors import UserError
from core.progress import Progress, Stage, result_of
from tests.support.inputs.foreign.mirrors import join_readers, serving


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
    yield contents
    join_readers()


@pytest.fixture
def mirror(files):
    """Start mirrors: "good" or one way to fail."""

    def half(request):
        content = files[request.name]
        request.answer(content[: len(content) // 2], length=len(content))

    def stall(request):
        half(request)
        request.hang()

    answers = {
        "good": lambda request: request.answer(files[request.name]),
        "not found": lambda request: request.answer(b"", status=b"404 Not Found"),
        "cut off": half,
        "wrong": lambda request: request.answer(files[request.name][::-1]),
        "longer": lambda request: request.answer(files[request.name] + b"more"),
        "page": lambda request: request.answer(b"<html>Please log in</html>"),
        "silent": lambda request: request.hang(),
        "stalled": stall,
    }
    with ExitStack() as stack:
        yield lambda way: stack.enter_context(serving(answers[way]))


FAILURES = {
    "not found": "answered 404 Not Found",
    "cut off": "connection failed",
    "wrong": "sent another file than the official one",
    "longer": "sent more than the official file",
    "page": "sent 26 of 1",
    "silent": "timed out",
    "stalled": "timed out",
}


def held(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def zipped(files):
    return {f"{name}.gz": content for name, content in files.items()}


def test_all_four_files_are_downloaded_into_a_new_folder(tmp_path, files, mirror, capfd):
    result_of(download(tmp_path / "data" / "mnist", files, mirrors=[mirror("good")]))
    assert held(tmp_path / "data" / "mnist") == zipped(files)
    assert capfd.readouterr() == ("", "")


def test_progress_counts_up_over_all_files(tmp_path, files, mirror):
    reported = list(download(tmp_path, files, mirrors=[mirror("good")]))
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
    result_of(download(tmp_path, files, mirrors=[bad, good], timeout=0.5))
    assert held(tmp_path) == zipped(files)
    assert bad.asked == ["/train-images-idx3-ubyte.gz"]


def test_progress_starts_a_file_over_with_the_second_mirror(tmp_path, files, mirror):
    mirrors = [mirror("wrong"), mirror("good")]
    reported = download(tmp_path, ["train-images-idx3-ubyte"], mirrors=mirrors)
    counts = [progress.done for progress in reported]
    size = len(files["train-images-idx3-ubyte"])
    second = counts.index(size) + 1
    assert any(done < size for done in counts[second:])
    assert counts[-1] == size


@pytest.mark.parametrize("way", FAILURES)
def test_if_all_mirrors_fail_the_reasons_and_the_folder_are_reported(tmp_path, files, mirror, way):
    bad, missing = mirror(way), mirror("not found")
    with pytest.raises(UserError) as caught:
        result_of(download(tmp_path, files, mirrors=[bad, missing], timeout=0.5))
    assert f"({bad[7:-1]}: {FAILURES[way]}" in str(caught.value)
    assert f"; {missing[7:-1]}: answered 404 Not Found)" in str(caught.value)
    assert f"to {tmp_path}." in str(caught.value)
    assert held(tmp_path) == {}


def test_a_missing_network_is_reported(tmp_path, files):
    with serving(lambda request: None) as gone:
        pass
    with pytest.raises(UserError, match=r"connection failed.*Check the internet connection"):
        result_of(download(tmp_path, files, mirrors=[gone]))


def test_only_the_named_files_are_downloaded_and_counted(tmp_path, files, mirror):
    first, *others = files
    (tmp_path / f"{others[0]}.gz").write_bytes(b"damaged")
    good = mirror("good")
    *_, last = download(tmp_path, others, mirrors=[good])
    assert good.asked == [f"/{name}.gz" for name in others]
    total = sum(map(len, files.values())) - len(files[first])
    assert last == Progress(Stage.DOWNLOADING, total, total)
    assert held(tmp_path) == {f"{name}.gz": files[name] for name in others}


def test_closing_stops_the_download_at_once_and_leaves_only_complete_files(tmp_path, files, mirror):
    complete = [len(content) for content in files.values()][:2]
    good = mirror("good")
    work = download(tmp_path, files, mirrors=[good])
    for progress in work:
        if progress.done > sum(complete):
            break
    work.close()
    assert next(work, None) is None
    assert held(tmp_path) == {name: zipped(files)[name] for name in list(zipped(files))[:2]}
    assert len(good.asked) == 3


def test_a_folder_that_cannot_be_made_is_named(tmp_path, files, mirror):
    (tmp_path / "taken").touch()
    with pytest.raises(UserError, match=r"MNIST cannot be saved in .*taken.mnist: "):
        result_of(download(tmp_path / "taken" / "mnist", files, mirrors=[mirror("good")]))


def test_the_checksums_are_those_of_the_official_files(mnist_dir):
    for name, official in OFFICIAL.items():
        content = (mnist_dir / f"{name}.gz").read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (
            official.size,
            official.sha256,
        )
