"""Random actions on lessons, experiments, runs, Inside, sheets and collecting, for the soak."""

from __future__ import annotations

import random
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QSlider, QWidget

from core.evaluation.experiment import Unit
from core.runs.experiments import Experiment, PlannedRun
from core.runs.library import RunSummary
from core.runs.notes import RunNotes
from lenet_desktop.text.language import available_languages
from lenet_desktop.window.main_window import MainWindow
from tests.support.faults import Samples
from tests.support.window.hand import Hand
from tests.support.window.training import plan


class MoreActions:
    """Actions of a soak; their names begin with `do_`."""

    rng: random.Random
    window: MainWindow
    samples: Samples
    folder: Path

    def find(self, kind: type[QWidget], name: str) -> QWidget | None:
        """Return a control that is shown and enabled."""
        found = self.window.findChild(kind, name)
        return found if found is not None and found.isVisible() and found.isEnabled() else None

    def click(self, *names: str) -> None:
        button = self.find(QAbstractButton, self.rng.choice(names))
        if button is not None:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def do_switch_language(self) -> None:
        self.window.set_language(self.rng.choice(list(available_languages())))

    def do_change_size(self) -> None:
        self.window.set_size(self.rng.choice((80, 100, 100, 125, 150, 250)))

    def do_present(self) -> None:
        self.window.set_presenting(self.rng.random() < 0.4)

    def do_open_a_lesson(self) -> None:
        lessons = self.window.side.panel
        match self.rng.randrange(5):
            case 0:
                self.window.side.set_open(not self.window.side.is_open)
            case 1:
                lessons.open(self.rng.choice(self.samples.lessons))
            case _:
                self.window.side.set_open(True)
                lessons.open(self.rng.choice(self.samples.lessons[:11]))

    def do_follow_a_lesson(self) -> None:
        names = [
            button.objectName()
            for button in self.window.side.findChildren(QAbstractButton)
            if button.objectName().startswith("lesson")
        ]
        if names:
            self.click(*names)
        self.window.side.panel._check()

    def do_change_the_network(self) -> None:
        """Switch units off and on, and change weights, on the page Inside."""
        experiment = self.window.workspace.experiment
        match self.rng.randrange(4):
            case 0:
                unit = Unit(self.rng.choice(("c1", "f6")), self.rng.randrange(6))
                if experiment.unchanged.card.architecture == "lenet5":
                    experiment.switch(unit, is_on=self.rng.random() < 0.4)
            case 1:
                name = self.rng.choice(list(experiment.unchanged.arrays))
                index = tuple(map(self.rng.randrange, experiment.unchanged.arrays[name].shape))
                if name.startswith("c1"):
                    experiment.set_parameter(name, index, self.rng.uniform(-9, 9))
            case 2:
                experiment.reset()
            case _:
                self.window.inside_page.answers.choose(self.rng.randrange(6))

    def do_look_inside(self) -> None:
        """Choose values, targets, overlays and the weights of epochs on the page Inside."""
        self.window.tabs.setCurrentWidget(self.window.inside_page)
        for name in ("shown_weights_box", "overlay_box", "target_box", "gradient_layer_box"):
            box = self.find(QComboBox, name)
            if box is not None and box.count() and self.rng.random() < 0.5:
                box.setFocus()
                QTest.keyClick(box, self.rng.choice((Qt.Key.Key_Down, Qt.Key.Key_Up)))
        slider = self.find(QSlider, "epoch_slider")
        if slider is not None:
            slider.setValue(self.rng.randint(slider.minimum(), slider.maximum()))
        stage = self.find(QWidget, f"stage_{self.rng.choice(('c1', 's2', 'c3', 'f6', 'output'))}")
        if stage is not None:
            QTest.mouseClick(stage, Qt.MouseButton.LeftButton)
        self.click("play_epochs_button", "gradient_check_button", "reset_button")

    def do_train_an_experiment(self) -> None:
        page, run = self.window.train_page, self.window.workspace.experiment_run
        if self.rng.random() < 0.3:
            page.experiments.open(self.rng.choice(self.samples.experiments))
        elif not run.is_running:
            names = {"en": "one", "zh": "一"}, "<b>two</b>"
            runs = tuple(PlannedRun(name, plan(epochs=1, seed=n)) for n, name in enumerate(names))
            page.start_experiment(Experiment("Both", (str(self.samples.data),), runs))
        if self.rng.random() < 0.3:
            self.window.workspace.training.stop()
        if not run.is_running:
            run.close()

    def do_train_step_by_step(self) -> None:
        stepping = self.window.workspace.stepping
        page = self.window.train_page
        if not page.training.is_busy:
            page.setup.data.show_sources((str(self.samples.data),))
            page.setup.form.show_plan(plan(epochs=self.rng.choice((1, 2))))
            page.train()
        for step in self.rng.choices(
            (stepping.step_batch, stepping.step_epoch, stepping.step_slowly), k=2
        ):
            step()

    def do_choose_a_network(self) -> None:
        networks = self.window.workspace.networks
        if self.rng.random() < 0.3:
            self.window.menus.show_networks()
        networks.refresh()
        if networks.networks:
            networks.use(self.rng.choice(networks.networks))

    def do_change_runs(self) -> None:
        """Name, annotate, delete, bring back and copy earlier runs."""
        folders, page = self.window.workspace.run_folders, self.window.train_page
        runs = [run for run in page.runs.earlier.runs if isinstance(run, RunSummary)]
        some = self.rng.sample(runs, min(len(runs), self.rng.randrange(4)))
        match self.rng.randrange(5):
            case 0:
                page.runs.select([run.folder for run in some])
            case 1:
                for run in some:
                    text = self.rng.choice(("first", "<b>x</b>", "再试一次", "a\nb"))
                    folders.annotate(run, RunNotes(text.replace("\n", " "), text))
            case 2 if some:
                folders.delete(some)
            case 3 if some:
                (self.folder / "copies").mkdir(exist_ok=True)
                folders.export(some, self.folder / "copies")
            case _:
                folders.undo()

    def do_read_a_sheet(self) -> None:
        self.window.files.open(self.rng.choice(self.samples.sheets))
        if self.rng.random() < 0.3:
            self.window.workspace.opening.finish()
            self.click("adjust_picture_button", "add_all_button", "digit_images")

    def do_collect(self) -> None:
        collecting = self.window.workspace.collecting
        if not collecting.is_active:
            collecting.start()
        hand = Hand(self.window.draw_page.pad)
        for _ in range(2):
            hand.draw((self.rng.random(), 0.2), (self.rng.random(), 0.8))
            self.rng.choice((collecting.accept, collecting.skip, collecting.undo))()
        if self.rng.random() < 0.4:
            collecting.stop()

    def do_bring_back_a_drawing(self) -> None:
        recent = self.window.workspace.recent_drawings
        if recent.drawings:
            recent.bring_back(self.rng.choice(recent.drawings))
