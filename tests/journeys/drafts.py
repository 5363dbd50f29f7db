"""A text that waits to be published: the version in force with a word more in the clause of marketing."""

import json
import re
from typing import Any
from urllib.request import Request, urlopen

from journeys.installation import Installation


def write_draft(installation: Installation, *, after: str, word: str) -> None:
    """Newskills' draft, as an import leaves it; the word stands after these of the item."""
    page = installation.address("lerna", "/policy/").replace("lerna.localhost", "127.0.0.1")
    host = {"Host": f"lerna.localhost:{installation.port}"}
    with urlopen(Request(page, headers=host), timeout=20) as answer:  # noqa: S310 -- an http address of our own
        (number,) = re.findall(r"/policy/versions/(\d+)\.json", answer.read().decode())[:1]
    with urlopen(Request(f"{page}versions/{number}.json", headers=host), timeout=20) as answer:  # noqa: S310
        document = json.load(answer)
    for text in document["texts"]:
        _put_word(text, after, word)
    draft = installation.folder / "policies" / "newskills.json"
    draft.parent.mkdir(exist_ok=True)
    draft.write_text(json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def _put_word(node: Any, after: str, word: str) -> None:  # noqa: ANN401 -- JSON
    """In each text of item г of clause 7.1 that has the words."""
    if isinstance(node, dict):
        if node.get("key") == "г" and after in str(node.get("text")) and "terms" not in node:
            node["text"] = str(node["text"]).replace(after, f"{after} {word}", 1)
        for value in node.values():
            _put_word(value, after, word)
    elif isinstance(node, list):
        for value in node:
            _put_word(value, after, word)
