"""Tiny packs whose one table is given in words: D_effect, which good.bpmn asks."""

from engine.check import read
from engine.packs import Pack
from tests.engine.check.tiny import pack
from tests.engine.tables.drawing import definitions, table

INPUTS = ["topic:string", "amount:number"]
"""The intake form asks for a topic, "service" or "other"; a later one may be given an amount."""


def drawn(rows, policy="UNIQUE", inputs=INPUTS, outputs=("effects:string",)):
    logic = table(list(inputs), list(outputs), rows, policy)
    return definitions(f'<decision id="D_effect" name="Effect">{logic}</decision>')


def said(find, rows, policy="UNIQUE", inputs=INPUTS, outputs=("effects:string",), more=None, **changed):
    """What one rule says about the table in a pack; `more` are further files by their full name."""
    made = pack("good.bpmn", D_effect=drawn(rows, policy, inputs, outputs), **changed)
    return list(find(read(Pack({**made.files, **(more or {})}, made.calendars))))


def said_alone(find, rows, policy="UNIQUE", inputs=INPUTS, outputs=("effects:string",)):
    """What one rule says about the file on its own."""
    return list(find(read(Pack({"bpmn/tables/t.dmn": drawn(rows, policy, inputs, outputs)}), whole=False)))
