"""The page that shows the findings of a check on the drawings."""

from collections.abc import Mapping
from typing import Any

from flask import abort, g, render_template, request
from flask.typing import ResponseReturnValue

from engine import publishing
from engine.check import contained, finding
from engine.check.keeper import NoAnswer
from engine.errors import NotFound
from engine.packs import MAIN, Pack
from web import door, posted
from web.catalogue import gettext as _
from web.drawn import VIEWER_POLICY, handed_out
from web.process import again, checked, findings, promises, proposed, sent
from web.process.blueprint import bp
from web.process.checked import Checked
from web.process.proposed import Offers

PART, ALONE = "part", "alone"
"""How files that were sent are looked at: in their places in the published pack, or by themselves."""


@bp.get("/process/check")
@door.signed_in
def check() -> ResponseReturnValue:
    """What a check finds in the pack that new cases follow."""
    current = _current()
    if current is None:
        return _page(None, None)
    return _page(current, checked.published(current[1]))


@bp.post("/process/check")
@door.signed_in
def check_sent() -> ResponseReturnValue:
    """What a check finds in files that somebody sends; nothing is kept, nothing is published."""
    given = posted.parsed(door.config().max_upload_mb)
    got = sent.read(given.files, door.config().max_upload_mb)
    current = _current()
    how, known = _how(given, current)
    mine = got.placed(known) if how == PART else got.files()
    if got.refused:
        return _page(current, None, wrong=[("files", sentence) for sentence in got.refused], how=how), 422
    try:
        seen = checked.files({**known, **mine} if how == PART else mine)
    except NoAnswer:
        return _page(current, None, wrong=[("files", _busy())], how=how), 503
    return _page(current, seen, mine=mine, how=how, whole=how == PART or bool(got.packed))


@bp.post("/process/check/proposals")
@door.signed_in
def propose() -> ResponseReturnValue:
    """Changes after which the promises are kept that what was sent breaks; nothing is kept, nothing is published."""
    given = posted.parsed(door.config().max_upload_mb)
    mine = {finding.plain(name): data for name, data in again.unpacked(given.text("again")).items()}
    if not mine:
        abort(400)
    current = _current()
    how, known = _how(given, current)
    files = {**known, **mine} if how == PART else mine
    try:
        seen = checked.files(files)
        found = contained.propose(files, known or None)
    except NoAnswer:
        return _page(current, None, wrong=[("files", _busy())], how=how), 503
    return _page(current, seen, mine=mine, how=how, offers=proposed.read(found, seen.promises))


@bp.get("/process/packs/<int:pack_id>/drawing")
@door.signed_in
def drawing(pack_id: int) -> ResponseReturnValue:
    """A BPMN file of a published pack, for the viewer."""
    file = request.args.get("file", "")
    with door.reading() as session:
        pack = publishing.by_id(session, pack_id)
    if not file.endswith(".bpmn") or file not in pack.files:
        abort(404)
    return handed_out(file, pack.files[file])


def _how(given: posted.Posted, current: tuple[int, Pack] | None) -> tuple[str, Mapping[str, bytes]]:
    """How what was sent is to be looked at, and the files of the published pack."""
    if current is None:
        return ALONE, {}
    return PART if given.text("how") == PART else ALONE, current[1].files


def _busy() -> str:
    return _("Nothing could be checked just now. Wait a moment and send it again.")


def _current() -> tuple[int, Pack] | None:
    with door.reading() as session:
        try:
            return publishing.current(session)
        except NotFound:
            return None


def _page(
    current: tuple[int, Pack] | None, seen: Checked | None, mine: Mapping[str, bytes] | None = None,
    how: str = PART, whole: bool = True, wrong: list[tuple[str, str]] | None = None, offers: Offers | None = None,
) -> str:
    """`mine`: what was sent, by its name in the pack; `whole`: what was looked at is a pack; `offers`: what would keep
    the promises it breaks."""
    g.csp = VIEWER_POLICY
    values: dict[str, Any] = {
        "pack_id": current[0] if current else 0, "mine": mine, "how": how, "wrong": wrong,
        "accept": ",".join(sent.ACCEPT), "groups": [], "drawings": [], "promises": [], "causes": (), "offers": offers,
    }
    if seen is not None:
        known = current[1].files if current else {}
        groups = findings.groups(seen.causes, seen.drawings)
        marked = findings.counts(groups)
        drawn = {file: one for file, one in seen.drawings.items() if one.pictured}
        later = {file: one for file, one in offers.drawings.items() if one.pictured} if offers else {}
        asks = mine and whole and offers is None and any(one.state == promises.BROKEN for one in seen.promises)
        kept = sum(one.state == promises.KEPT for one in seen.promises)
        values |= {
            "causes": seen.causes, "groups": groups, "promises": seen.promises, "whole": whole,
            "more": len(seen.causes) - sum(1 + len(one.beside) for group in groups for one in group.findings),
            "verdict": findings.verdict(seen.causes, len(seen.promises), kept, whole),
            "tone": findings.tone(seen.causes), "marked": marked, "drawings": drawn, "later": later,
            "start": _start(list(drawn), marked, mine or {}),
            "replaced": [file for file in mine or () if file in known],
            "texts": {file: one.text for file, one in {**drawn, **later}.items() if file in {*(mine or ()), *later}},
            "again": again.packed(mine) if asks and mine else "",
        }
    return render_template("staff/process_check.html", **values)


def _start(shown: list[str], marked: Mapping[str, int], mine: Mapping[str, bytes]) -> str:
    """The drawing to begin with: one with findings, else one that was sent, else the complaint itself."""
    ways = (list(marked), [file for file in mine if file in shown],
            [file for file in shown if file.endswith(f"/{MAIN}.bpmn")], shown)
    return next((file for some in ways for file in some), "")
