"""Work that the same person could do twice: who did the other is kept out of this one."""

from collections.abc import Iterator

from engine.proofs.promises import BY_ANOTHER
from engine.proofs.proving import Proof
from engine.proposals.idea import Idea, drawn, named


def ideas(proof: Proof) -> Iterator[Idea]:
    step = proof.shows_at
    if proof.promise.pattern != BY_ANOTHER or step is None or not proof.missing:
        return
    element = step.element
    missing = ", ".join(proof.missing)
    told = ", ".join((*element.not_by, *proof.missing))
    yield drawn(f"{named(step)} keeps out whoever did the work of {missing} (not_by = {told}).", element,
                lambda pen: pen.say(element.id, "not_by", told))
