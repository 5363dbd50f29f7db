"""A letter as the message that goes over the wire: text and HTML, the company's facts, a way out."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from email.utils import format_datetime, formataddr
from typing import cast
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from lerna.companies.models import Company, Site
from lerna.kit.localized import LanguageCode
from lerna.privacy.letters.models import Letter
from lerna.privacy.letters.texts import Text, fill, find_places, load_text, load_words
from lerna.privacy.letters.values import Context, Shown, check_line, read_context, write_context
from lerna.privacy.letters.wire.addresses import build_home, build_origin, build_stop_link, return_address
from lerna.privacy.policy.purposes import LegalBasis, PurposeTerms

Values = Mapping[str, Shown]

_DASH = "- "
_LINK = "https://", "http://"
_PAGE = (
    '<!DOCTYPE html>\n<html lang="{}">\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<title>{}</title></head>\n<body style="margin:0;background:#f4f4f2;color:#1c1d22">\n'
    '<div style="max-width:36em;margin:0 auto;padding:2em 1.5em;background:#fff;'
    'font:16px/1.5 -apple-system,Segoe UI,Roboto,Noto Sans,sans-serif">\n'
    '<p style="margin:0 0 1.5em;padding-bottom:.75em;border-bottom:2px solid {};font-weight:600">{}</p>\n'
    '{}\n<div style="margin-top:2em;padding-top:1em;border-top:1px solid #ddd;font-size:13px;color:#5a5b60">\n'
    "{}\n</div>\n"
    "</div>\n</body>\n</html>\n"
)


def compose(letter: Letter, *, site: Site, terms: PurposeTerms) -> EmailMultiAlternatives:
    """The message. The same letter gives the same Message-ID each time, so that a repeat is known for one.

    Opens the sealed address and values, so it runs in the block of the letter's own purpose. UnknownTextError,
    DataFileError, LetterValueError; PurposeError and the errors of keys.
    """
    language = cast("LanguageCode", letter.language)
    text = load_text(letter.template).texts[language]
    values = _values(str(letter.context), site, language)
    link = build_stop_link(letter.pk, site, language) if terms.basis is LegalBasis.CONSENT else None
    foot = tuple(_foot(site, terms, language, link))
    subject = check_line("subject", _in_line(text.subject, values))
    message = EmailMultiAlternatives(
        subject=subject,
        body=_write_text(text, values, foot),
        from_email=return_address(letter.pk, site.sender),
        to=[check_line("address", str(letter.address))],
        headers=_headers(letter, site, terms, link),
    )
    body = _html_body(text, values, foot, site)
    page = format_html(_PAGE, language, subject, site.accent, site.brand_name, *body)
    message.attach_alternative(str(page), "text/html")
    return message


def write_body(template: str, context: Context, *, site: Site, language: LanguageCode) -> str:
    """The words that such a letter will have, without subject and foot; for whoever has to keep what was said.

    UnknownTextError, DataFileError, LetterValueError.
    """
    text = load_text(template)
    values = _values(write_context(text, context), site, language)
    return "\n\n".join("\n".join(lines) for lines in _fill_paragraphs(text.texts[language], values))


def message_id(letter: UUID, site: Site) -> str:
    """The letter's name among all messages of the world (RFC 5322, 3.6.4)."""
    return f"<letter-{letter}@{site.host}>"


def name_company(company: Company, language: LanguageCode) -> str:
    """The company as each language writes it: «ТОО «Ньюскилз»», «Newskills LLP»."""
    form, name = company.short_form.in_language(language), company.name.in_language(language)
    return {"ru": f"{form} «{name}»", "kk": f"«{name}» {form}", "en": f"{name} {form}"}[language]


