"""Training engines: fast implementations of the networks for the CPU and for CUDA GPUs."""

from __future__ import annotations

from core.data.examples import Examples
from core.device import Device
from core.engines.cpu import CpuEngine
from core.engines.engine import Engine, EngineState, StepResult, TrainingStep
from core.engines.gpu import GpuEngine
from core.engines.kernels import kernels_are_compiled
from core.engines.plain import PlainEngine
from core.engines.staged import StagedEngine
from core.network.lenet5 import LeNet5
from core.network.optim import SGD
from core.network.sequence import Network

__all__ = ["Engine", "EngineState", "StepResult", "TrainingStep", "must_compile", "start_engine"]


def start_engine(
    network: Network,
    optimizer: SGD,
    label_smoothing: float,
    training: Examples,
    validation: Examples,
    state: EngineState,
    device: Device,
    threads: int,
) -> Engine:
    """Create the training engine of a device.

    Parameters
    ----------
    network
        The network to train.
    optimizer
        Its update rule.
    label_smoothing
        Share of the target spread evenly over the classes, in [0, 1).
    training, validation
        Images and labels.
    state
        The initial state.
    device
        The device to train on.
    threads
        Number of CPU threads; ignored on a GPU.
    """
    arguments = (optimizer, label_smoothing, training, validation, state)
    if isinstance(network, LeNet5):
        if device.kind == "gpu":
            return GpuEngine(network, *arguments)
        return CpuEngine(network, *arguments, threads)
    if device.kind == "gpu":
        return PlainEngine(network, *arguments)
    return StagedEngine(network, *arguments, threads)


def must_compile(device: Device, network: Network) -> bool:
    """Return whether starting the engine first compiles kernels, which takes several seconds."""
    if device.kind == "cpu" or not isinstance(network, LeNet5):
        return False
    return not kernels_are_compiled(network)
