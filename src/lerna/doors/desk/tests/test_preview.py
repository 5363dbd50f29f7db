"""An author sees a course's folder as learners will, and what is wrong in it, while they write; nothing is stored."""

import threading
import zipfile
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lerna.doors.desk.management.commands.course import Command
from lerna.doors.desk.preview.folder import Previewed
from lerna.doors.desk.preview.server import HOST, open_server

LESSON = """+++
title = "Луч"
+++
Слово: ![луч](files/ray.png)

::: exercise mix
file = "files/mix.zip"
title = "Смешайте"
:::

::: quiz check
title = "Проверка"
---
## text one
Что?
= луч
:::
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course of one lesson with a picture and a program."""
    root = tmp_path / "light-ru"
    (root / "files").mkdir(parents=True)
    (root / "01-one").mkdir()
    (root / "course.toml").write_text('key = "light-ru"\nlanguage = "ru"\ntitle = "Свет"\n', encoding="utf-8")
    (root / "01-one" / "section.toml").write_text('title = "Первый"', encoding="utf-8")
    (root / "01-one" / "01-ray.md").write_text(LESSON, encoding="utf-8")
    (root / "files" / "ray.png").write_bytes(b"picture")
    with zipfile.ZipFile(root / "files" / "mix.zip", "w") as archive:
        archive.writestr("index.html", "<p>mix")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    return root


@pytest.fixture
def port(folder: Path) -> Iterator[int]:
    server = open_server(Previewed(folder), port=0, language="ru")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def get(port: int, path: str, host: str = "", **headers: str) -> tuple[int, str, dict[str, str]]:
    connection = HTTPConnection(HOST, port, timeout=30)
    connection.request("GET", path, headers={"Host": host or f"{HOST}:{port}"} | headers)
    answer = connection.getresponse()
    found = answer.status, answer.read().decode(errors="replace"), dict(answer.getheaders())
    connection.close()
    return found


def test_a_lesson_is_shown_as_learners_see_it_without_a_database(port: int) -> None:
    status, page, _ = get(port, "/")
    assert (status, "Первый" in page) == (200, True)
    status, page, headers = get(port, "/lessons/ray")
    assert status == 200
    assert 'src="/files/ray.png"' in page
    assert 'src="/frames/files/mix.zip/index.html"' in page
    assert "= луч" in page
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert get(port, "/files/ray.png")[1] == "picture"
    _, program, headers = get(port, "/frames/files/mix.zip/index.html")
    assert (program, headers["Content-Security-Policy"]) == ("<p>mix", "sandbox allow-scripts")
    assert get(port, "/static/look/lesson.css")[0] == 200


def test_a_film_can_be_jumped_in(port: int) -> None:
    status, piece, headers = get(port, "/files/ray.png", Range="bytes=2-4")
    assert (status, piece, headers["Content-Range"], headers["Content-Length"]) == (206, "ctu", "bytes 2-4/7", "3")
    assert get(port, "/files/ray.png", Range="bytes=-2")[:2] == (206, "re")
    assert get(port, "/files/ray.png", Range="bytes=7-")[0] == 416


def test_a_change_is_seen_and_a_fault_said_with_its_line_above_what_could_last_be_read(port: int, folder: Path) -> None:
    before = get(port, "/stamp")[1]
    get(port, "/lessons/ray")
    (folder / "01-one" / "01-ray.md").write_text(LESSON.replace("ray.png", "no.png"), encoding="utf-8")
    assert get(port, "/stamp")[1] != before
    _, page, _ = get(port, "/lessons/ray")
    assert "01-one/01-ray.md</code>, строка 4: В папке курса нет файла «files/no.png»." in page
    assert "/files/ray.png" in page


def test_nothing_outside_the_folder_is_shown_and_no_other_site_may_ask(port: int) -> None:
    for path in ("/files/../../secret.txt", "/frames/../secret.txt", "/static/../settings.py", "/lessons/gone", "/x",
                 "/frames/files/no.zip/a", "/frames/files/mix.zip/no"):  # fmt: skip
        assert get(port, path)[0] == 404
    assert get(port, "/", host="evil.example")[0] == 403


def test_the_command_says_what_is_no_course_and_asks_no_database(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no course"):
        call_command("course", "preview", str(tmp_path))
    assert not Command.needs_database(["preview", "x"])
    assert Command.needs_database(["list"])
