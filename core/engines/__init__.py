"""The engines that people train with: the network of `core.lenet5`, at the machine's speed."""

from __future__ import annotations

from core.backend import Device
from core.engines.cpu import CpuEngine
from core.engines.gpu import GpuEngine
from core.engines.interface import Engine, State, Step, StepFigures
from core.engines.kernels import kernels_are_compiled
from core.examples import Examples
from core.lenet5 import LeNet5
from core.plans import Plan

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
