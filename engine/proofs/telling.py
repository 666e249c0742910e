"""A proof in words: what is not kept, the way on which it shows step by step, and what would mend it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from engine.diagram import HUMAN
from engine.errors import Cause, PathStep
from engine.proofs import conditions
from engine.proofs.effects import Content
from engine.proofs.exploring import Stage
from engine.proofs.narrowing import Step
from engine.proofs.net import NOBODY, WAITS, Net, Node
from engine.proofs.promises import (
    ABSENCE,
    ANYBODY,
    BETWEEN,
    BY_ANOTHER,
    CLOCK,
    EXISTENCE,
    FILE,
    LETTER,
    NO_CHARGE,
    PRECEDENCE,
    RESPONSE,
)
from engine.proofs.proving import BROKEN, Proof

RULE = "obligation/"
DAY = timedelta(days=1)
SHOWN = 6
"""Of more names than this, the first are said."""

REPAIRS = {
    EXISTENCE: 'Put the milestone {reach} on a step that every way comes through before it ends.',
    PRECEDENCE: "Lead this way through the step that reaches {first}, or ask for it with a gateway before.",
    BETWEEN: "Lead this way through a step that reaches {until} first.",
    ABSENCE: "Take this way out of the drawing.",
    RESPONSE: "Put a timer on it, or on a subprocess round all that may wait, with {timer}, and lead it to a step that "
              "reaches {reach} by itself.",
    CLOCK: "Put a timer on it, or on a subprocess round it, and lead it to a step that reaches {reach}.",
    BY_ANOTHER: "Write not_by = {missing} on it, beside what stands there.",
    NO_CHARGE: "Take it out: complaining is free of charge.",
}


def cause(proof: Proof, content: Content) -> Cause:
    """What is said of a promise that is broken or not proved."""
    promise = proof.promise
    rule = RULE + promise.id
    clause = f" ({promise.clause})" if promise.clause else ""
    if proof.verdict != BROKEN or proof.net is None:
        return Cause(
            f'Whether this is kept could not be proved: {proof.why}. "{promise.says}"{clause}', FILE, promise.id, rule,
            "Move a stage of the work into a called process, so that there is less to look through at once.",
        )
    at = proof.shows_at or proof.net.nodes[0]
    sure = "" if proof.replay is not None and proof.replay.confirmed else \
        " (The way is possible by the drawing; it could not be gone again on the engine.)"
    message = f'{_what(proof, at)} So this is not kept: "{promise.says}"{clause}{sure}'
    return Cause(message, at.element.file, at.element.id, rule, _repair(proof), path=tuple(_path(proof, content)))


def bound(proof: Proof) -> str:
    """By when a promise about time is kept, whatever people do; empty for the others."""
    if proof.timed is None:
        return ""
    if proof.timed.by_date:
        return f"by a timer on the {proof.promise.within.removeprefix('deadline:')} date itself, in every regime"
    if proof.timed.worst is None:
        return ""
    takes, owed, of = proof.timed.worst
    return f"in at most {takes / DAY:.3g} of {owed / DAY:.3g} days ({of.label})"


def _what(proof: Proof, at: Node) -> str:
    promise, here = proof.promise, f'"{at.element.label}"'
    if promise.pattern == EXISTENCE:
        return f"On one way a case ends without {_or(promise.reach)}{_when(proof)}."
    if promise.pattern == PRECEDENCE:
        return f"On one way a case comes to {here} without {_or(promise.first)} before{_when(proof)}."
    if promise.pattern == BETWEEN:
        return (f"On one way a case comes to {here} after {_or(promise.after)}, and {_or(promise.until)} is still "
                f"missing{_when(proof)}.")
    if promise.pattern == ABSENCE:
        return f"On one way a case comes to {here}{_when(proof)}."
    if promise.pattern == BY_ANOTHER:
        if not proof.missing:
            return f"{here} is done without any person."
        return f"Whoever did the work of {_or(proof.missing)} can do {here} too: it does not keep them out."
    if promise.pattern == NO_CHARGE:
        return f"{here} asks the complainant for money."
    return _too_late(proof, here)


def _too_late(proof: Proof, here: str) -> str:
    promise, late = proof.promise, proof.late
    waiting = f"If nobody does {here}" if proof.shows_at is not None and proof.shows_at.kind in HUMAN else \
        f"If nothing comes at {here}"
    if promise.pattern == CLOCK or late is None:
        return f"{waiting}, nobody else is called: no timer stands behind it that leads to {_or(promise.reach)}."
    of = f" ({late.of.label})" if late.of is not None else ""
    if late.comes is None or late.received is None or late.owed is None:
        owed = f" by day {_days(late.received, late.owed)}" if late.received and late.owed else ""
        return f"{waiting}, a complaint{of} is not answered{owed}: no timer leads to {_or(promise.reach)}."
    digits = 1 if _days(late.received, late.comes) > _days(late.received, late.owed) else 2
    return (f"{waiting}, a complaint{of} comes to {_or(promise.reach)} on day "
            f"{_days(late.received, late.comes, digits)} only, and it was owed by day "
            f"{_days(late.received, late.owed, digits)}.")


def _when(proof: Proof) -> str:
    """The facts that a condition of the promise is about, as they are on this way."""
    if not proof.promise.when or not proof.steps:
        return ""
    values = proof.steps[-1].values
    names = sorted(conditions.read(proof.promise.when).names & values.keys())
    return ", with " + ", ".join(f"{name} = {said(values[name])}" for name in names) if names else ""


def _repair(proof: Proof) -> str:
    promise = proof.promise
    date = promise.within.removeprefix("deadline:")
    return REPAIRS[promise.pattern].format(
        reach=_or(promise.reach), first=_or(promise.first), until=_or(promise.until),
        missing=", ".join((*(proof.shows_at.element.not_by if proof.shows_at else ()), *proof.missing)),
        timer=f'deadline("{date}")' if promise.within.startswith("deadline:") else "a shorter time",
    )


def _or(names: Iterable[str]) -> str:
    listed = ["any work of a person" if one == ANYBODY else
              f"the letter {one.removeprefix(LETTER)}" if one.startswith(LETTER) else one for one in names]
    if len(listed) > SHOWN:
        listed = [*listed[:SHOWN - 1], f"{len(listed) - SHOWN + 1} others"]
    return " or ".join([", ".join(listed[:-1]), listed[-1]]) if len(listed) > 1 else "".join(listed)


def said(value: object) -> str:
    """A value as it may be written in a sentence."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return ", ".join(said(one) for one in value) or "none"
    return f'"{value}"' if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)


