"""Random drawings and what the check says of them; how many are looked at."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from engine import check
from engine.check import Parts
from engine.errors import ERROR, Cause
from engine.packs import Pack
from engine.tokens import Explored, explore
from tests.engine.check import tiny
from tests.engine.proofs.anything.graphs import Sketch, Wishes, files, sketch

MANY = "AMENDS_TEST_DRAWINGS"
"""The environment variable that says how many drawings each of these tests looks at:
`AMENDS_TEST_DRAWINGS=20000 .venv/bin/python -m pytest -n 2 tests/engine/proofs/anything` takes about an hour."""

PARTS = 4
"""Each test is cut into so many, so that they can run beside each other."""


@dataclass(frozen=True)
class Judged:
    """A drawing, what the token game finds, and why the check refuses it; empty where it is accepted."""

    seed: int
    sketch: Sketch
    pack: Pack
    parts: Parts
    played: Explored
    wrong: tuple[Cause, ...]


def seeds(part: int, few: int) -> Iterator[int]:
    """The drawings that one part of a test looks at: `few`, unless many are asked for."""
    many = int(os.environ.get(MANY, few))
    yield from range(part, many, PARTS)


def judged(seed: int, wishes: Wishes | None = None) -> Judged:
    """Draw and check; where the token game finds something, nothing else is asked."""
    drawn = sketch(seed, wishes)
    pack = Pack(files(drawn), tiny.calendars())
    parts = check.read(pack)
    played = explore({file: one.root for file, one in parts.drawings.items()})
    wrong = parts.causes
    if not wrong and not played.findings:
        wrong = tuple(one for one in check.judge(parts) if one.severity == ERROR)
    return Judged(seed, drawn, pack, parts, played, wrong)


def accepted(part: int, few: int, wishes: Wishes | None = None) -> Iterator[Judged]:
    """Those that can be published."""
    for seed in seeds(part, few):
        one = judged(seed, wishes)
        if one.played.complete and not one.played.findings and not one.wrong:
            yield one
