"""An instance at work until somebody kills it: complaints come in, tasks are done, messages are handed
over, time passes, deadlines fire.

    python -m tests.engine.busy DATABASE

For each number on its input it starts a worker who draws from that number what to do next, and says so
when the worker is gone. The worker prints a line after each commit: that much was acknowledged. It is
forked, so that a hundred deaths cost one start.
"""

import os
import sys
from datetime import timedelta
from random import Random

from engine import clock, deadlines, delivery, publishing
from engine.db import Database
from engine.errors import TaskGone
from tests.databases import BASE_URL, KEY
from tests.engine import anybody


def at_work(url: str) -> Database:
    return Database(url, key=KEY, base_url=BASE_URL, demo=True)


def open_a_case(database: Database, dice: Random) -> str:
    with database.transaction() as session:
        case = anybody.complain(session, dice, clock.business(session))
    return f"case {case.case_id}"


def do_a_task(database: Database, dice: Random) -> str:
    try:
        with database.transaction() as session:
            task_id = anybody.do_a_task(session, dice, clock.business(session))
    except TaskGone:
        return ""  # a deadline that was due took it away
    return f"task {task_id}" if task_id is not None else ""


def send_a_message(database: Database, dice: Random) -> str:
    with database.transaction() as session:
        message_id = anybody.send_a_message(session, dice, clock.business(session))
    return f"message {message_id}" if message_id is not None else ""


def hand_over(database: Database, dice: Random) -> str:
    return f"handed {delivery.hand_over(database)}"


def go_back(database: Database, dice: Random) -> str:
    try:
        with database.transaction() as session:
            token = anybody.go_back(session, dice, clock.business(session))
    except TaskGone:
        return ""  # a deadline that was due took the step away
    return f"back {token}" if token else ""


def reopen(database: Database, dice: Random) -> str:
    with database.transaction() as session:
        case_id = anybody.reopen(session, dice, clock.business(session))
    return f"case {case_id}" if case_id is not None else ""


def let_time_pass(database: Database, dice: Random) -> str:
    with database.transaction() as session:
        clock.advance(session, timedelta(hours=dice.randint(1, 12 * 24)))
        return f"clock {int(clock.offset(session).total_seconds())}"


def sweep(database: Database, dice: Random) -> str:
    return f"swept {deadlines.sweep(database)}"


STEPS = (open_a_case, do_a_task, do_a_task, do_a_task, send_a_message, hand_over, let_time_pass, sweep,
         go_back, reopen)


def work(url: str, seed: int) -> None:
    """Work for ever."""
    database, dice = at_work(url), Random(seed)
    while True:
        said = dice.choice(STEPS)(database, dice)
        if said:
            print(said, flush=True)


def main(url: str) -> None:
    database = at_work(url)
    with database.reading() as session:
        publishing.current(session)[1].process()
    database.close()
    for line in sys.stdin:
        worker = os.fork()
        if worker == 0:
            work(url, int(line))
        print(f"started {worker}", flush=True)
        print(f"gone {os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
