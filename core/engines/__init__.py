"""Training engines: LeNet-5 at the machine's speed."""

from __future__ import annotations

from core.data.examples import Examples
from core.device import Device
from core.engines.cpu import CpuEngine
from core.engines.engine import Engine, EngineState, StepResult, TrainingStep
from core.engines.gpu import GpuEngine
from core.engines.kernels import kernels_are_compiled
from core.network.lenet5 import LeNet5
from core.network.optim import SGD

__all__ = ["Engine", "EngineState", "StepResult", "TrainingStep", "must_compile", "start_engine"]


def start_engine(
    network: LeNet5,
    optimizer: SGD,
    label_smoothing: float,
    training: Examples,
    validation: Examples,
    state: EngineState,
    device: Device,
    threads: int,
) -> Engine:
    """Make the engine of a device ready to train.

    Parameters
    ----------
    network, optimizer, label_smoothing
        What is trained, by which rule, and towards which targets.
    training, validation
        The images.
    state
        Where it starts.
    device
        Where it computes.
    threads
        How many threads of the CPU it may use.
    """
    learns = (network, optimizer, label_smoothing, training, validation, state)
    return GpuEngine(*learns) if device.kind == "gpu" else CpuEngine(*learns, threads)


def must_compile(device: Device, network: LeNet5) -> bool:
    """Whether the engine of a device takes some seconds to start, this once."""
    return device.kind == "gpu" and not kernels_are_compiled(network)
