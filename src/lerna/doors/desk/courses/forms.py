"""Forms of a course's page and outline. Lists are written a line for each thing."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lerna.companies.models import Site
from lerna.doors.look.consent_form import read_language
from lerna.school.blocks.course import Answered, Grading
from lerna.school.blocks.stored import read_value
from lerna.school.catalogue.authoring.pages import CoursePage
from lerna.school.catalogue.models import TITLE_LENGTH, Course, Direction

KEY_HELP = _("Small Latin letters, digits and hyphens; it stands in the address and isn't changed later.")
_LONGEST_LIST = 30
_MOST_HOURS, _MOST_WEEKS = 2000, 200
_ANSWER = "="


def key_field(label: Any) -> forms.RegexField:  # noqa: ANN401 -- a lazy text
    """A key of the folder format."""
    return forms.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        label=label,
        max_length=80,
        help_text=KEY_HELP,
        error_messages={"invalid": KEY_HELP},
    )


class NewCourseForm(forms.Form):
    """A course begins with a title, an address and a language of teaching."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    key = key_field(_("Address"))
    language = forms.ChoiceField(label=_("Language of teaching"), choices=settings.LANGUAGES)


class NewPartForm(forms.Form):
    """A section or a lesson."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    key = key_field(_("Address"))


class SectionForm(forms.Form):
    """How a section is called, and when it opens."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    opens_after_days = forms.IntegerField(
        label=_("Opens so many days after the start"), min_value=0, max_value=1000, required=False,
        help_text=_("It counts only in runs that open by days."),
    )  # fmt: skip

    def clean_opens_after_days(self) -> int:
        return self.cleaned_data["opens_after_days"] or 0


class LinesField(forms.CharField):
    """A text area in which each line is one thing; gives a tuple."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(required=False, widget=forms.Textarea({"rows": 4}), **kwargs)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        lines = tuple(line.strip() for line in super().clean(value).splitlines() if line.strip())
        if len(lines) > _LONGEST_LIST:
            raise ValidationError(_("At most %(most)s lines, please."), params={"most": _LONGEST_LIST})
        return lines

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 -- as above
        return value if isinstance(value, str) or value is None else "\n".join(value)


class CourseForm(forms.Form):
    """All that stands on a course's page."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    summary = forms.CharField(
        label=_("In one or two sentences"), max_length=400, required=False, widget=forms.Textarea({"rows": 2}),
        help_text=_("For the card in the catalogue and for search engines."),
    )  # fmt: skip
    about = forms.CharField(
        label=_("About the course"), required=False, widget=forms.Textarea({"rows": 8}), help_text=_("Markdown.")
    )
    direction = forms.ModelChoiceField(label=_("Direction"), queryset=Direction.objects.none(), required=False)
    level = forms.ChoiceField(
        label=_("Level"), choices=[("beginner", _("For beginners")), ("experienced", _("For the experienced"))]
    )
    hours = forms.IntegerField(label=_("Hours of study"), min_value=0, max_value=_MOST_HOURS, required=False)
    weeks = forms.IntegerField(label=_("Weeks"), min_value=0, max_value=_MOST_WEEKS, required=False)
    results = LinesField(label=_("What one learns"), help_text=_("A line for each."))
    audience = LinesField(label=_("For whom"), help_text=_("A line for each."))
    requirements = LinesField(label=_("What is needed"), help_text=_("A line for each."))
    questions = LinesField(label=_("Questions and answers"), help_text=_("A line for each: question = answer."))
    pass_mark = forms.IntegerField(
        label=_("Pass mark, of 100"), min_value=0, max_value=100, required=False,
        help_text=_("Nothing or 0: whoever has done the lessons has finished the course."),
    )  # fmt: skip
    sites = forms.ModelMultipleChoiceField(
        label=_("On which sites"), queryset=Site.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*args, **kwargs)
        self.course = course
        company = course.company
        direction: Any = self.fields["direction"]
        direction.queryset = Direction.objects.filter(company=company)
        direction.label_from_instance = lambda one: one.title.in_language(read_language())
        sites: Any = self.fields["sites"]
        sites.queryset = Site.objects.filter(company=company).served().order_by("place")
        sites.label_from_instance = lambda one: one.brand_name

    def clean_questions(self) -> tuple[Answered, ...]:
        found = []
        for line in self.cleaned_data["questions"]:
            question, mark, answer = (part.strip() for part in line.partition(_ANSWER))
            if not (question and mark and answer):
                raise ValidationError(_("Each line is a question, the sign = and its answer."))
            found.append(Answered(question=question, answer=answer))
        return tuple(found)

    def read_page(self) -> CoursePage:
        """Of a valid form."""
        data, grading = self.cleaned_data, read_value(Grading, self.course.grading)
        return CoursePage(
            title=data["title"],
            summary=data["summary"],
            about=data["about"],
            direction=data["direction"],
            level=data["level"],
            hours=data["hours"] or 0,
            weeks=data["weeks"] or 0,
            results=data["results"],
            audience=data["audience"],
            requirements=data["requirements"],
            questions=data["questions"],
            grading=Grading(pass_mark=data["pass_mark"] or 0, parts=grading.parts),
            cover=self.course.cover,
            sites=list(data["sites"]),
        )


def write_initial(course: Course) -> dict[str, Any]:
    """The page as it stands, for the form."""
    names = ("title", "summary", "about", "direction", "level", "hours", "weeks", "results", "audience", "requirements")
    answered = read_value(tuple[Answered, ...], course.questions)
    return {
        **{name: getattr(course, name) for name in (*names, "version")},
        "questions": [f"{one.question} {_ANSWER} {one.answer}" for one in answered],
        "pass_mark": read_value(Grading, course.grading).pass_mark,
        "sites": list(course.sites.values_list("pk", flat=True)),
    }
