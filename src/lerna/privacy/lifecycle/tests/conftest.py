"""A room that the software doesn't have: its table stands while a module's tests run. And a box that somebody ticks."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connections
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from lerna.companies.models import Company
from lerna.companies.queries import build_facts
from lerna.config.postgres import roles
from lerna.config.postgres.cluster import Cluster, read_or_make_secret
from lerna.kit import clock
from lerna.privacy.consents.contents import Occasion
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.consents.operations import give_consents
from lerna.privacy.consents.statement import build_statements
from lerna.privacy.lifecycle import datamap
from lerna.privacy.lifecycle.erasing.plan import make_plan
from lerna.privacy.lifecycle.tests.contacts import DATA_MAP, Contact
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import Source
from lerna.privacy.policy.operations import publish_version
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.subjects.access.sync import sync
from lerna.privacy.subjects.discovery import tables_by_name
from lerna.privacy.subjects.models import DataSubject

Agree = Callable[..., DataSubject]


@pytest.fixture(scope="module")
def contacts(cluster: Cluster, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[type[Contact]]:
    """Brings the table with its rights, and takes both away again."""
    del django_db_setup
    owner = connections["default"].copy(alias="default")
    owner.settings_dict |= {
        "USER": roles.OWNER,
        "PASSWORD": read_or_make_secret(cluster.folder.parent / roles.OWNER),
    }
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(datamap, "DATA_MAP", DATA_MAP, raising=False)
        _forget_tables()
        with override_settings(LERNA_DATABASE_ROLE="owner"), owner.schema_editor() as editor:
            editor.create_model(Contact)
        sync(owner)
        yield Contact
        with override_settings(LERNA_DATABASE_ROLE="owner"), owner.schema_editor() as editor:
            editor.delete_model(Contact)
        patch.undo()
        _forget_tables()
        sync(owner)
        owner.close()


def _forget_tables() -> None:
    tables_by_name.cache_clear()
    make_plan.cache_clear()


@pytest.fixture
def agree(newskills: Company) -> Agree:
    """Ticks the box of marketing for a person, in a form of this language."""
    publish_version(
        company=newskills,
        document=render_document(build_facts(newskills)),
        dated_on=newskills.policy_dated,
        source=Source.MODEL,
        now=clock.now(),
    )
    version = current_version(newskills)
    assert version
    occasion = Occasion(site="lerna", form="application", channel=Channel.SITE, hand=Hand.PERSON)

    def tick(subject: DataSubject, name: str, language: str = "ru") -> DataSubject:
        statements = build_statements(
            company=newskills, version=version, form=[Purpose.MARKETING], own=(), language=language
        )
        give_consents(subject=subject, statements=statements, occasion=occasion, person=name, now=clock.now())
        return subject

    return tick
