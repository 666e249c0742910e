"""What is said about signs and words that other languages have, and what to write here instead."""

import re

_FULL = "Amends runs S-FEEL (DMN conformance level 2)"
_LOOP = (f"loops belong to full FEEL; {_FULL}", 'Use a function of Amends, such as each(list, "field") or contains.')

_SIGNS: tuple[tuple[str, str, str], ...] = (
    ('"', "the text does not end", 'Write " at its end, and \\" for a quote inside it.'),
    ("==", "== is not S-FEEL", "Write = to compare."),
    ("=>", "=> is not S-FEEL", "Write >=."),
    ("=<", "=< is not S-FEEL", "Write <=."),
    ("<>", "<> is not S-FEEL", "Write !=."),
    ("&&", "&& is not S-FEEL", "Write and; in an input cell use a column for each question, or an interval [5..9]."),
    ("||", "|| is not S-FEEL", 'Write or; in an input cell write alternatives with commas: "a","b".'),
    ("//", "// is not S-FEEL", "Write / to divide; notes belong into the row's annotation."),
    ("/*", "notes cannot stand here", "Write them into the row's annotation."),
    ("%", "there is no % here", "Write the calculation with * and /."),
    ("!", "! is not S-FEEL", "Write not(...)."),
    ("&", "& is not S-FEEL", "Write and."),
    ("|", "| is not S-FEEL", "Write or."),
    ("^", "^ is not S-FEEL", "Write **."),
    ("'", "single quotes are not S-FEEL", 'Write texts in double quotes: "text".'),
    ("?", f"? belongs to full FEEL; {_FULL}", "Write only the comparison, such as > 5; the value stands before it."),
    ("{", f"groups of fields in braces belong to full FEEL; {_FULL}", "Give each field an output column of its own."),
    (";", "; is not S-FEEL", "Write a comma between values."),
    (":", f": belongs to full FEEL; {_FULL}", "Give the values of a function alone, in order."),
)
_QUOTES = "“”„‘’‚«»"
_WORDS: dict[str, tuple[str, str]] = {
    "True": ("True has a capital letter", "Write true, false or null."),
    "False": ("False has a capital letter", "Write true, false or null."),
    "None": ("None is not S-FEEL", "Write true, false or null."),
    "AND": ("AND has capital letters", "Write and."),
    "OR": ("OR has capital letters", "Write or."),
    "NOT": ("NOT has capital letters", "Write not(...)."),
    "is": ("is is not S-FEEL", "Write = to compare, such as x = null."),
    "not": ("not stands before a bracket, and in an input cell embraces all of it", 'Write not(...) or not("a","b").'),
    "if": ("if stands at the beginning", "Write if condition then a else b, in brackets inside something else."),
    "else": ("else is not expected here", "Write if condition then a else b."),
    "then": ("then is not expected here", "Write if condition then a else b."),
    "for": _LOOP, "some": _LOOP, "every": _LOOP, "satisfies": _LOOP, "return": _LOOP,
    "function": (f"defining functions belongs to full FEEL; {_FULL}", "Call a named function."),
    "instance": (f"instance of belongs to full FEEL; {_FULL}", "Give the column a type."),
}
KEYWORDS = frozenset(_WORDS) - {"is", "True", "False", "None", "AND", "OR", "NOT"} | {"and", "or", "in", "between"}
_WORD = re.compile(r"[^\W\d]\w*")


def at(text: str, place: int) -> tuple[str, str] | None:
    """What is wrong with the sign or word here and what to write, if that is known."""
    word = _WORD.match(text, place)
    if word:
        return of_word(word.group())
    if text[place] in _QUOTES:
        return "these quotes are not straight", 'Write straight double quotes: "text".'
    if text[place] == "[" and place:
        return "a place or filter of a list cannot be asked for", "Write group.field for a field of a group."
    for sign, problem, repair in _SIGNS:
        if text.startswith(sign, place):
            return problem, repair
    return None


def of_word(word: str) -> tuple[str, str] | None:
    """The same for a word."""
    return _WORDS.get(word)
