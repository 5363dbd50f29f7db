"""How the rooms of learning declare their columns: for the studies alone, and gone with the person (clause 7.1-з)."""

from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.declarations import Column, Destroy

MOMENT = "A moment; it names nobody."
NUMBER = "A number that leads to what is taught and names nobody."
WORD = "A word of a closed list, or an author's key, which names nobody."
MEASURE = "A measure of studies, which names nobody without the profile."


def study_column(
    why: str, plain: str = "", *, category: Category = Category.LEARNING, free_text: str = "", secret: str = ""
) -> Column:
    """A column of somebody's studies; what each word says: `declarations.Column`."""
    return Column(
        category=category,
        purposes=(Purpose.LEARNING,),
        erasure=Destroy(),
        why=why,
        plain=plain,
        free_text=free_text,
        secret=secret,
    )
