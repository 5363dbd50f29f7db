"""One question of each kind, as an author might write it."""

from lerna.school.blocks.questions import (
    Accepted,
    AcceptedNumber,
    Area,
    Choice,
    Formula,
    Gaps,
    Match,
    Multiple,
    Number,
    Order,
    Pair,
    Point,
    Question,
    Range,
    ShortText,
    Single,
    TrueFalse,
)

SINGLE = Single(
    key="cones",
    text="Сколько видов колбочек у большинства людей?",
    choices=(
        Choice(text="Два", feedback="Так видят при дальтонизме."),
        Choice(text="Три", is_right=True),
        Choice(text="Четыре"),
    ),
    hints=("Вспомните рисунок.", "Больше двух."),
    explanation="Три вида, и каждый чувствителен к своей части спектра.",
)
MULTIPLE = Multiple(
    key="warm",
    text="Какие цвета тёплые?",
    points=2,
    choices=(
        Choice(text="Красный", is_right=True),
        Choice(text="Синий", feedback="Синий холодный."),
        Choice(text="Жёлтый", is_right=True),
        Choice(text="Голубой"),
    ),
)
TRUE_FALSE = TrueFalse(key="black", text="Чёрный поглощает свет.", is_true=True)
WORD = ShortText(
    key="capital",
    text="Столица Казахстана?",
    accepted=(Accepted(text="Астана"), Accepted(text="Нур-Султан", feedback="Так она называлась до 2022 года.")),
)
NUMBER = Number(key="gravity", text="Ускорение?", accepted=(AcceptedNumber(value="9.81", tolerance="0.05"),))
MATCH = Match(
    key="words",
    text="Переведите.",
    points=3,
    pairs=(
        Pair(left="көк", right="синий"),
        Pair(left="қызыл", right="красный"),
        Pair(left="ал қызыл", right="красный"),
    ),
)
ORDER = Order(key="rainbow", text="По порядку радуги.", items=("красный", "жёлтый", "зелёный", "синий"))
GAPS = Gaps(key="gaps", text="Небо [[синее/голубое]], трава [[зелёная]].", points=2)
POINT = Point(
    key="map", text="Где Шымкент?", file="0" * 64, alt="Карта", areas=(Area(left=40, top=25, width=20, height=15),)
)
FORMULA = Formula(key="line", text="Прямая?", formula="2*x + 1", ranges=(Range(name="x", low=-5, high=5),))

EVERY_KIND: tuple[Question, ...] = (
    SINGLE, MULTIPLE, TRUE_FALSE, WORD, NUMBER, MATCH, ORDER, GAPS, POINT, FORMULA,
)  # fmt: skip
