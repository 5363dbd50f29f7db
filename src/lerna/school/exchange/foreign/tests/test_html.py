"""Foreign HTML: what could harm is gone, files of the package are ours, and each loss is named."""

import pytest

from lerna.school.exchange.foreign.html import clean_html, has_words
from lerna.school.exchange.foreign.markdown import write_markdown

HELD = {"a.png": "static/a.png", "b c.pdf": "static/b c.pdf"}


@pytest.mark.parametrize(
    "written",
    [
        "<p>x</p><script>alert(1)</script>",
        '<p onclick="alert(1)">x</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href=" jAvascript:alert(1)">x</a>',
        '<object data="x.swf">x</object><p>x</p>',
        "<svg><script>alert(1)</script></svg><p>x</p>",
        '<math><a xlink:href="javascript:alert(1)">x</a></math><p>x</p>',
    ],
)
def test_what_could_run_never_stays(written: str) -> None:
    cleaned = clean_html(written, HELD.get)
    assert not {"script", "onclick", "javascript", "alert", "<svg", "<object"} & set(cleaned.html.lower().split('"'))
    assert "alert" not in cleaned.html
    assert cleaned.reasons


@pytest.mark.parametrize(
    ("written", "html", "reasons"),
    [
        ("<p>Words</p>", "<p>Words</p>", []),
        ('<img src="a.png" alt="A">', '<img src="media:static/a.png" alt="A">', []),
        (
            '<a href="b c.pdf">B</a>',
            '<a href="media:static/b%20c.pdf" rel="noopener noreferrer nofollow">B</a>',
            [],
        ),
        (
            '<img src="https://x.test/a.gif" alt="A">',
            '<a href="https://x.test/a.gif" rel="noopener noreferrer nofollow">A</a>',
            ["foreign-file"],
        ),
        ('<img src="no.png" alt="A">', "<span>A</span>", ["missing-file:no.png"]),
        (
            '<iframe src="//www.youtube.com/embed/x" title="T"></iframe>',
            '<a href="https://www.youtube.com/embed/x" rel="noopener noreferrer nofollow">T</a>',
            ["frame"],
        ),
        ('<a href="/courses/x/jump_to/y">there</a>', '<a rel="noopener noreferrer nofollow">there</a>', ["inner-link"]),
        ('<h1 style="color:red">T</h1><style>p{}</style>', "<h2>T</h2>", ["looks"]),
        ("<form><button>Go</button></form>", "<span><span>Go</span></span>", ["form"]),
        (r"<p>\(x^2\) &lt;b&gt;</p>", r"<p>\(x^2\) &lt;b&gt;</p>", ["formulas"]),
    ],
)
def test_each_change_is_named(written: str, html: str, reasons: list[str]) -> None:
    cleaned = clean_html(written, HELD.get)
    assert (cleaned.html, cleaned.reasons) == (html, reasons)


def test_what_holds_no_words_and_no_picture_is_empty() -> None:
    assert not has_words("<p>&nbsp; </p>")
    assert has_words('<p><img src="media:x"></p>')
    assert has_words("<p>x</p>")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h3>Head</h3><p>One <b>two</b> <i>three</i>.</p>", "### Head\n\nOne **two** *three*."),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<p>2 * 3 _x_ [y] &lt;b&gt;</p>", r"2 \* 3 \_x\_ \[y\] \<b\>"),
        ("<p>1. first</p><p># second</p>", "1\\. first\n\n\\# second"),
        (r"<p>\(a_b\) is</p>", "`a_b` is"),
        (
            '<p><a href="https://x.test">x</a> <img src="media:a.png" alt="A"></p>',
            "[x](https://x.test) ![A](media:a.png)",
        ),
        ("<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td></tr></table>", "| a | b\\|c |\n| --- | --- |\n| 1 |  |"),
        ("<pre>a\n  b</pre>", "```\na\n  b\n```"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("", ""),
    ],
)
def test_words_become_markdown_that_shows_the_same(html: str, markdown: str) -> None:
    assert write_markdown(html) == markdown
