"""Publishing: a pack that passes the checks becomes an immutable, numbered row."""

from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from engine import check, people
from engine.errors import ERROR, NotFound, PackInvalid
from engine.model import Pack as Row
from engine.packs import Pack, known, unpack
from engine.people import Actor

_fit: set[str] = set()
"""Hashes of packs that this process has checked and found fit to be published."""


def examine(pack: Pack) -> None:
    """Check whether a pack can be published; once for each content and process. Whoever does it before they open a
    transaction keeps nobody waiting meanwhile.

    Raises:
        PackInvalid: every error at once. Warnings and notes keep nothing from it.
    """
    if pack.hash in _fit:
        return
    causes = [cause for cause in check.check(pack) if cause.severity == ERROR]
    if causes:
        raise PackInvalid(causes)
    _fit.add(pack.hash)


def publish(session: Session, pack: Pack, actor: Actor, now: datetime, note: str = "") -> Row:
    """Check a pack and make it the one new cases start on; running cases stay on theirs.

    Publishing content that was published before makes that number current again.

    Raises:
        PackInvalid: see `examine`; nothing was published.
    """
    examine(pack)
    since = _after_all(session, now)
    again = session.execute(select(Row).where(Row.hash == pack.hash)).scalar()
    if again is not None:
        again.current_since = since
        session.flush()
        return again
    people.ensure_groups(session, sorted({e.lane for e in pack.elements.values() if e.lane}))
    row = Row(
        hash=pack.hash, content=pack.pack_bytes(), calendars=pack.calendars_json(), note=note, published_at=now,
        published_by=actor.id, current_since=since,
    )
    session.add(row)
    session.flush()
    return row


def _after_all(session: Session, now: datetime) -> datetime:
    """Now, or just after the pack that is current: what is published last is current, whatever the clock does."""
    latest = session.execute(select(func.max(Row.current_since))).scalar()
    return now if latest is None or latest < now else latest + timedelta(microseconds=1)


def current(session: Session) -> tuple[int, Pack]:
    """The pack that new cases start on, with its number.

    Raises:
        NotFound: nothing was published yet.
    """
    row = session.execute(
        select(Row.id, Row.hash).order_by(Row.current_since.desc(), Row.id.desc()).limit(1)
    ).first()
    if row is None:
        raise NotFound("Nothing has been published yet; run `amends publish`.")
    return row.id, by_id(session, row.id)


# Packs are immutable: which one a number means is asked once per process and database.
_hashes: WeakKeyDictionary[Engine, dict[int, str]] = WeakKeyDictionary()


def by_id(session: Session, pack_id: int) -> Pack:
    """A published pack by its number.

    Raises:
        NotFound: there is no such number.
    """
    hashes = _hashes.setdefault(session.get_bind().engine, {})
    found = known(hashes.get(pack_id, ""))
    if found is not None:
        return found
    row = session.execute(select(Row.content, Row.calendars, Row.hash).where(Row.id == pack_id)).first()
    if row is None:
        raise NotFound(f"There is no pack {pack_id}.")
    hashes[pack_id] = row.hash
    return unpack(row.content, row.calendars, row.hash)
