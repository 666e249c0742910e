"""Hostile tables, forms, letters, TOML files and zips, made in code."""

import io
import json
import stat
import zipfile

DMN = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="f" name="f" namespace="urn:x">{}'
    "</definitions>"
)
PROMISE = b"[[obligation]]\nid='a'\nsays='x'\npattern='existence'\nreach='x'\n"


def table(given="topic", cell='"x"', out='"y"', policy="UNIQUE", more=""):
    def text(tag, value):
        safe = value.replace("&", "&amp;").replace("<", "&lt;")
        return f"<{tag}><text>{safe}</text></{tag}>"

    return DMN.format(
        f'<decision id="D_one" name="One"><decisionTable id="t" hitPolicy="{policy}"><input id="i">'
        f'<inputExpression id="e" typeRef="string">{text("x", given)[3:-4]}</inputExpression></input>'
        f'<output id="o" name="urgency" typeRef="string"/><rule id="r">{text("inputEntry", cell)}'
        f"{text('outputEntry', out)}</rule></decisionTable></decision>{more}")


def tables(payload):
    yield "code in a table's question", table(given=payload)
    yield "code in a cell", table(cell=payload)
    yield "code in a cell with a question mark", table(cell=f"? == {payload}")
    yield "code in an answer", table(out=payload)
    yield "code as the label of a question", table(given="").replace(
        '<input id="i">', '<input id="i" label="__import__(1)">')


def table_bombs():
    yield "sixteen thousand question marks", table(cell="?" * 16_000)
    yield "two thousand question marks", table(cell="?" * 1_999)
    yield "a cell nested without end", table(cell="(" * 1_500 + "1" + ")" * 400)
    yield "a cell of commas", table(cell="," * 1_900)
    yield "a list nested without end", table(out="[" * 1_900)
    yield "a number without end", table(cell=f"> {'9' * 1_900}")
    yield "powers of powers", table(out="9**9**9**9**9**9**9")
    yield "a text that multiplies", table(out='"a" * 99999999999')
    yield "a range backwards", table(cell="[10..1]")
    yield "a policy that nobody knows", table(policy="WHATEVER")
    yield "a decision that asks itself", table(
        more='<decision id="D_two"><informationRequirement><requiredDecision href="#D_two"/></informationRequirement>'
             "</decision>")
    yield "thirty thousand rows", table().replace("</rule>", "</rule>" + '<rule id="q"/>' * 30_000)


def form(**fields):
    return json.dumps({"title": "Form", "type": "object", "properties": fields})


def forms(canary, address):
    doubling = {"allOf": []}
    for _ in range(18):
        doubling = {"allOf": [doubling, doubling]} if len(json.dumps(doubling)) < 40_000 else doubling
    yield "a remote reference", form(a={"$ref": f"http://{address}/schema.json"})
    yield "a reference to a file", form(a={"$ref": f"file://{canary}"})
    yield "a reference to itself", form(a={"$ref": "#/properties/a"})
    yield "a schema from elsewhere", json.dumps({"$schema": f"http://{address}/x", "title": "F", "properties": {}})
    for pattern in ("(?=(a+))b", "a{1,99999999}", "(" * 500, "\\", "((a{100}){100}){100}"):
        yield f"the pattern {pattern[:12]}", form(a={"type": "string", "title": "A", "pattern": pattern})
    yield "doubling", form(a=doubling)
    yield "ten thousand deep", '{"title": ' * 10_000
    yield "ten thousand lists", "[" * 10_000
    yield "a name twice", '{"title": "a", "title": "b"}'
    yield "numbers that are none", '{"title": "F", "properties": {"a": {"type": "number", "maximum": NaN}}}'
    yield "a number too large", '{"title": "F", "properties": {"a": {"type": "number", "maximum": 1e999}}}'
    yield "an integer of many digits", '{"title": "F", "properties": {"a": {"maximum": %s}}}' % ("9" * 90_000)
    yield "half a character", '{"title": "\\ud800", "type": "object", "properties": {}}'
    yield "escapes for a terminal", '{"title": "\\u001b[2J", "type": "object", "properties": {}}'
    yield "names of Python", form(**{"__class__": {"type": "string", "title": "A"}})
    yield "ten thousand questions", form(**{f"q{n}": {"type": "string", "title": "Q"} for n in range(1_900)})
    yield "another encoding", b'\xff\xfe{\x00"\x00'
    yield "an empty list", "[]"
    yield "nothing", "null"


def harmless_forms():
    """Patterns that would keep an engine with backtracking busy for ever; ours is linear."""
    for pattern in ("^(a+)+$", "(a|a)*$", "([a-zA-Z]+)*@", "(.*)*x"):
        yield f"the pattern {pattern}", form(a={"type": "string", "title": "A", "pattern": pattern})


def toml():
    yield "lists without end", b"a = " + b"[" * 50_000
    yield "tables without end", b"[" + b".".join(b"a" for _ in range(30_000)) + b"]\nx = 1"
    yield "keys without end", b".".join(b"a" for _ in range(30_000)) + b" = 1"
    yield "an integer without end", b"x = " + b"9" * 100_000
    yield "a hexadecimal integer without end", b"x = 0x" + b"f" * 500_000
    yield "a date that is none", b"x = 9999-99-99"
    yield "a key twice", b"x = 1\nx = 2"
    yield "a text without end", b'x = """' + b"\\" * 100_001
    yield "quotes without end", b'"' * 200_001
    yield "comments without end", b"#" * 400_000 + b"\nx"
    yield "brackets in lines", b"[[a]]\n" * 20_000 + b"x"
    yield "not UTF-8", b"x = '\xff'"
    yield "NUL", b"x = '\x00'"


