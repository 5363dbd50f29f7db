"""Blocks as HTML, each by the template of its kind; of a learner they know nothing."""

from collections.abc import Callable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lerna.doors.look.blocks.code import highlight
from lerna.doors.look.blocks.files import Files
from lerna.school.blocks.kinds import Block, Code, Download, Exercise, Image, Video

Context = Mapping[str, Any]
_TEXT_NAMES = {"ru": "Русский", "kk": "Қазақша", "en": "English"}


def show_block(block: Block, files: Files, *, key: str = "", is_first: bool = False) -> SafeString:
    """The block by `look/blocks/<kind>.html`; nothing where its file is missing or nobody but a learner sees it.

    `key` tells its parts apart on the page; without one it is the block's own. `is_first` begins the lesson.
    """
    find = _CONTEXTS.get(block.KIND)
    context = find(block, files) if find else None
    if context is None:
        return SafeString()
    given = {"block": block, "files": files, "key": key or block.key, "is_first": is_first, **context}
    return render_to_string(f"look/blocks/{block.KIND}.html", given)


def _show_alone(_block: Any, _files: Files) -> Context:  # noqa: ANN401 -- of any kind
    return {}


def _show_image(block: Image, files: Files) -> Context | None:
    shown = files.find_picture(block.file)
    return {"picture": shown} if shown else None


def _show_download(block: Download, files: Files) -> Context | None:
    shown = files.find(block.file)
    return {"file": shown} if shown else None


def _show_video(block: Video, files: Files) -> Context | None:
    shown = files.find(block.file)
    if shown is None:
        return None
    found = [(language, files.find(digest)) for language, digest in block.captions.items()]
    captions = [
        {"language": language, "label": _TEXT_NAMES[language], "address": file.address}
        for language, file in found
        if file
    ]
    languages = [one["language"] for one in captions]
    chosen = get_language() if get_language() in languages else next(iter(languages), "")
    poster = files.find_picture(block.poster) if block.poster else None
    film = files.find_film(block.file)
    return {"file": shown, "film": film, "captions": captions, "chosen": chosen, "poster": poster}


def _show_code(block: Code, _files: Files) -> Context:
    return {"lines": highlight(block.code, block.language)}


def _show_exercise(block: Exercise, files: Files) -> Context | None:
    address = files.find_frame(block.file)
    return {"address": address} if address else None


_CONTEXTS: Mapping[str, Callable[[Any, Files], Context | None]] = {
    "text": _show_alone,
    "html": _show_alone,
    "link": _show_alone,
    "image": _show_image,
    "file": _show_download,
    "video": _show_video,
    "code": _show_code,
    "exercise": _show_exercise,
}
