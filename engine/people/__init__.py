"""People: who they are, their groups, when they are away, what they are trained for, whom they report to,
and from which cases they must keep out. Signing in too."""

from engine.people.absence import (
    NOBODY_AWAY,
    Absences,
    Away,
    absences,
    change_absence,
    enter_absence,
    planned,
    today,
)
from engine.people.actor import COMPLAINANT, SYSTEM, Actor, as_actor
from engine.people.bars import Bar
from engine.people.conflicts import (
    NAMED,
    NO_CONFLICT,
    RELATED,
    Conflicts,
    conflicts,
    excluded_text,
    is_closed_to,
    readable,
    require_independent,
    require_reader,
)
from engine.people.groups import (
    COMPLAINTS_MANAGER,
    ESCALATION,
    MANAGEMENT,
    TEAM_LEAD,
    add,
    deactivate,
    ensure_groups,
    is_excluded,
    lanes,
    members,
    name_of,
    not_theirs,
    require_lane,
    set_groups,
)
from engine.people.line_changes import set_manager
from engine.people.reporting import above, posts, set_limit
from engine.people.rights import EDITORS, is_editor, require_editor, require_self_or_editor
from engine.people.signing_in import (
    IDLE,
    SEEN_EVERY,
    SIGN_IN_TRIES,
    Verified,
    count_sign_in,
    forgive_sign_in,
    let_in,
    set_password,
    sign_in,
    sign_out,
    signed_in,
    touch,
    verify,
)
from engine.people.skills import allowed, held, judged, lacking, remove_skill, set_skill, skills_of
from engine.people.steps import acted

__all__ = [
    "COMPLAINANT", "COMPLAINTS_MANAGER", "EDITORS", "ESCALATION", "IDLE", "MANAGEMENT", "NAMED",
    "NOBODY_AWAY", "NO_CONFLICT", "RELATED", "SEEN_EVERY", "SIGN_IN_TRIES", "SYSTEM", "TEAM_LEAD", "Absences", "Actor",
    "Away", "Bar", "Conflicts", "Verified", "above", "absences", "acted", "add", "allowed", "as_actor",
    "change_absence", "conflicts", "count_sign_in", "deactivate", "ensure_groups", "enter_absence", "excluded_text",
    "forgive_sign_in", "held", "is_closed_to", "is_editor", "is_excluded", "judged", "lacking", "lanes", "let_in",
    "members", "name_of", "not_theirs", "planned", "posts", "readable", "remove_skill", "require_editor",
    "require_independent", "require_lane", "require_reader", "require_self_or_editor", "set_groups", "set_limit",
    "set_manager", "set_password", "set_skill", "sign_in", "sign_out", "signed_in", "skills_of", "today",
    "touch", "verify",
]