# --- the way ------------------------------------------------------------------------------------------------

def _path(proof: Proof, content: Content) -> list[PathStep]:
    """Every element of the way in order; what happens is said where somebody acts or a milestone is reached."""
    net = proof.net
    assert net is not None
    stages: Sequence[Stage | Step] = proof.steps or proof.stages
    days = list(_moments(proof, len(stages)))
    found: list[PathStep] = []
    begun: set[int] = set()
    for number, stage in enumerate(stages):
        told = _act(net, stage, content)
        for place, one in enumerate(stage.nodes):
            node = net.nodes[one]
            done = one in begun or (node.kind not in WAITS and node.inner == NOBODY)
            begun ^= {one} if node.kind in WAITS or node.inner != NOBODY else set()
            reached = ", ".join(node.element.milestones) if done else ""
            says = "; ".join(part for part in (told if not place else "", f"reached: {reached}" if reached else "")
                             if part)
            if found and found[-1].element == node.element.id and not says:
                continue
            found.append(PathStep(node.element.id, node.element.file, says, days[number] if says else None))
    return [*found, *_nothing_happens(proof)]


def _act(net: Net, stage: Stage | Step, content: Content) -> str:
    """Who or what brings the next stage about."""
    if stage.move is None:
        return "the complaint comes in" if net.process == "complaint" else "it begins"
    if stage.move.node == NOBODY:
        return "what runs beside ends"
    node = net.nodes[stage.move.node]
    label = f'"{node.element.label}"'
    if node.element.event == "timer":
        return f"the timer {label} fires"
    if node.element.event == "message":
        return f"{label} arrives"
    who = node.element.lane or "somebody"
    return f"{who} completes {label}{_answers(node, stage, content)}"


def _answers(node: Node, stage: Stage | Step, content: Content) -> str:
    form = content.forms.get(node.element.form)
    if form is None or not isinstance(stage, Step):
        return ""
    given = []
    for one in form.fields:
        name = one.fact if one.fact in stage.values else f"{node.element.data_name}.{one.name}"
        if stage.values.get(name) is not None:
            given.append(f"{one.fact or one.name} = {said(stage.values[name])}")
    return f" ({', '.join(given)})" if given else ""


def _moments(proof: Proof, stages: int) -> Iterable[float | None]:
    if proof.replay is not None and proof.replay.confirmed and proof.replay.received is not None:
        return [_days(proof.replay.received, at) for at in proof.replay.at]
    if proof.late is not None and proof.late.received is not None and len(proof.late.at) == stages:
        return [_days(proof.late.received, at) if at is not None else None for at in proof.late.at]
    return [None] * stages


def _nothing_happens(proof: Proof) -> list[PathStep]:
    """The end of a way on which something comes too late."""
    at = proof.shows_at
    if proof.promise.pattern not in (RESPONSE, CLOCK) or at is None:
        return []
    late, received = proof.late, proof.late.received if proof.late else None
    if late is not None and late.owed is not None and received is not None:
        comes = f"; it comes on day {_days(received, late.comes):g}" if late.comes is not None else ""
        return [PathStep(at.element.id, at.element.file, f"nobody has acted, and it was owed by now{comes}",
                         _days(received, late.owed))]
    return [PathStep(at.element.id, at.element.file, "nobody acts, and nobody is called")]


def _days(since: datetime, at: datetime, digits: int = 1) -> float:
    return round((at - since).total_seconds() / 86_400, digits)
