"""Blocks of lessons: what an author wrote, in a page that stays ours."""

from datetime import datetime

import pytest

from lerna.doors.look.blocks.files import Files
from lerna.doors.look.blocks.showing import show_block
from lerna.doors.look.blocks.text import render_html, render_markdown
from lerna.kit import clock
from lerna.school.blocks.kinds import Block, Code, Discussion, Download, Exercise, Image, Link, Text, Video
from lerna.school.catalogue.models import MediaFile, Rendition

NOW = datetime(2026, 12, 7, 10, 0, tzinfo=clock.ZONE)
PICTURE, CLIP, WORDS = "a" * 64, "b" * 64, "c" * 64
FILES = Files(
    {
        PICTURE: MediaFile(
            digest=PICTURE, name="cones.webp", media_type="image/webp", size=2048, width=640, height=480
        ),
        CLIP: MediaFile(digest=CLIP, name="light.mp4", media_type="video/mp4", size=1),
        WORDS: MediaFile(digest=WORDS, name="light.kk.vtt", media_type="text/vtt", size=1),
    },
    lambda media: f"/media/{media.digest[:1]}/",
    NOW,
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("# Жарық\n\n## Түс", "<h2>Жарық</h2>\n<h3>Түс</h3>\n"),
        ("### Жарық", "<h2>Жарық</h2>\n"),
        ("<script>1</script>", "<p>&lt;script&gt;1&lt;/script&gt;</p>\n"),
        ("[a](javascript:alert)", "<p>[a](javascript:alert)</p>\n"),
        ("| a |\n|---|\n| b |", "<table>"),
        (
            f"![Үш қисық](media:{PICTURE})",
            '<img src="/media/a/" alt="Үш қисық" width="640" height="480" loading="lazy"',
        ),
        (f"![Үш қисық](media:{'d' * 64})", "<p>Үш қисық</p>\n"),
        (
            "![Сурет](https://example.org/a.png)",
            'href="https://example.org/a.png" rel="noopener external nofollow">Сурет',
        ),
        (f"[Конспект](media:{WORDS})", '<a href="/media/c/">Конспект</a>'),
        ("[Сайт](https://example.org/)", 'rel="noopener external nofollow">Сайт<span class="visually-hidden">'),
        ("[Әрі қарай](#next)", '<a href="#next">Әрі қарай</a>'),
        ("```css\na { color: red }\n```", '<span class="hl-nt">a</span>'),
        ("```nothing\n<b>\n```", "&lt;b&gt;"),
    ],
)
@pytest.mark.clause("3.4")
def test_markdown_becomes_html_of_ours(written: str, shown: str) -> None:
    assert shown in render_markdown(written, FILES)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("<h1>Жарық</h1><h2>Түс</h2>", "<h2>Жарық</h2><h3>Түс</h3>"),
        ("<p onclick='x'>a<script>b</script></p>", "<p>a</p>"),
        (
            f'<img src="media:{PICTURE}" alt="Қисық">',
            '<img src="/media/a/" alt="Қисық" width="640" height="480" loading="lazy" decoding="async">',
        ),
        (
            f'<img src="media:{PICTURE}" alt="" width="99">',
            '<img src="/media/a/" alt="" width="99" loading="lazy" decoding="async">',
        ),
        (f'<img src="media:{"d" * 64}" alt="Жоқ">', '<img alt="Жоқ">'),
        ('<img src="https://example.org/a.png" alt="">', '<img alt="">'),
        (
            '<a href="https://example.org/">a</a>',
            '<a href="https://example.org/" rel="noopener external nofollow">a</a>',
        ),
        ('<a href="javascript:x">a</a>', '<a rel="noopener external nofollow">a</a>'),
    ],
)
@pytest.mark.clause("3.3")
def test_stored_html_is_harmless_where_it_is_shown(stored: str, shown: str) -> None:
    assert render_html(stored, FILES) == shown


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        (Text(key="1", markdown="**Түс**"), "<strong>Түс</strong>"),
        (Image(key="2", file=PICTURE, alt="Қисық", caption="1-сурет"), "<figcaption>1-сурет</figcaption>"),
        (Download(key="3", file=PICTURE, title="Палитра"), 'download="cones.webp"'),
        (Code(key="4", language="python", code="if x < 1: pass"), 'class="hl-o">&lt;</span>'),
        (Link(key="5", url="https://example.org/", title="Оқыңыз"), 'rel="noopener external nofollow">Оқыңыз'),
        (Exercise(key="6", file=PICTURE, title="Ойын"), 'sandbox="allow-scripts"'),
        (Image(key="7", file="d" * 64, alt="Жоқ"), ""),
        (Discussion(key="8", title="Талқылау"), ""),
    ],
)
def test_each_kind_is_shown_and_what_is_missing_is_not(block: Block, shown: str) -> None:
    written = show_block(block, FILES)
    assert shown in written
    assert bool(written.strip()) is bool(shown)


