"""Whether runs beside a complaint and links between cases are what the journal tells of."""

from collections import Counter
from collections.abc import Iterator

from engine.doctor.chart import Chart, Round
from engine.doctor.finding import Finding
from engine.packs import MAIN


def runs_are_told(chart: Chart, around: Round) -> Iterator[Finding]:
    """Each run beside the complaint was told of when it began, and each run when it ended; one that could
    not begin has an incident instead."""
    begun = {run.id: run.process for run in chart.runs if run.process != MAIN and _has_begun(run)}
    told = Counter(int(data["run"]) for _, data in chart.told("run.started"))
    for run_id in begun.keys() | told.keys():
        if (run_id in begun) != bool(told[run_id]) or told[run_id] > 1:
            yield chart.finding("runs-are-told", f"Run {run_id} began {told[run_id]} times by the journal and "
                                                 f"{'once' if run_id in begun else 'never'} by its row.")
    ended = Counter(run.process for run in chart.runs if run.ended_at is not None)
    told_ended = Counter(data["name"] for _, data in chart.told("run.ended"))
    for process in ended.keys() | told_ended.keys():
        if ended[process] != told_ended[process]:
            yield chart.finding("runs-are-told", f"The process {process} ended {ended[process]} times by its rows and "
                                                 f"{told_ended[process]} times by the journal.")


def unbegun_runs_are_known(chart: Chart, around: Round) -> Iterator[Finding]:
    """A run that could not begin is an open incident: nobody else would ever look at it."""
    broken = {one.run_id for one in chart.incidents if one.resolved_at is None}
    for run in chart.runs:
        if not _has_begun(run) and run.id not in broken:
            yield chart.finding("unbegun-runs-are-known", f"Run {run.id} ({run.process}) never began, and no incident "
                                                          "tells of it.")


def links_are_told(chart: Chart, around: Round) -> Iterator[Finding]:
    """Two cases that belong together both say so."""
    rows = Counter((one.kind, one.other) for one in chart.links)
    told: Counter[tuple[str, str]] = Counter()
    for entry, data in chart.told("case.linked", "case.unlinked"):
        told[data["link"], data["other"]] += 1 if entry.kind == "case.linked" else -1
    for kind, other in rows.keys() | told.keys():
        if rows[kind, other] != told[kind, other]:
            yield chart.finding("links-are-told", f"The case is linked to {other} ({kind}) {rows[kind, other]} times "
                                                  f"by its rows and {told[kind, other]} times by the journal.")


def reopened_once(chart: Chart, around: Round) -> Iterator[Finding]:
    """Of the cases that a closed one came back as, one is open at most."""
    opened = [one.other for one in chart.links if one.kind == "reopened" and one.later and one.status == "open"]
    if len(opened) > 1:
        yield chart.finding("reopened-once", f"The case came back as {' and '.join(sorted(opened))} at the same time.")


def _has_begun(run: object) -> bool:
    return getattr(run, "state", None) is not None or getattr(run, "ended_at", None) is not None
