"""The commands that publish and print a policy, as a person types them."""

from collections.abc import Callable
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.utils import translation

from lerna.companies.models import Company
from lerna.privacy.policy.document import Document
from lerna.privacy.policy.document_json import document_to_json
from lerna.privacy.policy.importer.drafts import write_draft
from lerna.privacy.policy.models import PolicyVersion, Source
from lerna.privacy.policy.operations import publish_first_versions
from lerna.privacy.policy.queries import read_document

BuildDocument = Callable[..., Document]


def run(*arguments: str, language: str = "en") -> tuple[int, str]:
    out = StringIO()
    try:
        with translation.override(language):
            call_command("policy", *arguments, stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.mark.clause("11.4")
def test_it_publishes_the_draft(newskills: Company, build_document: BuildDocument) -> None:
    write_draft("newskills", build_document())
    code, said = run("publish", "--company", "newskills", "--date", "2024-02-29")
    assert code == 0
    version = PolicyVersion.objects.get()
    assert (version.company, version.dated_on, version.source) == (newskills, date(2024, 2, 29), Source.IMPORTED)
    assert read_document(version) == build_document()
    assert version.sha256 in said
    assert "Version 1 of newskills" in said


def test_it_publishes_the_model_text(newskills: Company) -> None:
    code, _ = run("publish", "--company", "newskills", "--model")
    version = PolicyVersion.objects.get()
    assert (code, version.source, version.dated_on) == (0, Source.MODEL, newskills.policy_dated)
    assert version.languages == ["ru", "kk", "en"]


def test_it_publishes_a_file(newskills: Company, tmp_path: Path) -> None:
    file = tmp_path / "policy.md"
    file.write_text("# Политика\n\n## 1. Общее\n\n1.1. Мы учим взрослых людей и бережём их данные.\n")
    code, _ = run("publish", "--company", "newskills", "--file", str(file))
    assert code == 0
    text = read_document(PolicyVersion.objects.get(company=newskills)).texts[0]
    assert [clause.number for clause in text.clauses()] == ["1.1"]


def test_it_refuses_the_same_text_again(newskills: Company) -> None:
    run("publish", "--company", newskills.slug, "--model")
    code, said = run("publish", "--company", newskills.slug, "--model")
    assert code == 1
    assert "version 1 already" in said
    assert PolicyVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("ru", ("уже опубликован как редакция 1", "раньше прежней", "ещё не наступила")),
        ("kk", ("1-редакция болып жарияланған", "бұрынғысынан ерте", "әлі келген жоқ")),
    ],
    ids=["ru", "kk"],
)
def test_it_refuses_in_the_language_of_the_terminal(
    language: str, sentences: tuple[str, ...], newskills: Company, build_document: BuildDocument
) -> None:
    run("publish", "--company", newskills.slug, "--model")
    said = [run("publish", "--company", newskills.slug, "--model", language=language)[1]]
    write_draft(newskills.slug, build_document())
    said += [
        run("publish", "--company", newskills.slug, "--date", day, language=language)[1]
        for day in ("1999-12-31", "2999-12-31")
    ]
    for refusal, sentence in zip(said, sentences, strict=True):
        assert sentence in refusal
        assert "version" not in refusal


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--company", "nobody", "--model"), "no company “nobody”"),
        (("--company", "newskills"), "Nothing was imported"),
        (("--company", "newskills", "--file", "/nowhere/policy.txt"), "policy.txt"),
    ],
)
def test_it_says_what_is_missing(arguments: tuple[str, ...], sentence: str, newskills: Company) -> None:
    code, said = run("publish", *arguments)
    assert code == 2
    assert sentence in said
    assert not newskills.policy_versions.exists()


def test_it_says_that_a_draft_is_damaged(newskills: Company, settings: LazySettings) -> None:
    draft = Path(settings.LERNA_VAR) / "policies" / f"{newskills.slug}.json"
    draft.parent.mkdir()
    draft.write_text(document_to_json(Document(()))[:-1])
    assert run("publish", "--company", newskills.slug)[0] == 2
    assert not PolicyVersion.objects.exists()


def test_it_prints_the_model_text() -> None:
    code, said = run("render", "--company", "newskills", "--language", "kk")
    assert code == 0
    assert "210140019844" in said
    assert "7.1" in said
    assert "{{" not in said


def test_it_prints_nothing_for_a_stranger() -> None:
    code, said = run("render", "--company", "nobody", "--language", "kk")
    assert code == 2
    assert "nobody.toml" in said


@pytest.mark.clause("11.4")
@pytest.mark.django_db
def test_the_first_run_publishes_both_seeds(
    companies: dict[str, Company], now: datetime, shared_dir: Path, settings: LazySettings
) -> None:
    settings.LERNA_SHARED = shared_dir
    first = publish_first_versions(now=now)
    assert [(version.company.slug, version.number, version.source, version.dated_on) for version in first] == [
        ("kerbez-agy", 1, Source.IMPORTED, date(2024, 1, 3)),
        ("newskills", 1, Source.IMPORTED, date(2023, 8, 31)),
    ]
    assert all(version.languages == ["ru", "kk"] for version in first)
    assert all(companies[version.company.slug].bin in version.document for version in first)
    assert publish_first_versions(now=now) == ()


def test_the_first_run_takes_the_model_text_where_there_is_no_seed(
    companies: dict[str, Company], now: datetime, tmp_path: Path, settings: LazySettings
) -> None:
    settings.LERNA_SHARED = tmp_path
    first = publish_first_versions(now=now)
    assert [version.source for version in first] == [Source.MODEL] * len(companies)
    assert all(companies[version.company.slug].bin in version.document for version in first)
