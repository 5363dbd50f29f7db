"""Lint: one small policy that is right, and the same with one thing wrong at a time."""

import json
from dataclasses import replace
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from lerna.companies.facts import CompanyFacts
from lerna.privacy.policy.importer.recognize import recognize
from lerna.privacy.policy.importer.source import Source
from lerna.privacy.policy.lint.finding import Finding
from lerna.privacy.policy.lint.rules import RULES, lint
from lerna.privacy.policy.lint.subject import (
    UnknownCompanyError,
    build_subject,
    find_company,
    guess_company,
    load_companies,
)
from lerna.privacy.policy.management.commands.policy import Command

RUSSIAN = """ПОЛИТИКА ШКОЛЫ

1. Кто мы

1.1. Эту политику ведёт ТОО «Ньюскилз», БИН 210140019844, адрес: Республика Казахстан, 050040, город Алматы, \
Бостандыкский район, улица Тимирязева, 28В, офис 803 (далее – Школа).

1.2. Под «Сайтом» понимается любой из веб-сайтов lerna.kz, skillbox.kz, geekbrains.kz.

1.3. Школа соблюдает Закон № 94-V от 21 мая 2013 года. Политика обновлена 31.08.2023.

2. Что мы делаем

2.1. Школа спрашивает:

(а) имя;

(б) почту.

2.2. Неточные данные Школа исправляет за 1 рабочий день и хранит их не дольше 3 лет.

2.3. Пишите нам, e-mail: info@lerna.kz.
"""
KAZAKH = """МЕКТЕП САЯСАТЫ

1. Біз кімбіз

1.1. Бұл саясатты «Ньюскилз» ЖШС жүргізеді, БСН 210140019844, мекенжайы: Қазақстан Республикасы, 050040, \
Алматы қаласы, Бостандық ауданы, Тимирязев көшесі, 28В, 803-кеңсе (бұдан әрі – Мектеп).

1.2. «Сайт» деп мына веб-сайттардың кез келгенін айтамыз: lerna.kz, skillbox.kz, geekbrains.kz.

1.3. Мектеп 2013 жылғы 21 мамырдағы № 94-V Заңды сақтайды. Саясат 2023 жылғы 31 тамызда жаңартылды.

2. Біз не істейміз

2.1. Мектеп мыналарды сұрайды:

(а) атыңызды;

(ә) поштаңызды.

2.2. Дәл емес деректерді Мектеп 1 жұмыс күнінде түзетеді және оларды 3 жылдан артық сақтамайды.

2.3. Бізге жазыңыз, e-mail: info@lerna.kz.
"""


EVERYONE = cache(load_companies)


@pytest.fixture(scope="module")
def companies() -> tuple[CompanyFacts, ...]:
    return EVERYONE()


def findings_in(text: str, companies: tuple[CompanyFacts, ...], slug: str = "newskills") -> tuple[Finding, ...]:
    document = recognize(Source(text, "txt")).document
    return lint(build_subject(document, find_company(companies, slug), companies))


def test_a_right_policy_has_no_findings(companies: tuple[CompanyFacts, ...]) -> None:
    assert findings_in(f"{RUSSIAN}\n{KAZAKH}", companies) == ()


