"""What is said about parts of Python that are no part of the language, and what to write instead."""

import ast

_CHOICES = "Write == to compare with null, true or false."
_LOOPS = "There are no loops; use any_of, all_of, sum, min, max or len."

_REFUSALS: dict[type[ast.AST], tuple[str, str]] = {
    ast.Is: ("is cannot be used", _CHOICES),
    ast.IsNot: ("is not cannot be used", "Write != to compare with null, true or false."),
    ast.Pow: ("** cannot be used", "Write a multiplication."),
    ast.MatMult: ("@ cannot be used", "Write a multiplication."),
    ast.BitAnd: ("& cannot be used", "Write and."),
    ast.BitOr: ("| cannot be used", "Write or."),
    ast.BitXor: ("^ cannot be used", "Write != to ask whether two values differ."),
    ast.Invert: ("~ cannot be used", "Write not."),
    ast.LShift: ("<< cannot be used", "Write a multiplication."),
    ast.RShift: (">> cannot be used", "Write a division."),
    ast.UAdd: ("a sign + cannot be used", "Leave the + out."),
    ast.ListComp: ("a loop cannot be used", _LOOPS),
    ast.SetComp: ("a loop cannot be used", _LOOPS),
    ast.DictComp: ("a loop cannot be used", _LOOPS),
    ast.GeneratorExp: ("a loop cannot be used", _LOOPS),
    ast.JoinedStr: ("a text with values inside cannot be used", 'Join texts with +: "Dear " + name.'),
    ast.Set: ("a set cannot be used", 'Write a list: ["a", "b"].'),
    ast.Slice: ("a part of a list or text cannot be cut out", "Ask for one element: list[0]."),
    ast.NamedExpr: (":= cannot be used", "Assign in a script task before."),
    ast.Starred: ("* before a value cannot be used", "Give the values one by one."),
    ast.Lambda: ("functions cannot be defined", "Use a named function."),
}


def refusal(node: ast.AST) -> tuple[str, str]:
    """Why this node is refused, and what to write instead."""
    if isinstance(node, ast.Attribute):
        written = f'{ast.unparse(node.value)}["{node.attr}"]'
        return f".{node.attr} cannot be used", f"Write {written}." if len(written) < 80 else 'Write ["name"].'
    kinds: list[ast.AST] = [node]
    if isinstance(node, ast.Compare):
        kinds = list(node.ops)
    elif isinstance(node, ast.BinOp | ast.UnaryOp):
        kinds = [node.op]
    for part in kinds:
        if type(part) in _REFUSALS:
            return _REFUSALS[type(part)]
    return "this is not part of the expression language", "Use names, values, operators and named functions only."
