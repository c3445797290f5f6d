"""What the conditions of lessons look at, changed in a few words."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from lenet_desktop.screenshots import five
from lenet_desktop.state.pad_content import content_of
from tests.support.inputs.networks import bundled_weights


class Desk:
    """A window in which everything can be chosen."""

    def __init__(self):
        self.page, self.choices, self.clicks = "draw", {}, set()

    def choice(self, page, name):
        return self.choices.get((page, name))

    def was_clicked(self, name):
        return name in self.clicks


class Setting:
    """What the tests change, in a few words."""

    def __init__(self, workspace, desk):
        self.workspace, self.desk = workspace, desk

    def draw(self, *drawings):
        strokes = [stroke * [0.4, 1] + [x, 0] for x, drawing in drawings for stroke in drawing]
        self.workspace.pad_history.replace(content_of(strokes))
        self.workspace.reader.read_now()

    def draw_five(self):
        self.workspace.pad_history.replace(content_of(five()))
        self.workspace.reader.read_now()

    def clear(self):
        self.workspace.pad_history.replace(content_of([]))
        self.workspace.reader.read_now()

    def scribble(self):
        rng = np.random.default_rng(0)
        self.workspace.pad_history.replace(content_of([rng.random((60, 2))]))
        self.workspace.reader.read_now()

    def small_in_the_corner(self):
        self.workspace.pad_history.replace(content_of([stroke * 0.2 for stroke in five()]))
        self.workspace.reader.read_now()

    def pin(self, stage, *index):
        self.desk.choices["inside", "pinned"] = stage, index

    def pin_where(self, stage, choose):
        self.draw_five()
        values = self.workspace.inspection.activations.values[stage]
        self.pin(stage, *(int(part) for part in np.argwhere(choose(values))[0]))

    def choose(self, page, name, value):
        self.desk.choices[page, name] = value

    def end_run(self, end="done", accuracy=0.9, train=0.9, **plan):
        request = SimpleNamespace(plan=SimpleNamespace(to_dict=lambda: {"epochs": 2, **plan}))
        history = [SimpleNamespace(train_accuracy=train, val_accuracy=accuracy)]
        checkpoint = SimpleNamespace(best_val_accuracy=accuracy, history=history)
        self.workspace.training.outcome = SimpleNamespace(
            end=end, request=request, checkpoint=checkpoint
        )

    def keep(self, n):
        for place in range(n):
            self.workspace.my_digits.keep((np.array([[0.1, 0.2], [0.3, place / 9]]),), place)

    def show_loss_of(self, digit):
        self.draw_five()
        self.workspace.inspection.target = digit

    def find_change(self, target):
        self.workspace.reasons.found = SimpleNamespace(changed=np.zeros(1))
        self.workspace.reasons._target = target

    def use(self, **card):
        weights = SimpleNamespace(card=SimpleNamespace(**card))
        self.workspace.network._weights = weights
        self.workspace.network._path = bundled_weights().with_name("other")
