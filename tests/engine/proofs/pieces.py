"""Steps, waits and letters that can be put into a drawing, written as the XML that a modeller writes."""

from xml.sax.saxutils import quoteattr

from engine import xml
from engine.xml import BPMN, SPIFF

SPACES = f'xmlns="{BPMN}" xmlns:s="{SPIFF}"'


def fragment(text: str) -> list[xml.Element]:
    """The elements that this text writes, in the namespaces of a drawing."""
    return list(xml.parse(f"<piece {SPACES}>{text}</piece>".encode()))


def properties(**values: str) -> str:
    said = "".join(f"<s:property name={quoteattr(name)} value={quoteattr(value)}/>" for name, value in values.items())
    return f"<s:properties>{said}</s:properties>"


def person(key: str, lane: str, form: str = "note", variable: str = "", **more: str) -> str:
    """A step of a person; `variable` keeps the answers apart from those of other steps with the same form."""
    said = properties(formJsonSchemaFilename=f"{form}.json", lane=lane, due="working_days(1)", **more)
    kept = f"<s:variableName>{variable or key}</s:variableName>"
    return f'<userTask id="{key}" name="{_words(key)}"><extensionElements>{said}{kept}</extensionElements></userTask>'


def letter(key: str, name: str, **said: str) -> str:
    """A letter that Amends sends."""
    return operation(key, "send_letter", {"letter": f'"{name}"'}, **said)


def operation(key: str, asked: str, parameters: dict[str, str] | None = None, **said: str) -> str:
    """A step of Amends itself."""
    given = "".join(f'<s:parameter id="{name}" type="any" value={quoteattr(value)}/>'
                    for name, value in (parameters or {}).items())
    asks = f'<s:serviceTaskOperator id="{asked}"><s:parameters>{given}</s:parameters></s:serviceTaskOperator>'
    around = properties(**said) if said else ""
    return (f'<serviceTask id="{key}" name="{_words(key)}"><extensionElements>{around}{asks}</extensionElements>'
            '</serviceTask>')


def message(key: str, name: str, form: str) -> str:
    """A wait for what the complainant sends; `name` is the id of a message of the file."""
    said = properties(formJsonSchemaFilename=f"{form}.json", public_status="We wait for you.")
    return (f'<intermediateCatchEvent id="{key}" name="{_words(key)}"><extensionElements>{said}</extensionElements>'
            f'<messageEventDefinition id="{key}_message" messageRef="{name}"/></intermediateCatchEvent>')


def clock(key: str, host: str, moment: str, ends_the_work: bool = False) -> str:
    """A timer on the edge of a step."""
    return (f'<boundaryEvent id="{key}" attachedToRef="{host}" cancelActivity="{str(ends_the_work).lower()}">'
            f'<timerEventDefinition id="{key}_timer"><timeDate>{moment}</timeDate></timerEventDefinition>'
            '</boundaryEvent>')


def wait(key: str, moment: str) -> str:
    """Nothing happens until then."""
    return (f'<intermediateCatchEvent id="{key}" name="{_words(key)}"><extensionElements>'
            f'{properties(public_status="We wait.")}</extensionElements><timerEventDefinition id="{key}_timer">'
            f'<timeDate>{moment}</timeDate></timerEventDefinition></intermediateCatchEvent>')


def end(key: str, everything: bool = False) -> str:
    """An end; `everything`: also of all else in the same part."""
    inner = f'<terminateEventDefinition id="{key}_all"/>' if everything else ""
    return f'<endEvent id="{key}">{inner}</endEvent>'


def arrow(source: str, target: str) -> str:
    return f'<sequenceFlow id="{source}_to_{target}" sourceRef="{source}" targetRef="{target}"/>'


def gateway(key: str, kind: str = "exclusive", default: str = "") -> str:
    usual = f' default="{default}"' if default else ""
    return f'<{kind}Gateway id="{key}"{usual}/>'


def _words(key: str) -> str:
    return key.replace("_", " ").capitalize()