RUSSIAN_SLIPS = [
    ("wrong-company", "1.1", "ТОО «Ньюскилз»", "ТОО «KERBEZ Agy»"),
    ("wrong-company", "1.1", "ТОО «Ньюскилз»", "ТОО «Парус»"),
    ("bin", "1.1", "210140019844", "210140019845"),
    ("bin", "1.1", "210140019844", "181040018713"),
    ("missing-fact", "1.1", ", БИН 210140019844", ""),
    ("missing-fact", "1.1", "e-mail: info@lerna.kz", "если захотите"),
    ("address", "1.1", "офис 803", "офис 804"),
    ("address", "1.1", "050040", "050041"),
    ("missing-site", "1.2", "lerna.kz, skillbox", "skillbox"),
    ("foreign-host", "1.2", "любой из веб-сайтов", "любой из веб-сайтов e-distant.kz,"),
    ("law-reference", "1.3", "94-V", "94-В"),
    ("figures", "1.3", "2013", "2014"),
    ("policy-date", "1.3", "31.08.2023", "30.08.2023"),
    ("malformed-email", "2.3", "info@lerna.kz", "info@ lerna.kz"),
    ("malformed-email", "2.3", "info@lerna.kz", "lerna"),
    ("foreign-email", "2.3", "info@lerna.kz", "info@e-distant.kz"),
    ("foreign-email", "2.3", "info@lerna.kz", "info@lerna.example"),
    ("contacts", "2.3", "info@lerna.kz", "hello@lerna.kz"),
    ("gap", "2.4", "2.3. Пишите", "2.4. Пишите"),
    ("missing-clause", "2.3", "2.3. Пишите", "2.4. Пишите"),
    ("double", "2.2", "2.3. Пишите", "2.2. Пишите"),
    ("section-number", "2", "2. Что мы", "3. Что мы"),
    ("list-letters", "2.1", "(а) имя", "(в) имя"),
    ("list-letters", "2.1", "(б) почту", "(г) почту"),
    ("item-count", "2.1", "(б) почту.", "(б) почту;\n\n(в) телефон."),
    ("mixed-alphabet", "2.1-а", "имя", "имyя"),
    ("slow-correction", "2.2", "1 рабочий день", "7 (семь) рабочих дней"),
    ("long-term", "2.2", "3 лет", "5 лет"),
    ("wrong-identity-number", "2.1-б", "почту", "ИНН"),
    ("use-is-consent", "2.3", "Пишите нам", "Использование Сайта означает согласие. Пишите нам"),
    ("giving-is-consent", "2.3", "Пишите нам", "Предоставляя свои данные, ученик соглашается. Пишите нам"),
    ("silence-is-acceptance", "2.3", "Пишите", "Продолжение использования Сайта означает принятие правил. Пишите"),
]
KAZAKH_SLIPS = [
    ("wrong-company", "1.1", "«Ньюскилз» ЖШС", "«KERBEZ Agy» ЖШС"),
    ("name-spelling", "1.1", "«Ньюскилз» ЖШС", "«Ньюскилз Плюс» ЖШС"),
    ("address", "1.1", "803-кеңсе", "903-кеңсе"),
    ("slow-correction", "2.2", "1 жұмыс күнінде", "7 (жеті) жұмыс күнінде"),
    ("long-term", "2.2", "3 жылдан", "4 жылдан"),
    ("use-is-consent", "2.3", "Бізге", "Сайтты пайдалану келісім бергенін білдіреді. Бізге"),
    ("silence-is-acceptance", "2.3", "Бізге", "Сайтты пайдалануды жалғастыру қабылдау болып саналады. Бізге"),
    ("section-number", "1", "1. Біз кімбіз", "11. Біз кімбіз"),
    ("clause-number", "2.2", "2.2. Дәл", "12.2. Дәл"),
]


@pytest.mark.parametrize(
    ("language", "slip"), [*(("ru", slip) for slip in RUSSIAN_SLIPS), *(("kk", slip) for slip in KAZAKH_SLIPS)]
)
def test_one_slip_is_found_by_name(
    companies: tuple[CompanyFacts, ...], language: str, slip: tuple[str, str, str, str]
) -> None:
    rule, clause, right, wrong = slip
    russian = RUSSIAN.replace(right, wrong, 1) if language == "ru" else RUSSIAN
    kazakh = KAZAKH.replace(right, wrong, 1) if language == "kk" else KAZAKH
    found = findings_in(f"{russian}\n{kazakh}", companies)
    assert (rule, clause) in {(finding.rule, finding.clause) for finding in found}
    assert all(finding.quote and finding.sentence and finding.remedy for finding in found)


def test_an_address_is_written_in_one_way(companies: tuple[CompanyFacts, ...]) -> None:
    again = (
        "Наш адрес: Республика Казахстан, 050040, город Алматы, Бостандыкский район, улица Темирязева, 28В, офис 803."
    )
    found = findings_in(f"{RUSSIAN}\n2.4. {again}\n", companies)
    assert [(finding.rule, finding.clause) for finding in found] == [("address-spelling", "2.4")]


