"""Across companies by every door: whoever stands at KERBEZ's site, no address shows or changes anything of Newskills'.

Addresses are read from the urls, and each place in them is tried with every number and token of Aigerim's. So a page
that comes is tried without a word here.
"""

import base64
import html
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path

from lerna.accounts.codes import enter_code
from lerna.accounts.models import Code, SignIn, User
from lerna.accounts.operations import Stated, open_sign_in, sign_up
from lerna.accounts.roles import load_roles
from lerna.accounts.staff import add_staff
from lerna.accounts.tests.conftest import companies, read_code, tick  # noqa: F401 -- fixtures
from lerna.companies.models import Company
from lerna.doors.cabinet import views_enter
from lerna.doors.look.guards.evenly import evenly
from lerna.kit import clock
from lerna.privacy.consents.models import Consent
from lerna.privacy.consents.tokens import sign_act
from lerna.privacy.evidence.models import Entry
from lerna.privacy.letters.models import Letter
from lerna.privacy.letters.sweep import deliver_due
from lerna.privacy.letters.wire.addresses import make_stop_token
from lerna.privacy.lifecycle.erasing.people import acting_for
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.crypto.providers import FileKeys
from lerna.privacy.subjects.discovery import db_table, list_tables
from lerna.privacy.subjects.keys.operations import destroy_data_keys
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.processing import NoPurposeError, processing
from lerna.sales.leads.models import Lead
from lerna.sales.leads.operations import Application, receive_application

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NEWSKILLS, KERBEZ = "lerna.kz", "e-distant.kz"
QURALAY = Stated(name="Құралай", surname="Әбдіқадырова", email="quralay@example.kz", phone="+77015550199")
BORIS = Stated(name="Борис", surname="Семёнов", email="boris@example.kz", phone="+77019876543")
COMMENT = "Ағылшын тілін үйренгім келеді"
_PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass(frozen=True)
class Known:
    """What somebody could know of Quralay's and try: numbers of her rows, tokens of her letters and addresses."""

    subject: DataSubject
    numbers: tuple[str, ...]
    tokens: tuple[str, ...]
    cookie: str

    def fill(self, route: str) -> Iterator[str]:
        """Every address of this route that something of hers makes."""
        kinds = {kind for kind, _ in _PLACE.findall(route)}
        if "uuid" in kinds:
            values = self.numbers  # nothing else is an address there
        elif "int" in kinds:
            values = ("1",)
        else:
            values = (*self.numbers, *self.tokens, "1", "marketing") if kinds else ("",)
        return (_PLACE.sub(value, route) for value in values)


