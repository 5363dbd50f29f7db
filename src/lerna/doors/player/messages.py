"""A message from the player's page, read strictly: whoever has the address can send anything."""

import json

from lerna.school.learning.packages.operations import Message
from lerna.school.learning.packages.runtime import MessageError, Standard, list_kept, read_runtime

LARGEST = 512 * 1024  # bytes: the longest that a package may remember, each letter written in six
_MOST = 2**31 - 1


def read_message(body: bytes, standard: Standard) -> Message:
    """`{"sitting": 1, "number": 1, "interactions": 0, "said": {element: value}}`. MessageError."""
    try:
        sent = json.loads(body)
    except ValueError as error:
        raise MessageError("no JSON") from error
    if not isinstance(sent, dict) or not isinstance(sent.get("said"), dict):
        raise MessageError("said")
    said = {name: value for name, value in sent["said"].items() if name in list_kept(standard)}
    if not all(isinstance(value, str) for value in said.values()):
        raise MessageError("said")
    runtime = read_runtime(standard, said, interactions=_read_count(sent, "interactions"))
    return Message(sitting=_read_count(sent, "sitting"), number=_read_count(sent, "number"), runtime=runtime)


def _read_count(sent: dict[str, object], name: str) -> int:
    count = sent.get(name)
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= _MOST:
        raise MessageError(name)
    return count
