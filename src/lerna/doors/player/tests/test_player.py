"""The packages' host answers to a pass alone, plays and keeps for whom it was written, and has nothing of ours."""

import gzip
import json
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponseBase
from django.test import Client, RequestFactory

from lerna.companies.models import Company
from lerna.doors.look.media.addresses import WINDOW
from lerna.doors.look.packages.addresses import play_address
from lerna.doors.player.tests.conftest import FILM, PAGE, pack
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.catalogue.media import keep_file
from lerna.school.catalogue.models import Lesson
from lerna.school.learning.models import Enrollment, Result
from lerna.school.learning.operations import leave_run
from lerna.school.learning.packages.models import PackageRecord
from lerna.school.learning.packages.queries import find_package
from lerna.school.learning.packages.tests.conftest import NOW

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

OURS, PACKAGES = "lerna.kz", "packages.lerna.kz"


def write_address(enrollment: Enrollment, block: str = "safety", *, host: str = OURS, looked_at: bool = False) -> str:
    """Where the lesson page of this host plays the package."""
    lesson = Lesson.objects.select_related("published").get(course=enrollment.run.course)
    package = find_package(lesson, block)
    assert package
    request = RequestFactory().get("/", headers={"host": host})
    request.site = enrollment.subject.company.sites.get(host=host)  # type: ignore[assignment]
    place = None if looked_at else (enrollment, lesson)
    return play_address(request, package, language="kk", now=NOW, place=place)


@pytest.fixture
def token(enrolled: Enrollment) -> str:
    return read_token(write_address(enrolled))


def read_token(address: str) -> str:
    return urlsplit(address).path.split("/")[1]


def ask(path: str, host: str = PACKAGES, **headers: str) -> HttpResponseBase:
    return Client().get(path, headers={"host": host, **headers})


def tell(token: str, host: str = PACKAGES, *, number: int = 1, sitting: int = 1, **said: str) -> int:
    sent = {
        "sitting": sitting,
        "number": number,
        "interactions": 2,
        "said": {f"cmi.{name}": said[name] for name in said},
    }
    return Client().post(f"/{token}/said", json.dumps(sent), "text/plain", headers={"host": host}).status_code


def body(response: HttpResponseBase) -> bytes:
    return b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]


def count_records(company: Company) -> int:
    with processing(Purpose.LEARNING, company=company, reason="test"):
        return PackageRecord.objects.count()


def test_a_package_is_played_on_the_host_beside_the_site(enrolled: Enrollment) -> None:
    address = urlsplit(write_address(enrolled))
    assert (address.scheme, address.netloc, address.path.split("/")[2:]) == ("https", PACKAGES, ["kk", ""])
    page = ask(address.path)
    shown = body(page).decode()
    assert page.status_code == 200
    assert 'lang="kk"' in shown
    assert "scorm12.min.js" in shown
    config = json.loads(re.findall(r'type="application/json">(.*)</script>', shown)[0])
    assert (config["sitting"], config["frame"], config["told"]["cmi.core.entry"]) == (1, "http://lerna.kz", "ab-initio")
    assert "Айгерім" not in shown


def test_what_the_package_said_is_kept_and_told_again(enrolled: Enrollment, token: str, newskills: Company) -> None:
    ask(f"/{token}/kk/")
    said = {"core.lesson_location": "7", "suspend_data": "a=1", "core.lesson_status": "passed", "core.score.raw": "90"}
    assert tell(token, **said) == 204
    config = json.loads(re.findall(r'type="application/json">(.*)</script>', body(ask(f"/{token}/kk/")).decode())[0])
    told = config["told"]
    assert config["sitting"] == 2
    assert {told[f"cmi.{name}"] for name in said} == {"7", "a=1", "passed", "90"}
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        assert (Result.objects.get().earned, PackageRecord.objects.get().interactions) == (90, 2)
    assert enrolled.pk


@pytest.mark.parametrize(
    "sent",
    [b"", b"[]", b'{"said": []}', b'{"sitting": 1, "number": 1, "interactions": 0, "said": {"cmi.suspend_data": 5}}',
     b'{"sitting": 1, "number": -1, "interactions": 0, "said": {}}', b'{"sitting": true, "number": 1, "said": {}}',
     json.dumps({"sitting": 1, "number": 1, "interactions": 0, "said": {"cmi.suspend_data": "x" * 5000}}).encode()],
)  # fmt: skip
def test_a_message_that_can_not_be_read_is_refused_and_changes_nothing(
    token: str, newskills: Company, sent: bytes
) -> None:
    ask(f"/{token}/kk/")
    answer = Client().post(f"/{token}/said", sent, "text/plain", headers={"host": PACKAGES})
    assert answer.status_code == 400
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        assert PackageRecord.objects.get().kept_at is None


def test_an_endless_message_is_not_even_read(token: str) -> None:
    ask(f"/{token}/kk/")
    assert tell(token, suspend_data="x" * 600_000) == 413


@pytest.mark.clause("3.3")
def test_who_only_looks_at_a_package_leaves_nothing(enrolled: Enrollment, newskills: Company) -> None:
    token = read_token(write_address(enrolled, looked_at=True))
    assert ask(f"/{token}/kk/").status_code == 200
    assert tell(token, suspend_data="a") == 204
    assert count_records(newskills) == 0


