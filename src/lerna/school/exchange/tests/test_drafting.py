"""What an author sees at the desk is what stands in the lesson, and comes back as it was."""

from io import BytesIO

import pytest

from lerna.companies.models import Company
from lerna.school.blocks.kinds import Block, Image, Quiz, Text
from lerna.school.blocks.questions import Choice, Single
from lerna.school.catalogue.media import keep_file
from lerna.school.catalogue.tests.conftest import NOW, company  # noqa: F401 -- a fixture
from lerna.school.exchange.drafting import name_media, read_draft, write_draft
from lerna.school.exchange.folder.lines import FolderError


def test_a_lesson_comes_back_as_it_was_with_its_files(company: Company) -> None:  # noqa: F811
    media = keep_file(company=company, content=BytesIO(b"picture"), name="my cones.webp", now=NOW)
    question = Single(key="1", text="Сколько?", choices=(Choice(text="Два"), Choice(text="Три", is_right=True)))
    blocks: tuple[Block, ...] = (
        Text(key="1", markdown=f"Взгляните: ![кривые](media:{media.digest})"),
        Image(key="2", file=media.digest, alt="Кривые"),
        Quiz(key="check", title="Проверка", questions=(question,), part="quizzes"),
    )
    text = write_draft(blocks, company)
    assert media.digest not in text
    assert name_media(media) == f"files/{media.digest[:12]}-my-cones.webp"
    assert text.count(name_media(media)) == len(("in the text", "as a block"))
    assert read_draft(text, company=company, parts=frozenset({"quizzes"})) == blocks


def test_every_fault_is_said_with_its_line_and_a_stranger_s_file_is_none_of_ours(company: Company) -> None:  # noqa: F811
    other = Company.objects.exclude(pk=company.pk).order_by("pk")[0]
    media = keep_file(company=other, content=BytesIO(b"theirs"), name="theirs.webp", now=NOW)
    text = f'Слово.\n\n::: image\nfile = "{name_media(media)}"\nalt = "Чужое"\n:::\n\n::: dance\n:::\n'
    with pytest.raises(FolderError) as refusal:
        read_draft(text, company=company, parts=frozenset())
    assert [fault.line for fault in refusal.value.faults] == [4, 8]
