"""What readers of foreign questions share: words made Markdown, losses noted, and what can't be checked here."""

from dataclasses import dataclass, field
from html import escape

from lxml import etree

from lerna.school.exchange.foreign.html import Find, clean_html
from lerna.school.exchange.foreign.markdown import write_markdown
from lerna.school.exchange.foreign.xml import Element
from lerna.school.exchange.reasons import Reason, note


class UncheckedError(Exception):
    """This response can't be checked here; `noted` says why, as it stands in the ledger."""

    def __init__(self, noted: str) -> None:
        super().__init__(noted)
        self.noted = noted


@dataclass(slots=True)
class Answering:
    """What a reader of responses is given beside the response: how files are found, and where losses are noted."""

    find: Find
    reasons: list[str] = field(default_factory=list)

    def lose(self, reason: Reason, detail: str = "") -> None:
        if (noted := note(reason, detail)) not in self.reasons:
            self.reasons.append(noted)

    def write(self, element: Element) -> str:
        """What stands inside an element, in Markdown."""
        return self.write_html(write_inside(element))

    def write_html(self, html: str) -> str:
        """HTML, in Markdown."""
        cleaned = clean_html(html, self.find)
        self.reasons += [reason for reason in cleaned.reasons if reason not in self.reasons]
        return write_markdown(cleaned.html)


def write_inside(element: Element) -> str:
    """The inside of an element as it stands in the file."""
    return escape(element.text or "", quote=False) + "".join(
        etree.tostring(child, encoding="unicode") for child in element
    )
