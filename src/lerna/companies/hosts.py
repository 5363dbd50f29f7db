"""Host names, as people write them in files and as browsers send them."""

import re

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
PLACE = "{host}"  # where the site's host stands in a pattern
_PORT = re.compile(r":\d{0,5}\Z", re.ASCII)


def normalize_host(host: str) -> str | None:
    """The host in lower-case ASCII, without its port and trailing dot; None where it can't be the name of a site.

    Letters beyond ASCII become punycode (IDNA 2003, RFC 3490), which is how browsers send them. An address in figures
    (IPv4, IPv6) is no name of a site.
    """
    name = _PORT.sub("", host.strip()).removesuffix(".").lower()
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:  # an empty or overlong label, or a letter that host names can't have
            return None
    labels = name.split(".")
    # The last label of a name is never a number (RFC 3696, section 2): that is an address.
    if len(name) > 253 or labels[-1].isdigit() or not all(map(_LABEL.fullmatch, labels)):  # noqa: PLR2004 -- RFC 1035
        return None
    return name


def list_parents(host: str) -> tuple[str, ...]:
    """The normalized host itself and every domain above it, longest first: `a.lerna.kz`, `lerna.kz`, `kz`."""
    labels = host.split(".")
    return tuple(".".join(labels[start:]) for start in range(len(labels)))


def covers(owner: str, host: str) -> bool:
    """Whether `host` is `owner` or one of its sub-domains (clause 2.2: domain names of all levels)."""
    return owner in list_parents(host)


def packages_host(host: str, pattern: str) -> str:
    """The host on which packages of the site at `host` are played; `pattern` is LERNA_PACKAGES_HOST."""
    return pattern.replace(PLACE, host)


def find_packages_owner(host: str, pattern: str) -> str | None:
    """The host of the site whose packages are played at this one, normalized; None where it is no such host."""
    before, _, after = pattern.partition(PLACE)
    if host.startswith(before) and host.endswith(after) and len(host) > len(before) + len(after):
        return host[len(before) : len(host) - len(after)]
    return None


def find_development_label(host: str) -> str | None:
    """The label before `.localhost` (RFC 6761: always this machine): `skillbox` of `a.skillbox.localhost`."""
    labels = host.split(".")
    return labels[-2] if len(labels) > 1 and labels[-1] == "localhost" else None


def development_host(host: str) -> str:
    """The name by which a site's host answers in development: `skillbox.localhost` for skillbox.kz."""
    return f"{host.partition('.')[0]}.localhost"
