"""From a way that could break a promise to one that does, with every answer that is given on it.

A proof follows as few facts as it can; what looks like a broken promise may be a way that no case can
go. So each such way is played again with every fact that has a say on it. If nobody can go it, the
facts that decide at its last gateway are followed as well, and the proof is tried again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from engine import expressions
from engine.forms import Form
from engine.proofs import slicing
from engine.proofs.conditions import TIMES
from engine.proofs.effects import Content
from engine.proofs.exploring import Stage, explore, is_broken
from engine.proofs.game import Game, Move, Position, TooLarge
from engine.proofs.knowledge import Facts
from engine.proofs.net import NOBODY, WAITS, Net, Node
from engine.proofs.outcomes import OUTCOME, names_outcome
from engine.proofs.slicing import Slice
from engine.proofs.watching import Observer

TOO_MANY_WAYS = "there are more ways through the drawing than can be looked at"
TOO_MANY_FACTS = "too many facts have a say in it"
NO_CASE = "no case was found that goes this way"

A_TRY, THOROUGH = 600, 30_000
"""How many steps are looked at to find a case that goes a way: while more facts can be followed, and when none is
left."""


@dataclass(frozen=True)
class Step:
    """One stage of a way with a value for each fact that has a say: what was answered, decided or found out
    in it, or before it began."""

    move: Move | None
    nodes: tuple[int, ...]
    values: dict[str, Any]


def names_of(content: Content, nodes: Iterable[Node], begun: Iterable[str]) -> list[str]:
    """Every fact that has a say at these nodes: of gateways and lists, and whatever those hang on."""
    nodes, found = list(nodes), set(begun)
    for node in nodes:
        found |= _asked_at(node)
    while True:
        found = {name for name in found if content.follows(name)}
        more = set().union(*(_behind(content, node, found) for node in nodes)) - found
        more = {name for name in more if content.follows(name)}
        if not more:
            return sorted(found)
        found |= more


def next_names(content: Content, made: Slice, way: Sequence[Stage], beyond: Sequence[int] = ()) -> list[str]:
    """What to follow as well: the facts of the last gateway on a way that was left open, of those whose ways lead
    to different steps first; none: nothing is left. `beyond` are nodes that have a say after it."""
    passed = [made.net.nodes[one] for one in (*(one for stage in way for one in stage.nodes), *beyond)]
    followed = set(made.known.names)
    for ask in (lambda node: _asked_at(node) if _parts(made, node) else set(),
                lambda node: _behind(content, node, followed), _asked_at):
        for node in reversed(passed):
            more = {name for name in ask(node) - followed if content.follows(name)}
            if more:
                return sorted(more)
    return []


def _parts(made: Slice, node: Node) -> bool:
    """Whether it makes a difference which way a token takes at a node."""
    if node.element.loop is not None:
        return made.heavy(node.inner) if node.inner != NOBODY else made.keep[node.number]
    return len({frozenset(target for target, _ in (*made.ways(one), *made.later(one))) for one, _ in node.outs}) > 1


def _asked_at(node: Node) -> set[str]:
    found: set[str] = set()
    for _, condition in slicing.guards(node):
        if condition is not None:
            found |= condition.names
    if node.element.loop is not None:
        found.add(node.element.loop.collection)
    return found


def _behind(content: Content, node: Node, followed: set[str]) -> set[str]:
    """What the facts that a table or script gives hang on."""
    table = content.tables.get(node.element.decision)
    if table is not None and set(table.outputs) & followed:
        return {name for name in table.reads if not name.startswith("_")}
    if node.kind == "scriptTask":
        script = expressions.parse_script(node.element.script)
        return set(script.reads) if script.writes & followed else set()
    form = content.forms.get(node.element.form)
    return _shown_after(form, node.element.data_name, followed) if form is not None else set()


def _shown_after(form: Form, data_name: str, followed: set[str]) -> set[str]:
    """The answers on which it hangs whether a question that is followed is asked."""
    names = {one.name: one.fact or f"{data_name}.{one.name}" for one in form.fields}
    return {names[other] for one in form.fields if names[one.name] in followed
            for other, _ in one.show if other in names}


@dataclass(frozen=True)
class Asking:
    """What is looked for on a way: the milestones that are heard, who observes, where it leads, and the facts that
    have a say from the start. `beside`: the run goes beside the complaint."""

    milestones: frozenset[str]
    observe: Callable[[Facts], Observer]
    beside: bool = False
    goal: Callable[[Position], bool] = is_broken
    begun: frozenset[str] = frozenset()


def played(
    content: Content, cut: Slice, way: Sequence[Stage], asking: Asking, thorough: bool = False, deep: bool = False
) -> tuple[Step, ...] | None:
    """The way as a case can go it, with every answer; None: no case can, or that could not be found out. `thorough`:
    also where it leads by other steps between those that matter, and with more patience. `deep`: what was found last
    is followed first; now the one finds it sooner, now the other."""
    net = cut.net
    only = _near(cut, way, thorough)
    names = names_of(content, (net.nodes[one] for one in only), asking.begun)
    known = content.facts(names, dict.fromkeys(asking.begun, ()))
    made = slicing.cut(net, content, known, asking.milestones, anybody=True)
    made.only, made.shut, made.held_by_side = frozenset(only), set(), set()
    made.keep = [node.number in only and node.number not in cut.idle for node in net.nodes]
    made.dropped = {node.number for node in net.nodes if node.kind == "boundaryEvent" and node.number not in only}
    made.forget()
    game = Game(made, asking.observe(known), THOROUGH if thorough else A_TRY)
    try:
        found = explore(game, content.begin(known, asking.beside), lambda move: move.node in only, asking.goal,
                        [one for stage in way for one in stage.nodes], deep)
    except TooLarge:
        return None
    if found.broken is None:
        return None
    stages = found.way(found.broken)
    return tuple(Step(stage.move, stage.nodes, values) for stage, values in
                 zip(stages, _values(content, net, stages, known), strict=True))


def _near(cut: Slice, way: Sequence[Stage], wide: bool) -> set[int]:
    """The nodes of a way, with all that is inside what it only passed through, and those at which it waited; `wide`:
    with all that lies between the steps that matter."""
    net = cut.net
    found = {one for stage in way for one in stage.nodes}
    if wide:
        found |= _between(cut, found)
    for stage in way:
        for node in net.nodes:
            if stage.position[0] >> node.number & 1 and not cut.keep[node.number] and node.kind != "boundaryEvent":
                found |= set(cut.resting(node.number))
    found |= {stage.move.node for stage in way if stage.move is not None and stage.move.node != NOBODY}
    for one in list(found):
        node = net.nodes[one]
        inner = node.inner
        if inner != NOBODY and not any(net.nodes[other].scope in net.within[inner] for other in found):
            for scope in net.within[inner]:
                found |= set(net.scopes[scope].nodes)
        if node.kind == "eventBasedGateway":
            found |= {target for target, _ in node.outs} & found
        for host in net.outward(node.scope):
            found.add(host)
        if node.host != NOBODY:
            found.add(node.host)
    return found


def _between(cut: Slice, nodes: set[int]) -> set[int]:
    """What can be passed after these nodes before the next one that matters."""
    found, ahead = set(), list(nodes)
    while ahead:
        for target in cut.onward(ahead.pop()):
            if target not in found and target not in nodes and not cut.keep[target]:
                found.add(target)
                ahead.append(target)
    return found


def _values(content: Content, net: Net, stages: Sequence[Stage], known: Facts) -> list[dict[str, Any]]:
    """A value of each fact after each stage: one that fits all that follows until it is given anew. What a form
    may leave as it was stays, where that fits too."""
    kept = {name for stage in stages for one in stage.nodes for name in _left(content, net.nodes[one])}
    writes = [{name for node in _done(net, stage) for name in _written(content, node)} for stage in stages]
    chosen: list[dict[str, Any]] = []
    for number, _ in enumerate(stages):
        now: dict[str, Any] = {}
        for name in known.names:
            if name.startswith(TIMES):
                continue
            place, bits = known.place[name], known.all(name)
            for later in range(number, len(stages)):
                further = bits & stages[later].position[2][place]
                if later > number and name in writes[later] and (name not in kept or not further):
                    break
                bits = further
            possible = known.of((0,) * place + (bits,), name)
            now[name] = next((one for one in possible if one not in (None, [])), possible[0] if possible else None)
            stays = name not in writes[number] or (name in kept and chosen and chosen[-1].get(name) in possible)
            if chosen and stays and name in chosen[-1]:
                now[name] = chosen[-1][name]
        chosen.append(now)
    return chosen


def _left(content: Content, node: Node) -> set[str]:
    """The facts that a form may leave as they were."""
    form = content.forms.get(node.element.form)
    return {one.fact for one in form.fields if one.fact and one.keep} if form is not None else set()


def _done(net: Net, stage: Stage) -> list[Node]:
    """What was done in a stage; what waits at its end was only come to."""
    moved = stage.move.node if stage.move is not None else NOBODY
    nodes = [net.nodes[one] for one in stage.nodes]
    return [node for node in nodes if node.kind not in WAITS or node.number == moved]


def _written(content: Content, node: Node) -> set[str]:
    element = node.element
    found: set[str] = set()
    if element.decision in content.tables:
        found |= set(content.tables[element.decision].outputs)
    if element.form in content.forms:
        for one in content.forms[element.form].fields:
            found |= {one.fact, f"{element.data_name}.{one.name}"}
    if node.kind == "scriptTask":
        found |= expressions.parse_script(element.script).writes
    if element.operation:
        found |= content.brought(element.operation)
    if names_outcome(element):
        found.add(OUTCOME)
    return found
