"""What this room holds of people: how far they came in packages, and what those remember, for studies alone (7.1-з)."""

from lerna.privacy.subjects.declarations import Table
from lerna.school.learning.declaring import MEASURE, MOMENT, NUMBER, WORD, study_column
from lerna.school.learning.packages.models import PackageRecord, PackageSitting

DATA_MAP = (
    Table(
        PackageRecord,
        subject="subject",
        columns={
            "enrollment": study_column(
                "In which run it was.", "A number that leads to an enrollment and names nobody."
            ),
            "lesson": study_column("In which lesson it was.", NUMBER),
            "block": study_column("Which package of the lesson it was.", WORD),
            "location": study_column("To open the package where the person left it."),
            "suspend_data": study_column("What the package has to know to go on; what it means its makers alone know."),
            "completion": study_column("Whether the person has done what the package asks.", WORD),
            "success": study_column("Whether the package says that they passed.", WORD),
            "raw": study_column("What the person's answers were worth.", MEASURE),
            "low": study_column("From where the score counts.", MEASURE),
            "high": study_column("What could be reached.", MEASURE),
            "scaled": study_column("The score as a share.", MEASURE),
            "interactions": study_column("How many questions the package asked; the answers aren't kept.", MEASURE),
            "sitting": study_column("Which opening of the package spoke last.", MEASURE),
            "opened_at": study_column("When the person opened the package first.", MOMENT),
            "kept_at": study_column("When the package reported last.", MOMENT),
        },
    ),
    Table(
        PackageSitting,
        subject="subject",
        columns={
            "record": study_column("To which package it belongs.", "A number; it names nobody."),
            "number": study_column("Which opening it was.", MEASURE),
            "message": study_column("So that a message that comes late overwrites none that is newer.", MEASURE),
            "seconds": study_column("How long the person worked.", MEASURE),
            "opened_at": study_column("When the person opened the package.", MOMENT),
        },
    ),
)
