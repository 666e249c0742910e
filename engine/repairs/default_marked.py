"""An exclusive gateway with one way that has no condition: that way is the default (L04)."""

from collections.abc import Iterator

from engine import xml
from engine.repairs.change import Change, Mends
from engine.repairs.tree import Tree, label


def mend(tree: Tree) -> Iterator[Change]:
    """Mark the default where it cannot be another."""
    for container in tree.containers():
        ways: dict[str, list[xml.Element]] = {}
        for flow in tree.flows(container):
            ways.setdefault(flow.get("sourceRef", ""), []).append(flow)
        for gateway in container.findall(xml.tag("exclusiveGateway")):
            key = gateway.get("id", "")
            leaving = ways.get(key, [])
            open_ways = [flow for flow in leaving if not _condition(flow)]
            if gateway.get("default") or len(leaving) < 2 or len(open_ways) != 1 or not open_ways[0].get("id"):
                continue
            way = open_ways[0].get("id", "")
            gateway.set("default", way)
            yield Change(
                f'At "{label(gateway)}" the arrow to {open_ways[0].get("targetRef", "")} becomes the default: it is '
                "the only one without a condition.", key,
                (Mends("L04", key, "no default arrow"), Mends("L04", way, "It is not said when a case takes")),
            )


def _condition(flow: xml.Element) -> str:
    found = flow.find(xml.tag("conditionExpression"))
    return "" if found is None else "".join(str(part) for part in found.itertext()).strip()
