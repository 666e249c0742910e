"""Numbers: decimals of 34 digits, as DMN asks. Whole numbers stay Python's own while they are short.

An amount of 0.1 comes in as the decimal 0.1, not as the binary number beside it, so sums of money
and limits compare as they are written.
"""

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from engine.expressions.sizes import LARGEST_NUMBER
from engine.expressions.trouble import Trouble

DIGITS = 34
CONTEXT = Context(
    prec=DIGITS, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[InvalidOperation, DivisionByZero, Overflow]
)
LIMIT = 10**DIGITS

Number = int | Decimal


def short(value: int) -> Number:
    """A whole number; rounded to 34 digits if it has more."""
    return value if -LIMIT < value < LIMIT else CONTEXT.create_decimal(value)


def add(left: Number, right: Number) -> Number:
    if type(left) is int and type(right) is int:
        return short(left + right)
    return CONTEXT.add(left, right)


def subtract(left: Number, right: Number) -> Number:
    if type(left) is int and type(right) is int:
        return short(left - right)
    return CONTEXT.subtract(left, right)


def multiply(left: Number, right: Number) -> Number:
    if type(left) is int and type(right) is int:
        return short(left * right)
    return CONTEXT.multiply(left, right)


def divide(left: Number, right: Number) -> Number:
    """Raises ArithmeticError for a division by zero."""
    return CONTEXT.divide(left, right)


def power(left: Number, right: Number) -> Number:
    """Raises ArithmeticError where there is no answer (0 ** 0, a root of a negative number)."""
    return CONTEXT.power(left, right)


def plain(value: Number) -> int | float:
    """A number for JSON: whole if it is whole.

    Raises:
        Trouble: it is beyond what cases keep.
    """
    if not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
        raise Trouble(f"numbers go up to {LARGEST_NUMBER:,}")
    if value == int(value):
        return int(value)
    number = float(value)
    if not number:
        raise Trouble("the number is too small to be kept")
    return int(number) if number.is_integer() else number
