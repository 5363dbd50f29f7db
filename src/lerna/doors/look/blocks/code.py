"""Code with its words told apart by classes; the colors stand in `look/lesson.css`."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from pygments import highlight as write_tokens
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

_FORMATTER = HtmlFormatter(nowrap=True, classprefix="hl-")


def highlight(code: str, language: str) -> SafeString:
    """The code as HTML for inside of `<pre><code>`; as it is where nobody knows the language."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return SafeString(escape(code))
    written: str = write_tokens(code, lexer, _FORMATTER)
    return mark_safe(written)  # noqa: S308 -- Pygments escapes what it writes
