"""Hostile drawings, made in code: XML attacks, broken encodings, and BPMN that hangs or hides."""

from itertools import pairwise

from tests.engine.check.tiny import SPACES

LANE = '<extensionElements><s:properties><s:property name="lane" value="Desk"/></s:properties></extensionElements>'
FINE = (
    '<startEvent id="came"/><sequenceFlow id="f1" sourceRef="came" targetRef="over"/><endEvent id="over"/>'
)


def drawn(body, more=""):
    return f'<definitions {SPACES}>{more}<process id="complaint">{body}</process></definitions>'


def way(*nodes, start=0):
    """Arrows from one id to the next."""
    return "".join(
        f'<sequenceFlow id="w{start + number}" sourceRef="{one}" targetRef="{two}"/>'
        for number, (one, two) in enumerate(pairwise(nodes))
    )


def chain(*steps):
    """A start, these (id, tag with {id} in it) and an end, in a row."""
    ids = ["came", *(key for key, _ in steps), "over"]
    return drawn(f'<startEvent id="came"/>{"".join(tag for _, tag in steps)}<endEvent id="over"/>{way(*ids)}')


def attributes(many, before=""):
    return " ".join(f'{before}a{n}="u{n}"' for n in range(many))


def timed(text, kind="timeDuration"):
    """A drawing that waits for a timer of this text."""
    return chain(("wait", f'<intermediateCatchEvent id="wait"><timerEventDefinition><{kind}>{text}</{kind}>'
                          "</timerEventDefinition></intermediateCatchEvent>"))


