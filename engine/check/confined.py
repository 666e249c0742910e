"""The walls round a check: set in a child process before it looks at anything, and never taken down.

Memory, processor time, wall clock, core files, open files and the size of files are limits of the kernel. What
needs no limit but a ban (a socket, a program, a file to write, a file outside Python and Amends to read) is
refused by an audit hook: Amends evaluates nothing that could ask for it, so this is the second wall.
"""

import os
import signal
import sys
import sysconfig
import zoneinfo
from collections.abc import Iterable
from math import ceil
from pathlib import Path
from typing import Any

try:
    import resource
except ImportError:  # pragma: no cover - there is none on Windows
    resource = None  # type: ignore[assignment]

from engine.config import ROOT

OPEN_FILES = 64
BANNED = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown",
    "os.kill", "os.putenv", "os.unsetenv", "os.listxattr", "os.setxattr", "os.removexattr", "os.utime", "os.chdir",
    "os.add_dll_directory", "shutil.", "tempfile.", "ctypes.", "pty.", "fcntl.", "mmap.", "sqlite3.", "urllib.",
    "http.", "ftplib.", "smtplib.", "poplib.", "imaplib.", "telnetlib.", "webbrowser.",
)
"""Beginnings of the names of events (Python's table of audit events) that no check needs."""
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def possible() -> bool:
    """Whether this system has what the walls are made of."""
    return resource is not None and hasattr(os, "fork")


def confine(keep: Iterable[int], megabytes: int) -> None:
    """Shut this process in. `keep` are the descriptors that stay open; `megabytes` come on top of what it has now.

    Time is set apart, file by file (`allow`).
    """
    os.setsid()
    _close(set(keep))
    os.environ.clear()
    for what, limit in (
        (resource.RLIMIT_AS, _size() + megabytes * 1024 * 1024), (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        _, most = resource.getrlimit(what)
        limit = limit if most == resource.RLIM_INFINITY else min(limit, most)
        resource.setrlimit(what, (limit, limit))
    for number in (signal.SIGALRM, signal.SIGXCPU, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    sys.dont_write_bytecode = True
    sys.path[:] = [one for one in sys.path if one and one.startswith(_trusted())]


def ban() -> None:
    """Refuse from now on whatever no check needs. It cannot be undone."""
    roots = _trusted()

    def hook(event: str, about: tuple[Any, ...]) -> None:
        if event == "open":
            _opened(about, roots)
        elif event.startswith(BANNED):
            raise PermissionError(f"{event} is not allowed in a check")

    sys.addaudithook(hook)


def allow(seconds: float) -> None:
    """From now on this process may live so long, by its own clock and by the wall's: then the kernel ends it,
    whatever it is at, and whether or not anybody watches."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = usage.ru_utime + usage.ru_stime
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(used + seconds) + 1, most))
    signal.setitimer(signal.ITIMER_REAL, seconds + 1)


def _opened(about: tuple[Any, ...], roots: tuple[str, ...]) -> None:
    path, mode, flags = about
    if isinstance(path, int):
        return
    writes = isinstance(flags, int) and flags & WRITES
    if writes or (isinstance(mode, str) and set(mode) & set("wax+")):
        raise PermissionError("a check writes no files")
    if not os.path.realpath(os.fsdecode(path)).startswith(roots):
        raise PermissionError("a check reads no files but its own")


def _trusted() -> tuple[str, ...]:
    """Where Python, its packages, the zones of the world and Amends lie."""
    paths = {sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    paths |= {sys.prefix, *zoneinfo.TZPATH, str(ROOT / "engine")}
    return tuple(sorted({place for path in paths for place in (path, os.path.realpath(path))}))


def _size() -> int:
    """The address space this process has now, in bytes."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:  # no /proc: a process that has imported the check has about so much
        return 256 * 1024 * 1024


def _close(keep: set[int]) -> None:
    """Nothing of the process it came from stays open; the three standard ones lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in {0, 1, 2} - keep:
        os.dup2(nowhere, number)
    last = 0
    for number in sorted(keep | {2}):
        os.closerange(max(last, 3), number)
        last = number + 1
    os.closerange(max(last, 3), max(_most(), last))


def _most() -> int:
    try:
        return max(int(one) for one in os.listdir("/proc/self/fd")) + 1
    except (OSError, ValueError):
        return 4096
