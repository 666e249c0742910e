"""Desks of organisations that work by other drawings than the usual one."""

from datetime import datetime
from pathlib import Path

import time_machine

from engine.db import Database, insert_row, table
from engine.model import Pack as PackRow
from engine.packs import Pack
from tests.engine.cases.office import Office
from tests.web.staff.conftest import config
from tests.web.staff.desk import Desk
from web.app import create_app


def desk_with(database: Database, pack: Pack, clock: time_machine.Traveller, home: Path, now: datetime) -> Desk:
    """A desk at an office that works by this pack; tiny packs pass no check, so it is not asked."""
    with database.transaction() as session:
        insert_row(session, table(PackRow), {
            "hash": pack.hash, "content": pack.pack_bytes(), "calendars": pack.calendars_json(), "note": "",
            "published_at": now, "current_since": now,
        })
        cast = Office.hire(session, now)
    office = Office(database, cast, now)
    return Desk(office, create_app(config(home, "production"), database), clock)
