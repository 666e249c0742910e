"""The worker: ticks, and nothing else knows the scheduler.

Memory store only, one instance of the tick at a time, never late enough to be dropped
(security 2.7). What is due is in the database, so any number of workers may tick.
"""

import logging
import threading
from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from engine import clock, deadlines, delivery, intake, limits
from engine.config import Config
from engine.db import Database

log = logging.getLogger("amends.worker")
HOUSEKEEPING_SECONDS = 3600


class Worker:
    """Fires deadlines, hands messages over and posts letters at every tick."""

    def __init__(self, config: Config, database: Database) -> None:
        self._config = config
        self._database = database
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._stopped = threading.Event()

    def start(self) -> None:
        """Tick in the background until `stop`."""
        options = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        self._scheduler.add_job(self._guarded(self.tick), "interval", seconds=self._config.tick, **options)
        self._scheduler.add_job(self._guarded(self.post), "interval", seconds=max(self._config.tick, 1), **options)
        self._scheduler.add_job(self._guarded(self.tidy), "interval", seconds=HOUSEKEEPING_SECONDS, **options)
        self._scheduler.start()

    def stop(self) -> None:
        """Finish the tick at work, then stop."""
        self._scheduler.shutdown(wait=True)
        self._stopped.set()

    def wait(self) -> None:
        """Rest until somebody ends the process; for one that is a worker only."""
        self._stopped.wait()

    def tick(self) -> int:
        """One look at what is due; gives how much moved."""
        return deadlines.sweep(self._database) + delivery.hand_over(self._database)

    def post(self) -> int:
        """One round of the post; apart from the tick, so that a slow mail server delays no deadline."""
        return delivery.post(self._database, self._config.smtp_url, self._sender())

    def tidy(self) -> None:
        """Forget old counters and abandoned drafts."""
        with self._database.transaction() as session:
            limits.forget(session, clock.real())
            intake.sweep(session, clock.business(session))

    def _sender(self) -> str:
        host = self._config.base_url.split("://", 1)[-1].split("/", 1)[0].split(":", 1)[0]
        return f"Complaints <complaints@{host}>"

    def _guarded(self, work: Callable[[], object]) -> Callable[[], None]:
        """A tick that fails is logged and the next one comes: a busy or absent database heals."""
        def run() -> None:
            try:
                work()
            except OperationalError as busy:
                log.warning("the database did not answer: %s", type(busy.orig).__name__)
            except SQLAlchemyError:
                log.exception("a tick failed")
        return run
