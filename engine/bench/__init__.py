"""Measuring: how long things take here, and of what a database is asked, how long it alone would take.

Nothing that is measured stays: tasks and imports run on databases thrown away afterwards.
"""

from engine.bench.checking import bench_check
from engine.bench.imports import bench_import
from engine.bench.inbox import bench_inbox
from engine.bench.task import bench_task
from engine.bench.throwaway import throw_away

__all__ = ["bench_check", "bench_import", "bench_inbox", "bench_task", "throw_away"]