def xml_attacks(canary, address):
    """Every way in which XML reaches for other files, or grows. `canary` is a file that is there."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = drawn(FINE)
    dtd = body.replace("</process>", "<documentation>&x;</documentation></process>")
    yield "external entity", f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{canary}">]>{dtd}'
    yield "entity over the network", f'<!DOCTYPE d [<!ENTITY x SYSTEM "http://{address}/x">]>{dtd}'
    yield "remote document type", f'<!DOCTYPE d SYSTEM "http://{address}/d.dtd">{body}'
    yield "public document type", f'<!DOCTYPE d PUBLIC "-//X//EN" "http://{address}/d.dtd">{body}'
    yield "parameter entity", f'<!DOCTYPE d [<!ENTITY % p SYSTEM "http://{address}/p">%p;]>{body}'
    yield "billion laughs", f'<!DOCTYPE d [<!ENTITY l0 "lol">{laughs}<!ENTITY x "&l9;">]>{dtd}'
    yield "quadratic", f'<!DOCTYPE d [<!ENTITY x "{"a" * 50_000}">]>{dtd.replace("&x;", "&x;" * 5_000)}'
    yield "entity in an attribute", f'<!DOCTYPE d [<!ENTITY x "y">]>{body.replace("over", "&x;")}'
    yield "empty document type", f"<!DOCTYPE d>{body}"
    yield "document type in UTF-16", f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d []>{body}'.encode("utf-16")
    yield "document type in UTF-16 without a mark", f"<!DOCTYPE d []>{body}".encode("utf-16-le")
    yield "document type in UTF-7", f'<?xml version="1.0" encoding="UTF-7"?>{f"<!DOCTYPE d []>{body}"}'.encode("utf-7")
    yield "document type in EBCDIC", f'<?xml version="1.0" encoding="cp037"?><!DOCTYPE d []>{body}'.encode("cp037")
    yield "document type in UTF-32", f'<?xml version="1.0" encoding="UTF-32"?><!DOCTYPE d []>{body}'.encode("utf-32")
    yield "XInclude", drawn(
        f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{canary}" parse="text"/>{FINE}')
    yield "half a file", drawn(FINE)[:-20]
    yield "another encoding than it says", f'<?xml version="1.0" encoding="UTF-8"?>{drawn(FINE)}'.replace(
        "over", "\xfcber").encode("latin-1")
    yield "an encoding that nobody knows", f'<?xml version="1.0" encoding="klingon"?>{drawn(FINE)}'
    yield "NUL bytes", drawn(FINE).replace("came", "ca\0me")
    yield "a NUL as a reference", drawn(FINE).replace("came", "ca&#0;me")
    yield "half a character", drawn(FINE).replace("came", "ca&#xD800;me")
    yield "bytes of half a character", drawn(FINE).encode().replace(b"came", b"ca\xed\xa0\x80me")
    yield "nested ten thousand deep", drawn("<subProcess>" * 10_000 + "</subProcess>" * 10_000)
    yield "nested two hundred deep", drawn(
        "".join(f'<subProcess id="s{n}">' for n in range(200)) + "</subProcess>" * 200)
    yield "too large", drawn(FINE + f"<documentation>{'x' * 9_000_000}</documentation>")
    yield "two hundred thousand attributes", f'<definitions {SPACES} {attributes(200_000)}/>'
    yield "eighty thousand attributes", drawn(
        FINE.replace("<endEvent", f'<endEvent {attributes(80_000)}'))
    yield "fifty thousand namespaces", f'<definitions {attributes(50_000, "xmlns:")} {SPACES}/>'
    yield "many empty steps", drawn("<task/>" * 100_000)
    yield "an id of nearly a megabyte", drawn(FINE.replace("over", "o" * 300_000))
    yield "a name of nearly a megabyte", drawn(FINE.replace('id="over"', f'id="over" name="{"n" * 900_000}"'))
    yield "nothing but spaces", " " * 100_000
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(1_000)


HARMLESS = {
    "stylesheet": f'<?xml-stylesheet href="http://127.0.0.1:9/x.xsl" type="text/xsl"?>{drawn(FINE)}',
    "schema location": drawn(FINE).replace(
        "<definitions ", '<definitions xmlns:i="http://www.w3.org/2001/XMLSchema-instance" '
                         'i:schemaLocation="urn:x http://127.0.0.1:9/x.xsd" '),
    "import": drawn(FINE, '<import importType="urn:x" location="http://127.0.0.1:9/x.bpmn" namespace="urn:x"/>'),
    "a mark in front": "﻿" + drawn(FINE),
    "UTF-16": f'<?xml version="1.0" encoding="UTF-16"?>{drawn(FINE)}'.encode("utf-16"),
    "comments and instructions": drawn(FINE.replace("<endEvent", "<!-- x --><?do something?><endEvent")),
    "a picture full of points": drawn(FINE).replace(
        "</definitions>", '<d:BPMNEdge xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI" bpmnElement="f1">'
                          + '<w x="1" y="1"/>' * 30_000 + "</d:BPMNEdge></definitions>"),
}
"""What looks like an attack and is none: nothing is fetched, nothing is lost."""


def traps():
    """Drawings that make an engine hang, explode, or skip what is drawn."""
    task = f'<manualTask id="{{}}">{LANE}</manualTask>'
    for key in ("End", "Start", "Root", "complaint.EndJoin", "came.BoundaryEventSplit"):
        yield f"the id {key}", chain((key, task.format(key)))
    yield "one id twice", chain(("one", task.format("one") * 2))
    yield "an arrow without an id", drawn(FINE.replace('id="f1" ', ""))
    yield "an arrow to nowhere", drawn(FINE.replace('targetRef="over"', 'targetRef="gone"'))
    yield "an arrow from nowhere", drawn(FINE.replace('sourceRef="came"', 'sourceRef=""'))
    yield "an edge on nothing", drawn(FINE + '<boundaryEvent id="b" attachedToRef="gone"><timerEventDefinition>'
                                      '<timeDuration>"P1D"</timeDuration></timerEventDefinition></boundaryEvent>')
    yield "data from nowhere in a subprocess", chain((
        "part", '<subProcess id="part"><startEvent id="a"/><manualTask id="b">' + LANE
        + '<dataInputAssociation><sourceRef>gone</sourceRef></dataInputAssociation></manualTask><endEvent id="c"/>'
        + way("a", "b", "c", start=50) + "</subProcess>"))
    yield "a data object from nowhere", drawn(FINE + '<dataObjectReference id="d" dataObjectRef="gone"/>')
    yield "a process that calls itself", chain(("again", '<callActivity id="again" calledElement="complaint"/>'))
    yield "a cycle of no time", timed('"R/PT0S"', "timeCycle")
    yield "a cycle of no time, a million times", timed('"R1000000/PT0S"', "timeCycle")
    yield "a duration of a hundred million months", timed('"P100000000M"')
    yield "a duration of a thousand million years", timed('"P1000000000Y"')
    yield "a duration of many digits", timed(f'"P{"9" * 5_000}D"')
    yield "days without an end", timed(f"working_days({'9' * 400})")
    yield "many parallel blocks", blocks(22)
    yield "a circle without a wait", drawn(
        '<startEvent id="came"/><exclusiveGateway id="g"/><scriptTask id="s"><script>x = 1</script></scriptTask>'
        '<exclusiveGateway id="h" default="back"/><endEvent id="over"/>' + way("came", "g", "s", "h")
        + '<sequenceFlow id="back" sourceRef="h" targetRef="g"/><sequenceFlow id="out" sourceRef="h" targetRef="over">'
          "<conditionExpression>x == 2</conditionExpression></sequenceFlow>")
    yield "a circle without an exit", drawn(
        '<startEvent id="came"/><intermediateCatchEvent id="m"><messageEventDefinition/></intermediateCatchEvent>'
        f'{task.format("t")}<endEvent id="over"/>' + way("came", "m", "t", "m"))
    yield "a subprocess in itself", drawn('<subProcess id="a"><subProcess id="a"/></subProcess>')
    yield "a thousand messages of one id", drawn(FINE, '<message id="m"/>' * 1_000)
    yield "an arrow to itself", drawn(FINE + f'{task.format("t")}<sequenceFlow id="z" sourceRef="t" targetRef="t"/>')
    yield "a lane of everything twice", drawn(
        FINE + task.format("t")
        + '<laneSet id="l"><lane id="l1" name="A"><flowNodeRef>t</flowNodeRef></lane></laneSet>')
    yield "everything joined with everything", drawn(
        "".join(f'<exclusiveGateway id="g{n}"/>' for n in range(70))
        + "".join(f'<sequenceFlow id="x{a}_{b}" sourceRef="g{a}" targetRef="g{b}"/>'
                  for a in range(70) for b in range(70)))
    yield "a parted circle of edges", drawn("".join(
        f'<boundaryEvent id="b{n}" attachedToRef="b{n + 1}"/>' for n in range(300)))


def blocks(many):
    body, last = '<startEvent id="came"/><endEvent id="over"/>', "came"
    for n in range(many):
        body += (f'<parallelGateway id="s{n}"/><parallelGateway id="j{n}"/>'
                 f'<manualTask id="a{n}">{LANE}</manualTask><manualTask id="b{n}">{LANE}</manualTask>')
        body += way(last, f"s{n}", f"a{n}", f"j{n}", start=n * 10) + way(f"s{n}", f"b{n}", f"j{n}", start=n * 10 + 5)
        last = f"j{n}"
    return drawn(body + way(last, "over", start=9_990))


def long_chain(many=2_000):
    return chain(*((f"t{n}", f'<manualTask id="t{n}">{LANE}</manualTask>') for n in range(many)))


def evaluated(payload):
    """This text in every place of a drawing in which some engine evaluates text (security.md 2.1)."""
    safe = payload.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")

    def task(inside, tag="serviceTask", more=""):
        return chain(("t", f'<{tag} id="t" {more}>{inside}</{tag}>'))

    def event(inside):
        return chain(("e", f'<intermediateCatchEvent id="e">{inside}</intermediateCatchEvent>'))

    def extension(inside):
        return f"<extensionElements>{inside}</extensionElements>"

    for gate in ("exclusiveGateway", "inclusiveGateway"):
        yield f"a condition after {gate}", drawn(
            f'<startEvent id="came"/><{gate} id="g" default="d"/><endEvent id="over"/>{way("came", "g")}'
            f'<sequenceFlow id="d" sourceRef="g" targetRef="over"/><sequenceFlow id="c" sourceRef="g" targetRef="over">'
            f"<conditionExpression>{safe}</conditionExpression></sequenceFlow>")
    yield "a condition after a task", drawn(
        FINE.replace('targetRef="over"/>', f'targetRef="over"><conditionExpression>{safe}</conditionExpression>'
                                           "</sequenceFlow>"))
    yield "a script", task(f"<script>{safe}</script>", "scriptTask")
    for kind in ("timeDate", "timeDuration", "timeCycle"):
        yield f"a {kind}", timed(safe, kind)
        yield f"a {kind} at a start", drawn(FINE.replace(
            '<startEvent id="came"/>', f'<startEvent id="came"><timerEventDefinition><{kind}>{safe}</{kind}>'
                                       "</timerEventDefinition></startEvent>"))
    yield "a conditional event", event(
        f"<conditionalEventDefinition><condition>{safe}</condition></conditionalEventDefinition>")
    yield "a loop condition", task(
        f"<standardLoopCharacteristics><loopCondition>{safe}</loopCondition></standardLoopCharacteristics>")
    for part in ("loopCardinality", "completionCondition", "loopDataInputRef"):
        yield f"a {part}", task(
            f"<multiInstanceLoopCharacteristics><{part}>{safe}</{part}></multiInstanceLoopCharacteristics>", "userTask")
    yield "an ad hoc completion", task(
        f"<completionCondition>{safe}</completionCondition>", "adHocSubProcess")
    yield "a correlation", drawn(
        FINE, '<correlationProperty id="c"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>'
              f"{safe}</messagePath></correlationPropertyRetrievalExpression></correlationProperty>"
              '<message id="m" name=""/>')
    for name in ("processVariableCorrelation", "messagePayload", "payloadExpression", "preScript", "postScript"):
        yield f"a {name}", task(extension(f"<s:{name}>{safe}</s:{name}>"), "manualTask")
    yield "a parameter", task(extension(
        '<s:serviceTaskOperator id="send_letter"><s:parameters>'
        f'<s:parameter id="letter" value="{safe}"/></s:parameters></s:serviceTaskOperator>'))
    for name in ("due", "lane_from", "skill", "about"):
        yield f"the property {name}", task(extension(
            f'<s:properties><s:property name="lane" value="Desk"/><s:property name="{name}" value="{safe}"/>'
            "</s:properties>"), "manualTask")
    yield "a camunda expression", task("", more=(
        f'xmlns:c="http://camunda.org/schema/1.0/bpmn" c:expression="{safe}"'))
    yield "a camunda message", event(
        '<messageEventDefinition xmlns:c="http://camunda.org/schema/1.0/bpmn" '
        f'c:expression="{safe}" messageRef="m"/>')
