"""Rule pack: what the rest of Amends asks of every pack is there."""

import re
from collections.abc import Iterator

from engine.check import names, texts
from engine.check.parts import Parts
from engine.check.wording import cause, meant
from engine.contract import DEFAULT_URGENCY, INTAKE_FORM, INTAKE_GROUP
from engine.diagram import HUMAN
from engine.errors import Cause
from engine.packs import MAIN
from engine.regimes import Regime, Regimes

RULE = "pack"
REGIMES = "bpmn/regimes.toml"
ASKED = re.compile(r"""deadline\(\s*["'](\w+)""")


def find(parts: Parts) -> Iterator[Cause]:
    """A missing main process, intake form, first group, or class of urgency to begin with."""
    if not parts.whole:
        return
    processes = {process for drawing in parts.drawings.values() for process in drawing.diagram.processes}
    if MAIN not in processes and ".bpmn" not in parts.broken:
        yield cause(f"no diagram draws the process {MAIN}, with which every case starts.", "bpmn/", "", RULE,
                    meant(MAIN, processes))
    if INTAKE_FORM not in parts.stems(".json"):
        yield cause(f"the form {INTAKE_FORM}.json is missing; without it nobody can complain.", "forms/", "", RULE)
    if parts.regimes is not None and DEFAULT_URGENCY not in parts.regimes.urgencies:
        yield cause(f"the urgency {DEFAULT_URGENCY} is missing; it holds until a table decides.",
                    REGIMES, DEFAULT_URGENCY, RULE)
    yield from _first_group(parts)
    if parts.regimes is not None and names.judged(parts):
        yield from _dates_nobody_awaits(parts, parts.regimes)


def _first_group(parts: Parts) -> Iterator[Cause]:
    groups = {element.lane for element in parts.nodes if element.kind in HUMAN}
    for element in parts.nodes:
        if element.operation == "register" and INTAKE_GROUP not in groups:
            yield cause(
                f"a case gets its first owner from the group {INTAKE_GROUP} here, and no step is done by that group.",
                element.file, element.id, RULE, f"Let at least one step be done by {INTAKE_GROUP}.",
            )


def _dates_nobody_awaits(parts: Parts, known: Regimes) -> Iterator[Cause]:
    """Dates on which a regime brings something about by itself, and no timer is drawn that would do it."""
    awaited = {
        name for text in texts.of(parts) if text.use in (texts.TIMER, texts.CYCLE)
        for name in ASKED.findall(text.source)
    }
    chosen = {id for id, _table in names.decided(parts, "regimes")}
    for id in sorted(chosen & known.regimes.keys()):
        for date, gives in (("deemed_granted", _grants), ("refer_level", _refers)):
            if date not in awaited and any(gives(one) for one in known.regimes[id]):
                yield cause(
                    f"no timer waits for the date {date}, which this regime sets: nothing would follow from it.",
                    REGIMES, id, RULE, f'Draw a timer with deadline("{date}") on the step that answers.',
                )


def _grants(regime: Regime) -> bool:
    return regime.grants


def _refers(regime: Regime) -> bool:
    return regime.refer_level is not None