def list_routes(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from list_routes(pattern.url_patterns, route)
        else:
            yield route


PERSONAL = tuple(db_table(table.model) for table in list_tables())
ROUTES = tuple(list_routes(get_resolver().url_patterns))


def join(company: Company, stated: Stated, code: object, *own: Purpose) -> User:
    now = clock.now()
    site = company.sites.order_by("place")[0]
    key = sign_up(site=site, stated=stated, statements=tick(company, *own), language="ru", now=now)
    return enter_code(company=company, key=key, typed=code(company, stated.email), now=now)  # type: ignore[operator]


@pytest.fixture
def published(companies: dict[str, Company], monkeypatch: pytest.MonkeyPatch) -> dict[str, Company]:  # noqa: F811
    """On a machine where answers aren't held back."""
    monkeypatch.setattr(f"{evenly.__module__}.WHILE", 0.0)
    return companies


@pytest.fixture
def quralay(published: dict[str, Company], read_code: object) -> Known:  # noqa: F811
    """Has an account at Newskills, applied there, agreed to marketing; her letters have been sent."""
    company = published["newskills"]
    user = join(company, QURALAY, read_code, Purpose.MARKETING)
    now = clock.now()
    application = Application(
        name=QURALAY.name, surname=QURALAY.surname, email=QURALAY.email, phone=QURALAY.phone, comment=COMMENT
    )
    site = company.sites.get(host=NEWSKILLS)
    statements = tuple(one for one in tick(company, Purpose.CONSULTING) if one.purpose is Purpose.CONSULTING)
    receive_application(site=site, application=application, statements=statements, now=now)
    cookie = open_sign_in(user=user, device="Firefox", now=now)
    assert list(deliver_due(now=now))
    return Known(user.subject, *read_numbers(company, user.subject), cookie)


def read_numbers(company: Company, subject: DataSubject) -> tuple[tuple[str, ...], tuple[str, ...]]:
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        consents = list(Consent.objects.order_by("pk"))
        letters = [letter.pk for letter in Letter.objects.defer("address", "context").order_by("pk")]
    with processing(Purpose.CONSULTING, company=company, reason="test"):
        lead = Lead.objects.get()
    with processing(Purpose.SECURITY, company=company, reason="test"):
        rows = [lead, User.objects.get(), *SignIn.objects.all(), *Code.objects.all()]
    numbers = (subject.pk, consents[0].pk, consents[0].act, letters[0], *(row.pk for row in rows))
    tokens = (
        *(sign_act(act) for act in {consent.act for consent in consents}),
        make_stop_token(letters[0], company.pk),
        views_enter.make_code_address(lead.pk).rpartition("/account/code/")[2].strip("/"),
    )
    return tuple(map(str, numbers)), tokens


@pytest.fixture
def browsers(published: dict[str, Company], read_code: object, quralay: Known) -> dict[str, Client]:  # noqa: F811
    """At KERBEZ: a stranger, Quralay with her cookie of the other company, Boris, and staff in every role."""
    company, now = published["kerbez-agy"], clock.now()
    people = {"boris": join(company, BORIS, read_code)}
    for role in load_roles():
        people[role] = add_staff(company=company, role=role, name="Вера", email=f"vera-{role}@example.kz", now=now)
    cookies = {who: open_sign_in(user=user, device="Firefox", now=now) for who, user in people.items()}
    with processing(Purpose.SECURITY, company=company, reason="the second factor was shown"):
        SignIn.objects.update(proven_at=now)
    found = {"stranger": Client()}
    for who, cookie in (cookies | {"quralay": quralay.cookie}).items():
        found[who] = Client()
        found[who].cookies["lerna"] = cookie
    return found


def read_all(company: Company, known: Known, *, tables: Collection[str] = PERSONAL) -> dict[str, object]:
    """Her rows in these tables as they stand, and what the company's evidence says."""
    hashes = [
        f"select '{name}', md5(string_agg(t::text, ',' order by id)) from {name} t"  # noqa: S608 -- our own
        for name in PERSONAL if name in tables
    ]  # fmt: skip
    rows: dict[str, object] = {}
    if hashes:
        with acting_for(company, [known.subject.pk]) as cursor:
            cursor.execute(" union all ".join(hashes))
            rows = dict(cursor.fetchall())
    return rows | {"evidence": Entry.objects.filter(company=company).count()}


def count_written() -> Counter[str]:
    """By table, the rows that this transaction has added, changed or taken away so far: also those it took back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables"
            " where n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return Counter(dict(cursor.fetchall()))


def find_shown(content: bytes) -> list[str]:
    """What of hers the answer shows."""
    page = html.unescape(content.decode(errors="replace")).casefold()
    needles = (QURALAY.name, QURALAY.surname, QURALAY.email, QURALAY.phone, "555 01 99", COMMENT)
    return [needle for needle in needles if needle.casefold() in page]


def list_answers(
    client: Client, host: str, known: Known, *, routes: tuple[str, ...] = ROUTES, **form: str
) -> Iterator[tuple[str, HttpResponse]]:
    """What each address answers to this browser; to a form where there is one. Nothing of it stays."""
    cookies = deepcopy(client.cookies)
    for route in routes:
        for address in known.fill(route):
            with transaction.atomic():
                if form:
                    response = client.post(address, form, headers={"host": host})
                else:
                    response = client.get(address, headers={"host": host})
                yield address, response
                transaction.set_rollback(True)
            client.cookies = deepcopy(cookies)  # who logged out is in again


# Roles differ at the desk alone; what is everybody's the first three have walked.
WALKS = dict.fromkeys(("stranger", "quralay", "boris"), ROUTES) | dict.fromkeys(
    load_roles(), tuple(route for route in ROUTES if "desk/" in route)
)


@pytest.mark.clause("8.2")
@pytest.mark.clause("8.3")
@pytest.mark.parametrize("who", WALKS)
def test_no_page_of_one_company_shows_anything_of_the_others_people(
    browsers: Mapping[str, Client], quralay: Known, who: str
) -> None:
    for address, response in list_answers(browsers[who], KERBEZ, quralay, routes=WALKS[who]):
        assert find_shown(response.getvalue()) == [], address


@pytest.mark.clause("8.2")
@pytest.mark.clause("8.3")
@pytest.mark.parametrize("who", WALKS)
def test_no_form_of_one_company_changes_anything_of_the_others_people(
    published: dict[str, Company], browsers: Mapping[str, Client], quralay: Known, who: str
) -> None:
    names = ("sign_in", "account", "subject", "person", "consent", "letter", "lead", "request", "id", "code")
    form = dict(zip(names, (*quralay.numbers, *quralay.numbers), strict=False)) | {"purpose": "all", "set": "off"}
    before, written, forms_that_wrote = read_all(published["newskills"], quralay), count_written(), 0
    for address, response in list_answers(browsers[who], KERBEZ, quralay, routes=WALKS[who], **form):
        assert find_shown(response.getvalue()) == [], address
        if tables := count_written() - written:
            now = read_all(published["newskills"], quralay, tables=tables)
            assert now == {name: before[name] for name in now}, address
            written, forms_that_wrote = written + tables, forms_that_wrote + 1
    assert forms_that_wrote or who in {"stranger", "quralay"}, "else nothing was compared"


def test_the_same_walk_at_home_shows_her_what_is_hers(quralay: Known) -> None:
    """Else the walks above would find nothing because they look for nothing."""
    client = Client()
    client.cookies["lerna"] = quralay.cookie
    shown = {
        address for address, response in list_answers(client, NEWSKILLS, quralay)
        if find_shown(response.getvalue())
    }  # fmt: skip
    assert {"/account/", "/account/details/", f"/mailbox/{quralay.numbers[3]}/"} <= shown


def leak(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """A view that forgot to say why."""
    return HttpResponse(str([profile.name for profile in Profile.objects.all()]))


urlpatterns = [path("leak/", leak)]


@pytest.mark.clause("8.2")
@override_settings(ROOT_URLCONF=__name__)
def test_a_view_that_names_no_purpose_touches_no_personal_table(quralay: Known) -> None:
    assert quralay.subject.pk
    with pytest.raises(NoPurposeError, match="Profile holds personal data"):
        Client().get("/leak/", headers={"host": NEWSKILLS})
    page = Client(raise_request_exception=False).get("/leak/", headers={"host": NEWSKILLS})
    assert page.status_code == 500
    assert find_shown(page.content) == []


def lose_companys_key(known: Known) -> None:
    assert known
    FileKeys().path("newskills").unlink()


def swap_companys_key(known: Known) -> None:
    lose_companys_key(known)
    FileKeys().make("newskills")


def lose_her_key(known: Known) -> None:
    destroy_data_keys(company=known.subject.company, subjects=[known.subject.pk])


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("lose", [lose_companys_key, swap_companys_key, lose_her_key])
def test_a_wrong_or_missing_key_breaks_the_page_and_shows_nothing_in_the_values_stead(
    quralay: Known, lose: Callable[[Known], None]
) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["lerna"] = quralay.cookie
    before = client.get("/account/", headers={"host": NEWSKILLS})
    lose(quralay)
    with processing(Purpose.LEARNING, company=quralay.subject.company, reason="what stands in the row"):
        sealed = Profile.objects.get(subject=quralay.subject).__dict__["name"]
    after = client.get("/account/", headers={"host": NEWSKILLS})
    assert (before.status_code, after.status_code) == (200, 500)
    assert str(sealed) == "•••"
    for shown in ("•••", sealed.raw.hex(), base64.b64encode(sealed.raw).decode(), repr(sealed.raw)):
        assert shown not in after.content.decode()
