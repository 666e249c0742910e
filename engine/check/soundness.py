"""Can every way through a drawing end, properly, with nothing dead and nothing done twice?

The token game answers, without any data: every arrow can be taken (engine/tokens). It plays any BPMN 2.0
drawing, also one that other rules refuse, and says what it did not understand.
"""

from collections import Counter
from collections.abc import Iterator

from engine.check.kinds import NAMES
from engine.check.parts import Parts
from engine.errors import ERROR, NOTE, Cause, PathStep
from engine.tokens import (
    DEAD,
    ENDLESS,
    IMPROPER,
    LIVELOCK,
    STUCK,
    UNSAFE,
    Explored,
    Finding,
    Group,
    Named,
    Unknown,
    explore,
)

RULE = "soundness/option-to-complete"
NOT_PROVED, NOT_UNDERSTOOD = "soundness/not-proved", "soundness/not-understood"
BY_KIND = {
    STUCK: RULE, ENDLESS: RULE, IMPROPER: "soundness/proper-completion", DEAD: "soundness/dead-element",
    UNSAFE: "soundness/unsafe", LIVELOCK: "soundness/livelock",
}
NAMED = (*dict.fromkeys(BY_KIND.values()), NOT_PROVED, NOT_UNDERSTOOD)
"""Every rule that this module speaks for."""
MOST = 50


def find(parts: Parts) -> Iterator[Cause]:
    """Everything that goes wrong on some way, each with the way to it; at most 50 of each kind."""
    yield from told(explore({file: drawing.root for file, drawing in parts.drawings.items()}))


def told(explored: Explored) -> Iterator[Cause]:
    """What was found, in sentences for people."""
    count: Counter[str] = Counter()
    for finding in explored.findings:
        count[finding.rule] += 1
        if count[finding.rule] <= MOST:
            message, repair = SAYINGS[finding.rule](finding)
            yield Cause(message, finding.at.file, _place(finding), BY_KIND[finding.rule], repair, severity=ERROR,
                        path=tuple(PathStep(one.id, one.file) for one in finding.path))
    for group in explored.groups:
        if not group.complete:
            yield _not_proved(group)
    for unknown in explored.unknown[:MOST]:
        yield _not_understood(unknown)


def _place(finding: Finding) -> str:
    """The arrow on which two meet, else the element."""
    return finding.flow if finding.rule == UNSAFE and finding.flow else finding.at.id


def _stuck(finding: Finding) -> tuple[str, str]:
    at, awaited = _quoted(finding.at), _listed(finding.others)
    if finding.message:
        return (f"The case can come to stand still at {at}: it waits for a message from {awaited}, which can no longer "
                "come on this way.", "Send the message on every way, or put a timer beside the wait.")
    if finding.at.kind == "parallelGateway" and finding.others:
        return (f"The case can come to stand still at {at}: it waits for {awaited}, which can no longer come on this "
                "way.", "Join with an exclusive gateway, if the ways were parted by one; else part them with a "
                "parallel gateway.")
    if finding.at.kind == "intermediateThrowEvent":
        return (f"The case can come to stand still at {at}: nothing catches what it throws.",
                "Draw a link event that catches it, with the same name.")
    return (f"The case can come to stand still at {at}: from there nothing leads on.",
            "Give it a way on that is always open.")


def _endless(finding: Finding) -> tuple[str, str]:
    return (f"Once the case has come to {_quoted(finding.at)} it can never end: it only goes round between "
            f"{_listed(finding.others)}.", "Let an exclusive gateway lead out of the circle to an end.")


def _livelock(finding: Finding) -> tuple[str, str]:
    return (f"From {_quoted(finding.at)} the way goes round without anybody or anything to wait for, and nothing leads "
            "out.", "Let an exclusive gateway lead out of the circle, and put a step of a person or a timer into it.")


def _improper(finding: Finding) -> tuple[str, str]:
    return (f"The end {_quoted(finding.at)} can be reached more than once in the same run, while something else is "
            "still going on.", "Join the parallel ways with a parallel gateway before this end.")


def _unsafe(finding: Finding) -> tuple[str, str]:
    at = _quoted(finding.at)
    repair = "Join parallel ways with a parallel gateway before they meet, or part them with an exclusive one."
    if finding.flow and finding.others:
        source = _quoted(finding.others[0])
        return f"Between {source} and {at} two can be under way at once: what follows is done twice.", repair
    return f"{at} can be going on twice at the same time.", repair


def _dead(finding: Finding) -> tuple[str, str]:
    return (f"{_quoted(finding.at)} never comes, on whatever way.",
            "Lead a way to it that can be taken, or take it out of the drawing.")


SAYINGS = {STUCK: _stuck, ENDLESS: _endless, LIVELOCK: _livelock, IMPROPER: _improper, UNSAFE: _unsafe, DEAD: _dead}


def _not_proved(group: Group) -> Cause:
    first = group.processes[0]
    names = _listed(group.processes)
    return Cause(
        f"Whether {names} always ends well is not proved: {group.states:,} states were searched, and there are more. "
        "What was found until then is said beside this.", first.file, first.id, NOT_PROVED,
        "Move a part that runs beside others into a process that is called.",
    )


def _not_understood(unknown: Unknown) -> Cause:
    kind = NAMES.get(unknown.kind, unknown.kind)
    name = f' "{unknown.element}"' if unknown.element else ""
    return Cause(f"The {kind}{name} has no part in the proof: {unknown.why}.", unknown.file, unknown.element,
                 NOT_UNDERSTOOD, "Draw it with elements of BPMN 2.0 that belong to a process.", severity=NOTE)


def _quoted(named: Named) -> str:
    return f'"{named.label}"'


def _listed(names: tuple[Named, ...]) -> str:
    shown = [_quoted(one) for one in names[:6]]
    if len(names) > 6:
        return f"{', '.join(shown)} and {len(names) - 6} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
