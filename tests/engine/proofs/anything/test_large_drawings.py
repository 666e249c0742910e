"""However large a drawing is, a proof of it comes to an answer: kept, broken, or that it could not be found out."""

import random

import pytest

from engine import check
from engine.check import obligations_kept
from engine.errors import ERROR
from engine.packs import Pack
from engine.proofs import BROKEN, KEPT, UNPROVED, Prover
from tests.engine.check import tiny
from tests.engine.proofs.anything.graphs import files
from tests.engine.proofs.anything.large import LARGE
from tests.engine.proofs.anything.walking import promise


@pytest.mark.parametrize("kind", LARGE)
def test_a_large_drawing_is_answered(kind: str) -> None:
    sketch = LARGE[kind]()
    pack = Pack(files(sketch), tiny.calendars())
    parts = check.read(pack)
    dice = random.Random(kind)

    assert not [one for one in check.judge(parts) if one.severity == ERROR]

    prover = Prover(pack, obligations_kept.content(parts))
    for timed in (False, True):
        proof = prover.prove(promise(sketch, dice, timed))
        assert proof.verdict in (KEPT, BROKEN, UNPROVED)
        assert proof.verdict != UNPROVED or proof.why
