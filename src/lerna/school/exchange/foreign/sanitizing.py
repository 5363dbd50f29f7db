"""Foreign HTML made harmless: what isn't on the list below never reaches a page of ours.

Scripts, styles, forms, frames and event handlers go; `media:NAME` is an address of a file of ours, filled in where the
block is shown.
"""

import re

import nh3

_TAGS = {
    "a", "abbr", "b", "bdi", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del", "details",
    "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins",
    "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub",
    "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"lang", "dir", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "col": {"span"},
}
_SIZE = re.compile(r"\d{1,4}")
_CONTENT_GOES = {
    "script", "style", "iframe", "object", "embed", "applet", "noscript", "template", "svg", "math", "title", "textarea"
}  # fmt: skip


def sanitize_html(html: str) -> str:
    """The same text with nothing in it that could run, load from a foreign host or draw over our page."""
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_CONTENT_GOES,
        attributes=_ATTRIBUTES,
        attribute_filter=_filter_attribute,
        url_schemes={"http", "https", "mailto", "media"},
        link_rel="noopener noreferrer nofollow",
    ).strip()


def _filter_attribute(tag: str, attribute: str, value: str) -> str | None:
    if (tag, attribute) == ("img", "src"):
        return value if value.startswith(("media:", "files/")) else None  # a foreign picture tells who looks at it
    if attribute in {"width", "height"}:
        return value if _SIZE.fullmatch(value) else None
    return value
