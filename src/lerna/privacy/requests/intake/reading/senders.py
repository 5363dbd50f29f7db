"""Who a letter says it is from, and what our own mail server found out about that (RFC 8601)."""

import re
from collections.abc import Sequence
from email.utils import getaddresses

_RESULT = re.compile(r"\b(dmarc|dkim|spf)\s*=\s*(\w+)([^;]*)", re.IGNORECASE)
_DOMAIN = re.compile(r"\b(?:header\.[di]|smtp\.mailfrom)\s*=\s*\"?(?:[^\s;@\"]*@)?([\w.-]+)", re.IGNORECASE)
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")  # RFC 5322, 3.4.1
_LONGEST = 254  # RFC 5321, 4.5.3.1.3


def read_sender(value: str) -> tuple[str, str]:
    """(name, address) of the first sender; both empty where none can be made out."""
    found = getaddresses([value])
    name, address = next(((name, address) for name, address in found if "@" in address), ("", ""))
    if not _ADDRESS.fullmatch(address):
        stands = _ADDRESS.search(value)
        address = stands[0] if stands else ""
    return ("", "") if len(address) > _LONGEST else (name.strip(" \"'"), address)


def is_proven(results: Sequence[str], authority: str, address: str) -> bool | None:
    """Whether our own server `authority` saw that the letter comes from the domain of `address`; None where it says
    nothing. What other servers wrote, or the sender in their name, isn't looked at; of several the topmost counts.
    """
    own = next((rest for name, _, rest in map(_split, results) if authority and name == authority.lower()), None)
    if own is None:
        return None
    domain = address.rpartition("@")[2].lower()
    verdicts = [(method.lower(), verdict.lower(), about) for method, verdict, about in _RESULT.findall(own)]
    if any(method == "dmarc" and verdict == "pass" for method, verdict, _ in verdicts):
        return True
    if any(method == "dmarc" and verdict == "fail" for method, verdict, _ in verdicts):
        return False
    named = [(verdict, _DOMAIN.search(about)) for method, verdict, about in verdicts if method != "dmarc"]
    if any(verdict == "pass" and found and _is_of(domain, found[1].lower()) for verdict, found in named):
        return True
    return False if any(verdict == "fail" for verdict, _ in named) else None


def _split(value: str) -> tuple[str, str, str]:
    name, mark, rest = " ".join(value.split()).partition(";")
    return (name.split() or [""])[0].lower(), mark, rest


def _is_of(domain: str, other: str) -> bool:
    return domain == other or domain.endswith(f".{other}") or other.endswith(f".{domain}")
