"""Keys, references and codes: what an instance derives from its one secret key."""

import base64
import hashlib
import hmac
import re
import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_BYTES = 16
NEVER_IN_ONE = re.compile("[^0-9A-Z-]")
WITHOUT_DASHES = re.compile(f"([CD])-?([0-9O]{{4}})-?([{ALPHABET}]{{6}})")


def subkey(secret_key: str, purpose: str) -> bytes:
    """A key of its own for each purpose, so that one cannot stand in for another."""
    return hmac.new(secret_key.encode(), f"amends/{purpose}".encode(), hashlib.sha256).digest()


def new_reference(year: int) -> str:
    """A case reference such as C-2026-7K3QF2: readable on the phone, no secret."""
    return f"C-{year}-" + "".join(secrets.choice(ALPHABET) for _ in range(6))


def new_salt() -> bytes:
    return secrets.token_bytes(CODE_BYTES)


def case_code(secret_key: str, reference: str, salt: bytes) -> str:
    """The complainant's 128-bit code. It is derived, not stored: the database alone opens nothing,
    and later letters can still carry the link (S11)."""
    digest = hmac.new(subkey(secret_key, "case-code"), salt + reference.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:CODE_BYTES]).decode().rstrip("=")


def grouped(code: str) -> str:
    """The code in fours, to read and to type."""
    return " ".join(code[start:start + 4] for start in range(0, len(code), 4))


def plain(typed: str) -> str:
    """What somebody typed as a reference or code, in capitals, without blanks and what else is in none."""
    return NEVER_IN_ONE.sub("", typed.upper())[:64]


def reference(typed: str) -> str:
    """What somebody typed as a reference, with the dashes that were left out; of an O among the digits of the
    year only a zero can be meant."""
    text = plain(typed)
    found = WITHOUT_DASHES.fullmatch(text)
    return f"{found[1]}-{found[2].replace('O', '0')}-{found[3]}" if found else text


def code(typed: str) -> str:
    """What somebody typed as a code. It holds no 0, no 8 and no dash, so that only an O or a B can be meant."""
    return plain(typed).replace("-", "").replace("0", "O").replace("8", "B")


def same(one: str, other: str) -> bool:
    """Compare in constant time (S12)."""
    return hmac.compare_digest(one.encode(), other.encode())


def token() -> str:
    """128 random bits for an address or a cookie."""
    return secrets.token_urlsafe(16)


def keyed_hash(secret_key: str, purpose: str, text: str) -> str:
    """A hash that nobody without the key can try out."""
    return hmac.new(subkey(secret_key, purpose), text.encode(), hashlib.sha256).hexdigest()
