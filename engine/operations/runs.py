"""Operations that begin a process beside the complaint."""

from engine.dossier import Dossier, Start
from engine.errors import StepFailed
from engine.packs import MAIN
from engine.process import Call


def start_run(dossier: Dossier, call: Call) -> None:
    """Note a process of the pack that is to begin beside the complaint (survey, corrective action); it
    does so when this step has been stored, and never holds the complaint up.

    Raises:
        StepFailed: the pack has no such process, or it is the complaint itself.
    """
    wanted = str(call.parameters.get("process") or "")
    known = {name for drawn in dossier.pack.diagrams.values() for name in drawn.processes} - {MAIN}
    if wanted not in known:
        names = ", ".join(sorted(known)) or "none"
        raise StepFailed(f"There is no process called {wanted!r} to begin beside the complaint; there is: {names}.")
    dossier.starts.append(Start(wanted, call.at, call.element))
