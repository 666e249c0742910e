"""What a harmful change of the shipped pack is."""

from dataclasses import dataclass

from tests.engine.proofs.changing import Edit

FIRST_STEPS = ("initial_assessment", "confirm_scope", "is_same_matter")
"""The steps of people to which a complaint comes first."""


@dataclass(frozen=True)
class Harm:
    """A change that breaks a promise of bpmn/obligations.toml.

    `says`: the change, in a sentence. `breaks`: ids of obligations that no longer hold; one of them has to be
    reported. `through`: elements of which at least one lies on every way on which the promise is broken;
    empty where that is all of them. `caught`: the rule that refuses the change too, without a proof.
    """

    says: str
    edit: Edit
    breaks: tuple[str, ...]
    through: tuple[str, ...] = ()
    caught: str = ""
