"""Pictures become small, upright and silent about who took them."""

from io import BytesIO

import pytest
from PIL import Image

from lerna.school.catalogue.renditions.pictures import (
    HugePictureError,
    UnreadablePictureError,
    check_picture,
    make_sizes,
    measure_picture,
)
from lerna.school.catalogue.renditions.tests.conftest import LYING, draw


def sizes_of(content: BytesIO) -> list[tuple[int, int, bytes | None]]:
    return [(one.width, one.height, one.content) for one in make_sizes(content, content.getbuffer().nbytes)]


def test_a_photo_becomes_webp_in_each_width_that_it_has() -> None:
    made = sizes_of(draw(1000, 500))
    assert [(width, height) for width, height, _ in made] == [
        (320, 160),
        (480, 240),
        (720, 360),
        (960, 480),
        (1000, 500),
    ]
    for width, height, content in made:
        with Image.open(BytesIO(content or b"")) as picture:
            assert (picture.format, picture.size) == ("WEBP", (width, height))


def test_it_is_never_wider_than_the_widest_screen() -> None:
    assert sizes_of(draw(4000, 1000))[-1][:2] == (1920, 480)


@pytest.mark.clause("3.3")
def test_it_stands_upright_and_nothing_of_the_camera_is_left() -> None:
    photo = draw(400, 200, orientation=LYING)
    assert measure_picture(photo) == (200, 400)
    (*_, (width, height, content)) = sizes_of(photo)
    assert (width, height) == (200, 400)
    assert b"Aigerim" in photo.getvalue()
    assert b"Aigerim" not in (content or b"")
    with Image.open(BytesIO(content or b"")) as picture:
        assert not picture.getexif()


def test_a_lean_picture_is_its_own_largest_size_unless_it_holds_notes() -> None:
    lean = draw(400, 200, "WEBP", quality=80)
    assert [content is None for _, _, content in sizes_of(lean)] == [False, True]
    noted = draw(400, 200, "WEBP", quality=80, orientation=1)
    assert all(content for _, _, content in sizes_of(noted))


def test_what_moves_stays_as_it_is() -> None:
    frames = [Image.new("L", (40, 20), shade) for shade in (0, 99)]
    written = BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    assert sizes_of(written) == [(40, 20, None)]


def test_what_shines_through_still_does() -> None:
    written = BytesIO()
    Image.new("RGBA", (40, 20), (9, 9, 9, 0)).save(written, "PNG")
    with Image.open(BytesIO(sizes_of(written)[0][2] or b"")) as picture:
        assert picture.mode == "RGBA"


@pytest.mark.parametrize("content", [b"", b"no picture", draw(60, 40).getvalue()[:400]])
def test_what_is_no_picture_or_half_of_one_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadablePictureError):
        check_picture(BytesIO(content))


def test_more_pixels_than_a_phone_holds_are_refused_by_the_head_alone() -> None:
    written = BytesIO()
    Image.new("1", (10_000, 6_001)).save(written, "PNG")
    with pytest.raises(HugePictureError):
        check_picture(written)
    assert measure_picture(written) == (0, 0)
