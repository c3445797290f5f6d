"""Feed mutated files and answers to every reader, and count what becomes of them.

python -m tests.benchmarks.fuzz [--seed 0] [--inputs 10000] [--only FORMAT]

An input is accepted, or refused in one printable line. Everything else is a failure: another
exception, a warning, a crash, more than two seconds of processor time, or more than 500 MB of
additional memory. Each format is read in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path

from core.data.fetch import MirrorError, fetch
from core.errors import UserError
from tests.support.inputs.foreign.formats import FORMATS
from tests.support.inputs.foreign.mirrors import serving
from tests.support.inputs.foreign.mutation import mutations_of
from tests.support.inputs.foreign.stores import STORES, RefusedError

try:
    import resource
except ImportError:  # Windows.
    resource = None

LONGEST_MESSAGE = 600  # Characters.
MOST_SECONDS = 2.0
MOST_MEMORY = 500  # MB.

Reader = Callable[[bytes, Path, int], object]
"""Reads content by way of a file in a folder; the number distinguishes the inputs."""


def by_file(name, read):
    def reader(content, folder, number):
        path = folder / name
        path.write_bytes(content)
        return read(path)

    return reader


ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nConnection: close\r\n\r\n"
ANSWERS = [
    ANSWER + bytes(5000),
    ANSWER.replace(b"Content-Length: 5000", b"Transfer-Encoding: chunked")
    + b"1388\r\n" + bytes(5000) + b"\r\n0\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n",
]  # fmt: skip


@contextmanager
def reading_answers():
    """Yield a reader whose content is a mirror's whole answer."""
    answers = [b""]
    with serving(lambda request: request.send(answers[0])) as mirror:

        def reader(content, folder, number):
            answers[0] = content
            assert sum(map(len, fetch(mirror + "file.gz", 5000, timeout=0.3))) == 5000

        yield reader


NAMES = [*FORMATS, *STORES, "mirror"]


def peak_memory() -> float:
    """Return the peak memory of this process in MB; 0 where it is not known."""
    if resource is None:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def outcome(read: Reader, content: bytes, folder: Path, number: int) -> str:
    """Return "accepted", "refused", or what went wrong."""
    before, started = peak_memory(), time.process_time()
    try:
        read(content, folder, number)
        found = "accepted"
    except (UserError, MirrorError, RefusedError) as refusal:
        is_one_line = str(refusal).isprintable() and 0 < len(str(refusal)) < LONGEST_MESSAGE
        found = "refused" if is_one_line else f"not one line: {refusal!r}"
    except BaseException:  # noqa: BLE001 - counted
        found = traceback.format_exc()
    if (seconds := time.process_time() - started) > MOST_SECONDS:
        return f"took {seconds:.1f} s"
    if (memory := peak_memory() - before) > MOST_MEMORY:
        return f"took {memory:.0f} MB"
    return found


def fuzz(name: str, seed: int, inputs: int, folder: Path) -> dict[str, object]:
    """Read mutated inputs of a format; returns the counts, the failures and the peak memory."""
    rng = random.Random(f"{seed} {name}")
    if name == "mirror":
        with reading_answers() as read:
            return count(read, ANSWERS, name, rng, inputs, folder)
    make, read = STORES.get(name) or (FORMATS[name][0], by_file(name, FORMATS[name][1]))
    return count(read, [make(folder)], name, rng, inputs, folder)


def count(read, good, name, rng, inputs, folder):
    found = outcome(read, good[0], folder, -1)  # Also loads what every reading needs.
    counts, failures = {"accepted": 0, "refused": 0}, []
    if found != "accepted":
        failures.append(f"the good file: {found}")
    started, peak = time.perf_counter(), peak_memory()
    for number in range(inputs):
        content = rng.choice(mutations_of(name))(rng.choice(good), rng)
        found = outcome(read, content, folder, number)
        if found in counts:
            counts[found] += 1
        else:
            failures.append(f"input {number}: {found}")
    return {
        **counts,
        "failures": failures,
        "seconds": time.perf_counter() - started,
        "memory": peak_memory() - peak,
    }


def in_process(name: str, seed: int, inputs: int) -> dict[str, object]:
    """Fuzz a format in a process of its own."""
    argv = ["--seed", seed, "--inputs", inputs, "--only", name, "--as-json"]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.benchmarks.fuzz", *map(str, argv)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        failures = [f"exit status {done.returncode}: {done.stderr[-2000:]}"]
        return {"accepted": 0, "refused": 0, "failures": failures, "seconds": 0.0, "memory": 0.0}
    return json.loads(done.stdout)


def report_one(arguments) -> None:
    """Fuzz a format in this process and print the result as JSON."""
    unraisable = []
    # Not an error of a reader, but of a finaliser or a thread.
    sys.unraisablehook = lambda fault: unraisable.append(repr(fault.exc_value))
    threading.excepthook = lambda fault: unraisable.append(repr(fault.exc_value))
    warnings.simplefilter("error")
    warnings.filterwarnings("ignore", "unclosed", ResourceWarning)  # urllib3's, after odd headers.
    with tempfile.TemporaryDirectory() as folder:
        found = fuzz(arguments.only, arguments.seed, arguments.inputs, Path(folder))
    found["failures"] += unraisable
    print(json.dumps(found))


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--inputs", type=int, default=10_000, help="in total")
    parser.add_argument("--only", choices=NAMES, help="one format")
    parser.add_argument("--as-json", action="store_true", help="in this process, for the parent")
    arguments = parser.parse_args(argv)
    if arguments.as_json:
        report_one(arguments)
        return
    names = [arguments.only] if arguments.only else NAMES
    each, more = divmod(arguments.inputs, len(names))
    total = {"inputs": 0, "accepted": 0, "refused": 0, "failures": 0}
    print(f"{'format':24}{'inputs':>8}{'accepted':>10}{'refused':>10}{'failures':>10}{'MB':>6}")
    for index, name in enumerate(names):
        inputs = each + (index < more)
        found = in_process(name, arguments.seed, inputs)
        row = [inputs, found["accepted"], found["refused"], len(found["failures"])]
        print(f"{name:24}{row[0]:8,}{row[1]:10,}{row[2]:10,}{row[3]:10,}{found['memory']:6.0f}")
        for failure in found["failures"][:5]:
            print(f"    {failure[-2000:]}")
        total = dict(zip(total, map(sum, zip(total.values(), row, strict=True)), strict=True))
    print("total: " + ", ".join(f"{number:,} {what}" for what, number in total.items()))
    sys.exit(total["failures"] > 0)


if __name__ == "__main__":
    main()
