"""Import: whatever the text, no crash and no lost character."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lerna.privacy.policy.document import Document
from lerna.privacy.policy.importer.readers.html_pages import html_text
from lerna.privacy.policy.importer.recognize import recognize
from lerna.privacy.policy.importer.recognized import LINE_BREAK, AccountError, Recognized, Span, account
from lerna.privacy.policy.importer.source import Source

RUSSIAN = (
    "ПРАВИЛА САДА",
    "1. О саде",
    "1.1. Сад открыт каждый день, и мы записываем только число гостей, которые в него вошли.",
    "1.2. Гость вправе:",
    "(а) гулять по дорожкам;",
    "- (б) сидеть на скамьях, которые стоят",
    "Садовникам напротив;",
    "1) летом;",
    "2. О записях",
    "2.1. Записи живут 1 год, потом их стирают.",
)
KAZAKH = (
    "БАҚ ЕРЕЖЕСІ",
    "1. Бақ туралы",
    "1.1. Бақ күн сайын ашық, біз тек кірген қонақтардың санын жазып аламыз.",
    "1.2. Қонақ мынаған құқылы:",
    "(а) жолдармен серуендеуге;",
    "(ә) орындықтарда отыруға.",
    "2. Жазбалар туралы",
    "2.1. Жазбалар 1 жыл сақталады, содан кейін өшіріледі.",
)
ENGLISH = (
    "RULES OF THE GARDEN",
    "1. The garden",
    "1.1. The garden is open every day and we only count the guests who have entered it.",
    "1.2. A guest may walk on the paths and sit on the benches.",
)
PIECES = [
    "1.",
    "1.1. ",
    "(а) ",
    "- ",
    "## ",
    "**",
    "|",
    "\r\n",
    "\n\n",
    "\f",
    "\ufeff",
    "Слово ",
    "сөз. ",
    "word; ",
    "IV. ",
    "Раздел 2 ",
    "i) ",
    ":",
]


def proved(text: str, kind: str = "txt") -> None:
    """Recognise a text and prove that nothing of it is lost, nor any word of it changed."""
    source = Source(text, kind)
    recognized = recognize(source)
    sums = account(text, recognized)
    assert sums.total == len(text) == sums.in_clauses + sums.layout + sums.left_over
    assert source.line_at(len(text)) == len(LINE_BREAK.findall(text)) + 1
    for found in recognized.document.texts:
        numbers = [clause.number for clause in found.clauses()]
        assert len(numbers) == len(set(numbers))


@given(st.text())
@settings(deadline=None)
@example("1.1.\n2.2.")
@example("#\n# \n1.")
def test_any_text_is_accounted_for(text: str) -> None:
    proved(text)


@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=30).map("".join), st.sampled_from(["txt", "md"])
)
@settings(max_examples=200, deadline=None)
def test_any_mixture_of_marks_is_accounted_for(text: str, kind: str) -> None:
    proved(text, kind)


@given(st.permutations([RUSSIAN, KAZAKH, ENGLISH]), st.sampled_from(["\n", "\r\n", "\n\n", "\r\n\r\n", "\n \n"]))
@settings(deadline=None)
def test_languages_come_in_any_order(blocks: list[tuple[str, ...]], line_break: str) -> None:
    text = line_break.join(line for block in blocks for line in block)
    proved(text)
    found = {language.language: language for language in recognize(Source(text, "txt")).document.texts}
    assert [language.title for language in found.values()] == [block[0] for block in blocks]
    assert [clause.number for clause in found["ru"].clauses()] == ["1.1", "1.2", "2.1"]
    assert [clause.number for clause in found["kk"].clauses()] == ["1.1", "1.2", "2.1"]
    assert [clause.number for clause in found["en"].clauses()] == ["1.1", "1.2"]


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_policy_is_accounted_for(data: st.DataObject) -> None:
    text = "\n\n".join((*RUSSIAN, *KAZAKH))
    for _damage in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(place, min(len(text), place + 20)))
        text = text[:place] + data.draw(st.sampled_from([*PIECES, "", " "])) + text[end:]
    proved(text)


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<ol>", "<li>", "<table><tr><td>", "</td>", "<h2>", "слово ", "1.1. ", "<br>", "<b"]
        )
    )
)
@settings(deadline=None)
def test_any_html_is_read(pieces: list[str]) -> None:
    text, _notes = html_text("".join(pieces))
    proved(text, "html")


@given(st.integers(1, 200))
@settings(deadline=None)
def test_a_page_may_end_anywhere_in_a_sentence(place: int) -> None:
    """A sentence cut before any word in lower case comes back whole."""
    sentence = (
        "Мы записываем число гостей и время их прихода, чтобы знать, сколько воды нужно саду и сколько людей пришло."
    )
    place = sentence.find(" ", place % 90) if sentence.find(" ", place % 90) > 0 else 20
    text = f"1. О саде\n\n1.1. {sentence[:place]}\n\n{sentence[place + 1 :]}\n"
    (found,) = recognize(Source(text, "txt")).document.texts
    assert [part.text for clause in found.clauses() for part in clause.body] == [sentence]


def tampered(recognized: Recognized) -> dict[str, Recognized]:
    """What an importer with a defect would hand over."""
    first, *rest = recognized.leaves
    shifted = replace(first, spans=(Span(first.spans[0].start, first.spans[0].end - 1),))
    return {
        "a lost leaf": replace(recognized, leaves=tuple(rest)),
        "a leaf taken twice": replace(recognized, leaves=(first, *recognized.leaves)),
        "a cut leaf": replace(recognized, leaves=(shifted, *rest)),
        "lost layout": replace(recognized, layout=recognized.layout[:-1]),
        "another word": replace(recognized, leaves=(replace(first, text="ПРАВИЛА ЛЕСА"), *rest)),
        "another document": replace(recognized, document=Document(())),
    }


@pytest.mark.parametrize(
    "defect", ["a lost leaf", "a leaf taken twice", "a cut leaf", "lost layout", "another word", "another document"]
)
def test_the_account_notices_every_loss(defect: str) -> None:
    text = "\n\n".join(RUSSIAN) + "\n"
    with pytest.raises(AccountError):
        account(text, tampered(recognize(Source(text, "txt")))[defect])
