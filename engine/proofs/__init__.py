"""Proofs: a drawing keeps what the organisation promises, whatever people do (bpmn/obligations.toml).

Every way through the diagrams is played as a token game on a small graph, with the facts that gateways
and tables ask about; a promise that is broken comes with a way, gone again on the real engine.
docs/obligations.md tells how to write a promise and what its proof means.
"""

from engine.proofs.effects import Content
from engine.proofs.promises import FILE, Promise, read
from engine.proofs.proving import BROKEN, KEPT, UNPROVED, Proof, Prover
from engine.proofs.telling import RULE, bound, cause

__all__ = [
    "BROKEN", "FILE", "KEPT", "RULE", "UNPROVED", "Content", "Promise", "Proof", "Prover", "bound", "cause", "read",
]
