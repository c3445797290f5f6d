"""Training engines: LeNet-5 at the machine's speed."""

from __future__ import annotations

from core.data.examples import Examples
from core.device import Device
from core.engines.cpu import CpuEngine
from core.engines.engine import Engine, State, Step, StepFigures
from core.engines.gpu import GpuEngine
from core.engines.kernels import kernels_are_compiled
from core.network.lenet5 import LeNet5
from core.training.plan import Plan

__all__ = ["Engine", "State", "Step", "StepFigures", "must_compile", "start_engine"]


def start_engine(
    plan: Plan,
    training: Examples,
    validation: Examples,
    state: State,
    device: Device,
    threads: int,
) -> Engine:
    """Make the engine of a device ready to train.

    Parameters
    ----------
    plan
        Its network, optimizer and label smoothing.
    training, validation
        The images.
    state
        Where it starts.
    device
        Where it computes.
    threads
        How many threads of the CPU it may use.
    """
    learns = (plan.network, plan.optimizer, plan.label_smoothing, training, validation, state)
    return GpuEngine(*learns) if device.kind == "gpu" else CpuEngine(*learns, threads)


def must_compile(device: Device, network: LeNet5) -> bool:
    """Whether the engine of a device takes some seconds to start, this once."""
    return device.kind == "gpu" and not kernels_are_compiled(network)
