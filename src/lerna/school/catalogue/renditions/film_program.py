"""A film made ready to be streamed: `python -m lerna.school.catalogue.renditions.film_program FILM FOLDER`.

A program of its own. What an author uploads may be anything, and a decoder that fails over it takes no worker along; it
ends by itself when whoever began it is gone. It writes one file and one playlist for each rendition into the folder.
"""

import os
import resource
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.filter import Graph
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

UNREADABLE = 3  # exit code
SEGMENT = 6.0  # seconds, as Apple's HLS authoring specification advises
_LONGEST_GAP = 3 * SEGMENT  # between key frames, where alone a film can be cut without writing it anew
_MEMORY = 4 << 30  # bytes
_LARGE, _SMALL = 720, 360  # pixels of the shorter side
_WORTH = 500_000  # bits a second: a leaner film needs no smaller one
_MOST = {_LARGE: "2000k", _SMALL: "450k"}  # bits a second
_SIGNATURES = {"mov": (4, b"ftyp"), "matroska": (0, b"\x1a\x45\xdf\xa3")}
_TURNS = {90: ["cclock"], -90: ["clock"], 180: ["clock", "clock"], -180: ["clock", "clock"]}  # by FFmpeg's angle


class NoFilmError(Exception):
    """The bytes are no MP4 or WebM with pictures."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides how a film is treated. `rotation` in degrees counterclockwise, `rate` in bits a second; `is_fit` can
    be cut as it is.
    """

    width: int
    height: int
    rotation: int
    rate: int
    is_fit: bool


