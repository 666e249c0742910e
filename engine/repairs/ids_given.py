"""A step or an arrow without an id gets one: the engine would skip it without a word (L02)."""

from collections.abc import Iterator

from engine import xml
from engine.check.kinds import FLOW_NODES
from engine.repairs.change import Change, Mends
from engine.repairs.tree import Tree, label


def mend(tree: Tree) -> Iterator[Change]:
    """Give ids to steps, arrows and messages that have none, and a name to a message that has only an id."""
    for container in tree.containers():
        for flow in tree.flows(container):
            if not flow.get("id"):
                source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
                key = tree.new_id(source, "to", target)
                flow.set("id", key)
                mends = Mends("L02", "", f"sequenceFlow {source} to {target} has no id")
                yield Change(f'The arrow from {source} to {target} gets the id "{key}".', key, (mends,))
        for node in tree.nodes(container):
            if not node.get("id") and xml.local(node) in FLOW_NODES:
                kind = xml.local(node)
                key = tree.new_id(container.get("id", ""), node.get("name") or kind)
                said = label(node)
                node.set("id", key)
                yield Change(f'The {kind} "{said}" gets the id "{key}".', key,
                             (Mends("L02", "", f"A {kind} has no id"),))
    yield from _messages(tree)


def _messages(tree: Tree) -> Iterator[Change]:
    for message in tree.root.iter(xml.tag("message")):
        key, name = message.get("id", ""), message.get("name", "")
        if bool(key) == bool(name):
            continue
        mends = (Mends("L02", key, f'message "{name or key}" lacks its'),)
        if key:
            message.set("name", key)
            yield Change(f'The message "{key}" gets its id as its name.', key, mends)
        else:
            key = tree.new_id("message", name)
            message.set("id", key)
            yield Change(f'The message "{name}" gets the id "{key}".', key, mends)
