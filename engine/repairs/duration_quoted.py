"""A timer whose text is a duration without its quotes gets them: P5D becomes "P5D" (L06)."""

from collections.abc import Iterator
from datetime import UTC, datetime

from engine import xml
from engine.errors import ExpressionInvalid
from engine.process import durations
from engine.repairs.change import Change, Mends
from engine.repairs.tree import Tree, label

ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def mend(tree: Tree) -> Iterator[Change]:
    """Quote what is a duration as it stands, or a number of times with a duration."""
    for container in tree.containers():
        for node in tree.nodes(container):
            for kind in ("timeDuration", "timeCycle", "timeDate"):
                for timer in node.findall(f"{xml.tag('timerEventDefinition')}/{xml.tag(kind)}"):
                    text = (timer.text or "").strip()
                    if not xml.children(timer) and _is_bare(kind, text):
                        timer.text = f'"{text}"'
                        key = node.get("id", "")
                        yield Change(f'The timer of "{label(node)}" is written in quotes: "{text}".', key,
                                     (Mends("L06", key, ""), Mends("L05", key, "the timer")))


def _is_bare(kind: str, text: str) -> bool:
    try:
        if kind == "timeCycle":
            durations.repeat(f'"{text}"')
        else:
            durations.add(ANY_DAY, text)
    except ExpressionInvalid:
        return False
    return '"' not in text and "'" not in text
