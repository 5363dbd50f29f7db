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
from lerna.kit import clock
from lerna.kit.localized import LANGUAGE_CODES, LanguageCode
from lerna.privacy.consents.statement import Statement, build_statements
from lerna.privacy.consents.words import load_words
from lerna.privacy.policy.models import PolicyVersion
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.abroad.statement import AbroadStatement, list_abroad_statements
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
    is_abroad: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one box is about, and the name by which its fields go; `abroad` where it lets data leave the country."""

    name: str
    statement: Statement
    abroad: AbroadStatement | None = None

    @property
    def box(self) -> str:
        return f"agree-{self.name}"

    @property
    def shown(self) -> str:
        return f"shown-{self.name}"


class ConsentForm(forms.Form):
    """`form_purposes` are what the form can't do without; each of `own_purposes` has a box that nobody must tick.

    `own` takes the place of the latter where they are a person's own. `asks_who` is off where it is known already who
    applies for whom. Where `asks_abroad`, each recipient abroad that the register has for one of these purposes gets a
    box of its own (law 94-V, art. 7(6), 16).
    """

    form_purposes: ClassVar[tuple[Purpose, ...]] = ()
    own_purposes: ClassVar[tuple[Purpose, ...]] = ()
    asks_who: ClassVar[bool] = True
    asks_abroad: ClassVar[bool] = False

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
        statements = build_statements(
            company=site.company,
            version=version,
            form=self.form_purposes,
            own=self.own_purposes if own is None else own,
            language=read_language(),
        )
        self._asked = (
            *(_Asked(one.purpose, one) for one in statements),
            *(self._list_abroad(version, statements) if self.asks_abroad else ()),
        )
        if self.asks_who:
            self._add_age()
        for asked in self._asked:
            self.fields[asked.box] = forms.BooleanField(
                label=asked.statement.box,
                required=self._is_needed(asked),
                error_messages={
                    "required": _("Without this consent we can't take what you wrote, and we keep none of it.")
                },
            )

    def boxes(self) -> Iterator[Box]:
        """The boxes in the order of the dialog, never ticked by us."""
        for asked in self._asked:
            yield Box(
                asked.statement,
                self[asked.box],
                asked.shown,
                is_own=not self._is_needed(asked),
                is_abroad=asked.abroad is not None,
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
        return tuple(one.statement for one in self._asked if one.abroad is None and self.cleaned_data[one.box])

    def ticked_abroad(self) -> tuple[AbroadStatement, ...]:
        """Which transfers abroad the person agreed to; of a valid form."""
        return tuple(one.abroad for one in self._asked if one.abroad is not None and self.cleaned_data[one.box])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("age") == REPRESENTED:
            for name in ("representative_name", "representative_basis"):
                if not cleaned.get(name):
                    self.add_error(name, _say("age", "refusal"))
        self._check_shown()
        self._check_abroad()
        return cleaned

    def _list_abroad(self, version: PolicyVersion, statements: Iterable[Statement]) -> Iterator[_Asked]:
        for chosen in list_abroad_statements(
            company=self.site.company,
            version=version,
            language=read_language(),
            now=clock.now(),
            purposes=[one.purpose for one in statements],
        ):
            yield _Asked(f"{chosen.statement.purpose}-abroad-{chosen.recipient.key}", chosen.statement, chosen)

    def _is_needed(self, asked: _Asked) -> bool:
        return asked.abroad is None and asked.statement.purpose in self.form_purposes

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
        for asked in self._asked:
            if self.cleaned_data.get(asked.box) and self.data.get(asked.shown) != asked.statement.sha256:
                self.data = {key: value for key, value in self.data.items() if key != asked.box}
                self.add_error(
                    asked.box,
                    _("This text has changed since the page was opened. Please read it and tick the box again."),
                )

    def _check_abroad(self) -> None:
        """Data go abroad for a purpose only where the purpose itself is agreed to."""
        agreed = {one.statement.purpose for one in self._asked if not one.abroad and self.cleaned_data.get(one.box)}
        for asked in self._asked:
            if asked.abroad and self.cleaned_data.get(asked.box) and asked.statement.purpose not in agreed:
                sentence = _("To let data go abroad for “%(purpose)s”, tick the box of that purpose too.")
                self.add_error(asked.box, sentence % {"purpose": asked.abroad.purpose_title})


def list_bases() -> list[tuple[str, str]]:
    """The rights by which somebody may act for another, as choices of a form."""
    return [("", "—"), *((basis.value, _say("basis", basis.value)) for basis in RepresentativeBasis)]


def read_language() -> LanguageCode:
    """The language of the page."""
    language = get_language()
    return next((code for code in LANGUAGE_CODES if code == language), "ru")


def _say(table: str, key: str) -> str:
    return load_words()[(table, key)].in_language(read_language())
