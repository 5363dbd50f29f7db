"""What staff write about an incident tells what happened, and never to whom: the register is no store of people."""

import re

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}\.\d{1,2}\.\d{4}\b|\b\d{1,2}:\d{2}\b")
_LONG_NUMBER = re.compile(r"\+?\d(?:[ ()\u00a0-]*\d){9,}")  # a phone number has eleven digits, an IIN twelve


class NamesSomebodyError(ValueError):
    """A text holds what may be an address or a number of a person; the message never repeats it."""


def check_words(text: str) -> str:
    """The text, without white space around it. NamesSomebodyError."""
    if "@" in text or _LONG_NUMBER.search(_DAY.sub(";", text)):
        raise NamesSomebodyError("Write what happened without anybody's address, phone number or IIN.")
    return text.strip()
