"""Which change is proposed: ideas are drawn, checked like any other change, and the first that holds is taken."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from time import monotonic

from engine import check, proofs
from engine.check import Parts, obligations_kept
from engine.errors import ERROR, NOTE, Cause
from engine.packs import Pack
from engine.proofs import BROKEN, KEPT, RULE, Proof, Prover
from engine.proposals import clock_drawn, moment_moved, person_kept_out, step_moved, taken_back, way_led
from engine.proposals.idea import Idea

DRAWN: tuple[Callable[[Proof], Iterator[Idea]], ...] = (
    person_kept_out.ideas, step_moved.ideas, moment_moved.to_the_date, clock_drawn.ideas, way_led.ideas,
)
MOST_IDEAS = 40
"""Of the ideas of each kind for one promise, so many are tried."""

FURTHER = 8
"""After one that helps, so many are tried to find one that keeps everything."""

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Proposal:
    """A change of a drawing after which promises are kept that were broken. `element` is what it is about."""

    says: str
    file: str
    element: str
    keeps: tuple[str, ...]


@dataclass(frozen=True)
class Proposed:
    """Changes one after the other, the files that are different after all of them, and the promises that are still not
    kept."""

    proposals: tuple[Proposal, ...]
    files: Mapping[str, bytes]
    left: tuple[str, ...]


def propose(pack: Pack, before: Pack | None = None, seconds: float = 60.0,
            told: Callable[[str], None] = lambda _: None) -> Proposed:
    """Look for changes after which the promises are kept that a pack breaks. `before`: the pack that it was made
    from; what was changed since may be taken back. `seconds`: no new idea is tried after so long; `told` hears each
    before it is tried.

    Raises:
        ContentError: the pack cannot be read.
    """
    until = monotonic() + seconds
    found: list[Proposal] = []
    changed: dict[str, bytes] = {}
    parts = check.read(pack)
    causes = _causes(parts)
    while True:
        better = _better(parts, before, causes, until, told)
        if better is None:
            return Proposed(tuple(found), changed, _broken(causes))
        idea, parts, after = better
        found.append(Proposal(idea.says, idea.file, idea.element, tuple(
            one for one in _broken(causes) if one not in _broken(after))))
        changed[idea.file], causes = parts.pack.files[idea.file], after


def _better(
    parts: Parts, origin: Pack | None, causes: list[Cause], until: float, told: Callable[[str], None]
) -> tuple[Idea, Parts, list[Cause]] | None:
    """An idea after which one more promise is kept, with the pack after it and what is found in that: better one after
    which all are kept, if there is one among the next few."""
    broken = set(_broken(causes))
    if not broken:
        return None
    pack, before, prover = parts.pack, _keys(causes), _prover(parts)
    tried: set[tuple[str, bytes]] = set()
    for promise in proofs.read(pack.files[proofs.FILE]):
        if promise.id not in broken or monotonic() > until:
            continue
        proof = prover.prove(promise)
        if proof.verdict != BROKEN:
            continue
        best: tuple[Idea, Parts, list[Cause]] | None = None
        more = FURTHER
        for idea in _ideas(proof, pack, origin):
            if monotonic() > until or more == 0:
                break
            told(idea.says)
            data = idea.change(pack.files[idea.file])
            if data is None or (idea.file, data) in tried:
                continue
            tried.add((idea.file, data))
            more -= best is not None
            further = check.read(pack.changed(idea.file, data))
            if _prover(further).prove(promise).verdict == KEPT:
                after = _causes(further)
                if _keys(after) < before and (best is None or len(after) < len(best[2])):
                    best = idea, further, after
                    if not _broken(after):
                        break
        if best is not None:
            return best
    return None


def _ideas(proof: Proof, pack: Pack, origin: Pack | None) -> Iterator[Idea]:
    for source in DRAWN:
        yield from islice(source(proof), MOST_IDEAS)
    if origin is not None:
        yield from taken_back.ideas(pack, origin)
    yield from islice(moment_moved.to_another(proof), MOST_IDEAS)


def _prover(parts: Parts) -> Prover:
    return Prover(parts.pack, obligations_kept.content(parts))


def _causes(parts: Parts) -> list[Cause]:
    return [cause for cause in check.judge(parts) if cause.severity != NOTE]


def _keys(causes: list[Cause]) -> set[Key]:
    """What two findings have in common that are the same; of a broken promise the place does not matter."""
    return {
        (cause.rule, "", "") if cause.rule.startswith(RULE) else (cause.rule, cause.element, cause.message)
        for cause in causes
    }


def _broken(causes: list[Cause]) -> tuple[str, ...]:
    return tuple(cause.rule.removeprefix(RULE) for cause in causes
                 if cause.rule.startswith(RULE) and cause.severity == ERROR)
