"""Rules obligation/…: what the organisation promises is kept on every way through its drawings.

Proved by engine.proofs, and only where the drawings themselves are in order: of ways that are not clear
nothing can be said.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from engine import proofs
from engine.check.parts import Parts
from engine.diagram import Diagram
from engine.errors import ERROR, Cause, ContentError
from engine.packs import MAIN

RULE = "obligation"
UNCLEAR = frozenset({
    "L01", "L02", "L03", "L04", "L05", "L06", "L07", "L09", "L14", "L15", "L17", "L18", "L19", "regime", "calendar",
    "operation", "decision",
})
"""Rules that say that it is not clear where a drawing leads, or when."""

READ_BY_PROOFS = (".bpmn", ".dmn", ".json", ".toml")


def asked(parts: Parts, causes: Iterable[Cause], proved: dict[str, str], bounds: bool = False,
          ) -> Iterator[tuple[str, Callable[[Parts], Iterator[Cause]]]]:
    """A rule for each promise, with its name: what was found of one is known even if a later one is stopped.

    Each says what breaks its promise, or that it could not be proved; else it goes into `proved` with its bound.
    A promise that is not written in order (`causes`) is left out.
    """
    data = parts.pack.files.get(proofs.FILE)
    if data is None or not any(MAIN in drawn.diagram.processes for drawn in parts.drawings.values()):
        return
    try:
        promises = proofs.read(data)
    except ContentError:
        return  # obligations_read says why
    told = {one.element for one in causes if one.rule == RULE and one.severity == ERROR}
    prover = proofs.Prover(parts.pack, content(parts))
    for promise in promises:
        if promise.id and promise.id not in told:
            yield f"{RULE}/{promise.id}", partial(_find, prover, promise, proved, bounds)


def _find(prover: proofs.Prover, promise: proofs.Promise, proved: dict[str, str], bounds: bool,
          _parts: Parts) -> Iterator[Cause]:
    proof = prover.prove(promise)
    if proof.verdict == proofs.KEPT:
        listed = prover.bounds(proof) if bounds else []
        proved[promise.id] = "\n".join([proofs.bound(proof), *listed])
    else:
        yield proofs.cause(proof, prover.content)


def are_clear(causes: Iterable[Cause]) -> bool:
    """Whether the drawings are in order, so that it is clear where they lead and when."""
    return not any(
        one.severity == ERROR and (
            one.rule in UNCLEAR or one.rule.startswith("soundness/")
            or (one.rule == "file" and one.file.endswith(READ_BY_PROOFS))
        ) for one in causes
    )


def content(parts: Parts) -> proofs.Content:
    """What of the parts the proofs look at."""
    drawn: tuple[Diagram, ...] = tuple(one.diagram for one in parts.drawings.values())
    return proofs.Content(drawn, parts.tables, parts.forms)
