"""Blocks go into JSON and come back as they were; what isn't a block is refused with the place where it is wrong."""

import json

import pytest

from lerna.school.blocks.kinds import Assignment, Block, Criterion, Quiz, Text, Video
from lerna.school.blocks.questions import Accepted, Area, Choice, Formula, Gaps, Pair, Point, Range, ShortText, Single
from lerna.school.blocks.questions import Match as MatchQuestion
from lerna.school.blocks.stored import StoredValueError, read_blocks, write_blocks

BLOCKS: tuple[Block, ...] = (
    Text(key="1", markdown="Қазақша **мәтін**"),
    Video(key="v", file="a" * 64, title="Көру", captions={"kk": "b" * 64}, seconds=40),
    Quiz(
        key="check",
        title="Тексеру",
        attempts=2,
        questions=(
            Single(key="1", text="?", choices=(Choice(text="иә", is_right=True, feedback="дұрыс"), Choice(text="жоқ"))),
            ShortText(key="2", text="?", accepted=(Accepted(text="Астана"),), hints=("Ақмола емес",)),
            MatchQuestion(key="3", text="?", pairs=(Pair(left="көк", right="синий"),)),
            Gaps(key="4", text="Аспан [[көк/көкшіл]]."),
            Point(key="5", text="?", file="c" * 64, alt="карта", areas=(Area(left=1, top=2.5, width=3, height=4),)),
            Formula(key="6", text="?", formula="2*x", ranges=(Range(name="x", low=-5, high=5),)),
        ),
    ),
    Assignment(key="work", title="Жұмыс", task="Жаз", rubric=(Criterion(key="clear", title="Анық", points=40),)),
)


def test_blocks_come_back_as_they_were() -> None:
    assert read_blocks(json.loads(json.dumps(write_blocks(BLOCKS)))) == BLOCKS


def test_what_is_at_its_default_is_not_written() -> None:
    assert write_blocks(BLOCKS[:1]) == [{"kind": "text", "key": "1", "markdown": "Қазақша **мәтін**"}]


@pytest.mark.parametrize(
    ("stored", "sentence"),
    [
        ([{"kind": "spell", "key": "1"}], "value[0] is of no known kind."),
        (["text"], "value[0] is of no known kind."),
        ([{"kind": "text", "key": "1"}], "value[0] lacks something that Text needs."),
        ([{"kind": "text", "key": 1, "markdown": ""}], "value[0].key isn't str."),
        ([{"kind": "text", "key": "1", "markdown": "", "script": ""}], "value[0] has script, which Text doesn't know."),
        ([{"kind": "quiz", "key": "1", "title": "", "questions": [{"kind": "text"}]}], "value[0].questions[0] lacks"),
        ({"kind": "text"}, "value isn't tuple."),
    ],
)
def test_what_is_no_block_is_refused_and_the_place_is_named(stored: list[dict[str, object]], sentence: str) -> None:
    with pytest.raises(StoredValueError) as refusal:
        read_blocks(stored)
    assert str(refusal.value).startswith(sentence)