def test_an_exercise_says_what_to_do_before_it_is_done() -> None:
    shown = show_block(Exercise(key="6", file=PICTURE, title="Ойын", task="**Сары** мен көк"), FILES)
    assert shown.index("<h2>Ойын</h2>") < shown.index("<strong>Сары</strong>") < shown.index("<iframe")


def test_a_picture_is_offered_in_its_sizes_and_the_first_of_a_lesson_at_once() -> None:
    small = MediaFile(digest="e" * 64, media_type="image/webp", size=1, width=320, height=240)
    media = MediaFile(pk=1, digest=PICTURE, media_type="image/jpeg", size=1, width=640, height=480)
    files = Files({PICTURE: media}, FILES.write_address, NOW, {1: [Rendition(file=small), Rendition(file=media)]})
    block = Image(key="2", file=PICTURE, alt="Қисық")
    shown = show_block(block, files)
    assert 'srcset="/media/e/ 320w, /media/a/ 640w" sizes="' in shown
    assert 'width="640" height="480"' in shown
    assert 'loading="lazy"' in shown
    first = show_block(block, files, is_first=True)
    assert 'fetchpriority="high"' in first
    assert "lazy" not in first


def test_a_picture_that_no_phone_could_hold_isnt_shown() -> None:
    media = MediaFile(pk=1, digest=PICTURE, media_type="image/jpeg", size=1, fault=MediaFile.Fault.HUGE)
    files = Files({PICTURE: media}, FILES.write_address, NOW)
    assert not show_block(Image(key="2", file=PICTURE, alt="Қисық"), files).strip()
    assert render_markdown(f"![Қисық](media:{PICTURE})", files) == "<p>Қисық</p>\n"


def test_a_video_plays_without_a_script_with_words_to_read() -> None:
    block = Video(key="9", file=CLIP, title="Жарық", captions={"kk": WORDS}, poster=PICTURE, transcript="# Мәтін")
    shown = show_block(block, FILES)
    for part in (
        "<video controls",
        'srclang="kk"',
        "default",
        'poster="/media/a/"',
        'type="video/mp4"',
        "<h3>Мәтін</h3>",
    ):
        assert part in shown, part


def test_a_film_that_is_streamed_names_its_playlist_and_still_its_file() -> None:
    made = MediaFile(digest="e" * 64, media_type="video/mp4", size=1, width=640, height=360)
    film = MediaFile(pk=2, digest=CLIP, name="light.mp4", media_type="video/mp4", size=1, width=640, height=360)
    files = Files({CLIP: film}, FILES.write_address, NOW, {2: [Rendition(file=made, stream={"bandwidth": 1})]})
    shown = show_block(Video(key="9", file=CLIP, title="Жарық"), files)
    for part in ('data-film="/media/b/film.m3u8"', 'preload="none"', 'src="/media/b/"', 'width="640" height="360"'):
        assert part in shown, part
    assert files.has_films
    assert not FILES.has_films
