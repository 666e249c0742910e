"""Checks of a pack before it is published: one rule per file, every cause of every rule at once.

A rule is a module with `find(parts)`, which yields causes; docs/diagrams.md says what each is for.
The order here is the order in which people read: first what cannot be read at all, then the shape
of the drawing, then the names in it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from engine.check import (
    all_reachable,
    calls_end,
    choices_complete,
    codes_caught,
    decisions_known,
    event_gateways,
    expressions_known,
    extensions_read,
    facts_kept,
    flows_connect,
    foreign_settings,
    forms_exist,
    functions_fit,
    groups_known,
    ids_unique,
    insides_allowed,
    instances_fit,
    it_compiles,
    kinds_allowed,
    lanes_named,
    letters_known,
    loops_wait,
    messages_known,
    milestones_known,
    nothing_lost,
    obligations_kept,
    obligations_read,
    one_way_out,
    operations_known,
    parallels_bounded,
    properties_known,
    rest_is_served,
    scripts_assign,
    shapes_placed,
    side_ways_end,
    soundness,
    starts_and_ends,
    table_gaps,
    table_inputs_written,
    table_outputs_read,
    table_overlaps,
    table_rows_reached,
    timers_bounded,
    values_offered,
    way_out,
)
from engine.check.finding import ok
from engine.check.lines import Lines
from engine.check.parts import FILE, Parts, read
from engine.errors import Cause
from engine.packs import Pack

__all__ = ["RULES", "Judgement", "Parts", "check", "judge", "judgement", "read"]

Rule = Callable[[Parts], Iterable[Cause]]

RULES: tuple[Rule, ...] = (
    rest_is_served.find,
    nothing_lost.find, kinds_allowed.find, insides_allowed.find, all_reachable.find,
    ids_unique.find, starts_and_ends.find, flows_connect.find,
    one_way_out.find, choices_complete.find, event_gateways.find,
    parallels_bounded.find, way_out.find, loops_wait.find, side_ways_end.find, calls_end.find,
    codes_caught.find, instances_fit.find, shapes_placed.find, soundness.find,
    timers_bounded.find, expressions_known.find, functions_fit.find, values_offered.find, scripts_assign.find,
    lanes_named.find, groups_known.find, forms_exist.find, operations_known.find, decisions_known.find, facts_kept.find,
    table_overlaps.find, table_gaps.find, table_rows_reached.find, table_outputs_read.find, table_inputs_written.find,
    letters_known.find,
    messages_known.find, milestones_known.find, properties_known.find, extensions_read.find, foreign_settings.find,
    obligations_read.find,
)


def check(pack: Pack) -> list[Cause]:
    """Every reason why a pack cannot be published, each with its line; empty when it can."""
    return judge(read(pack))


@dataclass(frozen=True)
class Judgement:
    """What all rules say, and which promises are proved: by id, with the bound in words where time plays a part."""

    causes: list[Cause]
    proved: Mapping[str, str]


def judge(parts: Parts, told: Callable[[str], None] = lambda _rule: None,
          kept: Callable[[list[Cause]], None] = lambda _causes: None) -> list[Cause]:
    """Everything that all rules say about what was read. `told` hears the name of each rule before it is asked,
    `kept` what it said, so that it is known even if a later rule is stopped."""
    return judgement(parts, told, kept).causes


def judgement(parts: Parts, told: Callable[[str], None] = lambda _rule: None,
              kept: Callable[[list[Cause]], None] = lambda _causes: None, bounds: bool = False) -> Judgement:
    """As `judge`, with the promises that are kept; with `bounds`, those about time for each class of cases."""
    lines = Lines(parts.pack)
    causes = [lines.located(cause) for cause in parts.causes]
    proved: dict[str, str] = {}

    def ask(rule: Rule, name: str = "") -> None:
        found = [lines.located(cause) for cause in _asked(rule, parts, told, name)]
        causes.extend(found)
        kept(found)

    kept(causes[:])
    for rule in RULES:
        ask(rule)
    if ok(causes):
        ask(it_compiles.find)
    if parts.whole and obligations_kept.are_clear(causes):
        for name, rule in obligations_kept.asked(parts, causes[:], proved, bounds):
            ask(rule, name)
    return Judgement(list(dict.fromkeys(causes)), proved)


def _asked(rule: Rule, parts: Parts, told: Callable[[str], None], name: str = "") -> list[Cause]:
    name = name or rule.__module__.rpartition(".")[2]
    told(name)
    found: list[Cause] = []
    try:
        found.extend(rule(parts))
    except RecursionError:
        found.append(Cause(f"Something here is nested too deeply; the rule {name} cannot look at it.", rule=FILE))
    except MemoryError:
        found.append(Cause(f"The rule {name} needs more memory than a check may take.", rule=FILE))
    return found
