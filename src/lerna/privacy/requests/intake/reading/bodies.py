"""The text of a message out of its parts: plain before HTML, without attachments and without what is forwarded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from selectolax.lexbor import LexborHTMLParser

from lerna.privacy.requests.intake.reading.decoding import clean, decode_text

_MOST_PARTS = 200
_MOST_LENGTH = 60_000  # characters; a demand is a page, and everything else is somebody's history
_BREAKS = "br, p, div, li, tr, h1, h2, h3, h4, blockquote, hr"
_UNSEEN = "head, script, style, title, noscript, template, [hidden]"
_HIDDEN = re.compile(r"display\s*:\s*none|font-size\s*:\s*0(?![.\d])", re.IGNORECASE)
_HISTORY = 'blockquote, .gmail_quote, .moz-cite-prefix, #appendonsend, #divRplyFwdMsg, [id^="mail-quote"]'
_TAG = re.compile(r"<[a-zA-Z!/][^<>]*>")


@dataclass(frozen=True, slots=True)
class Body:
    """The text, how many files were attached, and whether another message lies inside."""

    text: str = field(repr=False)
    attachments: int
    forwards: bool


def read_body(message: Message) -> Body:
    """The first text that says something, HTML where no plain one does."""
    plain: list[str] = []
    pages: list[str] = []
    attachments, forwards = 0, False
    for part in _walk(message):
        kind = part.get_content_type()
        if kind == "message/rfc822":
            forwards = True
        elif part.get_filename() or part.get_content_disposition() == "attachment":
            attachments += 1
        elif kind == "text/plain":
            plain.append(_unflow(_decode(part), part))
        elif kind == "text/html":
            pages.append(_decode(part))
        else:
            attachments += kind.partition("/")[0] in {"image", "application", "audio", "video"}
    text = "\n".join(plain).strip()
    if _TAG.search(text[:200]) and text[:1] == "<":  # a page under the wrong label
        pages.insert(0, text)
        text = ""
    return Body((text or "\n".join(map(read_page, pages)))[:_MOST_LENGTH], attachments, forwards)


def read_page(page: str) -> str:
    """The words of an HTML page as lines, without history that the mail program has marked as such."""
    tree = LexborHTMLParser(page[: 10 * _MOST_LENGTH])
    for node in tree.css(f"{_UNSEEN}, {_HISTORY}"):
        node.decompose(recursive=True)
    for node in tree.css("[style]"):
        if _HIDDEN.search(node.attributes.get("style") or ""):
            node.decompose(recursive=True)
    for node in tree.css(_BREAKS):
        node.insert_before("\n")
        node.insert_after("\n")
    lines = (" ".join(line.split()) for line in clean(tree.text(deep=True)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _walk(message: Message) -> Iterator[Message]:
    """Every part, not going into messages that lie inside."""
    waiting = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        payload = part.get_payload()
        if part.get_content_type() != "message/rfc822" and isinstance(payload, list):
            waiting[:0] = [inner for inner in payload if isinstance(inner, Message)]
        else:
            yield part


def _decode(part: Message) -> str:
    content = part.get_payload(decode=True)
    return decode_text(content, str(part.get_param("charset", "") or "")) if isinstance(content, bytes) else ""


def _unflow(text: str, part: Message) -> str:
    """Lines that the program broke are joined again (RFC 3676): one that ends with a space goes on."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    joins = "" if str(part.get_param("delsp", "")).lower() == "yes" else " "
    lines: list[str] = []
    is_open = False
    for line in text.split("\n"):
        own = line.removeprefix(" ")
        goes_on = own.endswith(" ") and own != "-- " and not own.startswith(">")
        if is_open and not own.startswith(">") and own != "-- ":
            lines[-1] += joins + (own.rstrip(" ") if goes_on else own)
        else:
            lines.append(own.rstrip(" ") if goes_on else own)
        is_open = goes_on
    return "\n".join(lines)
