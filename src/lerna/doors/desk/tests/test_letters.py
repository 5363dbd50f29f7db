"""A letter that a machine didn't understand: an officer says what it demands, or that it demands nothing."""

import pytest

from lerna.doors.desk.tests.conftest import log_in, open_page
from lerna.doors.desk.tests.test_requests import OFFICER, QUEUE, ask, look, post, state_of
from lerna.privacy.requests.models import Kind, State

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.clause("6.4")
def test_an_officer_says_what_a_letter_demands() -> None:
    request, client = ask(Kind.UNCLEAR), log_in(OFFICER)
    page = open_page(client, f"{QUEUE}{request.number}/")[1]
    assert "Что требуется в этом письме?" in page
    before = state_of(request)
    for kind in ("", "unclear", "nonsense"):
        assert post(client, request, "name", **{"name-kind": kind}).status_code == 200
        assert state_of(request) == before, kind
    assert post(client, request, "name", **{"name-kind": "transfers"}).status_code == 302
    assert (look(request).kind, look(request).state) == (Kind.TRANSFERS, State.RECEIVED)
    page = open_page(client, f"{QUEUE}{request.number}/")[1]
    assert "Что требуется в этом письме?" not in page
    assert "Сотрудник разобрался, что требуется" in page
    assert post(client, request, "name", **{"name-kind": "erasure"}).status_code == 409
    assert look(request).kind == Kind.TRANSFERS


@pytest.mark.clause("6.4")
def test_where_nothing_is_demanded_it_is_refused_whoever_sent_it() -> None:
    request, client = ask(Kind.UNCLEAR), log_in(OFFICER)
    assert post(client, request, "refuse", **{"refuse-ground": "another-person"}).status_code == 200
    assert look(request).state == State.RECEIVED
    assert post(client, request, "refuse", **{"refuse-ground": "no-demand"}).status_code == 302
    assert (look(request).state, look(request).ground) == (State.REFUSED, "no-demand")
