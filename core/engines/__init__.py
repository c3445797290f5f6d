"""The engines that people train with: the network of `core.lenet5`, at the machine's speed."""

from __future__ import annotations

from core.backend import Device
from core.datasets import Examples
from core.engines.cpu import CpuEngine
from core.engines.interface import Engine, State, Step, StepFigures
from core.plans import Plan

__all__ = ["Engine", "State", "Step", "StepFigures", "start_engine"]


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
    return CpuEngine(
        plan.network, plan.optimizer, plan.label_smoothing, training, validation, state, threads
    )
