"""The nightly verify: a ledger that somebody changed is an incident by morning."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connections

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.config.postgres.cluster import Cluster
from lerna.kit import clock
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.incidents.jobs import verify_evidence
from lerna.privacy.incidents.models import Incident, Nature, State
from lerna.privacy.incidents.queries import describe_finding
from lerna.privacy.subjects.crypto.providers import key_provider


@pytest.fixture
def newskills(committed: None) -> Company:  # noqa: ARG001 -- verifying reads what is committed
    load_companies(files=sorted((Path(django_settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=clock.now())
    key_provider().make("newskills")
    company = Company.objects.get(slug="newskills")
    for _ in range(3):
        record(company=company, operation=Operation.STORE, clause="2.4", actor=Actor.JOB, now=clock.now())
    return company


@pytest.mark.clause("8.3", "11.1")
def test_a_ledger_that_was_changed_is_an_incident(
    newskills: Company, cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify_evidence(company=newskills, now=clock.now()) == ()
    assert not Incident.objects.exists()
    with cluster.connect(str(connections["default"].settings_dict["NAME"])) as intruder:
        intruder.execute("set session_replication_role = replica")
        intruder.execute("update evidence_entry set line = replace(line, 'store', 'use') where operation = 'store'")
    call_command("incident", "verify", "--company", "newskills")
    incident = Incident.objects.get()
    assert (incident.signal, incident.nature, incident.state) == ("evidence-mismatch", Nature.INTEGRITY, State.FOUND)
    assert "found things that are wrong" in describe_finding(incident, "en")
    assert incident.number in capsys.readouterr().out
