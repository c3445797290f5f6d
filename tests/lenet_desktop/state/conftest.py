"""A job, its listener, work that waits at a gate, and a training run."""

from __future__ import annotations

import pytest

from lenet_desktop.state.job import Job
from lenet_desktop.state.training.run import TrainingRun
from tests.support.jobs import Gate, Listener


@pytest.fixture
def job(qapp):
    job = Job()
    yield job
    job.abandon()


@pytest.fixture
def listener(job):
    return Listener(job)


@pytest.fixture
def gate():
    gate = Gate()
    yield gate
    gate.open()


@pytest.fixture
def training(qapp):
    training = TrainingRun()
    yield training
    training.close()
