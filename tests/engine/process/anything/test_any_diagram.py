"""Whatever is drawn within the profile, and whatever people, messages and clocks do: the engine reaches what an
independent reading of the drawing reaches, keeps every step it takes, and comes to the end."""

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from engine.process import blob
from tests.engine.process.anything.blocks import Part, diagrams
from tests.engine.process.anything.drawn import Drawn
from tests.engine.process.anything.reference import Asked, Life
from tests.engine.process.drawing import KEY, MONDAY, Play

DIAGRAMS, STEPS = 100, 12
NUMBERS = st.integers(0, 11)


class Lived(RuleBasedStateMachine):
    """A run of a random diagram."""

    play: Play

    def begin(self, whole: Part) -> None:
        drawn = Drawn()
        data = drawn.file(whole)
        self.now = MONDAY
        self.play = Play(data, facts=dict(drawn.facts))

    def move(self, act: Any, done: str = "") -> None:
        """A move; whatever is not open any more was done, or left with a reason."""
        before = set(self.play.state.after.tasks) - {done}
        self.play.at(self.now, act)
        gone = before - set(self.play.state.after.tasks)
        assert gone <= self.play.state.left.keys()
        assert all(why for _, why in self.play.state.left.values())

    def it_waits_and_is_stored_as_it_is(self) -> None:
        state = self.play.state
        assert state.after.tasks or state.after.timers or state.after.awaits
        running = self.play.load(self.now)
        assert blob.dump(running._tree, self.play.compiled, KEY) == state.blob
        assert running.view() == state.after


class Anything(Lived):
    """Beside what it should do."""

    life: Life

    @initialize(whole=diagrams())
    def it_begins(self, whole: Part) -> None:
        self.begin(whole)
        self.life = Life(whole, MONDAY)
        self.compare()

    @precondition(lambda self: not self.play.state.ended)
    @rule(which=NUMBERS, number=NUMBERS)
    def somebody_does_a_step(self, which: int, number: int) -> None:
        tasks = sorted(self.play.state.after.tasks.values(), key=lambda one: (one.element, one.about))
        if tasks:
            self.complete(tasks[which % len(tasks)], number)

    @precondition(lambda self: not self.play.state.ended)
    @rule(which=NUMBERS)
    def a_message_comes(self, which: int) -> None:
        awaits = sorted(self.play.state.after.awaits.values(), key=lambda one: (one.message, one.about))
        if awaits:
            one = awaits[which % len(awaits)]
            # of several that a way beside has started, the one with the same clock
            due = next((timer.due for timer in self.play.state.after.timers.values() if timer.token == one.token), None)
            self.move(lambda running: running.deliver(one.token, one.element, {"n": which}))
            next(at for at in self.life.open()
                 if at.key == (one.message, one.about) and getattr(at, "due", due) == due).come()
            self.compare()

    @rule(minutes=st.integers(1, 3_000))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        if self.play.state.ended:
            return
        self.move(None)
        self.life.at(self.now)
        self.compare()

    def complete(self, task: Any, number: int) -> None:
        self.move(lambda running: running.complete(task.token, {"n": number}), done=task.token)
        key = (task.element, task.about)
        next(at for at in self.life.open() if isinstance(at, Asked) and at.key == key).answer(number)
        self.compare()

    def compare(self) -> None:
        state, life = self.play.state, self.life
        reached = Counter((name, at) for kind, name, at in self.play.happened if kind == "milestone")
        assert reached == life.journal
        assert state.ended == life.over
        opened = Counter(at.key for at in life.open())
        assert opened == Counter(
            [(one.element, one.about) for one in state.after.tasks.values()]
            + [(one.message, one.about) for one in state.after.awaits.values()]
        )
        if not state.ended:
            assert {one.due for one in state.after.timers.values()} == {due for due, _, _ in life.root.timers()}
            self.it_waits_and_is_stored_as_it_is()

    def teardown(self) -> None:
        """Everybody does what is left, and time goes by: the end is reached."""
        if not hasattr(self, "play"):
            return
        for _ in range(400):
            if self.play.state.ended:
                return
            tasks = list(self.play.state.after.tasks.values())
            if tasks:
                self.complete(tasks[0], 4)
            else:
                self.time_passes(4_000)
        raise AssertionError("this diagram does not come to an end")


class BackAndForth(Lived):
    """People go back to earlier steps whenever they like."""

    @initialize(whole=diagrams())
    def it_begins(self, whole: Part) -> None:
        self.begin(whole)

    @precondition(lambda self: not self.play.state.ended)
    @rule(which=NUMBERS, number=NUMBERS)
    def somebody_does_a_step(self, which: int, number: int) -> None:
        tasks = sorted(self.play.state.after.tasks.values(), key=lambda one: (one.element, one.about))
        if tasks:
            token = tasks[which % len(tasks)].token
            self.move(lambda running: running.complete(token, {"n": number}), done=token)

    @precondition(lambda self: not self.play.state.ended)
    @rule(which=NUMBERS)
    def somebody_goes_back(self, which: int) -> None:
        steps = self.play.load(self.now).steps_back()
        if steps:
            step = steps[which % len(steps)]
            self.move(lambda running: running.go_back(step.token))
            assert step.element in [one.element for one in self.play.state.after.tasks.values()]

    @rule(minutes=st.integers(1, 3_000))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        if not self.play.state.ended:
            self.move(None)

    @invariant()
    def it_goes_on(self) -> None:
        if hasattr(self, "play") and not self.play.state.ended:
            self.it_waits_and_is_stored_as_it_is()
            self.nothing_is_said_by_nobody()

    def nothing_is_said_by_nobody(self) -> None:
        """Whoever said something is still there, so that it can be unsaid."""
        tree = self.play.load(self.now)._tree
        everybody = {task.id.hex for one in (tree, *tree.subprocesses.values()) for task in one.tasks.values()}
        for one in (tree, *tree.subprocesses.values()):
            for task in one.tasks.values():
                frame = task.internal_data.get("frame")
                assert frame is None or {token for token, _, _ in frame.log} <= everybody

    def teardown(self) -> None:
        if not hasattr(self, "play"):
            return
        for _ in range(400):
            if self.play.state.ended:
                return
            tasks = list(self.play.state.after.tasks.values())
            if tasks:
                self.move(lambda running, token=tasks[0].token: running.complete(token, {"n": 4}), done=tasks[0].token)
            else:
                self.time_passes(4_000)
        raise AssertionError("this diagram does not come to an end")


def lived(machine: type[Lived]) -> None:
    run_state_machine_as_test(machine, settings=settings(
        max_examples=DIAGRAMS, stateful_step_count=STEPS, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    ))


def test_whatever_is_drawn_the_engine_does_what_it_says() -> None:
    lived(Anything)


def test_however_often_people_go_back_the_case_comes_to_its_end() -> None:
    lived(BackAndForth)
