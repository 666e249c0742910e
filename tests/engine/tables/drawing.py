"""DMN files in few words."""

from xml.sax.saxutils import escape, quoteattr

SPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def definitions(*parts: str, space: str = SPACE) -> bytes:
    return f'<definitions xmlns="{space}" namespace="urn:m" id="m" name="m">{"".join(parts)}</definitions>'.encode()


def data(name: str, of: str = "", identity: str = "") -> str:
    return f'<inputData id="{identity or key(name)}" name={quoteattr(name)}>{variable(name, of)}</inputData>'


def formula(name: str, text: str, of: str = "", needs: tuple[str, ...] = ()) -> str:
    return decision(name, f"<literalExpression><text>{escape(text)}</text></literalExpression>", of, needs)


def decision(name: str, logic: str, of: str = "", needs: tuple[str, ...] = ()) -> str:
    arrows = "".join(requirement(need) for need in needs)
    return f'<decision id="{key(name)}" name={quoteattr(name)}>{variable(name, of)}{arrows}{logic}</decision>'


def function(name: str, parameters: str, text: str, needs: tuple[str, ...] = ()) -> str:
    """A business knowledge model; parameters as `a:number b`."""
    named = [one.partition(":") for one in parameters.split()]
    drawn = "".join(f'<formalParameter name="{name}" typeRef="{of}"/>' for name, _, of in named)
    logic = text if text.startswith("<") else f"<literalExpression><text>{escape(text)}</text></literalExpression>"
    return (f'<businessKnowledgeModel id="{key(name)}" name="{name}">{variable(name)}'
            f'<encapsulatedLogic>{drawn}{logic}</encapsulatedLogic>{"".join(map(requirement, needs))}'
            "</businessKnowledgeModel>")


def requirement(need: str) -> str:
    """An arrow: to a decision, `in X` to an input, `fn X` to a function."""
    kind, _, name = need.partition(" ")
    kinds = {"in": ("information", "Input"), "fn": ("knowledge", "Knowledge")}
    of, what = kinds.get(kind, ("information", "Decision"))
    target = key(name if kind in kinds else need)
    return f'<{of}Requirement id="r"><required{what} href="#{target}"/></{of}Requirement>'


def table(
    inputs: list[str], outputs: list[str], rows: list[str], policy: str = "UNIQUE", aggregation: str = ""
) -> str:
    """Rows as `cell | cell | output`; inputs as `expression:type`, outputs as `name:type {values} default`."""
    drawn = "".join(
        f'<input><inputExpression typeRef="{one.partition(":")[2]}"><text>{escape(one.partition(":")[0])}</text>'
        "</inputExpression></input>" for one in inputs
    )
    drawn += "".join(map(_output, outputs))
    for row in rows:
        cells = [escape(cell.strip()) for cell in row.split("|")]
        drawn += "<rule>" + "".join(f"<inputEntry><text>{cell}</text></inputEntry>" for cell in cells[: len(inputs)])
        drawn += "".join(f"<outputEntry><text>{cell}</text></outputEntry>" for cell in cells[len(inputs) :]) + "</rule>"
    extra = f' aggregation="{aggregation}"' if aggregation else ""
    return f'<decisionTable hitPolicy="{policy}"{extra}>{drawn}</decisionTable>'


def _output(written: str) -> str:
    head, _, rest = written.partition("{")
    name, _, of = head.strip().partition(":")
    values, _, default = rest.partition("}") if rest else ("", "", "")
    inner = f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
    if default.strip():
        inner += f"<defaultOutputEntry><text>{escape(default.strip())}</text></defaultOutputEntry>"
    return f'<output name={quoteattr(name)} typeRef="{of}">{inner}</output>'


def variable(name: str, of: str = "") -> str:
    return f'<variable name={quoteattr(name)} typeRef="{of}"/>'


def key(name: str) -> str:
    return "k_" + "".join(letter if letter.isalnum() else "_" for letter in name)
