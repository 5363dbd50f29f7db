"""The consent dialog as the base of any form that takes personal data (clauses 4.1, 2.1, 8.1-а).

`look/consent.html` draws it. A form inherits ConsentForm, names its purposes, and gets the
boxes. It works without a script; nothing is stored by it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lerna.companies.models import Site
from lerna.kit.localized import LANGUAGE_CODES, LanguageCode
from lerna.privacy.consents.statement import Statement, build_statements
from lerna.privacy.consents.words import load_words
from lerna.privacy.policy.models import PolicyVersion
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import NAME_LENGTH, RepresentativeBasis
from lerna.privacy.subjects.represented.appointment import Representative

ADULT, REPRESENTED = "adult", "represented"


@dataclass(frozen=True, slots=True)
class Box:
    """One box with the text beside it; `shown` is the name of the hidden field that says which text that was."""

    statement: Statement
    field: BoundField
    shown: str
    is_own: bool


class ConsentForm(forms.Form):
    """`form_purposes` are what the form can't do without; each of `own_purposes` has a box that nobody must tick.

    `own` takes the place of the latter where they are a person's own. `asks_who` is off where it is known already who
    applies for whom.
    """

    form_purposes: ClassVar[tuple[Purpose, ...]] = ()
    own_purposes: ClassVar[tuple[Purpose, ...]] = ()
    asks_who: ClassVar[bool] = True

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- Django's
        site: Site,
        version: PolicyVersion,
        own: Iterable[Purpose] | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        self.site = site
        self.statements = build_statements(
            company=site.company,
            version=version,
            form=self.form_purposes,
            own=self.own_purposes if own is None else own,
            language=read_language(),
        )
        if self.asks_who:
            self._add_age()
        for statement in self.statements:
            self.fields[_box_name(statement)] = forms.BooleanField(
                label=statement.box,
                required=statement.purpose in self.form_purposes,
                error_messages={
                    "required": _("Without this consent we can't take what you wrote, and we keep none of it.")
                },
            )

    def boxes(self) -> Iterator[Box]:
        """The boxes in the order of the dialog, never ticked by us."""
        for statement in self.statements:
            yield Box(
                statement,
                self[_box_name(statement)],
                _shown_name(statement),
                is_own=statement.purpose not in self.form_purposes,
            )

    def represented_fields(self) -> tuple[BoundField, BoundField]:
        """Who acts for another, and by what right."""
        return self["representative_name"], self["representative_basis"]

    def age_words(self) -> dict[str, str]:
        """The sentences around the question of age."""
        return {key: _say("age", key) for key in ("question", "refusal", "contacts", "both")}

    def read_representative(self) -> Representative | None:
        """Who acts for the person of the form, if somebody does; of a valid form."""
        if self.cleaned_data["age"] != REPRESENTED:
            return None
        basis = RepresentativeBasis(self.cleaned_data["representative_basis"])
        return Representative(name=self.cleaned_data["representative_name"], basis=basis)

    def ticked(self) -> tuple[Statement, ...]:
        """What the person agreed to; of a valid form."""
        return tuple(statement for statement in self.statements if self.cleaned_data[_box_name(statement)])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("age") == REPRESENTED:
            for name in ("representative_name", "representative_basis"):
                if not cleaned.get(name):
                    self.add_error(name, _say("age", "refusal"))
        self._check_shown()
        return cleaned

    def _add_age(self) -> None:
        choices = [(ADULT, _say("age", "adult")), (REPRESENTED, _say("age", "represented"))]
        self.fields["age"] = forms.ChoiceField(
            label=_say("age", "question"),
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": _("Please say who applies.")},
        )
        self.fields["representative_name"] = forms.CharField(
            label=_say("age", "name"), required=False, max_length=NAME_LENGTH
        )
        self.fields["representative_basis"] = forms.ChoiceField(
            label=_say("age", "basis"),
            required=False,
            choices=list_bases(),
        )

    def _check_shown(self) -> None:
        """A tick counts for the text that stood beside it; if that has changed meanwhile, the box is empty again."""
        for statement in self.statements:
            name = _box_name(statement)
            if self.cleaned_data.get(name) and self.data.get(_shown_name(statement)) != statement.sha256:
                self.data = {key: value for key, value in self.data.items() if key != name}
                self.add_error(
                    name, _("This text has changed since the page was opened. Please read it and tick the box again.")
                )


def list_bases() -> list[tuple[str, str]]:
    """The rights by which somebody may act for another, as choices of a form."""
    return [("", "—"), *((basis.value, _say("basis", basis.value)) for basis in RepresentativeBasis)]


def read_language() -> LanguageCode:
    """The language of the page."""
    language = get_language()
    return next((code for code in LANGUAGE_CODES if code == language), "ru")


def _say(table: str, key: str) -> str:
    return load_words()[(table, key)].in_language(read_language())


def _box_name(statement: Statement) -> str:
    return f"agree-{statement.purpose}"


def _shown_name(statement: Statement) -> str:
    return f"shown-{statement.purpose}"
