"""A run that is killed or finds the disk full, at any of its writes, can be resumed or repeated."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from core.device import cpu
from core.errors import UserError
from core.network.lenet5 import initialise
from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights
from core.runs.epochs import EPOCHS_FOLDER
from core.runs.folder import LAST_FILE, WEIGHTS_FILE, RunFolder
from core.runs.library import list_runs
from core.training.checkpoints import load_checkpoint
from core.training.presets import PRESETS
from core.training.train import train
from tests.support.inputs.runs import FILES_OF_A_FINISHED_RUN, files

PLAN = replace(PRESETS["quick"], epochs=2, batch_size=48)
DISK_FULL = OSError(errno.ENOSPC, "No space left on device")
HIDDEN = {".in-use.lock"}


class KilledError(BaseException):
    """Ends a run without a chance to tidy up."""


class Disk:
    """Counts the steps of all atomic writes, and fails in the step of a number.

    Parameters
    ----------
    failing_step
        The step that fails, from 0.
    error
        What it raises.
    recovers
        Whether later steps succeed.
    """

    def __init__(self, failing_step: int, error: BaseException, *, recovers: bool) -> None:
        self._failing_step, self._error, self._recovers = failing_step, error, recovers
        self.steps = 0

    @property
    def is_failing(self) -> bool:
        return self.steps > self._failing_step and not self._recovers

    def guard(self, owner: object, name: str, patch: pytest.MonkeyPatch) -> None:
        """Make a function of the disk a step."""
        function = getattr(owner, name)

        def step(*arguments, **options):
            number, self.steps = self.steps, self.steps + 1
            if number == self._failing_step or self.is_failing:
                raise self._error
            return function(*arguments, **options)

        patch.setattr(owner, name, step)

    def freeze_when_killed(self, patch: pytest.MonkeyPatch) -> None:
        """A killed process deletes nothing either."""
        for name in ("unlink", "rmdir"):
            function = getattr(Path, name)

            def remove(path, *arguments, function=function, **options):
                if not self.is_failing:
                    function(path, *arguments, **options)

            patch.setattr(Path, name, remove)


@pytest.fixture(scope="module")
def events(data):
    return list(train(PLAN, data, cpu()))


@pytest.fixture(autouse=True)
def _writes_are_fast(quick_plots, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _: None)


def run_once(folder: Path, events, disk: Disk) -> tuple[BaseException | None, list[str]]:
    """Save a run on a failing disk; return how it ended, and what was reported."""
    reported: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        disk.guard(tempfile, "mkstemp", patch)
        disk.guard(Path, "replace", patch)
        if isinstance(disk._error, KilledError):
            disk.freeze_when_killed(patch)
        try:
            with closing(
                RunFolder(folder, report=lambda error: reported.append(str(error)))
            ) as run:
                for event in events:
                    run.add(event)
        except (KilledError, OSError) as error:
            return error, reported
    return None, reported


def finish(folder: Path, data) -> None:
    """Resume the run of a folder, or start it again if it holds none."""
    last = folder / LAST_FILE
    resume = last if last.exists() else None
    with closing(RunFolder(folder, resume)) as run:
        for event in train(PLAN, data, cpu(), run.checkpoint):
            run.add(event)


@pytest.mark.parametrize(
    ("error", "recovers"),
    [(KilledError(), False), (DISK_FULL, False), (DISK_FULL, True)],
    ids=["killed", "full", "full for a moment"],
)
def test_a_run_that_fails_at_any_write_ends_with_the_same_weights(
    data, events, tmp_path, error, recovers
):
    ends = set()
    for number in count():
        folder, disk = tmp_path / str(number), Disk(number, error, recovers=recovers)
        end, reported = run_once(folder, events, disk)
        if disk.steps <= number:
            break
        is_told = isinstance(end, type(error)) or bool(reported)
        # Without the hidden file of the first two steps nothing is lost yet.
        assert is_told or (recovers and number < 2 and EPOCHS_FOLDER in files(folder))
        assert not (reported and isinstance(error, KilledError))
        assert all(file.stat().st_size for file in folder.glob("[!.]*"))
        assert len([run for run in list_runs(tmp_path) if run.folder == folder]) == (
            (folder / LAST_FILE).exists()
        )
        finish(folder, data)
        assert load_weights(folder / WEIGHTS_FILE) == events[-1].weights
        found = {name for name in files(folder) if not name.startswith(".")}
        # The weights of the single epochs may have made room for the result.
        assert found | {"epochs"} == FILES_OF_A_FINISHED_RUN
        ends.add(type(end))
        shutil.rmtree(folder)
    assert number > 20
    if isinstance(error, KilledError):
        assert ends == {KilledError}
    else:
        assert ends == ({type(None)} if recovers else {OSError, type(None)})


def test_a_folder_in_use_is_refused_and_free_again_at_the_end(events, tmp_path):
    with closing(RunFolder(tmp_path / "run")) as first:
        for _ in range(2):
            with pytest.raises(UserError, match="in use by another training run"):
                RunFolder(tmp_path / "run")
        for event in events:
            first.add(event)
        with pytest.raises(UserError, match="in use by another training run"):
            RunFolder(tmp_path / "run", first.last_file)
    assert not HIDDEN & files(tmp_path / "run")
    RunFolder(tmp_path / "run", first.last_file).close()


def test_weights_that_a_killed_run_left_behind_are_completed_on_resuming(events, tmp_path):
    with closing(RunFolder(tmp_path)) as folder:
        for event in events:
            folder.add(event)
    best = load_checkpoint(tmp_path / LAST_FILE).best
    (tmp_path / WEIGHTS_FILE).unlink()
    RunFolder(tmp_path, tmp_path / LAST_FILE).close()
    assert load_weights(tmp_path / WEIGHTS_FILE) == best
    other = Weights(initialise(9), replace(best.card, epoch=99))
    save_weights(tmp_path / WEIGHTS_FILE, other)
    RunFolder(tmp_path, tmp_path / LAST_FILE).close()
    assert load_weights(tmp_path / WEIGHTS_FILE) == best
