"""Where the law says that silence grants what was asked (Polish act on complaints to financial firms)."""

from engine.dossier import Dossier
from engine.packs import Pack
from engine.process import Call

OTHER = "other"


def grant_as_asked(dossier: Dossier, call: Call) -> None:
    """The complaint is upheld, and what the complainant wanted becomes the remedies; whatever no code
    says is "other", and somebody has to do it."""
    facts = dossier.facts
    offered = _offered(dossier.pack)
    wanted = [one if one in offered or not offered else OTHER for one in facts.get("wanted") or []]
    facts["outcome"] = "upheld"
    facts["remedies"] = list(dict.fromkeys(wanted)) or [OTHER]
    facts["remedy_text"] = facts.get("remedy_text") or facts.get("wanted_text") or dossier.case["description"]
    facts["granted_by_silence"] = True
    dossier.write("complaint.granted", call.at, element=call.element, remedies=facts["remedies"])


def _offered(pack: Pack) -> frozenset[str]:
    """The codes that the pack's forms offer as remedies."""
    return frozenset(option.text for field in pack.asking.get("remedies", ()) for option in field.options)
