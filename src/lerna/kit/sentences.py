"""Sentences about what somebody wrote: noted in English, said in the language of whoever reads them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Said:
    """A msgid and what it names. `str()` is English; a value that is itself `Said` is translated with the sentence."""

    pattern: str
    values: Mapping[str, object]

    def __str__(self) -> str:
        return self.pattern % self.values if self.values else self.pattern

    def translate(self) -> str:
        """In the language that is active now."""
        pattern = gettext(self.pattern)
        told = {name: one.translate() if isinstance(one, Said) else one for name, one in self.values.items()}
        return pattern % told if told else pattern


def say(pattern: str, **values: object) -> Said:
    """The sentence of this msgid, which `gettext_noop` marks where it is written."""
    return Said(pattern, values)