def test_files_come_as_they_lie_whole_or_in_ranges(token: str) -> None:
    page = ask(f"/{token}/files/index.html", **{"accept-encoding": "gzip, br"})
    assert (page["Content-Encoding"], page["Content-Type"]) == ("gzip", "text/html")
    assert gzip.decompress(body(page)).decode() == PAGE
    assert body(ask(f"/{token}/files/index.html")).decode() == PAGE
    film = f"/{token}/files/media/film.mp4"
    piece = ask(film, range="bytes=256-511", **{"accept-encoding": "gzip"})
    assert (piece.status_code, piece["Content-Range"]) == (206, f"bytes 256-511/{len(FILM)}")
    assert body(piece) == bytes(range(256))
    assert ask(film, range=f"bytes={len(FILM)}-").status_code == 416
    assert Client().head(film, headers={"host": PACKAGES})["Content-Length"] == str(len(FILM))


@pytest.mark.clause("3.3")
def test_what_runs_there_reaches_nothing_but_its_own_host(token: str) -> None:
    for path in (f"/{token}/kk/", f"/{token}/files/index.html"):
        answer = ask(path)
        policy = dict(one.split(" ", 1) for one in answer["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["frame-ancestors"] == "'self' http://lerna.kz"
        assert not {"allow-popups", "allow-top-navigation"} & set(policy["sandbox"].split())
        sources = " ".join(policy[name] for name in policy if name not in {"frame-ancestors", "sandbox"})
        assert set(sources.split()) <= {"'none'", "'self'", "data:", "blob:", "'unsafe-inline'", "'unsafe-eval'"}
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "camera=()" in answer["Permissions-Policy"]
        assert "X-Frame-Options" not in answer
        assert not answer.cookies
    assert ask(f"/{token}/files/index.html", **{"service-worker": "script"}).status_code == 404


@pytest.mark.clause("3.3")
@pytest.mark.parametrize(
    "path",
    ["/", "/kk/", "/policy/", "/account/", "/desk/", "/mailbox/", "/sitemap.xml", "/brand.css", "/static/look/look.js",
     "/static/cabinet/study.js", "/static/vendor/scorm-again/package.json", "/static/player/../look/look.js"],
)  # fmt: skip
def test_the_packages_host_has_no_page_and_no_file_of_ours(path: str) -> None:
    answer = ask(path)
    assert (answer.status_code, body(answer)) == (404, b"Not found\n")
    assert not answer.cookies


@pytest.mark.clause("3.3")
def test_the_sites_own_hosts_have_nothing_of_a_package(token: str) -> None:
    for host in (OURS, "www.lerna.kz", "a.packages.lerna.kz"):
        assert ask(f"/{token}/files/index.html", host).status_code == 404
        assert ask(f"/{token}/kk/", host).status_code == 404
        assert tell(token, host) == 404


@pytest.mark.parametrize("host", ["packages.kz", "packages.nobody.kz", "packages.", "packages"])
def test_packages_of_a_host_that_nobody_owns_are_nowhere(token: str, host: str) -> None:
    assert ask(f"/{token}/kk/", host).status_code == 404


@pytest.mark.clause("8.2")
def test_a_pass_of_one_company_is_none_at_the_other(token: str, newskills: Company, kerbez: Company) -> None:
    media = keep_file(company=kerbez, content=pack(), name="safety.zip", now=NOW)  # the very same package
    for path in (f"/{token}/kk/", f"/{token}/files/index.html"):
        assert ask(path, "packages.e-distant.kz").status_code == 404
    assert tell(token, "packages.e-distant.kz") == 404
    assert (media.size > 0, count_records(newskills)) == (True, 0)


def test_a_pass_that_was_changed_opens_nothing(token: str, newskills: Company) -> None:
    said, signature = token.split(".")
    for changed in (f"{said}.{signature[::-1]}", f"{said[:-4]}AAAA.{signature}", said, "x"):
        assert ask(f"/{changed}/kk/").status_code == 404
        assert ask(f"/{changed}/files/index.html").status_code == 404
        assert tell(changed) == 404
    assert count_records(newskills) == 0


def test_a_pass_ends_with_its_time_and_with_the_studies(
    token: str, enrolled: Enrollment, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(f"/{token}/kk/")
    monkeypatch.setattr(clock, "now", lambda: NOW + 2 * WINDOW)
    assert ask(f"/{token}/files/index.html").status_code == 404
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=1))
    leave_run(enrollment=enrolled, actor=Actor.PERSON, now=NOW)
    assert tell(token, suspend_data="a") == 404
    assert ask(f"/{token}/kk/").status_code == 404


@pytest.mark.parametrize(
    "name", ["../index.html", "..%2findex.html", "%2e%2e/index.html", "media", "media/", "nothing.js"]
)
def test_what_is_no_file_of_the_package_is_not_there(token: str, name: str) -> None:
    assert ask(f"/{token}/files/{name}").status_code == 404


def test_nobody_plays_in_a_language_that_there_is_not(token: str, newskills: Company) -> None:
    assert ask(f"/{token}/files/").status_code == 404
    assert ask(f"/{token}/de/").status_code == 404
    assert count_records(newskills) == 0
