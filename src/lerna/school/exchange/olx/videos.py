"""A video: a file of the package is ours from now on, one on a foreign host is a link."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from lerna.kit.localized import LANGUAGE_CODES, LanguageCode
from lerna.school.blocks.kinds import Block, Download, Link, Video
from lerna.school.exchange.foreign.xml import Element
from lerna.school.exchange.olx.source import Source
from lerna.school.exchange.reasons import Reason, note

_TIME = re.compile(r"(\d+:\d{2}:\d{2}),(\d{3})")
_MARKUP = re.compile(r"^\d+\s*$|-->|<[^>]*>")


def read_video(
    element: Element, key: str, title: str, source: Source, written: Path
) -> tuple[tuple[Block, ...], list[str]]:
    """The video or the link, then what there is to download; and why something isn't as it was.

    Captions are rewritten as WebVTT below the folder `written`.
    """
    reasons: list[str] = []
    captions, left = _read_captions(element, source, written)
    reasons += [note(Reason.CAPTIONS, language) for language in left]
    address = element.get("youtube_id_1_0") or element.get("youtube", "").rpartition(":")[2]
    sources = [one.get("src", "") for one in element.iter("source")] + _read_list(element.get("html5_sources", ""))
    own = next(filter(None, (source.find_static(one) or source.find_named(one) for one in sources)), None)
    blocks: list[Block] = []
    if own:
        blocks.append(Video(key=key, file=own, title=title, captions=captions))
    elif address or sources:
        reasons.append(note(Reason.FOREIGN_VIDEO))
        url = f"https://www.youtube.com/watch?v={address}" if address else sources[0]
        blocks.append(Link(key=key, url=url, title=title, about=_write_words(captions, written)))
    else:
        reasons.append(note(Reason.NOTHING_LEFT))
    for number, name in enumerate(_list_materials(element, source), 1):
        blocks.append(Download(key=f"{key[:70]}-file-{number}", file=name, title=name.rsplit("/", 1)[-1]))
    return tuple(blocks), reasons


def _read_captions(element: Element, source: Source, written: Path) -> tuple[dict[LanguageCode, str], list[str]]:
    """Captions by language, and the languages that nobody here speaks."""
    found = {one.get("language", ""): one.get("src", "") for one in element.findall("transcript")}
    captions: dict[LanguageCode, str] = {}
    for code in LANGUAGE_CODES:
        name = source.find_static(f"/static/{found.pop(code)}") if code in found else None
        if name:
            target = written / f"{name.rsplit('/', 1)[-1].removesuffix('.srt')}.vtt"
            target.write_text(write_vtt((source.root / name).read_text(encoding="utf-8-sig")), encoding="utf-8")
            captions[code] = target.name
    for address in found.values():
        source.find_static(f"/static/{address}")
    return captions, sorted(filter(None, found))


def write_vtt(srt: str) -> str:
    """SubRip captions as WebVTT (W3C): a head, and a point instead of the comma in times."""
    return "WEBVTT\n\n" + _TIME.sub(r"\1.\2", srt.replace("\r\n", "\n").strip()) + "\n"


def _write_words(captions: dict[LanguageCode, str], written: Path) -> str:
    """What is said in a video on a foreign host, so that nobody has to go there to know."""
    for name in captions.values():
        lines = unescape((written / name).read_text(encoding="utf-8")).split("\n")[1:]
        return " ".join(line.strip() for line in lines if line.strip() and not _MARKUP.search(line))
    return ""


def _list_materials(element: Element, source: Source) -> Iterator[str]:
    addresses = [one.get("src", "") for tag in ("handout", "track") for one in element.findall(tag)]
    yield from dict.fromkeys(filter(None, (source.find_static(address) for address in addresses)))


def _read_list(written: str) -> list[str]:
    try:
        found = json.loads(written or "[]")
    except json.JSONDecodeError:
        return []
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
