"""Words for what rules and conditions decided, and why: the row that fitted, by what it looked at."""

from collections.abc import Sequence

from engine import timeline
from engine.packs import Pack
from engine.timeline import Line, Reason
from web.case_words import value
from web.catalogue import gettext as _
from web.journal_words import naming
from web.journal_words.told import Told, Words, step


def _decision(line: Line, pack: Pack) -> Told:
    name, data = step(line, pack), line.data
    inputs = [pair for key, one in (data.get("inputs") or {}).items() for pair in naming.said(str(key), one, pack)]
    drawn = [(_("As it is drawn"), str(data["rule"]))] if data.get("rule") else []
    if data.get("kind") == "condition":
        met = _("it holds") if data.get("result") is True else _("it does not hold")
        return Told(_("At “%(step)s” a condition was looked at: %(met)s.", step=name, met=met), _listed(inputs),
                    rows=drawn)
    result = _listed([pair for key, one in (data.get("result") or {}).items() if one is not None
                      for pair in naming.said(str(key), one, pack)]) or "–"
    reasons = timeline.reasons(line, pack)
    return Told(_("“%(step)s” gave: %(result)s", step=name, result=result), "\n".join(map(_row, reasons)),
                rows=[*inputs, *(_cells(reasons) or drawn)])


def _listed(pairs: Sequence[tuple[str, str]]) -> str:
    """Questions and answers in one line."""
    return "; ".join(f"{question} {answer}" if question.endswith("?") else f"{question}: {answer}"
                     for question, answer in pairs)


def _row(reason: Reason) -> str:
    """“Row 3, because severity = 4”, with what its author noted."""
    note = f" – {reason.note}" if reason.note else ""
    if not reason.asked:
        return _("Row %(row)s, which fits whatever is known%(note)s", row=reason.row, note=note)
    because = ", ".join(f"{question} = {value(at_hand)}" for question, at_hand, _cell in reason.asked)
    return _("Row %(row)s, because %(reasons)s%(note)s", row=reason.row, reasons=because, note=note)


def _cells(reasons: Sequence[Reason]) -> list[tuple[str, str]]:
    """What each row asked for, as it stands in the table."""
    asked = [(one.row, [f"{question}: {cell}" for question, _value, cell in one.asked]) for one in reasons if one.asked]
    return [(_("Row %(row)s asks for", row=row), "\n".join(cells)) for row, cells in asked]


WORDS: Words = {"decision.made": _decision}
