"""Playlists of a film in its renditions (HLS, RFC 8216), each address in them written for whoever asks.

A playlist lies below the address of its file and is opened by the same signature, so it needs none of its own.
"""

import math
from collections.abc import Sequence

from lerna.doors.look.media.addresses import WriteAddress
from lerna.school.catalogue.models import MediaFile, Rendition
from lerna.school.catalogue.renditions.films import read_stream

MEDIA_TYPE = "application/vnd.apple.mpegurl"
_NAME = "film.m3u8"
_HEAD = ("#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS")


def playlist_address(media: MediaFile, write_address: WriteAddress) -> str:
    """Where the playlist of a film is, or of one of its renditions."""
    return write_address(media) + _NAME


def write_playlist(media: MediaFile, renditions: Sequence[Rendition], write_address: WriteAddress) -> str:
    """Of a film the list of its renditions, of a rendition that of its segments; empty where nothing is streamed."""
    for rendition in renditions:
        if rendition.file_id == media.pk:
            return _write_segments(rendition, write_address)
    return _write_renditions(renditions, write_address) if renditions else ""


def _write_renditions(renditions: Sequence[Rendition], write_address: WriteAddress) -> str:
    lines = list(_HEAD)
    for rendition in renditions:
        if stream := read_stream(rendition.stream):
            facts = f"BANDWIDTH={stream.bandwidth},RESOLUTION={rendition.file.width}x{rendition.file.height}"
            codecs = f',CODECS="{stream.codecs}"' if stream.codecs else ""
            lines += [f"#EXT-X-STREAM-INF:{facts}{codecs}", playlist_address(rendition.file, write_address)]
    return "\n".join([*lines, ""])


def _write_segments(rendition: Rendition, write_address: WriteAddress) -> str:
    stream, address = read_stream(rendition.stream), write_address(rendition.file)
    if stream is None:
        return ""
    longest = math.ceil(max(seconds for seconds, _, _ in stream.segments))
    length, place = stream.start
    lines = [*_HEAD, f"#EXT-X-TARGETDURATION:{longest}", "#EXT-X-PLAYLIST-TYPE:VOD"]
    lines.append(f'#EXT-X-MAP:URI="{address}",BYTERANGE="{length}@{place}"')
    for seconds, length, place in stream.segments:
        lines += [f"#EXTINF:{seconds},", f"#EXT-X-BYTERANGE:{length}@{place}", address]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])
