"""What somebody demands, as a form, a letter or a member of staff hands it over."""

import json
from dataclasses import dataclass, field
from uuid import UUID

from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.models import Kind

CORRECTABLE = ("name", "surname", "phone")  # an address needs a code of its own, and a person where that won't do


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What was stated; texts may be empty. `purposes` are those to withdraw from, none for all; `values` what is right.

    `on_behalf_of` is the person whom the sender represents, `against` the request whose answer is complained about.
    """

    kind: Kind
    text: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    on_behalf_of: str = field(default="", repr=False)
    purposes: tuple[Purpose, ...] = ()
    values: dict[str, str] = field(default_factory=dict, repr=False)
    against: UUID | None = None

    def write_wish(self) -> str | None:
        """Purposes and values as JSON; None where there are none."""
        wish: dict[str, object] = {}
        if self.purposes:
            wish["purposes"] = [purpose.value for purpose in self.purposes]
        if self.values:
            wish["values"] = {name: self.values[name] for name in CORRECTABLE if name in self.values}
        return json.dumps(wish, ensure_ascii=False) if wish else None


@dataclass(frozen=True, slots=True)
class Wish:
    """What `write_wish` wrote."""

    purposes: tuple[Purpose, ...] = ()
    values: dict[str, str] = field(default_factory=dict, repr=False)


def read_wish(written: str | None) -> Wish:
    """Purposes and values; both empty where nothing was written."""
    wish = json.loads(written) if written else {}
    return Wish(tuple(map(Purpose, wish.get("purposes", ()))), dict(wish.get("values", {})))
