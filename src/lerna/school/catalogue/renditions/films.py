"""Films to be streamed by HLS (RFC 8216): each rendition one file of fragments, and where each fragment lies in it."""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_PROGRAM = "lerna.school.catalogue.renditions.film_program"
_BEAT = 30.0  # seconds between two signs of life
_MASTER = re.compile(r'#EXT-X-STREAM-INF:BANDWIDTH=(\d+),.*?RESOLUTION=(\d+)x(\d+)(?:,CODECS="([^"]+)")?')
_START = re.compile(r'#EXT-X-MAP:URI="[^"]*",BYTERANGE="(\d+)@(\d+)"')
_SEGMENT = re.compile(r"#EXTINF:([\d.]+),\n#EXT-X-BYTERANGE:(\d+)@(\d+)")


class UnreadableFilmError(Exception):
    """The bytes are no film that can be read."""


@dataclass(frozen=True, slots=True)
class Stream:
    """How a rendition is streamed. `bandwidth` at most, in bits a second; `start` is the head's length and place in the
    file, `segments` are each fragment's seconds, length and place, all in bytes.
    """

    bandwidth: int
    codecs: str
    start: tuple[int, int]
    segments: tuple[tuple[float, int, int], ...]

    def store(self) -> dict[str, Any]:
        """As `Rendition.stream` keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class MadeFilm:
    """A rendition in the folder, in pixels."""

    path: Path
    width: int
    height: int
    stream: Stream


def read_stream(stored: dict[str, Any]) -> Stream | None:
    """What `store` wrote; None where nothing is streamed."""
    if not stored:
        return None
    segments = tuple((float(one[0]), int(one[1]), int(one[2])) for one in stored["segments"])
    return Stream(stored["bandwidth"], stored["codecs"], (stored["start"][0], stored["start"][1]), segments)


def make_films(film: Path, folder: Path, beat: Callable[[], None]) -> list[MadeFilm]:
    """The film's renditions, written into the folder by a program of its own. UnreadableFilmError.

    `beat` is called every half minute that it takes. Should this process die, the program ends too.
    """
    command = [sys.executable, "-m", _PROGRAM, str(film), str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        while True:
            try:
                program.wait(_BEAT)
                break
            except subprocess.TimeoutExpired:
                beat()
    if program.returncode:
        raise UnreadableFilmError
    return [_read_film(path) for path in sorted(folder.glob("*.mp4"))]


def _read_film(path: Path) -> MadeFilm:
    master = _MASTER.search(path.with_suffix(".master.m3u8").read_text())
    playlist = path.with_suffix(".m3u8").read_text()
    start, segments = _START.search(playlist), _SEGMENT.findall(playlist)
    if not (master and start and segments):
        raise UnreadableFilmError
    bandwidth, width, height, codecs = master.groups()
    stream = Stream(
        int(bandwidth),
        codecs or "",
        (int(start[1]), int(start[2])),
        tuple((float(seconds), int(length), int(place)) for seconds, length, place in segments),
    )
    return MadeFilm(path, int(width), int(height), stream)
