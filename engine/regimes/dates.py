"""Every date of a case from its receipt, each with how it came about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.calendar import Calendar
from engine.regimes.counting import Count, Deadline, Rule, Starts, rules
from engine.regimes.regime import COMPENSATES, EFFECTS, GRANTS, LETTERS, REFERS, Regime, Urgency

WARNINGS = {"warn75": 75, "warn90": 90}
"""How many hundredths of the working time between receipt and the final date has passed when we warn."""


def deadlines(
    regimes_in_force: Sequence[Regime], urgency: Urgency, received_at: datetime, calendar: Calendar,
    starts: Starts | None = None,
) -> dict[str, Deadline]:
    """The dates of a case that was received then: acknowledge, first_action, next_update, target, final, warn75,
    warn90; and where a regime says so: edr (the way to an outside body opens later than the final date),
    deemed_granted (silence grants then), fast_track (a short answer is enough until then), refer_level
    (it goes to the next level by itself).

    Raises:
        ValueError: none of the regimes gives a final date; the default always does.
    """
    return Dates(tuple(regimes_in_force), urgency, Count(received_at, calendar, starts)).all()


def effects_at(derivation: Mapping[str, Any]) -> tuple[str, ...]:
    """What follows when the date with this derivation is missed; nothing of the kind: empty."""
    return tuple(effect for effect in EFFECTS if effect in derivation.get("effects", ()))


@dataclass(frozen=True)
class Dates:
    """The dates of one case; `until`: to when its final date was put off."""

    regimes: tuple[Regime, ...]
    urgency: Urgency
    count: Count
    until: datetime | None = None

    def all(self) -> dict[str, Deadline]:
        strictest, regimes, urgency = self.count.strictest, self.regimes, self.urgency
        final = self._final()
        found = [
            strictest("acknowledge", rules("acknowledge", regimes, urgency)),
            strictest("first_action", [Rule(urgency, "first_action")]),
            strictest("next_update", rules("update", regimes, urgency)),
            strictest("fast_track", rules("fast_track", regimes)),
            _not_after(final, strictest("target", [Rule(urgency, "target")])),
            self._refer_level(),
            *self.hanging_on(final),
        ]
        return {one.name: one for one in found if one}

    def due(self, name: str) -> datetime | None:
        """One date alone, without how it came about; None where a case has none of that name."""
        if name == "final" and self.until is None:
            asked = rules("final", self.regimes, self.urgency, own="final_cap")
            return min(self.count.due(one) for one in asked if one.span)
        if name == "edr":
            opens = self._edr()
            return opens.due if opens and opens.due > self._final().due else None
        found = {"deemed_granted": self._granted, "refer_level": self._refer_level}.get(name)
        if found is not None:
            dated = found()
            return dated.due if dated else None
        all_ = self.all()
        return all_[name].due if name in all_ else None

    def final_and_what_hangs_on_it(self) -> dict[str, Deadline]:
        """Those dates that move when the final date is put off."""
        return {one.name: one for one in self.hanging_on(self._final()) if one}

    def hanging_on(self, final: Deadline) -> list[Deadline | None]:
        granted = self._granted()
        warnings = [self._warning(name, percent, final) for name, percent in WARNINGS.items()]
        edr = self._edr()
        if edr and edr.due > final.due:
            return [final.also(**self._effects(final)), edr.also(effects=["edr_letter"]), granted, *warnings]
        return [final.also(**self._effects(final, *(["edr_letter"] if edr else []))), granted, *warnings]

    def _final(self) -> Deadline:
        final = self._put_off("final", rules("final", self.regimes, self.urgency, own="final_cap"))
        if final is None or not any(one.final for one in self.regimes):
            raise ValueError("A case has at least one regime with a final date: the default.")
        return final

    def _granted(self) -> Deadline | None:
        found = self._put_off("deemed_granted", rules("final", (one for one in self.regimes if one.grants)))
        return found.also(effects=[GRANTS]) if found else None

    def _edr(self) -> Deadline | None:
        """When the way outside opens by itself: at the end of the time that a holding letter gives, without one
        when the answer is due."""
        opening = [one for one in self.regimes if "edr_letter" in one.breach_effects]
        held = self.count.strictest("edr", rules("extension", (one for one in opening if one.holds)))
        due = self._put_off("edr", rules("final", (one for one in opening if not one.holds)))
        return min((one for one in (held, due) if one), key=lambda one: one.due, default=None)

    def _refer_level(self) -> Deadline | None:
        found = self.count.strictest("refer_level", rules("refer_level", self.regimes))
        return found.also(effects=[REFERS]) if found else None

    def _put_off(self, name: str, rules: Iterable[Rule]) -> Deadline | None:
        """The strictest, but none before the moment to which the answer was put off."""
        found = self.count.strictest(name, rules)
        if found and self.until and found.due < self.until:
            return Deadline(name, self.until, found.derivation)
        return found

    def _effects(self, final: Deadline, *first: str) -> dict[str, Any]:
        """What follows at the final date: what those regimes say whose own final date it is.

        Where only our own cap comes that early, the law's effects wait for the law's time; the
        complainant hears that we are late in any case (ISO 10002:2018 7.8), unless silence grants
        what they asked: then the letter that says so is theirs. `holding_until` is the new date of a
        holding letter, where there is one.
        """
        late = [one for one in self.regimes if one.final and self._answer_by(one) == final.due]
        effects = {*first, *(effect for one in late for effect in self._at_final(one, final))}
        if GRANTS in effects:
            effects -= set(LETTERS)
        elif not effects & set(LETTERS):
            effects.add("holding_letter")
        told: dict[str, Any] = {"effects": [effect for effect in EFFECTS if effect in effects]}
        if "holding_letter" in effects and (until := self._after(final)):
            told["holding_until"] = until.isoformat()
        owed = [one.said("compensation") for one in late if COMPENSATES in one.breach_effects]
        return told | ({"compensation": "; ".join(filter(None, owed))} if any(owed) else {})

    def _after(self, final: Deadline) -> datetime | None:
        """The date that a holding letter can name: the next one by which a regime still wants the answer."""
        rules = (Rule(one, "extension" if one.holds else "final") for one in self.regimes if one.final)
        return min((due for rule in rules if (due := self.count.due(rule)) > final.due), default=None)

    def _at_final(self, regime: Regime, final: Deadline) -> set[str]:
        """Effects that come at the final date: the way outside and a referral may have a date of their own, and
        a letter that names a later date needs one that is left."""
        elsewhere = {"edr_letter"} | ({REFERS} if regime.refer_level else set())
        if regime.holds and self.count.due(Rule(regime, "extension")) <= final.due:
            elsewhere.add("holding_letter")
        return set(regime.breach_effects) - elsewhere

    def _answer_by(self, regime: Regime) -> datetime:
        due = self.count.due(Rule(regime, "final"))
        return max(due, self.until) if self.until else due

    def _warning(self, name: str, percent: int, final: Deadline) -> Deadline:
        """When so much of the working time up to the final date has passed."""
        since, calendar = self.count.since, self.count.calendar
        whole = calendar.working_time(since, final.due)
        return Deadline(name, calendar.add_working_time(since, whole * percent / 100), {
            "start": since.isoformat(), "rule": f"{percent} % of the working time until final",
            "final": final.due.isoformat(), "calendar": calendar.name,
        })


def _not_after(final: Deadline, one: Deadline | None) -> Deadline | None:
    """A date on the way to the final one does not come after it."""
    if one is None or one.due <= final.due:
        return one
    return Deadline(one.name, final.due, one.derivation | {"moved_to": "final"})
