"""The bench of an import uses the packs and people that are there, and imports nothing into them."""

from sqlalchemy import func, select

from engine import bench
from engine.model import Case
from tests.engine.tiny_house import NOW, TinyHouse


def test_an_import_is_timed_on_the_current_pack_and_thrown_away(database, tmp_path):
    with database.transaction() as session:
        TinyHouse(session)
    file = tmp_path / "complaints.csv"
    file.write_text("Complaint ID,Product,Issue,Date received\n1,Mortgage,Escrow,3/19/2015\nx,,,\n")

    figures = bench.bench_import(database, file, NOW)

    assert (figures["rows"], figures["imported"], figures["rejected"]) == (2, 1, 1)
    assert figures["cases_per_s"] > 0
    with database.reading() as session:
        assert session.execute(select(func.count()).select_from(Case)).scalar_one() == 0
