"""The talk under a lesson, and in its blocks of discussion, as its reader sees it. Called for LEARNING."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from lerna.doors.cabinet.study.page import LessonPage
from lerna.doors.cabinet.talk.forms import NOBODYS, CommentForm, blank_comment
from lerna.doors.look.consent_form import read_language
from lerna.school.blocks.kinds import Discussion
from lerna.school.feedback.names import read_name
from lerna.school.feedback.queries import THREADS, Shown, Talk, Thread, read_talks
from lerna.school.feedback.rules import load_rules


@dataclass(frozen=True, slots=True)
class ShownPost:
    """One comment with its own addresses, empty where the reader has no business there."""

    post: Shown
    hidden: str
    edit: str
    delete: str
    report: str


@dataclass(frozen=True, slots=True)
class ShownThread:
    """A thread with the form to answer in it; `first` None where the first comment is gone."""

    thread: Thread
    first: ShownPost | None
    replies: Sequence[ShownPost]
    form: CommentForm


def show_talk(page: LessonPage) -> dict[str, Any]:
    """What `cabinet/talk/talk.html` draws of the talk under the whole lesson."""
    return _show_all(page, ("",))[""]


def present_discussions(page: LessonPage, blocks: Sequence[Discussion]) -> Mapping[str, Mapping[str, Any]]:
    """The same of each block of discussion, all at once."""
    return _show_all(page, [block.key for block in blocks])


def _show_all(page: LessonPage, blocks: Sequence[str]) -> dict[str, dict[str, Any]]:
    name = read_name(page.acting.subject)
    asked = {block: page.request.GET.get(_parameter(block), "") for block in blocks}
    pages = {block: int(number) if number.isdecimal() else 1 for block, number in asked.items()}
    talks = read_talks(page.enrollment, page.lesson, pages)
    return {block: _show(page, block, talk, name) for block, talk in talks.items()}


def _show(page: LessonPage, block: str, talk: Talk, name: str) -> dict[str, Any]:
    return {
        "talk": talk,
        "threads": [_show_thread(page, block, thread, name) for thread in talk.threads],
        "form": blank_comment(name, block=block),
        "audience": load_rules().audience["comment"],
        "block_key": block,
        "nobodys": NOBODYS,
        "post_url": page.address("comment_post"),
        "follow_url": page.address("talk_follow"),
        "pages": _paginate(talk),
        "parameter": _parameter(block),
    }


def _show_thread(page: LessonPage, block: str, thread: Thread, name: str) -> ShownThread:
    return ShownThread(
        thread=thread,
        first=_show_post(page, thread.first) if thread.first else None,
        replies=list(_show_posts(page, thread.replies)),
        form=blank_comment(name, block=block, answers=(thread.first or thread.replies[0]).id),
    )


def _show_posts(page: LessonPage, posts: Sequence[Shown]) -> Iterator[ShownPost]:
    return (_show_post(page, post) for post in posts)


def _show_post(page: LessonPage, post: Shown) -> ShownPost:
    reason = load_rules().reasons.get(post.reason)
    return ShownPost(
        post=post,
        hidden=reason.hidden.in_language(read_language()) if reason else "",
        edit=page.address("comment", comment=post.id) if post.is_own else "",
        delete=page.address("comment_delete", comment=post.id) if post.is_own else "",
        report="" if post.is_own else page.address("comment_report", comment=post.id),
    )


def _paginate(talk: Talk) -> Page[Any]:
    return Paginator(range(talk.pages * THREADS), THREADS).page(talk.page)


def _parameter(block: str) -> str:
    return f"talk-{block}" if block else "talk"
