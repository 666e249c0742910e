"""A DMN file on its own may be what `amends decide` reads: several decisions that need each other."""

from engine.check import judge, read
from engine.packs import Pack
from tests.engine.tables.drawing import data, decision, definitions, table


def causes(*rows):
    fee = decision("Fee", table(["Level:number"], ["fee:number"], list(rows)), needs=("Level",))
    level = decision("Level", table(["Age:number"], ["level:number"], ["< 18 | 1", ">= 18 | 2"]), needs=("in Age",))
    return judge(read(Pack({"bpmn/tables/m.dmn": definitions(data("Age", "number"), level, fee)}), whole=False))


def test_a_model_of_several_decisions_is_no_error():
    assert [cause for cause in causes("<= 1 | 5", "> 1 | 7") if cause.severity == "error"] == []


def test_each_of_its_tables_is_proved():
    (cause,) = (cause for cause in causes("<= 1 | 5", ">= 1 | 7") if cause.severity == "error")

    assert cause.rule == "tables/overlap"
    assert "both fit Level = 1" in cause.message