TOML_NAMES = ("regimes", "calendars", "milestones", "obligations", "mine")


def odd_toml():
    """TOML that is well-formed and says nonsense, by the name of its file."""
    yield "calendars", b"[GB]\nzone = '../../../etc/passwd'\nhours = { mon-fri = '09:00-17:00' }\nholidays = {}"
    yield "calendars", b"[GB]\nzone = 'Europe/London'\nhours = { mon-fri = '09:00-17:00' }\nholidays = {country='os'}"
    yield "calendars", b"GB = 1"
    yield "calendars", b"[GB]\nzone = 3\nhours = [[]]\nholidays = 'x'\nextra = [1]"
    yield "regimes", b"[urgency]\nU3 = 3\n[[regime]]\nid = 1\nfinal = 99999999999"
    yield "regimes", b"[urgency.U3]\ntarget = '99999999999999999999 WD'"
    yield "regimes", b"regime = 3"
    yield "regimes", b"[[regime]]\nid = 'x'\nvalid_from = 0001-01-01\nfinal = '1 M'"
    yield "milestones", b"milestone = [[1]]"
    yield "milestones", b"[[milestone]]\nname = 1\norder = 'x'\ndone = 3"
    yield "milestones", b"organisation = 3\nmessage = {}"
    yield "obligations", b"obligation = 3"
    yield "obligations", b"[[obligation]]\nid = []\npattern = {}\nsays = 3\nwithin = 1979-05-27\nreach = [[]]"
    yield "obligations", PROMISE + b"when='__import__(\"os\")'"
    yield "obligations", PROMISE + b"when='" + b"(" * 5_000 + b"'"


def letters():
    head = b"Subject: A letter\n\n"
    yield "no subject", b"Dear you"
    yield "half a tag", head + b"{{#name}} open"
    yield "sections without end", head + b"{{#a}}" * 8_000
    yield "a value in an address", head + b"[here](https://x.example/{{ reference }})"
    yield "not UTF-8", head + b"\xff"
    yield "control characters", head + b"\x00\x1b[2J"
    yield "too large", head + b"x" * 9_000_000


def harmless_letters():
    """Letters that make careless readers slow."""
    head = b"Subject: A letter\n\n"
    yield "backticks", head + b"`" * 49_000
    yield "backticks of all lengths", head + b" ".join(b"`" * (n % 300) for n in range(300))
    yield "brackets", head + b"[" * 49_000
    yield "links in links", head + b"[a](" * 12_000
    yield "quotes in quotes", head + b">" * 49_000
    yield "lists in lists", head + b"- " * 24_000
    yield "stars", head + b"*a " * 16_000
    yield "underscores", head + b"_" * 49_000
    yield "entities", head + b"&" * 49_000
    yield "code in braces", head + b"{{7*7}} ${7*7} <script>alert(1)</script> {% import os %}"


def zip_of(entries, compress=zipfile.ZIP_DEFLATED):
    """A zip of (name, data) or (name, data, mode)."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as opened:
        for name, data, *mode in entries:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (mode[0] if mode else 0o644) << 16
            entry.compress_type = compress
            opened.writestr(entry, data)
    return packed.getvalue()


def zips(canary):
    bomb = bytes(30_000_000)
    yield "a bomb", zip_of([("bpmn/a.bpmn", bomb), ("forms/b.json", b"{}")])
    yield "many small bombs", zip_of([*((f"bpmn/{n}.bpmn", bytes(999_999)) for n in range(40)), ("forms/b.json", b"")])
    inner = zip_of([("bpmn/a.bpmn", bytes(9_000_000))])
    yield "a zip in a zip", zip_of([("bpmn/in.zip", inner), ("forms/b.json", b"{}")])
    yield "out of the folder", zip_of([("../../bpmn/a.bpmn", b"x"), ("forms/b.json", b"{}")])
    yield "from the root", zip_of([(str(canary), b"x"), ("bpmn/a.bpmn", b""), ("forms/b.json", b"{}")])
    yield "a link", zip_of([("bpmn/a.bpmn", str(canary).encode(), stat.S_IFLNK | 0o777), ("forms/b.json", b"{}")])
    yield "ten thousand files", zip_of([(f"bpmn/{n}.md", b"") for n in range(10_000)])
    yield "packed in another way", zip_of([("bpmn/a.bpmn", b"x"), ("forms/b.json", b"{}")], zipfile.ZIP_BZIP2)
    yield "no pack", zip_of([("a.bpmn", b"x")])
    yield "cut off", zip_of([("bpmn/a.bpmn", b"x" * 500), ("forms/b.json", b"{}")])[:-30]
    whole = bytearray(zip_of([("bpmn/a.bpmn", b"x" * 500), ("forms/b.json", b"{}")], zipfile.ZIP_STORED))
    whole[60] ^= 0xFF
    yield "a wrong sum", bytes(whole)
    yield "names of half characters", zip_of([("bpmn/\u202ea.bpmn", b"x"), ("forms/b.json", b"{}")])
    yield "no zip at all", b"PK\x03\x04" + b"\xff" * 1_000
