"""A document as canonical JSON: one text for one tree, so that its SHA-256 names the version (clause 11.4).

Canonical means keys sorted, no spaces, letters as they are, UTF-8 (in the spirit of RFC 8785; the tree has no figures).
"""

import hashlib
import json
from typing import cast

from lerna.privacy.policy.document import LANGUAGES, Clause, Document, Item, Language, Paragraph, Section, Text

Json = dict[str, object]


class DocumentJsonError(ValueError):
    """The JSON isn't a policy's document; the sentence says where it is wrong."""


def document_to_json(document: Document) -> str:
    """The canonical text of a document, without a line break at its end."""
    tree = {"texts": [_text_to_json(text) for text in document.texts]}
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def document_hash(document: Document) -> str:
    """SHA-256 of the canonical text in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(document_to_json(document).encode()).hexdigest()


def document_from_json(canonical: str) -> Document:
    """Read what `document_to_json` wrote; raises DocumentJsonError for anything else."""
    try:
        tree = json.loads(canonical)
    except json.JSONDecodeError as error:
        raise DocumentJsonError(f"This is no JSON: {error}.") from error
    return Document(tuple(_text(text) for text in _list(_object(tree, "the document"), "texts")))


def _text_to_json(text: Text) -> Json:
    sections = [
        {
            "number": section.number,
            "printed": section.printed,
            "title": section.title,
            "clauses": [
                {"number": clause.number, "printed": clause.printed, "body": _body_to_json(clause.body)}
                for clause in section.clauses
            ],
        }
        for section in text.sections
    ]
    return {"language": text.language, "title": text.title, "sections": sections}


def _body_to_json(body: tuple[Paragraph | Item, ...]) -> list[Json]:
    return [
        {"key": part.key, "printed": part.printed, "text": part.text, "body": _body_to_json(part.body)}
        if isinstance(part, Item)
        else {"text": part.text}
        for part in body
    ]


def _text(value: object) -> Text:
    tree = _object(value, "a text")
    language = _string(tree, "language")
    if language not in LANGUAGES:
        raise DocumentJsonError(f"{language!r} is none of the languages {', '.join(LANGUAGES)}.")
    sections = tuple(_section(section) for section in _list(tree, "sections"))
    return Text(cast("Language", language), _string(tree, "title"), sections)


def _section(value: object) -> Section:
    tree = _object(value, "a section")
    clauses = tuple(_clause(clause) for clause in _list(tree, "clauses"))
    return Section(_string(tree, "number"), _string(tree, "printed"), _string(tree, "title"), clauses)


def _clause(value: object) -> Clause:
    tree = _object(value, "a clause")
    return Clause(_string(tree, "number"), _string(tree, "printed"), _body(tree))


def _body(tree: Json) -> tuple[Paragraph | Item, ...]:
    return tuple(_part(_object(part, "a paragraph or item")) for part in _list(tree, "body"))


def _part(tree: Json) -> Paragraph | Item:
    if "key" not in tree:
        return Paragraph(_string(tree, "text"))
    return Item(_string(tree, "key"), _string(tree, "printed"), _string(tree, "text"), _body(tree))


def _object(value: object, what: str) -> Json:
    if not isinstance(value, dict):
        raise DocumentJsonError(f"{what.capitalize()} must be an object.")
    return value


def _list(tree: Json, key: str) -> list[object]:
    value = tree.get(key)
    if not isinstance(value, list):
        raise DocumentJsonError(f"{key!r} must be a list.")
    return value


def _string(tree: Json, key: str) -> str:
    value = tree.get(key)
    if not isinstance(value, str):
        raise DocumentJsonError(f"{key!r} must be a text.")
    return value