def test_an_item_that_slid_inside_another_is_named(companies: tuple[CompanyFacts, ...]) -> None:
    right = (
        "1. Дом\n\n1.1. Гость этого дома вправе:\n\n(а) войти:\n\n1) утром;\n\n2) днём;\n\n(б) уйти, когда захочет.\n"
    )
    slid = (
        "1. Үй\n\n1.1. Қонақ мынаған құқылы:\n\n(а) кіруге:\n\n1) таңертең;\n\n2) түсте;\n\n"
        "3) қалаған кезінде кетуге.\n"
    )
    (finding,) = (one for one in findings_in(f"{right}\n{slid}", companies) if one.rule == "item-count")
    assert (finding.language, finding.clause) == ("kk", "1.1-а")
    assert "(б)" in finding.sentence


def test_the_date_follows_the_companys_file(companies: tuple[CompanyFacts, ...]) -> None:
    newer = tuple(replace(company, policy_dated=date(2026, 11, 21)) for company in companies)
    assert {finding.rule for finding in findings_in(RUSSIAN, newer)} == {"policy-date"}


def test_the_company_is_the_one_that_the_text_speaks_for(companies: tuple[CompanyFacts, ...]) -> None:
    document = recognize(Source(RUSSIAN, "txt")).document
    assert guess_company(document, companies).company.slug == "newskills"
    with pytest.raises(UnknownCompanyError):
        guess_company(recognize(Source("1. Дом\n\n1.1. Дом стоит.", "txt")).document, companies)
    with pytest.raises(UnknownCompanyError):
        find_company(companies, "nobody")


@given(
    st.lists(
        st.sampled_from([*RUSSIAN.split(), *KAZAKH.split(), "\n\n", "1.1.", "(в)", "3)", "№ 94-", "@"]), max_size=60
    )
)
@settings(deadline=None)
def test_no_text_breaks_a_rule(words: list[str]) -> None:
    everyone = EVERYONE()
    document = recognize(Source(" ".join(words).replace(" \n\n ", "\n\n"), "txt")).document
    for finding in lint(build_subject(document, everyone[0], everyone)):
        assert finding.sentence


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.__name__ for rule in RULES}) == len(RULES)
    assert all(rule.__doc__ for rule in RULES)


def run_lint(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("policy", "lint", *arguments, stdout=out)
    except SystemExit as leaving:
        return int(str(leaving.code)), out.getvalue()
    return 0, out.getvalue()


def test_the_command_says_whose_policy_it_is_and_exits_by_what_it_found(tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_text(RUSSIAN)
    with translation.override("en"):
        code, said = run_lint(str(path))
        assert (code, said.splitlines()[0].split(",")[0]) == (0, "Whose policy: newskills")
        path.write_text(RUSSIAN.replace("210140019844", "210140019845", 1))
        code, said = run_lint(str(path))
        assert code == 1
        assert "1.1  [bin]" in said


def test_the_command_speaks_json(tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_text(RUSSIAN.replace("офис 803", "офис 8"))
    code, said = run_lint(str(path), "--company", "newskills", "--json")
    report = json.loads(said)
    assert (code, report["company"], report["votes"]) == (1, "newskills", None)
    assert {finding["rule"] for finding in report["findings"]} == {"address"}


@pytest.mark.parametrize("arguments", [["none.txt"], ["--model", "--company", "nobody"], []])
def test_the_command_says_what_it_cannot_read(arguments: list[str]) -> None:
    code, said = run_lint(*arguments)
    assert code == 2
    assert said.strip()


def test_a_text_without_clauses_is_not_called_clean(tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_text(" \n")
    code, said = run_lint(str(path), "--company", "newskills")
    assert code == 2
    assert said.strip()
    path.write_text("hello")
    assert run_lint(str(path), "--company", "newskills")[0] == 1


@pytest.mark.parametrize("company", ["kerbez-agy", "newskills"])
def test_the_model_text_has_no_findings(company: str) -> None:
    assert run_lint("--model", "--company", company)[0] == 0


@pytest.mark.django_db
def test_without_a_published_text_the_model_is_linted() -> None:
    assert run_lint("--company", "newskills")[0] == 0


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        (["lint", "policy.txt"], False),
        (["lint", "policy.txt", "--company", "newskills"], False),
        (["lint", "--company", "newskills"], True),
        (["lint", "--company", "newskills", "--model"], False),
        (["import", "policy.txt", "--company", "newskills"], False),
        (["publish", "--company", "newskills"], True),
    ],
)
def test_a_database_is_started_only_for_a_published_text(words: list[str], needed: bool) -> None:  # noqa: FBT001 -- a case
    assert Command.needs_database(words) is needed
