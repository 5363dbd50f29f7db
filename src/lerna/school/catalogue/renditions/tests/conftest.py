"""The company whose files are made ready, and pictures and films as cameras and programs write them."""

import os
from datetime import datetime
from io import BytesIO
from pathlib import Path

import av
import pytest
from av.video.stream import VideoStream
from django.conf import settings as django_settings
from PIL import Image

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.kit import clock

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=clock.ZONE)
LYING = 6  # EXIF orientation: turn by 90° to look at it


@pytest.fixture
def company(db: None) -> Company:  # noqa: ARG001
    """Newskills, with its sites; KERBEZ is there too."""
    load_companies(files=sorted((Path(django_settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=NOW)
    return Company.objects.get(slug="newskills")


def draw(width: int, height: int, kind: str = "JPEG", *, orientation: int = 0, **how: object) -> BytesIO:
    """A picture with slopes of color, so that its sizes differ; a camera's notes where it has an orientation."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    if orientation:
        notes = Image.Exif()
        notes[0x0112], notes[0x010F] = orientation, "Aigerim's phone"
        how["exif"] = notes
    written = BytesIO()
    picture.save(written, kind, **how)
    return written


def shoot(  # noqa: PLR0913 -- what films differ in
    width: int, height: int, *, kind: str = "mp4", codec: str = "libx264", seconds: int = 9, rotation: int = 0,
    keys: int = 10, is_rich: bool = False,
) -> BytesIO:  # fmt: skip
    """A silent gray film of five frames a second, a key frame every so many; a rich one needs many bytes."""
    written = BytesIO()
    with av.open(written, "w", format=kind) as film:
        stream = film.add_stream(codec, rate=5, options={"crf": "10", "deadline": "realtime"})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.gop_size = keys
        if rotation:
            stream.set_display_rotation(rotation)
        for number in range(5 * seconds):
            frame = av.VideoFrame(width, height, "yuv420p")
            for plane in frame.planes:
                plane.update(os.urandom(plane.buffer_size) if is_rich else bytes([number]) * plane.buffer_size)
            frame.pts = number
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))
    return written
