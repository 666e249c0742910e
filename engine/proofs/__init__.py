"""Proofs: a drawing keeps what the organisation promises, whatever people do (bpmn/obligations.toml).

Every way through the diagrams is played as a token game on a small graph, with the facts that gateways
and tables ask about; a promise that is broken comes with a way, gone again on the real engine.
docs/obligations.md tells how to write a promise and what its proof means.
"""

from collections.abc import Sequence

from engine.errors import Cause
from engine.packs import Pack
from engine.proofs.effects import Content
from engine.proofs.promises import FILE, Promise, read
from engine.proofs.proving import BROKEN, KEPT, UNPROVED, Proof, Prover
from engine.proofs.telling import RULE, cause

__all__ = ["BROKEN", "FILE", "KEPT", "RULE", "UNPROVED", "Content", "Promise", "Proof", "Prover", "prove", "read"]


def prove(pack: Pack, content: Content, promises: Sequence[Promise]) -> list[tuple[Proof, Cause | None]]:
    """Each promise with its proof, and what is to be said of it where it is not kept."""
    prover = Prover(pack, content)
    found = [prover.prove(promise) for promise in promises]
    return [(one, None if one.verdict == KEPT else cause(one, content)) for one in found]
