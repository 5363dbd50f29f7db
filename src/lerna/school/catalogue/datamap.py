"""What this room's tables hold of people: nothing of learners; of teachers what the company publishes."""

NOTHING_PERSONAL = {
    "MediaFile": "Files that the school made for its courses; a learner's files are kept by the room of learning.",
    "Rendition": "A smaller picture or a film to be streamed, made of such a file, without what its camera noted.",
    "Direction": "A field of study, such as design; nobody's.",
    "Teacher": (
        "Name, picture and words by which the company presents whoever teaches, published on its sites by agreement "
        "with them as part of their work; whatever else it knows of them isn't kept here."
    ),
    "Course": "What is taught; nobody's.",
    "Course_sites": "On which sites of its company a course stands.",
    "Course_after": "Which courses come before another.",
    "CourseTeacher": "Whom the company presents with a course; nothing that isn't public.",
    "Program": "What is taught; nobody's.",
    "Program_sites": "On which sites of its company a program stands.",
    "ProgramCourse": "A course's place in a program.",
    "Run": "Days and seats; who sits on them is known to the room of learning.",
    "Offer": "What is sold of a run and for how much; who buys it is known to the room of orders.",
    "Section": "What is taught; nobody's.",
    "Lesson": "What is taught; nobody's.",
    "LessonRevision": "What is taught; `made_by` is an account's number, which names nobody without the accounts.",
    "MediaUse": "Which lesson shows which file.",
}
