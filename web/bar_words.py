"""Why somebody may not own a case or do a task, in the reader's words."""

from engine.people import Bar
from web import moments
from web.catalogue import gettext as _


def bar(one: Bar) -> str:
    """One reason as a sentence without its full stop."""
    day = moments.short_day(one.day) if one.day is not None else ""
    return {
        "named": _("%(name)s is named in the complaint", name=one.name),
        "reports": _("%(name)s reports to %(about)s, whom the complaint is about", name=one.name, about=one.about),
        "manages": _("%(name)s is the manager of %(about)s, whom the complaint is about", name=one.name,
                     about=one.about),
        "did": _("%(name)s did “%(about)s” in this case", name=one.name, about=one.about),
        "away": _("%(name)s is away until %(day)s", name=one.name, day=day),
        "gone": _("%(name)s does not work here any more", name=one.name),
        "full": _("%(name)s owns %(about)s open cases, which is their limit", name=one.name, about=one.about),
        "untrained": _("%(name)s has no training “%(about)s”", name=one.name, about=one.about),
        "expired": _("%(name)s's training “%(about)s” expired on %(day)s", name=one.name, about=one.about, day=day),
        "outside": _("%(name)s is not in the group %(about)s", name=one.name, about=one.about),
    }.get(one.why, str(one))


def own(one: Bar) -> str:
    """A reason of the reader's own as a sentence without its full stop."""
    day = moments.short_day(one.day) if one.day is not None else ""
    return {
        "reports": _("You report to %(about)s, whom the complaint is about", about=one.about),
        "manages": _("You are the manager of %(about)s, whom the complaint is about", about=one.about),
        "did": _("You did “%(about)s” in this case", about=one.about),
        "untrained": _("You have no training “%(about)s”", about=one.about),
        "expired": _("Your training “%(about)s” expired on %(day)s", about=one.about, day=day),
    }.get(one.why) or bar(one)
