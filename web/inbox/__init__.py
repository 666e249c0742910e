"""The inbox: lists of work, taking and giving back, doing a task."""

from web.inbox import doing, drafts, lists, taking, task_page
from web.inbox.blueprint import bp

__all__ = ["bp", "doing", "drafts", "lists", "taking", "task_page"]
