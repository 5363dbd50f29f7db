"""What a whole page of questions sends. A field is `question` or `question.part`."""

from django.http import QueryDict


def read_fields(sent: QueryDict) -> dict[str, dict[str, list[str]]]:
    """By question, its fields by part; also of questions that nothing was given to."""
    fields: dict[str, dict[str, list[str]]] = {key: {} for key in sent.getlist("question")}
    for name in sent:
        key, dot, part = name.rpartition(".") if name not in fields else (name, "", "")
        if key in fields:
            fields[key][part if dot else ""] = sent.getlist(name)
    return fields
