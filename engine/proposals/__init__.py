"""Proposals for promises that are broken: changes of a pack that were proved before anybody is told of them.

    found = proposals.propose(pack)
    found.proposals[0].says      '"Call back" moves behind "Acknowledge".'
    found.files                  the files that are different after all of them

A change is proposed only if the promise is kept after it, everything else that was in order still is, and
nothing new is found. Nothing is changed here: whoever asks decides what to do with the files.
"""

from engine.proposals.proposing import Proposal, Proposed, propose

__all__ = ["Proposal", "Proposed", "propose"]