def main(film: str, folder: str) -> int:
    """0 where renditions were written, UNREADABLE where the film can't be read."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        facts = examine(film)
        side, full = min(facts.width, facts.height), Path(folder) / "full"
        if facts.is_fit:
            copy(film, full)
        else:
            encode(film, full, facts, side=min(side, _LARGE))
        if side > _SMALL and facts.rate > _WORTH:
            encode(film, Path(folder) / "small", facts, side=_SMALL)
    except (av.FFmpegError, NoFilmError, ValueError, MemoryError) as error:
        sys.stderr.write(f"{type(error).__name__}\n")
        return UNREADABLE
    return 0


def examine(film: str) -> Facts:
    """Reads the film's head, and where its key frames are. NoFilmError, FFmpegError where that can't be done."""
    with _opened(film) as (source, video, sounds):
        context, first = video.codec_context, next(source.decode(video), None)
        if first is None:
            raise NoFilmError
        is_known = (context.name, context.pix_fmt, first.rotation) == ("h264", "yuv420p", 0)
        is_known = is_known and all(sound.codec_context.name == "aac" for sound in sounds)
        width, height, rotation, rate = context.width, context.height, first.rotation, source.bit_rate or 0
    return Facts(width, height, rotation, rate, is_known and _measure_gap(film) <= _LONGEST_GAP)


def copy(film: str, path: Path) -> None:
    """The film as it is, in another wrapping."""
    with _opened(film) as (source, video, sounds), _opened_to(path) as written:
        streams = {one.index: written.add_stream_from_template(one) for one in (video, *sounds)}
        for packet in source.demux(video, *sounds):
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                written.mux(packet)


def encode(film: str, path: Path, facts: Facts, *, side: int) -> None:
    """The film anew as H.264 with AAC, its shorter side so many pixels.

    It is cut where a film that can be cut has its own key frames, so that it fits the copy beside it.
    """
    with _opened(film) as (source, video, sounds), _opened_to(path) as written:
        shown = _add_video(written, video, facts, side)
        turn = _make_turn(video, facts.rotation)
        heard = {sound.index: _add_sound(written, sound) for sound in sounds}
        kept = {sound.index for sound in sounds if sound.codec_context.name == "aac"}
        due = float("-inf")
        for packet in source.demux(video, *sounds):
            if packet.stream.index in kept:
                if packet.dts is not None:
                    packet.stream = heard[packet.stream.index]
                    written.mux(packet)
                continue
            for frame in packet.decode():
                if isinstance(frame, AudioFrame):
                    written.mux(heard[packet.stream.index].encode(frame))
                if not isinstance(frame, VideoFrame):
                    continue
                is_cut = bool(frame.key_frame) if facts.is_fit else (frame.time or 0.0) >= due
                due = (frame.time or 0.0) + SEGMENT if is_cut else due
                scaled = turn(frame).reformat(shown.width, shown.height, "yuv420p")
                scaled.pict_type = PictureType.I if is_cut else PictureType.NONE
                written.mux(shown.encode(scaled))
        written.mux(shown.encode(None))
        for index in heard.keys() - kept:
            written.mux(heard[index].encode(None))


def _add_video(written: OutputContainer, video: VideoStream, facts: Facts, side: int) -> VideoStream:
    width, height = (facts.height, facts.width) if facts.rotation in {90, -90} else (facts.width, facts.height)
    scale, most = side / min(width, height), _MOST[_SMALL if side <= _SMALL else _LARGE]
    options = {
        "preset": "veryfast", "crf": "26", "profile": "main", "maxrate": most, "bufsize": most, "g": "100000",
        "sc_threshold": "0", "forced-idr": "1",
    }  # fmt: skip
    stream = written.add_stream("libx264", rate=video.average_rate or 25, options=options)
    stream.width, stream.height = (round(length * scale / 2) * 2 for length in (width, height))
    stream.pix_fmt = "yuv420p"
    stream.codec_context.time_base = video.time_base or Fraction(1, 1000)
    return stream


def _add_sound(written: OutputContainer, sound: AudioStream) -> AudioStream:
    if sound.codec_context.name == "aac":
        return written.add_stream_from_template(sound)
    return written.add_stream("aac", rate=48_000, layout="stereo", bit_rate=96_000)


def _make_turn(video: VideoStream, rotation: int) -> Callable[[VideoFrame], VideoFrame]:
    """Turns a frame as its camera was held."""
    if rotation not in _TURNS:
        return lambda frame: frame
    graph = Graph()
    turns = [graph.add("transpose", way) for way in _TURNS[rotation]]
    graph.link_nodes(graph.add_buffer(template=video), *turns, graph.add("buffersink")).configure()

    def turn(frame: VideoFrame) -> VideoFrame:
        graph.vpush(frame)
        return graph.vpull()

    return turn


def _measure_gap(film: str) -> float:
    """The longest time between two key frames, in seconds."""
    with _opened(film) as (source, video, _):
        times, last = [], 0.0
        for packet in source.demux(video):
            if packet.pts is not None and packet.time_base:
                last = max(last, float(packet.pts * packet.time_base))
                times += [float(packet.pts * packet.time_base)] if packet.is_keyframe else []
        times.sort()
        return max((after - before for before, after in zip(times, [*times[1:], last], strict=True)), default=last)


@contextmanager
def _opened(film: str) -> Iterator[tuple[InputContainer, VideoStream, list[AudioStream]]]:
    """The film, its pictures and its sound if it has any, read as what its first bytes say and nothing else: a playlist
    in its place could name other files of this machine.
    """
    with Path(film).open("rb") as content:
        head = content.read(16)
    for name, (place, signature) in _SIGNATURES.items():
        if head[place:].startswith(signature):
            with av.open(film, format=name, options={"protocol_whitelist": "file"}) as source:
                video = source.streams.best("video")
                if not isinstance(video, VideoStream):
                    raise NoFilmError
                video.thread_type = "AUTO"
                yield source, video, list(source.streams.audio[:1])
                return
    raise NoFilmError


@contextmanager
def _opened_to(path: Path) -> Iterator[OutputContainer]:
    """One file of fragments, and the playlist that says where each begins."""
    options = {
        "hls_segment_type": "fmp4", "hls_flags": "single_file", "hls_playlist_type": "vod", "hls_time": str(SEGMENT),
        "hls_segment_filename": f"{path}.mp4", "master_pl_name": f"{path.name}.master.m3u8",
    }  # fmt: skip
    with av.open(f"{path}.m3u8", "w", format="hls", options=options) as written:
        yield written


def _end_with_parent() -> None:
    """Whoever began this program holds the other end of its input as long as it lives."""
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
