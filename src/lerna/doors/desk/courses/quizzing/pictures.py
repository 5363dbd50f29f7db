"""Pictures that a question of a point may stand on: those of the media library, and the one that was chosen."""

from datetime import datetime

from lerna.accounts.queries import Account
from lerna.companies.models import Company
from lerna.doors.desk.courses.quizzing.sheets import Sheet
from lerna.doors.look.media.addresses import address_for_account
from lerna.school.blocks.questions import Point, Question
from lerna.school.catalogue.models import MediaFile
from lerna.school.exchange.drafting import name_media

_LATEST = 200


def list_pictures(company: Company, question: Question | None) -> list[tuple[str, str]]:
    """How each is named in a lesson, and how it is called; the question's own first. One query."""
    pictures = MediaFile.objects.filter(company=company, media_type__startswith="image/").order_by("-added_at", "-pk")
    found = {name_media(media): media.name for media in pictures[:_LATEST]}
    if isinstance(question, Point) and question.file not in found:
        found = {question.file: question.file} | found
    return list(found.items())


def show_picture(sheet: Sheet, account: Account, now: datetime) -> str:
    """The address of the picture that was chosen; nothing where none was. One query at most."""
    chosen = sheet.form["file"].value() if sheet.kind == Point.KIND else ""
    if not chosen:
        return ""
    digest = str(chosen).removeprefix("files/").partition("-")[0]
    media = MediaFile.objects.filter(company=account.subject.company, digest__startswith=digest).first()
    return address_for_account(account.user.pk, now=now)(media) if media and digest else ""
