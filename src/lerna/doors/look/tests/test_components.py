"""Components: what they refuse, escape and say to a screen reader."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import translation

from lerna.doors.look.templatetags.look import external

DOORS = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _russian() -> Iterator[None]:
    with translation.override("ru"):
        yield


def render(markup: str, **context: object) -> str:
    return Template("{% load look %}" + markup).render(Context(context))


@pytest.mark.clause("3.4")
def test_a_link_to_another_s_site_is_marked_and_hands_nothing_on() -> None:
    html = external("https://adilet.zan.kz/rus/docs/Z1300000094", "94-V")
    assert 'rel="noopener external nofollow"' in html
    assert 'class="external-link"' in html
    assert "чужой сайт, там своя политика" in html
    with translation.override("kk"):
        assert "бөгде сайт" in external("https://adilet.zan.kz/")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "/policy/", "https://", "//evil.example"]
)
def test_a_link_that_leads_to_no_site_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="must lead to http"):
        external(address)


def test_words_are_escaped() -> None:
    html = render("{% badge words %}{% button words %}{% quote words words %}", words="<script>")
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 4


def test_what_a_block_holds_is_not_escaped_twice_nor_left_raw() -> None:
    html = render('{% alert "bad" title=words live=True %}<p>{{ words }}</p>{% endalert %}', words="a & b")
    assert html.count("a &amp; b") == 2
    assert "<p>" in html
    assert 'role="alert"' in html


class Letter(forms.Form):
    """One field of each kind."""

    email = forms.EmailField(label="E-mail", help_text="We answer there.")
    note = forms.CharField(widget=forms.Textarea, required=False)
    course = forms.ChoiceField(choices=[("a", "A")])
    ways = forms.MultipleChoiceField(
        label="By what?", help_text="Any of them.", widget=forms.CheckboxSelectMultiple,
        choices=[("post", "By post"), ("phone", "By phone")],
    )  # fmt: skip
    agree = forms.BooleanField()


def test_a_field_is_tied_to_its_help_and_its_error() -> None:
    html = render("{% field form.email %}", form=Letter({"email": "nobody"}))
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described
    assert described[1].split() == ["id_email-help", "id_email-error"]
    assert all(f'id="{name}"' in html for name in described[1].split())
    assert 'aria-invalid="true"' in html
    assert 'for="id_email"' in html


def test_a_field_without_help_or_error_is_described_by_nothing() -> None:
    html = render("{% field form.note %}", form=Letter())
    assert "aria-" not in html
    assert "(необязательно)" in html


def test_a_question_with_answers_is_tied_to_its_help_and_its_error_and_asked_once() -> None:
    html = render("{% choices form.ways %}", form=Letter({"email": "a@example.kz"}))
    described = re.search(r'<fieldset[^>]* aria-describedby="([^"]+)"', html)
    assert described
    assert described[1].split() == ["id_ways-help", "id_ways-error"]
    assert all(f'id="{name}"' in html for name in described[1].split())
    assert re.findall(r'<legend class="field-label">([^<]*)<', html) == ["By what?"]
    assert re.findall(r'type="checkbox" name="ways" value="(\w+)" id="(\w+)"', html) == [
        ("post", "id_ways_0"), ("phone", "id_ways_1"),
    ]  # fmt: skip
    assert [f'for="id_ways_{number}"' in html for number in range(2)] == [True, True]
    quiet = render('{% choices form.ways legend="How?" is_said=True %}', form=Letter())
    assert '<legend class="visually-hidden">How?</legend>' in quiet
    assert "-error" not in quiet


@pytest.mark.clause("4.1")
def test_a_box_to_agree_is_not_ticked_beforehand() -> None:
    html = render("{% consent %}{% field form.agree %}{% endconsent %}", form=Letter())
    assert 'type="checkbox"' in html
    assert "checked" not in html


def test_pages_of_a_list_name_the_one_that_is_open() -> None:
    html = render("{% pagination page %}", page=Paginator(range(50), 10).get_page(2))
    assert '<span aria-current="page">2</span>' in html
    assert 'rel="prev"' in html
    assert 'href="?page=3"' in html
    assert "<nav" not in render("{% pagination page %}", page=Paginator(range(5), 10).get_page(1))


def test_bars_are_a_table_that_reads_without_seeing_them() -> None:
    html = render('{% bars "Sums" "Month" "Sum" rows %}', rows=[("May", 4), ("June", 3), ("July", 0)])
    assert html.count('<th scope="row">') == html.count('aria-hidden="true"') == 3
    assert re.findall(r'width="([\d.]+)%" height', html)[1::2] == ["100.0", "75.0", "0.0"]
    assert re.findall(r'"number">(\d)<', html) == ["4", "3", "0"]
    assert "0.0%" in render('{% bars "Sums" "Month" "Sum" rows %}', rows=[("May", 0)])


def test_a_way_back_ends_with_this_page() -> None:
    html = render('{% breadcrumb "Home" "/" "Contacts" %}')
    assert '<a href="/">Home</a>' in html
    assert '<span aria-current="page">Contacts</span>' in html


def test_a_letter_s_subject_is_quoted() -> None:
    assert render('{{ "a@b.kz"|mailto:"Оқу & жұмыс" }}').startswith("mailto:a@b.kz?subject=%D0%9E")


def test_a_dialog_and_its_button_know_each_other() -> None:
    html = render('{% button "Open" opens="ask" %}{% dialog "ask" title="Sure?" %}<p>Yes</p>{% enddialog %}')
    assert html.count('popovertarget="ask"') == 2
    assert 'id="ask"' in html
    assert 'aria-labelledby="ask-title"' in html


def test_no_template_breaks_the_content_security_policy() -> None:
    for path in DOORS.rglob("templates/**/*.html"):
        text = path.read_text()
        assert not re.search(r'\sstyle="|\son[a-z]+="|<style|javascript:', text), path
        # What search engines read of a course is data, and no browser runs it (HTML, 4.12.1: data block).
        assert not re.search(r'<script(?![^>]*\b(?:src=|type="application/ld\+json"))', text), path


def test_a_way_back_that_wraps_begins_no_line_with_its_stroke() -> None:
    sheet = (Path(__file__).parents[1] / "static" / "look" / "components.css").read_text()
    assert ".breadcrumb li:not(:last-child)::after" in sheet
    assert ".breadcrumb li + li::before" not in sheet
