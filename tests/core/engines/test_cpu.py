"""The CPU engine agrees with the reference layers, optimiser and average."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from core.data.augment import Augmentation, deform
from core.data.examples import Examples
from core.digits import NOT_A_DIGIT
from core.engines import EngineState, TrainingStep
from core.engines.cpu import CpuEngine
from core.network.lenet5 import LeNet5, initialise
from core.network.losses import cross_entropy
from core.network.optim import SGD, update_average

OPTIMIZER = SGD(momentum=0.9, weight_decay=1e-3, clip_norm=2.0)
SMOOTHING = 0.1


@pytest.fixture(scope="module")
def examples():
    rng = np.random.default_rng(3)
    return Examples(
        rng.integers(0, 256, (1600, 28, 28)).astype(np.uint8),
        rng.integers(0, 11, 1600).astype(np.uint8),  # some of them are no digits
    )


@pytest.fixture
def state():
    params = initialise(5)
    velocity = {name: np.full_like(array, 1e-3) for name, array in params.items()}
    average = {name: array + np.float32(0.01) for name, array in params.items()}
    return EngineState(params, velocity, average)


def engine(examples, state, threads=2, network=LeNet5()):  # noqa: B008
    validation = Examples(examples.images[:90], examples.labels[:90])
    return CpuEngine(network, OPTIMIZER, SMOOTHING, examples, validation, state, threads)


def copied(arrays, dtype=np.float64):
    return {name: array.astype(dtype) for name, array in arrays.items()}


class PlainEngine:
    """The same steps with the reference layers in float64."""

    def __init__(self, network, examples, state):
        self.network, self.examples = network, examples
        self.params, self.velocity, self.average = map(
            copied, (state.parameters, state.velocity, state.average)
        )

    def take(self, step):
        images, labels = self.examples.images[step.rows], self.examples.labels[step.rows]
        if step.deformations is not None:
            images = deform(images, step.deformations)
        logits, backward = self.network.forward(self.params, images / 255.0)
        losses, dlogits = cross_entropy(logits, labels, SMOOTHING)
        biases = {name: 0.0 for name in self.params if name.endswith(".bias")}
        OPTIMIZER.step(self.params, self.velocity, backward(dlogits), step.learning_rate, biases)
        update_average(self.average, self.params, step.average_decay)
        return losses.sum(), (logits.argmax(axis=1) == labels).sum()


def steps_of(batch_size, count, rng, deforms=False):
    draw = Augmentation(8, 0.1, 0.1, 1, 0.5).draw
    return [
        TrainingStep(
            rng.permutation(1600)[:batch_size],
            draw(batch_size, rng) if deforms else None,
            0.01 * (index + 1),
            0.9,
        )
        for index in range(count)
    ]


@pytest.mark.parametrize(
    ("network", "batch_size", "count", "deforms"),
    [
        (LeNet5(), 1, 3, True),
        (LeNet5(), 7, 5, False),
        (LeNet5(), 125, 3, True),
        (LeNet5(), 128, 3, False),
        (LeNet5(), 1500, 1, False),
        (LeNet5("tanh", "average"), 70, 3, False),
        (LeNet5("sigmoid", "max"), 33, 3, True),
        (LeNet5("relu", "max"), 65, 3, False),
    ],
    ids=str,
)
def test_steps_agree_with_the_reference(
    network, batch_size, count, deforms, examples, state, rng, relative_error
):
    fast, plain = engine(examples, state, network=network), PlainEngine(network, examples, state)
    for step in steps_of(batch_size, count, rng, deforms):
        (results,) = fast.take([step])
        loss, correct = plain.take(step)
        assert results.loss == pytest.approx(loss, rel=1e-4)
        assert results.correct == correct
    reached = fast.state()
    for found, expected in (
        (reached.parameters, plain.params),
        (reached.velocity, plain.velocity),
        (reached.average, plain.average),
    ):
        for name, array in expected.items():
            # Both deform in float32: rounding of positions matters at steep edges, and where two
            # values of a max pooling window are almost equal.
            assert relative_error(found[name], array) < (3e-3 if deforms else 1e-5), name
    fast.close()


def test_results_are_bit_identical_for_any_number_of_threads(examples, state, rng):
    steps = steps_of(300, 4, rng, deforms=True)
    reached = []
    for threads in (1, 2, 5):
        one = engine(examples, state, threads)
        reached.append((one.take(steps), one.state()))
        one.close()
    for (results, before), (others, after) in pairwise(reached):
        assert results == others
        for name, array in before.parameters.items():
            np.testing.assert_array_equal(after.parameters[name], array)


def test_the_order_of_the_names_does_not_matter(examples, state, rng):
    """A checkpoint may store them in another order."""
    turned = EngineState(*(dict(reversed(arrays.items())) for arrays in vars(state).values()))
    step = steps_of(100, 1, rng)
    one, other = engine(examples, state), engine(examples, turned)
    one.take(step)
    other.take(step)
    for name, array in one.state().parameters.items():
        np.testing.assert_array_equal(other.state().parameters[name], array)
    one.close()
    other.close()


def test_a_group_of_steps_equals_single_steps(examples, state, rng):
    steps = steps_of(60, 3, rng)
    together, singly = engine(examples, state), engine(examples, state)
    results = together.take(steps)
    assert results == [single for step in steps for single in singly.take([step])]
    for name, array in singly.state().velocity.items():
        np.testing.assert_array_equal(together.state().velocity[name], array)
    together.close()
    singly.close()


def test_without_averaging_the_parameters_are_validated(examples, state, rng):
    one = engine(examples, state)
    one.take([TrainingStep(rng.permutation(1600)[:64], None, 0.05, 0.0)])
    reached = one.state()
    for name, array in reached.parameters.items():
        np.testing.assert_array_equal(reached.average[name], array)
    logits = one.logits(reached.parameters, examples.images[:90])
    np.testing.assert_array_equal(one.validation_logits(), logits)
    one.close()


def test_a_returned_state_does_not_change(examples, state, rng):
    one = engine(examples, state)
    before = one.state()
    kept = copied(before.parameters, np.float32)
    one.take(steps_of(50, 2, rng))
    for name, array in kept.items():
        np.testing.assert_array_equal(before.parameters[name], array)
        assert (one.state().parameters[name] != array).any()
    one.close()


@pytest.mark.parametrize("n", [1, 3, 64, 65, 777])
def test_logits_agree_with_the_reference(n, examples, state, relative_error):
    one = engine(examples, state)
    logits = one.logits(state.average, examples.images[:n])
    expected = LeNet5().logits(copied(state.average), examples.images[:n] / 255.0)
    assert logits.shape == (n, 10)
    assert relative_error(logits, expected) < 5e-6
    one.close()


def test_a_failing_part_ends_the_step_and_the_threads_stay_usable(examples, state, rng):
    one = engine(examples, state)
    wrong = TrainingStep(np.array([0, 1, 5000]), None, 0.1, 0.0)
    with pytest.raises(IndexError):
        one.take([wrong])
    (results,) = one.take(steps_of(128, 1, rng))
    assert np.isfinite(results.loss)
    one.close()


def test_a_step_agrees_with_pytorch(examples, state, rng, relative_error):
    """A step with clipping, momentum and weight decay agrees with PyTorch in float64."""
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    functional = torch.nn.functional
    tensors = {
        name: torch.tensor(array, dtype=torch.float64, requires_grad=True)
        for name, array in state.parameters.items()
    }
    still = EngineState(
        state.parameters,
        {name: np.zeros_like(array) for name, array in state.velocity.items()},
        state.average,
    )
    weights = [tensor for tensor in tensors.values() if tensor.ndim > 1]
    biases = [tensor for tensor in tensors.values() if tensor.ndim == 1]
    groups = [{"params": weights, "weight_decay": 1e-3}, {"params": biases, "weight_decay": 0.0}]
    optimizer = torch.optim.SGD(groups, lr=0.03, momentum=0.9)
    one = engine(examples, still)
    for _ in range(3):
        rows = rng.permutation(np.flatnonzero(examples.labels != NOT_A_DIGIT))[:96]
        (results,) = one.take([TrainingStep(rows, None, 0.03, 0.0)])
        x = torch.tensor(examples.images[rows] / 255.0)[:, None]
        for stage, padding in (("c1", 2), ("c3", 0)):
            x = torch.conv2d(x, tensors[f"{stage}.weight"], tensors[f"{stage}.bias"], 1, padding)
            x = functional.avg_pool2d(x.relu(), 2)
        x = x.flatten(1)
        for stage in ("f5", "f6", "output"):
            x = functional.linear(x, tensors[f"{stage}.weight"], tensors[f"{stage}.bias"])
            x = x if stage == "output" else x.relu()
        labels = torch.tensor(examples.labels[rows].astype(np.int64))
        loss = functional.cross_entropy(x, labels, label_smoothing=SMOOTHING)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(tensors.values(), 2.0)
        optimizer.step()
        assert results.loss / 96 == pytest.approx(loss.item(), rel=1e-5)
    for name, array in one.state().parameters.items():
        assert relative_error(array, tensors[name].detach().numpy()) < 1e-5, name
    one.close()


@pytest.mark.parametrize("decays_biases", [False, True])
def test_only_runs_of_older_versions_decay_the_biases(examples, state, rng, decays_biases):
    """Two steps that differ in their weight decay only differ in what decays."""
    (step,) = steps_of(16, 1, rng)
    given = {
        name: array + np.float32(0.1 * name.endswith(".bias"))
        for name, array in state.parameters.items()
    }
    state = EngineState(given, state.velocity, given)
    ends = []
    for decay in (0.0, 0.5):
        optimizer = SGD(0.9, decay, 0.0, decays_biases)
        one = CpuEngine(LeNet5(), optimizer, SMOOTHING, examples, examples, state, 1)
        one.take([step])
        ends.append(one.state().parameters)
        one.close()
    plain, decayed = ends
    for name, array in plain.items():
        expected = array.copy()
        if decays_biases or name.endswith(".weight"):
            expected -= np.float32(step.learning_rate * 0.5) * state.parameters[name]
        np.testing.assert_allclose(decayed[name], expected, rtol=1e-5, atol=1e-6)
        is_same = np.array_equal(decayed[name], array)
        assert is_same == (name.endswith(".bias") and not decays_biases)