def _headers(letter: Letter, site: Site, terms: PurposeTerms, link: str | None) -> dict[str, str]:
    headers = {
        "From": formataddr((site.brand_name, site.sender)),
        "Reply-To": site.company.email,
        "Message-ID": message_id(letter.pk, site),
        "Date": _date(letter.created_at),
        "Content-Language": letter.language,
        "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday notice answers it
    }
    if link and terms.needs_own_consent:
        # RFC 2369 and RFC 8058: the mail program's own button withdraws, by one request and without a question.
        headers |= {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers


def _date(moment: datetime) -> str:
    return format_datetime(moment)


def _values(written: str, site: Site, language: LanguageCode) -> Values:
    return {
        **read_context(written, language),
        "company": name_company(site.company, language),
        "site": site.brand_name,
        "host": site.host,
    }


def _in_line(text: str, values: Values) -> str:
    return fill(text, {name: value if isinstance(value, str) else ", ".join(value) for name, value in values.items()})


def _foot(site: Site, terms: PurposeTerms, language: LanguageCode, link: str | None) -> Iterator[str]:
    """Lines below the letter: why it came, how to stop it, who writes, who answers for personal data."""
    words, company = load_words(), site.company
    values = {
        "purpose": terms.title.in_language(language),
        "clause": terms.clause,
        "responsible": company.responsible_email,
        "company": name_company(company, language),
        "bin": company.bin,
        "address": company.address.in_language(language),
        "email": company.email,
    }
    yield fill(words.why.in_language(language), values)
    if link:
        yield words.withdraw.in_language(language)
        yield link
    yield words.policy.in_language(language)
    yield f"{build_home(site, language)}policy/"
    yield fill(words.your_data.in_language(language), values)
    yield fill(words.company.in_language(language), values)


def _write_text(text: Text, values: Values, foot: tuple[str, ...]) -> str:
    body = "\n\n".join("\n".join(lines) for lines in _fill_paragraphs(text, values))
    return f"{body}\n\n-- \n" + "\n".join(foot) + "\n"


def _fill_paragraphs(text: Text, values: Values) -> Iterator[tuple[str, ...]]:
    """Each paragraph's lines; a value of paragraphs that stands alone in one takes several."""
    for paragraph in text.paragraphs:
        place = paragraph.strip()[1:-1]
        several = values.get(place)
        if isinstance(several, tuple) and paragraph.strip() == f"{{{place}}}":
            yield from ((item,) for item in several)
        else:
            yield tuple(_fill_lines(paragraph, values))


def _fill_lines(paragraph: str, values: Values) -> Iterator[str]:
    """The paragraph's lines, a list of several values taking a line for each."""
    for line in paragraph.split("\n"):
        (place,) = found if len(found := tuple(find_places(line))) == 1 else ("",)
        several = values.get(place)
        if isinstance(several, list) and line.strip() in {f"{{{place}}}", f"{_DASH}{{{place}}}"}:
            yield from (f"{_DASH}{item}" for item in several)
        else:
            yield _in_line(line, values)


def _html_body(text: Text, values: Values, foot: tuple[str, ...], site: Site) -> tuple[SafeString, SafeString]:
    """The letter's paragraphs, and what stands below them."""
    origins = {f"{build_origin(own)}/" for own in site.company.sites.all()}
    return (
        format_html_join("\n", "{}", ((_html_paragraph(lines, origins),) for lines in _fill_paragraphs(text, values))),
        format_html_join(mark_safe("<br>\n"), "{}", ((_html_line(line, origins),) for line in foot)),
    )


def _html_paragraph(lines: tuple[str, ...], origins: set[str]) -> SafeString:
    if all(line.startswith(_DASH) for line in lines):
        items = format_html_join(
            "", "<li>{}</li>", ((_html_line(line.removeprefix(_DASH), origins),) for line in lines)
        )
        return format_html("<ul>{}</ul>", items)
    inner = format_html_join(mark_safe("<br>"), "{}", ((_html_line(line, origins),) for line in lines))
    return format_html("<p>{}</p>", inner)


def _html_line(line: str, origins: set[str]) -> SafeString:
    """Escaped; a link only where the whole line is an address of the company's own, so no value leads elsewhere."""
    if line.startswith(_LINK) and " " not in line and any(line.startswith(origin) for origin in origins):
        return format_html('<a href="{}" style="color:#1d4ed8;word-break:break-all">{}</a>', line, line)
    return format_html("{}", line)
