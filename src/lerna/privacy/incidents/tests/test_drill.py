"""A drill runs whole, is marked everywhere, and touches nobody real; the nightly verify finds what was changed."""

import json
import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.models import Entry
from lerna.privacy.incidents.drill import run_drill
from lerna.privacy.incidents.models import Incident, State
from lerna.privacy.incidents.queries import read_file
from lerna.privacy.incidents.tests.conftest import letters_to, steps_of
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=False)

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
WHOLE = [
    "found", "scoped", "staff-told", "blocked", "measure", "measure", "assessed", "telling", "told", "reported",
    "unblocked", "closed",
]  # fmt: skip


@pytest.mark.clause("8.3", "11.1")
def test_a_drill_runs_whole_and_says_everywhere_that_it_is_one(
    newskills: Company, vera: DataSubject, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before = set(Entry.objects.values_list("pk", flat=True))
    call_command("incident", "drill", "--company", "newskills", "--notice", str(tmp_path))
    incident = Incident.objects.get(company=newskills)
    assert (incident.state, incident.is_drill, incident.told) == (State.CLOSED, True, 3)
    assert steps_of(incident) == WHOLE
    said = capsys.readouterr().out
    assert "LI-" in said
    assert "(DRILL), closed" in said
    assert "Letters sent: 3. Notices prepared: ru, kk, en." in said
    new = [json.loads(entry.line) for entry in Entry.objects.exclude(pk__in=before)]
    own = [line for line in new if line["clause"] == "11.1" or line["operation"] == "look"]
    assert own
    assert all(line["details"]["drill"] for line in own)
    for language, mark in (("ru", "УЧЕНИЯ."), ("kk", "ОҚУ-ЖАТТЫҒУ."), ("en", "DRILL.")):
        assert mark in next(tmp_path.glob(f"*-{language}.html")).read_text()
    assert letters_to(vera) == ["incident-found"]


@pytest.mark.clause("11.1")
def test_a_drill_leaves_nobody_behind_and_touches_nobody(newskills: Company, aigerim: DataSubject) -> None:
    run_drill(company=newskills, clock=clock.now)
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        assert [(one.pk, one.blocked_at) for one in DataSubject.objects.all()] == [(aigerim.pk, None)]
    assert letters_to(aigerim) == []


def test_a_drill_in_production_sends_letters_only_where_it_is_told_to(
    newskills: Company, vera: DataSubject, settings: LazySettings
) -> None:
    settings.IN_PRODUCTION = True
    silent = run_drill(company=newskills, clock=clock.now)
    assert (silent.letters, letters_to(vera)) == (0, [])
    assert steps_of(silent.incident) == WHOLE
    told = run_drill(company=newskills, clock=clock.now, writes=True)
    assert letters_to(vera) == ["incident-found"]
    assert told.incident.told == 3


def test_the_register_is_printed_without_names(newskills: Company, capsys: pytest.CaptureFixture[str]) -> None:
    incident = run_drill(company=newskills, clock=clock.now).incident
    call_command("incident", "list")
    call_command("incident", "show", incident.number, "--company", "newskills", "--people")
    call_command("incident", "watch", "--dry-run")
    call_command("incident", "remind", "--dry-run")
    call_command("incident", "tell", "--dry-run")
    said = capsys.readouterr().out
    assert "72 hours (GDPR, art. 33)" in said
    assert "3 people, 200 records" in said
    assert "@" not in said
    assert len(re.findall(rf"^{UUID}$", said, re.MULTILINE)) == 3, "whom it concerned, as numbers"
    assert read_file(newskills, incident.pk).incident.closed_at
